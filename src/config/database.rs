//! Where the rows are: DATABASE_URL, taken apart.

use std::fs;
use std::path::{Path, PathBuf};

use super::postgres;
use super::reader::Reader;
use super::{Database, SettingErrors, Settings};

const NAME: &str = "DATABASE_URL";
const PATH: &str = "Write a path, or sqlite:PATH. In-memory databases are not supported.";

/// The most links that lead to a file.
const MAX_LINKS: usize = 40;

/// Where the rows are, and how they are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Location {
    /// The file itself, behind every symbolic link.
    pub(super) database: Database,
    /// The symbolic link that the setting names, if it names one.
    pub(super) link: Option<PathBuf>,
    /// Whether the file is created if it is not there.
    pub(super) create: bool,
}

/// Checks the setting. An error shows no more of it than a scheme, a parameter or a path, because a
/// URL with a host may contain a password.
pub(super) fn locate(reader: &mut Reader<'_>, text: &str) -> Location {
    if matches!(split_scheme(text), Some((scheme, _)) if scheme == "postgres" || scheme == "postgresql")
    {
        let database = Database::Postgres(Box::new(postgres::read(reader, text)));
        return Location { database, link: None, create: true };
    }
    let (path, create) = read(reader, text);
    let path = Path::new(path);
    let file = behind_links(path);
    // What lies beside the file, SQLite's own log too, must be found through every link.
    let link = (file != path).then(|| path.to_owned());
    reader.show(
        NAME,
        if create {
            file.display().to_string()
        } else {
            format!("sqlite:{}?mode=rw", file.display())
        },
    );
    Location { database: Database::Sqlite(file), link, create }
}

/// Reads a database that is named elsewhere than in DATABASE_URL: in the flag `flag`.
pub fn database_named(flag: &'static str, text: &str) -> Result<Database, SettingErrors> {
    let settings = Settings::default();
    let mut reader = Reader::new(&settings);
    let database = locate(&mut reader, text).database;
    let found = reader.finish().map_err(|SettingErrors(mut errors)| {
        errors.iter_mut().for_each(|error| error.name = flag);
        SettingErrors(errors)
    });
    found.map(|_| database)
}

fn read<'a>(reader: &mut Reader<'_>, text: &'a str) -> (&'a str, bool) {
    let mut refuse = |message: &str, hint: &str| reader.error(NAME, message, hint);
    let Some((scheme, rest)) = split_scheme(text) else {
        if text.split_once('?').is_some_and(|(_, query)| query.contains('=')) {
            refuse(
                "must not be a path with a query",
                "Write sqlite:PATH?mode=rwc, or only the path.",
            );
        } else if text.is_empty() || text.starts_with(':') {
            refuse(&not_a_file(text), PATH);
        }
        return (text, true);
    };
    match scheme.as_str() {
        "sqlite" | "file" => {}
        _ => {
            let hint = "Write the path of a file, sqlite:PATH, file:PATH or postgres://…. If the file's name contains a colon, write ./NAME.";
            refuse(&format!("has an unsupported scheme ({scheme})"), hint);
            return (text, true);
        }
    }
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let name = Path::new(path).file_name().and_then(|name| name.to_str()).unwrap_or_default();
    if path.is_empty()
        || path.starts_with(':')
        || path.ends_with('/')
        || name.eq_ignore_ascii_case(":memory:")
    {
        refuse(&not_a_file(text), PATH);
    }
    if let Some(code) = percent_code(path) {
        let hint = "The path is taken literally: write the character itself. If the file's name contains %, write the path without a scheme.";
        refuse(&format!("must not contain percent-encoding ({code})"), hint);
    }
    let mut modes = Vec::new();
    for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
        match parameter.to_ascii_lowercase().as_str() {
            "mode=rwc" => modes.push(true),
            "mode=rw" => modes.push(false),
            _ => {
                let shown = if parameter.starts_with("mode=") {
                    parameter
                } else {
                    parameter.split('=').next().unwrap_or_default()
                };
                let hint =
                    "Write mode=rwc, mode=rw (fails if the file does not exist) or no parameter.";
                refuse(&format!("has an unsupported parameter ({})", shown.escape_debug()), hint);
            }
        }
    }
    if modes.len() > 1 {
        refuse("sets the mode twice", "Remove one of them.");
    }
    (path, modes != [false])
}

fn not_a_file(text: &str) -> String {
    format!("must be the path of a file, not {text:?}")
}

/// Splits off what stands before the first colon, in lower case, if it can be a scheme (RFC 3986,
/// 3.1).
fn split_scheme(text: &str) -> Option<(String, &str)> {
    let (scheme, rest) = text.split_once(':')?;
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let is_scheme =
        scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(inner);
    is_scheme.then(|| (scheme.to_ascii_lowercase(), rest))
}

