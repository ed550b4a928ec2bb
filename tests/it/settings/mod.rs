//! The settings: what there is, and that the command line, its help, `.env.example` and the README agree on it.

mod env_file;
mod files;
mod links;
mod placeholders;
mod precedence;
mod process;
mod refusals;
mod secret_files;

use std::fs;
use std::path::Path;

use clap::{Args, Command};
use vestibule::config::{Config, Settings};

use crate::support::{Binary, TestApp, app};

/// A setting by its environment variable, with its default.
type Setting = (&'static str, Option<&'static str>);

const SETTINGS: [Setting; 39] = [
    ("APP_ENV", Some("development")),
    ("BIND_ADDRESS", Some("127.0.0.1:8080")),
    ("PUBLIC_URL", Some("http://localhost:8080")),
    ("HSTS", Some("on")),
    ("DATABASE_URL", Some("vestibule.db")),
    ("DATABASE_URL_FILE", None),
    ("ACCESS_TOKEN_SECRET", None),
    ("ACCESS_TOKEN_SECRET_FILE", None),
    ("ACCESS_TOKEN_SECRET_PREVIOUS", None),
    ("ACCESS_TOKEN_SECRET_PREVIOUS_FILE", None),
    ("REFRESH_TOKEN_SECRET", None),
    ("REFRESH_TOKEN_SECRET_FILE", None),
    ("REFRESH_TOKEN_SECRET_PREVIOUS", None),
    ("REFRESH_TOKEN_SECRET_PREVIOUS_FILE", None),
    ("ACCESS_TOKEN_TTL", Some("15m")),
    ("REFRESH_TOKEN_TTL", Some("7d")),
    ("REFRESH_GRACE", Some("30s")),
    ("REFRESH_RECOVERY", Some("10m")),
    ("SESSION_MAX_AGE", Some("90d")),
    ("BCRYPT_COST", Some("12")),
    ("BCRYPT_BATCH", Some("4")),
    ("HASHING_THREADS", None),
    ("HTTP_WORKERS", None),
    ("READ_CONNECTIONS", None),
    ("PASSWORD_MIN_LENGTH", Some("8")),
    ("USERNAMES", Some("optional")),
    ("COOKIE_SAME_SITE", Some("strict")),
    ("TRUSTED_PROXIES", None),
    ("RATE_LIMITS", Some("on")),
    ("KEEP_ALIVE", Some("75s")),
    ("SMTP_URL", None),
    ("SMTP_URL_FILE", None),
    ("MAIL_FROM", None),
    ("MAIL_DIR", None),
    ("TLS_CERT", None),
    ("TLS_KEY", None),
    ("SUPPORT_URL", None),
    ("RUST_LOG", Some("info")),
    ("LOG_CLIENT_IP", Some("full")),
];

/// Two secrets that are good enough for production, of the fewest bytes.
pub const SECRETS: [(&str, &str); 2] = [
    ("ACCESS_TOKEN_SECRET", "q7Zp2LxV9mWc4RtK8sNd6HfJ3bYgUaEe"),
    ("REFRESH_TOKEN_SECRET", "M5vTn1XkBz8QwPj4DhRs7GcLy2FuKa9i"),
];

fn flag(variable: &str) -> String {
    format!("--{}", variable.to_lowercase().replace('_', "-"))
}

#[test]
fn the_command_line_takes_every_setting_by_its_variable_and_its_flag() {
    let command = Settings::augment_args(Command::new("test"));
    let found: Vec<_> = command
        .get_arguments()
        .map(|argument| {
            let variable = argument.get_env().unwrap().to_str().unwrap();
            assert_eq!(argument.get_long().map(|long| format!("--{long}")), Some(flag(variable)));
            assert!(!argument.is_required_set(), "{variable}");
            assert!(argument.get_help().is_some_and(|help| help.to_string().len() > 10), "{variable}");
            (variable, argument.get_default_values().first().map(|default| default.to_str().unwrap()))
        })
        .collect();
    assert_eq!(found, SETTINGS);
}

