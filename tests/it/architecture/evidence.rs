//! Requirements and attacks: each has an answer in its document, and tests where the document says
//! so.
//!
//! A test says what it shows in its doc comment: `/// Shows: ASVS 6.3.1, JWT-31.`

use std::collections::BTreeMap;
use std::fs;

use super::source::{root, walk};

/// The cases of the catalogue of attacks: how the ids begin, and which numbers there are.
const CASES: &[(&str, &[std::ops::RangeInclusive<u32>])] = &[
    ("JWT", &[1..=46]),
    ("RT", &[1..=42]),
    ("CSRF", &[1..=18, 20..=25]),
    ("CK", &[1..=12]),
    ("AUTH", &[1..=11, 15..=83]),
    ("AZ", &[1..=16]),
    ("HTTP", &[1..=30]),
    ("INP", &[1..=12]),
    ("WEB", &[1..=8, 10..=25]),
    ("INJ", &[1..=11]),
    ("REL", &[1..=30, 40..=43]),
    ("LOG", &[1..=12]),
];

/// A test, and what it says that it shows.
pub struct Test {
    /// Its path, as the test runner prints it.
    pub path: String,
    /// The ids of requirements and attacks in its mark.
    shows: Vec<String>,
}

/// Returns every test of the sources.
pub fn tests() -> Vec<Test> {
    let mut found = Vec::new();
    for source in walk("src", "rs").iter().chain(&walk("tests", "rs")) {
        let mut modules: Vec<&str> =
            source.path.strip_suffix(".rs").unwrap().split('/').skip(1).collect();
        if source.path.starts_with("tests/") {
            // The folder of a test target.
            modules.remove(0);
        }
        modules.retain(|module| !matches!(*module, "mod" | "main" | "lib"));
        let (mut is_test, mut comment) = (false, String::new());
        for line in source.text.lines().map(str::trim) {
            if line == "mod tests {" {
                modules.push("tests");
            }
            is_test |= matches!(line, "#[test]" | "#[actix_web::test]" | "#[tokio::test]");
            if let Some(text) = line.strip_prefix("///") {
                comment.push_str(text);
            } else if !line.starts_with("#[") {
                let function = line.strip_prefix("async ").unwrap_or(line).strip_prefix("fn ");
                let shows = marks(&comment);
                if let (true, Some(function)) = (is_test, function) {
                    let name = function.split('(').next().unwrap();
                    found.push(Test {
                        path: [modules.as_slice(), &[name]].concat().join("::"),
                        shows,
                    });
                    is_test = false;
                } else {
                    assert!(
                        shows.is_empty(),
                        "{}: a mark at something that is not a test: {comment}",
                        source.path
                    );
                }
                comment.clear();
            }
        }
    }
    found
}

/// Reads the ids of a mark in a doc comment.
fn marks(comment: &str) -> Vec<String> {
    let Some((_, marks)) = comment.split_once("Shows: ") else { return Vec::new() };
    marks.trim_end_matches('.').split(", ").map(|id| id.trim().to_owned()).collect()
}

/// Returns the ids that tests show, with the tests.
fn shown() -> BTreeMap<String, Vec<String>> {
    let mut shown: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for test in tests() {
        for id in test.shows {
            shown.entry(id).or_default().push(test.path.clone());
        }
    }
    shown
}

/// Reads the rows of the tables in a document: the first cell, and the others together.
fn rows(document: &str) -> Vec<(String, String)> {
    let text = fs::read_to_string(root().join(document)).unwrap();
    let rows = text.lines().filter_map(|line| line.strip_prefix("| ")?.split_once(" | "));
    rows.map(|(id, rest)| (id.to_owned(), rest.to_owned())).collect()
}

/// Checks that a row says "tests" if tests show its id, and only then.
fn assert_says_so(id: &str, answer: &str, shown: &mut BTreeMap<String, Vec<String>>) {
    let tests = shown.remove(id).unwrap_or_default();
    let says_so = answer == "tests" || answer.starts_with("tests; ");
    assert_eq!(says_so, !tests.is_empty(), "{id} says {answer:?} and is shown by {tests:?}");
}

