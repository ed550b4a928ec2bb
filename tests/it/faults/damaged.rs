//! A file that is not what it was, or never was ours: refused at the start with the reason, and
//! left as it is.

use std::fs;
use std::path::Path;

use rustix::process::Signal;

use super::CHEAP;
use crate::support::{Binary, Database, JsonClient};

const PAGE: usize = 4096;

/// What is done to a database, by what words the refusal is known, and how.
type Case = (&'static str, &'static str, fn(&Path));

const CASES: [Case; 8] = [
    ("an overwritten header", "file is not a database", |path| {
        change(path, |bytes| bytes[..100].fill(0xA5))
    }),
    ("an overwritten page in the middle", "it is damaged", |path| {
        change(path, |bytes| {
            let middle = bytes.len() / PAGE / 2 * PAGE;
            bytes[middle..middle + PAGE].fill(0xA5);
        });
    }),
    ("a page of zeros", "it is damaged", |path| {
        change(path, |bytes| bytes[2 * PAGE..3 * PAGE].fill(0))
    }),
    ("an overwritten first page behind the header", "it is damaged", |path| {
        change(path, |bytes| bytes[100..PAGE].fill(0xA5));
    }),
    ("a file that was cut", "it is damaged", |path| change(path, |bytes| bytes.truncate(3 * PAGE))),
    ("no database at all", "file is not a database", |path| {
        fs::write(path, "Dear Ada,\n".repeat(500)).unwrap()
    }),
    (
        "a newer schema",
        "made by a newer version of Vestibule (its schema has 20991231000001",
        |path| {
            Database::at(path).add_migration("20991231000001");
        },
    ),
    (
        "another program's database",
        "it belongs to another program (it has the table recipes",
        |path| {
            fs::remove_file(path).unwrap();
            Database::at(path)
                .execute("PRAGMA journal_mode = DELETE; CREATE TABLE recipes (cake TEXT)");
        },
    ),
];

fn change(path: &Path, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = fs::read(path).unwrap();
    change(&mut bytes);
    fs::write(path, bytes).unwrap();
}

/// Shows: REL-07.
#[actix_web::test]
async fn an_unusable_database_file_is_refused_with_the_reason_and_left_unchanged() {
    let whole = Binary::at_home(&CHEAP);
    let serving = whole.serve(&[]);
    let json = JsonClient::to(&serving.address);
    for name in ["ada", "bob", "eve"] {
        json.register(name).await;
    }
    assert_eq!(serving.stop(Signal::TERM).code, Some(0));

    for (what, words, harm) in CASES {
        let binary = Binary::at_home(&CHEAP);
        for file in ["vestibule.db", "vestibule.secrets"] {
            fs::copy(whole.folder().join(file), binary.folder().join(file)).unwrap();
        }
        harm(&binary.database());
        let before = fs::read(binary.database()).unwrap();
        let ended = binary.run(&[] as &[&str]);
        assert_eq!(ended.code, Some(1), "{what}: {ended:?}");
        assert_eq!(ended.out, "", "{what}: no startup message");
        assert!(
            ended.err.contains("vestibule.db") && ended.err.contains(words),
            "{what}: {ended:?}"
        );
        assert_eq!(ended.err.lines().count(), 1, "{what}: {ended:?}");
        assert!(fs::read(binary.database()).unwrap() == before, "{what}: the file is unchanged");
        assert_eq!(
            binary.files(),
            ["vestibule.db", "vestibule.secrets"],
            "{what}: no other file was created"
        );
    }
}

/// It does so when it is started before Vestibule on a file that is still empty.
#[actix_web::test]
async fn a_database_that_has_only_the_tables_of_litestream_is_taken() {
    let binary = Binary::at_home(&CHEAP);
    Database::at(binary.database()).execute("CREATE TABLE _litestream_lock (id INTEGER)");
    let serving = binary.serve(&[]);
    JsonClient::to(&serving.address).register("ada").await;
}