#[test]
fn the_help_tells_every_setting_with_its_default() {
    let secrets = [("ACCESS_TOKEN_SECRET", "canary-of-access"), ("REFRESH_TOKEN_SECRET", "canary-of-refresh")];
    let binary = Binary::new(&secrets);
    for arguments in [&["--help"][..], &["serve", "--help"], &["help", "serve"]] {
        let help = binary.run(arguments);
        assert_eq!(help.code, Some(0), "{arguments:?}");
        let words: Vec<&str> = help.out.split_whitespace().collect();
        let text = words.join(" ");
        let entries: Vec<&str> = text.split(" --").collect();
        for (variable, default) in SETTINGS {
            let told = |entry: &&&str| ["=]", "]"].iter().any(|end| entry.contains(&format!("[env: {variable}{end}")));
            let found: Vec<_> = entries.iter().filter(told).collect();
            assert_eq!(found.len(), 1, "{arguments:?} tells {variable}: {text}");
            assert!(found[0].starts_with(&format!("{} <", &flag(variable)[2..])), "{arguments:?} tells its flag");
            let default = default.map_or("[default".to_owned(), |default| format!("[default: {default}]"));
            assert!(found[0].contains(&default), "{arguments:?} tells the default of {variable}");
        }
        assert!(!help.out.contains("canary"), "{arguments:?} shows a secret");
    }
    assert_eq!(binary.files(), [] as [&str; 0], "help makes nothing");
}

#[test]
fn the_short_help_tells_every_flag_too() {
    let binary = Binary::new(&[]);
    let help = binary.run(&["-h"]);
    assert_eq!(help.code, Some(0));
    assert!(SETTINGS.iter().all(|(variable, _)| help.out.contains(&flag(variable))), "{}", help.out);
}

#[test]
fn the_version_is_told() {
    let version = Binary::new(&[]).run(&["--version"]);
    assert_eq!((version.code, version.out), (Some(0), format!("vestibule {}\n", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn the_example_file_lists_every_setting_commented_out_with_its_default() {
    let text = read(".env.example");
    assert!(text.lines().all(|line| line.is_empty() || line.starts_with("# ")), "nothing is set by copying it");
    for paragraph in text.split("\n\n") {
        assert!(setting(paragraph.lines().next().unwrap()).is_none(), "it is explained first: {paragraph}");
    }
    let found: Vec<_> = text.lines().filter_map(setting).collect();
    assert_eq!(found, SETTINGS, "an empty value is no default, and no secret that somebody could use");
}

#[test]
fn the_example_file_with_its_comments_taken_away_changes_nothing() {
    let text = read(".env.example");
    let settings = text.lines().filter(|line| setting(line).is_some());
    let settings: Vec<&str> = settings.map(|line| line.trim_start_matches("# ")).collect();
    assert_eq!(settings.len(), SETTINGS.len());
    let binary = Binary::new(&[]);
    binary.put(".env", &settings.join("\n"));
    drop(binary.serve(&[]));
    assert!(binary.files().contains(&"vestibule.secrets".to_owned()), "an empty secret is none");
}

/// Reads a line of the example: `# NAME=VALUE`.
fn setting(line: &str) -> Option<(&str, Option<&str>)> {
    let (variable, value) = line.strip_prefix("# ")?.split_once('=')?;
    is_variable(&variable).then_some((variable, Some(value).filter(|value| !value.is_empty())))
}

fn is_variable(name: &&str) -> bool {
    name.len() > 3 && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
}

fn read(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{file}: {error}"))
}

#[test]
fn the_documentation_lists_exactly_the_settings_with_their_defaults() {
    let text = read("docs/configuration.md");
    let mut found = Vec::new();
    for row in text.lines().filter(|line| line.starts_with("| `")) {
        let cell = row[1..].split('|').next().unwrap();
        for name in cell.split('`').filter(is_variable) {
            let default = SETTINGS.iter().find(|(variable, _)| *variable == name).and_then(|(_, default)| *default);
            assert!(default.is_none_or(|default| row.contains(&format!("`{default}`"))), "{row}");
            found.push(name);
        }
    }
    found.sort_unstable();
    let mut expected = SETTINGS.map(|(variable, _)| variable);
    expected.sort_unstable();
    assert_eq!(found, expected);
}

/// Shows: ASVS 11.7.2.
#[actix_web::test]
async fn no_secret_shows_in_what_is_printed_of_the_configuration() {
    let app = TestApp::start();
    let secrets = fs::read_to_string(app.directory().join("vestibule.secrets")).unwrap();
    let secrets: Vec<&str> = secrets.lines().filter_map(|line| Some(line.split_once("_SECRET=")?.1)).collect();
    assert_eq!(secrets.len(), 2);
    let database = app.database();
    let config = Config::read(&app::settings(&["--database-url", database.to_str().unwrap()]), |_| {}).unwrap();
    let printed = format!("{config:?} {:?}", app.app.tokens);
    for secret in secrets {
        assert!(!printed.contains(secret));
        assert!(!printed.contains(&format!("{:?}", secret.as_bytes())));
    }
}
