//! Secrets in files, as Docker and systemd hand them over: `NAME_FILE` stands for `NAME`.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use rustix::process::Signal;
use tempfile::TempDir;
use vestibule::config::{Config, Database, MailTransport};

use super::SECRETS;
use crate::support::{Binary, CliHarness, app};

/// The settings that may stand in a file, with a good value of each.
const IN_FILES: [(&str, &str); 6] = [
    ("DATABASE_URL", "sqlite:accounts.db"),
    SECRETS[0],
    ("ACCESS_TOKEN_SECRET_PREVIOUS", "Tn4Xc8Vb2Lk9Pq3Wz7Rm5Hd6Yf1Gs0Ja"),
    SECRETS[1],
    ("REFRESH_TOKEN_SECRET_PREVIOUS", "Uo5Yd9Wc3Ml0Qr4Xa8Sn6Ie7Zg2Ht1Kb"),
    ("SMTP_URL", "smtps://ada:a-password@mail.example.com"),
];

fn flag(name: &str) -> String {
    format!("{}-file", super::flag(name))
}

/// Reads the settings with one of them in a file of this content.
fn with_file(name: &str, content: &[u8]) -> Result<Config, String> {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("secret");
    fs::write(&file, content).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    // The secrets of development would lie beside the database.
    let database = folder.path().join("accounts.db");
    let mut flags = vec![flag(name), file.display().to_string()];
    if name != "DATABASE_URL" {
        flags.extend(["--database-url".to_owned(), database.display().to_string()]);
    }
    if name == "SMTP_URL" {
        flags.extend(["--mail-from", "accounts@example.com"].map(str::to_owned));
    }
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    Config::check(&app::settings(&flags)).map_err(|error| error.to_string())
}

/// What a setting came to.
fn value(config: &Config, name: &str) -> Vec<u8> {
    match name {
        "DATABASE_URL" => {
            let Database::Sqlite(path) = &config.database else { panic!("a file") };
            format!("sqlite:{}", path.display()).into_bytes()
        }
        "ACCESS_TOKEN_SECRET" => config.access_token_secret.expose().to_vec(),
        "ACCESS_TOKEN_SECRET_PREVIOUS" => {
            config.access_token_secret_previous.as_ref().unwrap().expose().to_vec()
        }
        "REFRESH_TOKEN_SECRET" => config.refresh_token_secret.expose().to_vec(),
        "REFRESH_TOKEN_SECRET_PREVIOUS" => {
            config.refresh_token_secret_previous.as_ref().unwrap().expose().to_vec()
        }
        _ => {
            let MailTransport::Smtp(server) = &config.mail.transport else {
                panic!("{:?}", config.mail.transport)
            };
            let (user, password) = server.credentials.as_ref().unwrap();
            format!("smtps://{user}:{}@{}", password.expose(), server.host).into_bytes()
        }
    }
}

/// Shows: REL-42, ASVS 13.3.1.
#[test]
fn a_file_gives_the_same_as_the_value_without_the_line_end_that_editors_leave() {
    for (name, wanted) in IN_FILES {
        for end in ["", "\n", "\r\n"] {
            let config = with_file(name, format!("{wanted}{end}").as_bytes()).unwrap();
            assert_eq!(value(&config, name), wanted.as_bytes(), "{name} {end:?}");
            assert_eq!(config.warnings, [], "{name}");
        }
    }
}

#[test]
fn every_other_byte_of_a_secret_file_is_part_of_the_secret() {
    for (content, wanted) in [
        ("x\n\n", "x\n"),
        (" x \n", " x "),
        ("\nx", "\nx"),
        ("a\nb\n", "a\nb"),
        ("\u{feff}x", "\u{feff}x"),
    ] {
        let config = with_file("ACCESS_TOKEN_SECRET", content.as_bytes()).unwrap();
        assert_eq!(value(&config, "ACCESS_TOKEN_SECRET"), wanted.as_bytes());
    }
    let bytes = b"\x00\xff\x80 any bytes will do";
    assert_eq!(
        value(&with_file("REFRESH_TOKEN_SECRET", bytes).unwrap(), "REFRESH_TOKEN_SECRET"),
        bytes
    );
}

/// Shows: REL-42.
#[test]
fn a_file_with_nothing_in_it_is_refused() {
    for (name, _) in IN_FILES {
        for content in ["", "\n", "\r\n", " \n\t\n"] {
            let fault = with_file(name, content.as_bytes()).unwrap_err();
            assert!(
                fault.contains(&format!("\n  {name}_FILE must ")) && fault.contains("is empty"),
                "{name}: {fault}"
            );
            assert_eq!(fault.lines().count(), 2, "{name}: {fault}");
        }
    }
}

/// Shows: REL-42.
#[test]
fn a_value_and_a_file_at_once_are_refused_wherever_they_come_from() {
    for (name, value) in IN_FILES {
        let in_file = (format!("{name}_FILE"), "secret".to_owned());
        let both =
            Binary::new(&[(name, value), (&in_file.0, &in_file.1), ("MAIL_FROM", "a@example.com")]);
        let by_flag = Binary::new(&[(name, value), ("MAIL_FROM", "a@example.com")]);
        for (binary, arguments) in
            [(&both, vec![]), (&by_flag, vec![flag(name), "secret".to_owned()])]
        {
            binary.put("secret", value);
            let ended = binary.run(&arguments);
            assert_eq!(ended.code, Some(2), "{name}: {ended:?}");
            let told = format!(
                "\n  {name}_FILE must not be set together with {name}. Remove one of the two.\n"
            );
            assert!(ended.err.contains(&told), "{name}: {ended:?}");
            assert!(!ended.err.contains(value), "{name}: {ended:?}");
            assert_eq!(binary.files(), ["secret"], "{name}");
        }
    }
}

