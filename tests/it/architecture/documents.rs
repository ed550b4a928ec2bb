//! The documents that people read: their links lead somewhere, and the tests that they name are
//! there.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use super::evidence::tests;
use super::source::root;

/// The documents that people read.
fn documents() -> Vec<PathBuf> {
    let markdown = |folder: &str| {
        let paths = fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path());
        paths
            .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
            .collect::<Vec<_>>()
    };
    ["", "docs", "tests"].into_iter().flat_map(markdown).collect()
}

/// Returns the anchors that GitHub gives the headings of a document.
fn anchors(text: &str) -> Vec<String> {
    let headings = text
        .lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| line.trim_start_matches('#').trim());
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
            let target = if file.is_empty() {
                document.clone()
            } else {
                document.parent().unwrap().join(file)
            };
            let leads = target.exists()
                && (anchor.is_empty()
                    || anchors(&fs::read_to_string(&target).unwrap()).contains(&anchor.to_owned()));
            if !leads {
                dead.push(format!("{}: {link}", document.display()));
            }
        }
    }
    assert!(dead.is_empty(), "{dead:#?}");
}

#[test]
fn the_readme_is_short() {
    let size = fs::metadata(root().join("README.md")).unwrap().len();
    assert!(size < 8192, "{size} bytes: move what is not for everybody to docs/");
}

/// What stands in backquotes and is a path: `tokens::shapes::…`.
fn named(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2).filter(|word| word.contains("::") && !word.contains(' '))
}

#[test]
fn every_test_that_a_document_names_exists() {
    let tests: BTreeSet<String> = tests().into_iter().map(|test| test.path).collect();
    let text = fs::read_to_string(root().join("docs/operations.md")).unwrap();
    let named: Vec<&str> = text.lines().flat_map(named).collect();
    assert!(!named.is_empty());
    let missing: Vec<_> = named.into_iter().filter(|test| !tests.contains(*test)).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}
