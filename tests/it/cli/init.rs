//! `vestibule init`

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use crate::support::{Binary, CliHarness, JsonClient, Output};

fn secrets(text: &str) -> Vec<&str> {
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| Some(line.split_once("_SECRET=")?.1))
        .collect()
}

/// Shows: REL-41.
#[actix_web::test]
async fn the_file_starts_the_server_in_production_as_it_is() {
    for (url, shown) in [
        ("https://accounts.example.com", "https://accounts.example.com"),
        (" https://ACCOUNTS.example.com:8443/ ", "https://accounts.example.com:8443"),
        ("https://kontö.example.com", "https://xn--kont-8qa.example.com"),
    ] {
        let binary = Binary::new(&[]);
        let ended = binary.run(&["init", "--public-url", url]);
        assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""), "{ended:?}");
        assert_eq!(binary.files(), [".env"], "nothing else is left");
        let path = binary.folder().join(".env");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let text = fs::read_to_string(&path).unwrap();
        let secrets = secrets(&text);
        assert!(
            secrets.len() == 2
                && secrets[0] != secrets[1]
                && secrets.iter().all(|secret| secret.len() == 64)
        );
        assert!(secrets.iter().all(|secret| !ended.out.contains(secret)), "{ended:?}");
        for name in ["SMTP_URL", "MAIL_FROM", "TRUSTED_PROXIES", "DATABASE_URL"] {
            assert!(text.contains(&format!("\n# {name}=")), "{name}: {text}");
        }

        let told = binary.run(&["check-config"]).out;
        for line in [["APP_ENV", "production"], ["PUBLIC_URL", shown]] {
            assert!(told.lines().any(|told| told.split_whitespace().eq(line)), "{line:?}: {told}");
        }
        assert!(told.contains("(hidden, 64 bytes)"), "{told}");
        let serving = binary.serve(&[]);
        assert_eq!(JsonClient::to(&serving.address).get("/healthz").await.status, 200);
        assert!(!binary.files().iter().any(|name| name.ends_with(".secrets")));
    }
}

#[test]
fn settings_in_comments_work_as_written() {
    let cli = CliHarness::on_sqlite();
    cli.output(&["init", "--public-url", "https://accounts.example.com"]);
    let is_setting = |line: &&str| {
        line.split_once('=')
            .is_some_and(|(name, _)| name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_'))
    };
    let text: Vec<String> = cli
        .read(".env")
        .lines()
        .map(|line| line.strip_prefix("# ").filter(is_setting).unwrap_or(line).to_owned())
        .collect();
    cli.write(".env", text.join("\r\n"));
    let ran = cli.run_with(&["check-config"], &[("BCRYPT_COST", "12")], "");
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(
        ran.out.contains("smtp://(hidden)@mail.example.com:587")
            && ran.out.contains("127.0.0.1/32"),
        "{ran:?}"
    );
}

#[test]
fn without_the_address_its_line_is_left_to_be_filled_in() {
    let cli = CliHarness::on_sqlite();
    let out = cli.output(&["init"]);
    assert!(out.contains("Fill in PUBLIC_URL"), "{out}");
    let text = cli.read(".env");
    assert!(text.contains("\nPUBLIC_URL=\n"), "{text}");
    let cost = [("BCRYPT_COST", "12")];
    let ran: Output = cli.run_with(&["check-config"], &cost, "");
    assert_eq!((ran.code, ran.err.lines().count()), (2, 2), "{ran:?}");
    assert!(ran.err.contains("PUBLIC_URL"), "{ran:?}");
    cli.write(
        ".env",
        text.replace("\nPUBLIC_URL=\n", "\nPUBLIC_URL=https://accounts.example.com\n"),
    );
    assert_eq!(cli.run_with(&["check-config"], &cost, "").code, 0);
}

#[test]
fn two_files_have_different_secrets() {
    let made = [(); 2].map(|()| {
        let cli = CliHarness::on_sqlite();
        cli.output(&["init"]);
        cli.read(".env")
    });
    let [first, second] = [secrets(&made[0]), secrets(&made[1])];
    assert!(first.iter().all(|secret| !second.contains(secret)));
}

/// Shows: REL-41.
#[test]
fn an_existing_file_is_never_overwritten() {
    let cli = CliHarness::on_sqlite();
    cli.write(".env", "BCRYPT_COST=4\n");
    cli.run(&["init", "--public-url", "https://accounts.example.com"])
        .assert_refused(1, ".env already exists");
    assert_eq!(
        (cli.read(".env").as_str(), cli.files()),
        ("BCRYPT_COST=4\n", vec![".env".to_owned()])
    );
    fs::remove_file(cli.path(".env")).unwrap();
    symlink("elsewhere", cli.path(".env")).unwrap();
    cli.run(&["init"]).assert_refused(1, ".env already exists");
    assert_eq!(cli.files(), [".env"], "nothing is written through a link");
}

#[test]
fn a_bad_address_is_refused_before_anything_is_written() {
    let cli = CliHarness::on_sqlite();
    for url in [
        "http://accounts.example.com",
        "accounts.example.com",
        "https://",
        "https://ada@accounts.example.com",
        "https://ada:canary@accounts.example.com",
        "https://accounts.example.com?x=y",
        "https://accounts.example.com#x",
        "ftp://accounts.example.com",
        "",
    ] {
        let ran = cli.run(&["init", "--public-url", url]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{url}: {ran:?}");
        assert!(ran.err.contains("PUBLIC_URL") && !ran.err.contains("canary"), "{url}: {ran:?}");
    }
    cli.run(&["init", "--database-url", "x.db"]).assert_refused(2, "--public-url alone");
    cli.run(&["--smtp-url", "smtp://ada:canary@localhost", "init"]).assert_refused(2, "--smtp-url");
    assert_eq!(cli.files(), [""; 0]);
}