#[test]
fn every_attack_is_answered_by_a_test_or_a_reason() {
    let mut shown = shown();
    let mut rows: BTreeMap<String, String> = BTreeMap::new();
    for (id, rest) in self::rows("tests/attacks.md").into_iter().filter(|(id, _)| id != "case") {
        assert_eq!(rows.insert(id.clone(), rest), None, "{id} comes twice");
    }
    for (kind, ranges) in CASES {
        for number in ranges.iter().cloned().flatten() {
            let id = format!("{kind}-{number:02}");
            let row = rows.remove(&id).unwrap_or_else(|| panic!("{id} is not answered"));
            let answer = row.strip_suffix(" |").unwrap().split_once(" | ").expect(&id).1;
            let has_reason = ["does not apply: ", "not yet: ", "by decision: "]
                .iter()
                .any(|reason| answer.contains(reason));
            assert!(answer.starts_with("tests") || has_reason, "{id}: {answer}");
            assert_says_so(&id, answer, &mut shown);
        }
    }
    assert!(rows.is_empty(), "no such cases: {rows:#?}");
    shown.retain(|id, _| !id.starts_with("ASVS "));
    assert!(shown.is_empty(), "marks of unknown cases: {shown:#?}");
}

#[test]
fn every_requirement_is_answered_and_each_met_one_has_a_test() {
    let mut evidence = shown();
    let rows = rows("docs/asvs.md");
    let rows: Vec<_> = rows.iter().filter(|(id, _)| id.split('.').count() == 3).collect();
    let count =
        |chapter: &str| rows.iter().filter(|(id, _)| id.split('.').next() == Some(chapter)).count();
    for (chapter, requirements) in REQUIREMENTS {
        assert_eq!(count(chapter), *requirements, "chapter {chapter}");
    }
    for (id, rest) in rows {
        let cells: Vec<&str> = rest.strip_suffix(" |").expect(id).split(" | ").collect();
        let [level, _, verdict, shown] = cells[..] else { panic!("{id}: {cells:?}") };
        assert!(matches!(level, "1" | "2" | "3"), "{id}: {level}");
        assert_eq!(verdict == "not met" && level != "3", NOT_MET.contains(&id.as_str()), "{id}");
        match verdict {
            "met" => assert!(shown.len() > 2, "{id} is met: by what?"),
            "not met" | "not applicable" => assert!(shown.len() > 10, "{id} is {verdict}: why?"),
            _ => panic!("{id}: {verdict}"),
        }
        assert_says_so(&format!("ASVS {id}"), shown, &mut evidence);
    }
    evidence.retain(|id, _| id.starts_with("ASVS "));
    assert!(evidence.is_empty(), "marks of unknown requirements: {evidence:#?}");
}

/// How many requirements each chapter has.
const REQUIREMENTS: &[(&str, usize)] =
    &[("3", 31), ("4", 16), ("6", 47), ("7", 19), ("9", 7), ("11", 24), ("13", 21), ("16", 17)];

/// The requirements of the levels 1 and 2 that are not met, each with its reason and what can be
/// done about it in the section that gathers them.
const NOT_MET: &[&str] = &["3.3.4", "6.3.3", "7.5.2", "11.2.1"];

#[test]
fn unmet_requirements_are_listed_in_one_place_with_a_remedy() {
    let text = fs::read_to_string(root().join("docs/asvs.md")).unwrap();
    let section = text.split("\n## ").find(|part| part.starts_with("Level 1 and 2 ")).unwrap();
    let told: Vec<&str> = section.split("\n- ").skip(1).collect();
    let ids: Vec<&str> =
        told.iter().map(|one| one.strip_prefix("**").unwrap().split(',').next().unwrap()).collect();
    assert_eq!(ids, NOT_MET);
    assert!(
        told.iter().all(|one| one.replace("\n  ", " ").contains("*As an operator:*")),
        "{told:#?}"
    );
}
