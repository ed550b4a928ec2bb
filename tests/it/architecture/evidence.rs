//! The documents that name tests: what they name is there, and nothing that they have to answer is missing.
//!
//! A test is named by its path as the test runner prints it, in backquotes: `tokens::shapes::…`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

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

/// The path of every test, as the test runner prints it.
fn tests() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for source in walk("src", "rs").iter().chain(&walk("tests", "rs")) {
        let mut modules: Vec<&str> = source.path.strip_suffix(".rs").unwrap().split('/').skip(1).collect();
        if source.path.starts_with("tests/") {
            // The folder of a test target.
            modules.remove(0);
        }
        modules.retain(|module| !matches!(*module, "mod" | "main" | "lib"));
        let mut is_test = false;
        for line in source.text.lines().map(str::trim) {
            if line == "mod tests {" {
                modules.push("tests");
            }
            is_test |= matches!(line, "#[test]" | "#[actix_web::test]" | "#[tokio::test]");
            let function = line.strip_prefix("async ").unwrap_or(line).strip_prefix("fn ");
            if let (true, Some(function)) = (is_test, function) {
                let name = function.split('(').next().unwrap();
                found.insert([modules.as_slice(), &[name]].concat().join("::"));
                is_test = false;
            }
        }
    }
    found
}

/// Reads the rows of the tables in a document: the first cell, and the others together.
fn rows(document: &str) -> Vec<(String, String)> {
    let text = fs::read_to_string(root().join(document)).unwrap();
    let rows = text.lines().filter_map(|line| line.strip_prefix("| ")?.split_once(" | "));
    rows.map(|(id, rest)| (id.to_owned(), rest.to_owned())).collect()
}

/// What stands in backquotes and is a path.
fn named(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2).filter(|word| word.contains("::") && !word.contains(' '))
}

#[test]
fn every_test_that_a_document_names_is_there() {
    let tests = tests();
    let mut missing = Vec::new();
    for document in ["docs/asvs.md", "docs/operations.md", "tests/attacks.md"] {
        let text = fs::read_to_string(root().join(document)).unwrap();
        assert!(text.lines().any(|line| named(line).next().is_some()), "{document} names no test");
        for line in text.lines() {
            missing.extend(named(line).filter(|test| !tests.contains(*test)).map(|test| format!("{document}: {test}")));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_attack_is_answered_by_a_test_or_a_reason() {
    let mut rows: BTreeMap<String, String> = BTreeMap::new();
    for (id, rest) in self::rows("tests/attacks.md").into_iter().filter(|(id, _)| id != "case") {
        assert_eq!(rows.insert(id.clone(), rest), None, "{id} comes twice");
    }
    for (kind, ranges) in CASES {
        for number in ranges.iter().cloned().flatten() {
            let id = format!("{kind}-{number:02}");
            let row = rows.remove(&id).unwrap_or_else(|| panic!("{id} is not answered"));
            let answer = row.strip_suffix(" |").unwrap().split_once(" | ").expect(&id).1;
            let has_reason =
                ["does not apply: ", "not yet: ", "by decision: "].iter().any(|reason| answer.contains(reason));
            assert!(named(answer).next().is_some() || has_reason, "{id}: {answer}");
        }
    }
    assert!(rows.is_empty(), "no such cases: {rows:#?}");
}

#[test]
fn the_requirements_are_all_answered_and_those_that_are_met_are_shown() {
    let rows = rows("docs/asvs.md");
    let rows: Vec<_> = rows.iter().filter(|(id, _)| id.split('.').count() == 3).collect();
    let count = |chapter: &str| rows.iter().filter(|(id, _)| id.split('.').next() == Some(chapter)).count();
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
    }
}

/// How many requirements each chapter has.
const REQUIREMENTS: &[(&str, usize)] =
    &[("3", 31), ("4", 16), ("6", 47), ("7", 19), ("9", 7), ("11", 24), ("13", 21), ("16", 17)];

/// The requirements of the levels 1 and 2 that are not met, each with its reason and what can be done about it in the
/// section that gathers them.
const NOT_MET: &[&str] = &["3.3.4", "6.3.3", "7.5.2", "11.2.1"];

#[test]
fn what_is_not_met_is_gathered_in_one_place_with_what_can_be_done_about_it() {
    let text = fs::read_to_string(root().join("docs/asvs.md")).unwrap();
    let section = text.split("\n## ").find(|part| part.starts_with("Level 1 and 2 ")).unwrap();
    let told: Vec<&str> = section.split("\n- ").skip(1).collect();
    let ids: Vec<&str> = told.iter().map(|one| one.strip_prefix("**").unwrap().split(',').next().unwrap()).collect();
    assert_eq!(ids, NOT_MET);
    assert!(told.iter().all(|one| one.replace("\n  ", " ").contains("*As an operator:*")), "{told:#?}");
}

/// The documents that people read.
fn documents() -> Vec<PathBuf> {
    let markdown = |folder: &str| {
        let paths = fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path());
        paths.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect::<Vec<_>>()
    };
    ["", "docs", "tests"].into_iter().flat_map(markdown).collect()
}

/// Returns the anchors that GitHub gives the headings of a document.
fn anchors(text: &str) -> Vec<String> {
    let headings = text.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#').trim());
    let kept = |c: char| match c {
        ' ' => Some('-'),
        _ => (c.is_alphanumeric() || matches!(c, '-' | '_')).then(|| c.to_ascii_lowercase()),
    };
    headings.map(|heading| heading.chars().filter_map(kept).collect()).collect()
}

#[test]
fn every_link_in_a_document_leads_to_a_file_and_a_heading() {
    let mut dead = Vec::new();
    for document in documents() {
        let text = fs::read_to_string(&document).unwrap();
        for link in text.split("](").skip(1).map(|rest| rest.split(')').next().unwrap()) {
            if link.contains("://") {
                continue;
            }
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { document.clone() } else { document.parent().unwrap().join(file) };
            let leads = target.exists()
                && (anchor.is_empty() || anchors(&fs::read_to_string(&target).unwrap()).contains(&anchor.to_owned()));
            if !leads {
                dead.push(format!("{}: {link}", document.display()));
            }
        }
    }
    assert!(dead.is_empty(), "{dead:#?}");
}

#[test]
fn the_readme_is_short_enough_to_be_read() {
    let size = fs::metadata(root().join("README.md")).unwrap().len();
    assert!(size < 8192, "{size} bytes: move what is not for everybody to docs/");
}
