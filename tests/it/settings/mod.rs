//! The settings: the command line, its help and `.env.example` have all that are declared.

mod brand;
mod documents;
mod env_file;
mod files;
mod links;
mod placeholders;
mod precedence;
mod process;
mod refusals;
mod secret_files;

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use clap::{Args, Command};
use vestibule::config::{Config, Kind, Setting, Settings, declared};

use crate::support::{Binary, TestApp, app};

/// Two secrets that are good enough for production, of the fewest bytes.
pub const SECRETS: [(&str, &str); 2] = [
    ("ACCESS_TOKEN_SECRET", "q7Zp2LxV9mWc4RtK8sNd6HfJ3bYgUaEe"),
    ("REFRESH_TOKEN_SECRET", "M5vTn1XkBz8QwPj4DhRs7GcLy2FuKa9i"),
];

fn flag(variable: &str) -> String {
    format!("--{}", variable.to_lowercase().replace('_', "-"))
}

#[test]
fn every_setting_is_declared_once_and_has_a_flag_and_a_sentence_of_help() {
    let command = Settings::augment_args(Command::new("test"));
    let flags: Vec<_> = command
        .get_arguments()
        .map(|argument| format!("--{}", argument.get_long().unwrap()))
        .collect();
    assert_eq!(flags, declared().map(|setting| flag(setting.name)).collect::<Vec<_>>());
    assert_eq!(flags.iter().collect::<HashSet<_>>().len(), flags.len());
    for Setting { name, help, details, unset, .. } in declared() {
        assert!(is_variable(name), "{name}");
        assert!(help.len() > 10 && help.ends_with('.') && !help.contains('\n'), "{name}: {help}");
        assert!(details.is_empty() || details.ends_with('.'), "{name}: {details}");
        assert!(!unset.is_empty(), "{name} without a default says what happens");
    }
}

#[test]
fn the_default_of_a_choice_is_one_of_its_words() {
    for setting in declared() {
        if let Kind::Choice(words) = setting.kind {
            assert!(
                words.contains(&setting.default) && words.len() > 1,
                "{}: {words:?}",
                setting.name
            );
        }
    }
}

#[test]
fn the_help_lists_every_setting_with_its_default() {
    let secrets = [
        ("ACCESS_TOKEN_SECRET", "canary-of-access"),
        ("REFRESH_TOKEN_SECRET", "canary-of-refresh"),
    ];
    let binary = Binary::new(&secrets);
    for arguments in [&["--help"][..], &["serve", "--help"], &["help", "serve"]] {
        let help = binary.run(arguments);
        assert_eq!(help.code, Some(0), "{arguments:?}");
        let words: Vec<&str> = help.out.split_whitespace().collect();
        let text = words.join(" ");
        let entries: Vec<&str> = text.split(" --").collect();
        for Setting { name: variable, default, unset, .. } in declared() {
            let told = |entry: &&&str| entry.contains(&format!("[env: {variable}]"));
            let found: Vec<_> = entries.iter().filter(told).collect();
            assert_eq!(found.len(), 1, "{arguments:?} lists {variable}: {text}");
            assert!(
                found[0].starts_with(&format!("{} <", &flag(variable)[2..])),
                "{arguments:?} lists its flag"
            );
            let default = if default.is_empty() { unset } else { default };
            assert!(
                found[0].contains(&format!("[default: {default}]")),
                "{arguments:?} shows the default of {variable}"
            );
        }
        assert!(!help.out.contains("canary"), "{arguments:?} shows a secret");
    }
    assert_eq!(binary.files(), [] as [&str; 0], "help creates nothing");
}

#[test]
fn the_short_help_lists_every_flag_too() {
    let binary = Binary::new(&[]);
    let help = binary.run(&["-h"]);
    assert_eq!(help.code, Some(0));
    assert!(declared().all(|setting| help.out.contains(&flag(setting.name))), "{}", help.out);
}

#[test]
fn the_version_is_printed() {
    let version = Binary::new(&[]).run(&["--version"]);
    assert_eq!(
        (version.code, version.out),
        (Some(0), format!("vestibule {}\n", env!("CARGO_PKG_VERSION")))
    );
}

#[test]
fn the_example_file_with_its_comments_taken_away_changes_nothing() {
    let text = read(".env.example");
    let settings = text.lines().filter(is_setting);
    let settings: Vec<&str> = settings.map(|line| line.trim_start_matches("# ")).collect();
    assert_eq!(settings.len(), declared().count());
    let binary = Binary::new(&[]);
    binary.put(".env", &settings.join("\n"));
    drop(binary.serve(&[]));
    assert!(
        binary.files().contains(&"vestibule.secrets".to_owned()),
        "an empty secret counts as missing"
    );
}

/// Whether a line of the example is `# NAME=VALUE`.
fn is_setting(line: &&str) -> bool {
    line.strip_prefix("# ")
        .and_then(|line| line.split_once('='))
        .is_some_and(|(name, _)| is_variable(name))
}

fn is_variable(name: &str) -> bool {
    name.len() > 3 && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
}

fn read(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// Shows: ASVS 11.7.2.
#[actix_web::test]
async fn the_printed_configuration_shows_no_secret() {
    let app = TestApp::start_on_sqlite(&[]);
    let secrets = fs::read_to_string(app.directory().join("vestibule.secrets")).unwrap();
    let secrets: Vec<&str> =
        secrets.lines().filter_map(|line| Some(line.split_once("_SECRET=")?.1)).collect();
    assert_eq!(secrets.len(), 2);
    let database = app.database();
    let config =
        Config::read(&app::settings(&["--database-url", database.to_str().unwrap()]), |_| {})
            .unwrap();
    let printed = format!("{config:?} {:?}", app.app.tokens);
    for secret in secrets {
        assert!(!printed.contains(secret));
        assert!(!printed.contains(&format!("{:?}", secret.as_bytes())));
    }
}
