//! What strangers send, made up: no input breaks what [`properties`] promises.
//!
//! Every run replays the corpus of `fuzz/corpus` and adds generated inputs, of which
//! `PROPTEST_CASES` says how many. `.ci/fuzz` runs the same properties under a fuzzer that watches
//! which code an input reaches.

mod properties;

use std::fs;
use std::path::PathBuf;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{TestCaseError, TestRunner};

use properties::TARGETS;

/// Pieces that mean something to one reader or another.
const WORDS: &[&str] = &[
    "access_token=",
    "refresh_token=",
    "__Host-access_token=",
    "__Host-refresh_token=",
    ";",
    "; ",
    ";\t",
    "\n",
    "=",
    "a=b",
    "/",
    "//",
    "\\",
    "/profile",
    "..",
    "/.//",
    "?next=",
    "#",
    "%2F",
    "%5c",
    "%0a",
    "%",
    "+",
    "&",
    "&a=",
    "\u{a0}",
    "\u{2028}",
    "http:",
    "https://",
    "@",
    "accounts.example.com",
    "localhost:8080",
    "evil.example",
    "ada",
    "Σ",
    "İ",
    "ß",
    "e\u{301}",
    "\u{345}",
    "{",
    "}",
    "\"",
    ":",
    ",",
    "[",
    "]",
    "null",
    "\\u0000",
    "\\ud800",
    "1e400",
    "-0",
    "true",
    "{\"a\":",
    "\0",
    "\u{7f}",
    "{\"typ\":\"at+jwt\",\"alg\":\"HS256\"}",
    "{\"typ\":\"refresh+jwt\",\"alg\":\"HS256\"}",
    "\"crit\":[\"exp\"],",
    ".",
    "_",
    "-",
];

fn corpus(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

/// Bytes at random, words strung together, and what is in the corpus with pieces taken out and
/// others put in.
fn inputs(corpus: Vec<Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    let word = select(WORDS).prop_map(|word| word.as_bytes().to_vec());
    let piece = prop_oneof![3 => word, 1 => vec(any::<u8>(), 1..6), 1 => any::<char>().prop_map(|c| c.to_string().into_bytes())];
    let strung = vec(piece.clone(), 0..20).prop_map(|pieces| pieces.concat());
    let known = select(corpus.clone());
    let joined = (known.clone(), select(corpus), piece.clone())
        .prop_map(|(first, second, between)| [first, between, second].concat());
    let edits = vec((any::<Index>(), 0_usize..5, piece), 0..4);
    let changed = (prop_oneof![3 => known, 1 => joined], edits).prop_map(|(mut bytes, edits)| {
        for (place, length, piece) in edits {
            let start = place.index(bytes.len() + 1);
            let end = (start + length).min(bytes.len());
            bytes.splice(start..end, piece);
        }
        bytes
    });
    prop_oneof![1 => vec(any::<u8>(), 0..100), 3 => strung, 6 => changed]
}

/// Shows: INP-12.
#[test]
fn the_corpus_breaks_nothing() {
    for (name, property) in TARGETS {
        let corpus = corpus(name);
        assert!(corpus.len() > 3, "{name}");
        for (path, bytes) in corpus {
            println!("{}", path.display());
            property(&bytes);
        }
    }
}

/// Shows: INP-12.
#[test]
fn a_body_of_any_length_breaks_nothing() {
    for length in [16 * 1024 - 1, 16 * 1024, 16 * 1024 + 1, 100_000] {
        for (name, property) in TARGETS {
            let begun: &[u8] = match name {
                "form" => b"password=",
                "json" => b"{\"password\":\"",
                "next" => b"/",
                _ => b"__Host-access_token=",
            };
            let mut bytes = begun.to_vec();
            bytes.resize(length, b'a');
            if name == "json" {
                bytes.splice(length - 2.., *b"\"}");
            }
            property(&bytes);
        }
    }
}

macro_rules! made_up {
    ($($test:ident: $target:literal),*) => {
        $(#[test]
        fn $test() {
            let (_, property) = TARGETS.iter().find(|(name, _)| *name == $target).unwrap();
            let known = corpus($target).into_iter().map(|(_, bytes)| bytes).collect();
            // Add input that breaks a property to the corpus when you fix it.
            let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
            let run = TestRunner::new(config).run(&inputs(known), |bytes| {
                let told = String::from_utf8_lossy(&bytes).into_owned();
                std::panic::catch_unwind(|| property(&bytes))
                    .map_err(|_| TestCaseError::fail(format!("{told:?} breaks a property; see the panic above")))
            });
            run.unwrap_or_else(|error| panic!("{error}"));
        })*
    };
}

made_up! {
    no_cookie_header_hides_or_forges_one_of_ours: "cookies",
    no_text_passes_for_an_address_that_is_none: "email",
    no_form_is_read_otherwise_than_it_was_written: "form",
    no_json_body_has_a_member_twice: "json",
    no_next_leads_elsewhere: "next",
    no_token_is_believed_that_is_not_ours: "token"
}