/// Returns the first character that is written as URLs have it, `%20`.
fn percent_code(path: &str) -> Option<&str> {
    let codes = path.match_indices('%').filter_map(|(at, _)| path.get(at..at + 3));
    codes.into_iter().find(|code| code.bytes().skip(1).all(|byte| byte.is_ascii_hexdigit()))
}

/// Follows symbolic links to the file that they lead to, whether it is there or not.
fn behind_links(path: &Path) -> PathBuf {
    let mut file = path.to_owned();
    for _ in 0..MAX_LINKS {
        let Ok(target) = fs::read_link(&file) else { break };
        // An absolute target takes the place of all that stands before it.
        file = file.parent().map_or(target.clone(), |folder| folder.join(&target));
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    fn located(text: &str) -> Result<(PathBuf, bool), String> {
        let settings = Settings::default();
        let mut reader = Reader::new(&settings);
        let Location { database, create, .. } = locate(&mut reader, text);
        reader.finish().map_err(|errors| errors.to_string())?;
        match database {
            Database::Sqlite(path) => Ok((path, create)),
            Database::Postgres(server) => panic!("{server} is no file"),
        }
    }

    #[test]
    fn a_path_is_taken_as_it_stands_however_it_is_written() {
        for (text, path, create) in [
            ("data.db", "data.db", true),
            ("/var/lib/data.db", "/var/lib/data.db", true),
            ("./a:b.db", "./a:b.db", true),
            ("data/a:b.db", "data/a:b.db", true),
            ("1:2.db", "1:2.db", true),
            ("100%20.db", "100%20.db", true),
            ("what?.db", "what?.db", true),
            ("with blank.db", "with blank.db", true),
            ("sqlite:data.db", "data.db", true),
            ("SQLITE:data.db", "data.db", true),
            ("SQLite://data.db", "data.db", true),
            ("sqlite:///var/lib/data.db", "/var/lib/data.db", true),
            ("sqlite:/var/lib/data.db", "/var/lib/data.db", true),
            ("sqlite://data.db?mode=rwc", "data.db", true),
            ("sqlite:data.db?mode=RW", "data.db", false),
            ("sqlite:data.db?", "data.db", true),
            ("file:data.db", "data.db", true),
            ("File:///var/lib/data.db?mode=rwc", "/var/lib/data.db", true),
            ("file:with blank#1.db", "with blank#1.db", true),
            ("sqlite:100%.db", "100%.db", true),
        ] {
            assert_eq!(located(text), Ok((path.into(), create)), "{text}");
        }
    }

    #[test]
    fn what_is_meant_for_something_else_is_refused_by_name() {
        for (text, told) in [
            ("sqlite3:data.db", "(sqlite3)"),
            ("SQLITE4:data.db", "(sqlite4)"),
            ("mysql://ada:canary@example.com/x", "(mysql)"),
            ("mariadb://example.com/x", "(mariadb)"),
            ("libsql://example.com", "(libsql)"),
            ("jdbc:sqlite:data.db", "(jdbc)"),
            ("sqlite+aiosqlite:///data.db", "(sqlite+aiosqlite)"),
            ("http://example.com/data.db", "(http)"),
            ("C:\\data.db", "(c)"),
            ("mysql://ada:canary@example.com/x", "(mysql)"),
            ("sqlite:data.db?mode=memory", "(mode=memory)"),
            ("sqlite:data.db?mode=ro", "(mode=ro)"),
            ("sqlite:data.db?cache=shared", "(cache)"),
            ("sqlite:data.db?mode=rwc&vfs=x", "(vfs)"),
            ("sqlite:data.db?mode", "(mode)"),
            ("sqlite:data.db?mode=rwc&mode=rw", "mode twice"),
            ("data.db?mode=rwc", "path with a query"),
            ("sqlite:", "not \"sqlite:\""),
            ("sqlite://", "path of a file"),
            ("sqlite://?mode=rwc", "path of a file"),
            ("sqlite:folder/", "path of a file"),
            (":memory:", "not \":memory:\""),
            ("sqlite::memory:", "path of a file"),
            ("sqlite:///:memory:", "path of a file"),
            ("file::memory:?mode=rwc", "path of a file"),
            ("sqlite:with%20blank.db", "%20"),
            ("file:///var/%41.db", "%41"),
        ] {
            let fault = located(text).unwrap_err();
            assert!(fault.contains("\n  DATABASE_URL ") && fault.contains(told), "{text}: {fault}");
            assert!(!fault.contains("canary"), "{fault}");
        }
    }
}