#[test]
fn an_empty_value_beside_a_file_is_none() {
    let binary = Binary::new(&[
        (SECRETS[0].0, ""),
        ("ACCESS_TOKEN_SECRET_FILE", "secret"),
        ("DATABASE_URL_FILE", ""),
    ]);
    binary.put("secret", SECRETS[0].1);
    drop(binary.serve(&[]));
    assert!(
        binary.files().contains(&"vestibule.db".to_owned()),
        "an empty file name counts as missing too"
    );
}

/// Shows: REL-40.
#[test]
fn a_secret_in_a_file_is_held_to_the_same_rules_and_never_shown() {
    let (short, other) = ("canary-of-a-short-secret", SECRETS[1].1);
    let binary = Binary::new(&[
        ("APP_ENV", "production"),
        ("PUBLIC_URL", "https://accounts.example.com"),
        ("ACCESS_TOKEN_SECRET_FILE", "short"),
        ("REFRESH_TOKEN_SECRET_FILE", "other"),
        ("REFRESH_TOKEN_SECRET_PREVIOUS_FILE", "other"),
    ]);
    binary.put("short", short);
    binary.put("other", other);
    let ended = binary.run(&[] as &[&str]);
    assert_eq!(ended.code, Some(2), "{ended:?}");
    assert!(
        ended.err.contains("\n  ACCESS_TOKEN_SECRET must have at least 32 bytes."),
        "{ended:?}"
    );
    assert!(
        ended.err.contains(
            "\n  REFRESH_TOKEN_SECRET_PREVIOUS must not be the same as REFRESH_TOKEN_SECRET."
        ),
        "{ended:?}"
    );
    assert!(!ended.err.contains(short) && !ended.err.contains(other), "{ended:?}");
    let unreadable = Binary::new(&[
        ("APP_ENV", "production"),
        ("PUBLIC_URL", "https://accounts.example.com"),
        ("ACCESS_TOKEN_SECRET_FILE", "missing"),
        ("REFRESH_TOKEN_SECRET_FILE", "missing"),
    ]);
    let ended = unreadable.run(&[] as &[&str]);
    assert_eq!(
        ended.err.lines().count(),
        3,
        "an unreadable file is one error, not two: {}",
        ended.err
    );
}

/// Shows: REL-42, ASVS 13.3.2.
#[test]
fn a_file_that_everybody_can_read_causes_a_warning() {
    for (mode, warned) in
        [(0o644, true), (0o604, true), (0o640, false), (0o600, false), (0o400, false)]
    {
        let binary = Binary::new(&[("ACCESS_TOKEN_SECRET_FILE", "secret")]);
        binary.put("secret", SECRETS[0].1);
        fs::set_permissions(binary.folder().join("secret"), fs::Permissions::from_mode(mode))
            .unwrap();
        let ended = binary.serve(&[]).stop(Signal::TERM);
        let told =
            ended.err.contains("ACCESS_TOKEN_SECRET_FILE should not be world-readable; secret is.");
        assert_eq!(told, warned, "{mode:o}: {ended:?}");
        assert_eq!(ended.err.contains(" WARN "), warned, "{mode:o}: {ended:?}");
        assert!(!ended.err.contains(SECRETS[0].1) && !ended.out.contains(SECRETS[0].1));
    }
}

#[test]
fn commands_leave_the_servers_own_secrets_alone_and_take_the_database_from_its_file() {
    let cli = CliHarness::on_sqlite();
    cli.write("url", "sqlite:accounts.db\n");
    let settings = [
        ("DATABASE_URL_FILE", "url"),
        ("ACCESS_TOKEN_SECRET_FILE", "missing"),
        ("TLS_CERT", "missing"),
        ("TLS_KEY", "x"),
    ];
    let create = ["users", "create", "--username", "ada", "--email", "ada@example.com"];
    let ran = cli.run_with(&create, &settings, "correct horse battery");
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(cli.files().contains(&"accounts.db".to_owned()));
    let ran = cli.run_with(&["users", "show", "ada", "--database-url", "none.db"], &settings, "");
    ran.assert_refused(1, "No database at none.db");
}

#[test]
fn check_config_names_the_file_of_a_secret_and_doctor_checks_its_permissions() {
    let cli = CliHarness::on_sqlite();
    cli.write("secret", SECRETS[0].1);
    let path: PathBuf = cli.path("secret");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    let settings = [
        ("ACCESS_TOKEN_SECRET_FILE", path.to_str().unwrap()),
        ("ACCESS_TOKEN_SECRET_PREVIOUS", "weak"),
    ];
    let told = cli.run_with(&["check-config"], &settings, "").out;
    let line = |name: &str| {
        told.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')).map(str::trim)
    };
    assert_eq!(line("ACCESS_TOKEN_SECRET"), Some("(hidden, 32 bytes)"));
    assert_eq!(line("ACCESS_TOKEN_SECRET_FILE"), path.to_str());
    assert_eq!(line("ACCESS_TOKEN_SECRET_PREVIOUS"), Some("(hidden, 4 bytes)"));
    assert!(!told.contains(SECRETS[0].1) && !told.contains("weak"), "{told}");
    let told = cli.run_with(&["doctor"], &settings, "").out;
    assert!(
        told.contains("warning  files: ACCESS_TOKEN_SECRET_FILE should not be world-readable"),
        "{told}"
    );
    assert!(
        told.contains("error    secrets: ACCESS_TOKEN_SECRET_PREVIOUS must have at least 32 bytes"),
        "{told}"
    );
}
