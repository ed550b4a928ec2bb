//! `.env.example` and `docs/configuration.md` are written from the declarations of the settings.
//!
//! After a change, `UPDATE_DOCS=1 cargo test --test it settings` writes both.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use vestibule::config::{GROUPS, Setting};

const EXAMPLE: &str = "\
# The settings of Vestibule. Copy this file to `.env`, uncomment what you change, and restart.
# A flag (`--access-token-ttl 5m`) overrides the environment, which overrides `.env`. An empty value counts as not set.
# Durations are whole seconds, written like 90s, 15m, 12h or 7d.
# Put a value with spaces or any of $ \\ ` \" # in 'single quotes'. `vestibule init` writes a file for production.
";

const DOCUMENT: &str = "\
# Configuration

Every setting is an environment variable and a flag of the same name: `ACCESS_TOKEN_TTL=5m` is `--access-token-ttl 5m`.
A flag overrides the environment, which overrides the file `.env` in the working directory. An empty value counts as not
set.

Durations are whole seconds, written like `90s`, `15m`, `12h` or `7d`.

`vestibule init` writes a `.env` for production. `vestibule check-config` shows the settings that take effect and
reports everything that is wrong with them. The server refuses to start with wrong settings: it reports all of them
together, with exit code 2, and listens nowhere.

[.env.example](../.env.example) lists all settings in the form of a `.env` file.
";

#[test]
fn the_example_file_matches_the_declarations() {
    let mut text = EXAMPLE.to_owned();
    for group in GROUPS {
        write!(text, "\n## {}\n", group.title).unwrap();
        for setting in group.settings {
            text.push('\n');
            for line in wrap(&format!("{}{}", setting.help, accepted(setting))) {
                writeln!(text, "# {line}").unwrap();
            }
            writeln!(text, "# {}={}", setting.name, setting.default).unwrap();
        }
    }
    compare(".env.example", &text);
}

#[test]
fn the_document_matches_the_declarations() {
    let mut text = DOCUMENT.to_owned();
    for group in GROUPS {
        write!(text, "\n## {}\n\n| setting | default | |\n|---|---|---|\n", group.title).unwrap();
        for setting in group.settings {
            let Setting { name, default, unset, help, details, .. } = setting;
            let default =
                if default.is_empty() { (*unset).to_owned() } else { format!("`{default}`") };
            let details = if details.is_empty() { String::new() } else { format!(" {details}") };
            let help = format!("{help}{details}{}", accepted(setting))
                .replace('|', "\\|")
                .replace('<', "&lt;");
            writeln!(text, "| `{name}` | {default} | {help} |").unwrap();
        }
    }
    compare("docs/configuration.md", &text);
}

fn accepted(setting: &Setting) -> String {
    setting.accepted().map(|values| format!(" Accepts {values}.")).unwrap_or_default()
}

/// Breaks a text into lines of at most 118 characters.
fn wrap(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().unwrap();
        if line.is_empty() {
            line.push_str(word);
        } else if line.len() + word.len() < 118 {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

fn compare(file: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, text).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == text,
        "{file} differs from the declarations: UPDATE_DOCS=1 cargo test --test it settings"
    );
}
