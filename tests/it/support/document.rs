//! What the documents tell an operator to write.

use std::fs;
use std::path::Path;

/// The block of code in this language that contains some words.
#[track_caller]
pub fn block(document: &str, language: &str, words: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(document);
    let text = fs::read_to_string(path).unwrap();
    let fence = format!("```{language}\n");
    let mut blocks = text.split(&fence).skip(1).map(|rest| rest.split("```").next().unwrap());
    blocks.find(|block| block.contains(words)).expect("a block with these words").to_owned()
}
