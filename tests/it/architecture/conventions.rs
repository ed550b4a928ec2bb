//! What every file keeps to, in the sources, the templates and the migrations.

use std::fs;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;

use super::source::{root, walk};

/// The most lines of a source file, unit tests apart.
const MAX_LINES: usize = 250;

/// Files that are longer, and why.
const LONGER: &[(&str, &str)] = &[
    ("src/cli/import.rs", "one command: what it reads, does and prints"),
    ("src/config/mail.rs", "one setting with many parts: the URL of a mail server"),
    ("src/config/mod.rs", "a field for each setting, and where each is read"),
    ("src/server.rs", "the route table, and the order of what wraps it"),
    ("src/store/sessions.rs", "every query of one table"),
    ("src/store/users.rs", "every query of one table"),
    ("src/store/writer.rs", "one thread: its queue, its transaction and its end"),
    ("src/tls.rs", "one certificate: read, checked and replaced"),
    ("src/token/mod.rs", "what both kinds of tokens say"),
];

#[test]
fn every_file_says_first_what_it_is_for() {
    for source in walk("src", "rs").iter().chain(&walk("tests", "rs")) {
        let first = source.text.lines().next().unwrap_or_default();
        assert!(
            first.strip_prefix("//! ").is_some_and(|said| !said.trim().is_empty()),
            "{} begins with {first:?}",
            source.path
        );
    }
}

#[test]
fn files_are_short() {
    for source in walk("src", "rs") {
        let product = source.text.split("\n#[cfg(test)]").next().unwrap();
        let lines = product.lines().count();
        let longer = LONGER.iter().any(|(path, _)| *path == source.path);
        assert_eq!(lines >= MAX_LINES, longer, "{} has {lines} lines", source.path);
    }
}

/// rustfmt keeps code to 100 columns; a text or a table may be wider.
#[test]
fn few_lines_are_wide() {
    for folder in ["src", "tests"] {
        let sources = walk(folder, "rs");
        let lines: Vec<&str> = sources.iter().flat_map(|source| source.text.lines()).collect();
        let wide = lines.iter().filter(|line| line.chars().count() > 100).count();
        assert!(wide * 100 < lines.len(), "{wide} of {} lines in {folder}", lines.len());
    }
}

#[test]
fn no_file_is_named_as_a_catch_all() {
    for source in walk("src", "rs").iter().chain(&walk("tests", "rs")) {
        for drawer in ["util", "utils", "helper", "helpers", "common", "manager", "service", "misc"]
        {
            let parts = source.path.strip_suffix(".rs").unwrap().split(['/', '_']);
            assert!(parts.into_iter().all(|part| part != drawer), "{}", source.path);
        }
    }
}

#[test]
fn no_code_is_unfinished_or_prints_or_unwraps_without_a_reason() {
    for source in walk("src", "rs") {
        // `eprintln!` has a door of its own.
        let code = source.code().replace("eprint", "");
        for word in
            ["println!(", "print!(", "dbg!(", "todo!(", "unimplemented!(", "panic!(", ".unwrap()"]
        {
            assert!(!code.contains(word), "{} has {word}", source.path);
        }
    }
}

/// Shows: WEB-05, WEB-08, ASVS 3.2.2.
#[test]
fn templates_escape_everything_and_run_nothing() {
    for template in walk("templates", "html") {
        let text = template.text.to_lowercase();
        // A mail has no style sheet to ask for, and no policy that could refuse one of its own.
        let is_page = !template.path.starts_with("templates/mail/");
        for banned in ["style=", "<style"] {
            assert!(!is_page || !text.contains(banned), "{} has {banned}", template.path);
        }
        let scripts = text.matches("<script").count();
        let ours = text.matches(r#"<script type="module" src="{{ crate::pages::assets::"#).count();
        let may_have = template.path == "templates/script.html";
        assert_eq!((scripts, ours), (may_have.into(), may_have.into()), "{}", template.path);
        for banned in ["javascript:", "|safe", "| safe", "autoescape", "={{", "='"] {
            assert!(!text.contains(banned), "{} has {banned}", template.path);
        }
        let handler = text.match_indices(" on").find(|(at, _)| {
            let name = text[at + 3..].trim_start_matches(|c: char| c.is_ascii_alphabetic());
            name.len() < text[at + 3..].len() && name.trim_start().starts_with('=')
        });
        assert_eq!(handler, None, "{} handles an event", template.path);
    }
    // The engine decides by the file extension whether it escapes.
    let entries = |folder| {
        fs::read_dir(folder)
            .unwrap()
            .map(|entry: std::io::Result<fs::DirEntry>| entry.unwrap().path())
    };
    let (folders, files): (Vec<_>, Vec<_>) =
        entries(root().join("templates")).partition(|path| path.is_dir());
    for path in files.into_iter().chain(folders.into_iter().flat_map(entries)) {
        let is_plain_mail = path.ends_with("templates/mail/base.txt");
        assert!(
            is_plain_mail || path.extension().is_some_and(|ending| ending == "html"),
            "{}",
            path.display()
        );
    }
}

/// Shows: REL-10.
#[test]
fn every_migration_goes_up_and_down_again() {
    #[derive(QueryableByName)]
    struct Name {
        #[diesel(sql_type = diesel::sql_types::Text)]
        name: String,
    }
    let entries = fs::read_dir(root().join("migrations/sqlite")).unwrap();
    let mut folders: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let mut stages = Vec::new();
    let mut rows = SqliteConnection::establish(":memory:").unwrap();
    let list = |rows: &mut SqliteConnection| -> Vec<String> {
        let query = "SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name";
        diesel::sql_query(query)
            .load::<Name>(rows)
            .unwrap()
            .into_iter()
            .map(|row| row.name)
            .collect()
    };
    for folder in &folders {
        stages.push(list(&mut rows));
        rows.batch_execute(&fs::read_to_string(folder.join("up.sql")).unwrap()).unwrap();
    }
    assert!(!list(&mut rows).is_empty());
    for folder in folders.iter().rev() {
        rows.batch_execute(&fs::read_to_string(folder.join("down.sql")).unwrap()).unwrap();
        assert_eq!(list(&mut rows), stages.pop().unwrap(), "{}", folder.display());
    }
}
