//! Where the tests may speak SQL. The rest asks the fixtures, so that it holds for every database.

use super::source::walk;

/// Files with SQL, and why.
const SQL: &[(&str, &str)] = &[
    ("tests/it/support/database.rs", "opens the database, locks it and checks its file"),
    ("tests/it/support/place.rs", "makes and drops databases on a server"),
    ("tests/it/support/cluster_state.rs", "is about the server itself"),
    ("tests/it/support/changes.rs", "hides tables, and copies rows in one transaction"),
    ("tests/it/architecture/conventions.rs", "runs the migrations up and down"),
    ("tests/it/architecture/sql.rs", "names what is looked for"),
    ("tests/it/cli/doctor.rs", "damages a database in ways that the product never does"),
    ("tests/it/cli/upgraded.rs", "makes databases of earlier versions"),
    ("tests/it/faults/damaged.rs", "makes another program's database"),
    ("tests/it/faults/full.rs", "limits the size of the file"),
    ("tests/it/api/passwords.rs", "has SQL as a password"),
    ("tests/it/promises/address.rs", "has SQL as an address"),
    ("tests/it/pages/admin/overview.rs", "reads the plan of a query"),
    ("tests/it/promises/injection.rs", "sends SQL as input"),
    ("tests/it/tokens/keys.rs", "sends SQL as input"),
];

const WORDS: [&str; 12] = [
    "INSERT INTO ",
    "DELETE FROM ",
    "SELECT ",
    "ALTER TABLE ",
    "CREATE TABLE ",
    "DROP TABLE ",
    "PRAGMA ",
    "BEGIN IMMEDIATE",
    "BEGIN EXCLUSIVE",
    "sql_query",
    "batch_execute",
    "SqliteConnection",
];

/// Whether a text has a statement in it, or what runs one.
fn has_sql(text: &str) -> bool {
    let update = text.match_indices("UPDATE ").any(|(at, word)| {
        let mut rest = text[at + word.len()..].split_whitespace();
        rest.next().is_some_and(|table| table.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
            && rest.next() == Some("SET")
    });
    update || WORDS.iter().any(|word| text.contains(word))
}

#[test]
fn only_fixtures_and_tests_about_sql_itself_have_sql() {
    for source in walk("tests", "rs") {
        let is_listed = SQL.iter().any(|(path, _)| *path == source.path);
        assert_eq!(has_sql(&source.text), is_listed, "{}", source.path);
    }
    for (path, _) in SQL {
        assert!(
            walk("tests", "rs").iter().any(|source| source.path == *path),
            "{path} does not exist"
        );
    }
}
