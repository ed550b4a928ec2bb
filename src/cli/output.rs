//! What a task shows: lines for people, JSON for scripts.
//!
//! What others have typed is shown so that it can do nothing to the terminal and looks like nothing
//! else.

use std::io::{self, Write};

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

/// What std counts as printable though nothing is seen: joiners, fillers and selectors that only
/// change a neighbour.
const UNSEEN: [(u32, u32); 11] = [
    (0x034f, 0x034f),
    (0x115f, 0x1160),
    (0x17b4, 0x17b5),
    (0x180b, 0x180f),
    (0x200b, 0x200f),
    (0x2028, 0x202e),
    (0x2060, 0x206f),
    (0x2800, 0x2800),
    (0x3164, 0x3164),
    (0xfe00, 0xfe0f),
    (0xffa0, 0xffa0),
];
/// The same beyond the first plane.
const UNSEEN_TAGS: (u32, u32) = (0xe0000, 0xe0fff);

/// Shows a line.
pub(crate) fn line(text: impl AsRef<str>) -> io::Result<()> {
    writeln!(io::stdout().lock(), "{}", visible(text.as_ref()))
}

/// Shows a line on the standard error.
pub(crate) fn error(text: impl AsRef<str>) {
    eprintln!("{}", visible(text.as_ref()));
}

/// Shows a value as JSON.
pub(super) fn json(value: &impl Serialize) -> io::Result<()> {
    let text = serde_json::to_string_pretty(value).map_err(io::Error::other)?;
    writeln!(io::stdout().lock(), "{text}")
}

/// Shows rows in columns as wide as they must be.
pub(super) fn table<const N: usize>(header: [&str; N], rows: &[[String; N]]) -> io::Result<()> {
    let rows: Vec<[String; N]> =
        rows.iter().map(|row| row.each_ref().map(|cell| visible(cell))).collect();
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].width());
        cells.chain([header[column].width()]).max().unwrap_or(0)
    };
    let widths: [usize; N] = std::array::from_fn(width);
    let mut out = io::BufWriter::new(io::stdout().lock());
    let header = header.map(str::to_owned);
    for row in std::iter::once(&header).chain(&rows) {
        // By the columns of a terminal: a character of Chinese takes two of them, an accent none.
        let cells = row
            .iter()
            .zip(widths)
            .map(|(cell, width)| format!("{cell}{:1$}", "", width - cell.width()));
        writeln!(out, "{}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
    }
    out.flush()
}

/// Returns how many there are of something: `1 session`, `2 sessions`.
pub(super) fn count(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}

/// Writes what cannot be seen as its number: `\u{202e}`. A terminal obeys control characters, and a
/// direction override makes one name look like another.
pub(crate) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_visible(c) { shown.push(c) } else { shown.extend(c.escape_unicode()) }
    }
    shown
}

fn is_visible(c: char) -> bool {
    let number = u32::from(c);
    let unseen =
        UNSEEN.iter().chain([&UNSEEN_TAGS]).any(|(first, last)| (*first..=*last).contains(&number));
    if c.is_control() || unseen {
        return false;
    }
    // After another character std leaves accents alone, and escapes what is no character, private
    // or a format.
    let mut after = [b'a', 0, 0, 0, 0];
    let length = c.encode_utf8(&mut after[1..]).len();
    let known =
        std::str::from_utf8(&after[..=length]).is_ok_and(|text| text.escape_debug().count() == 2);
    known || c.is_whitespace() || matches!(c, '\'' | '"' | '\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_or_nobody_sees_is_written_as_its_number() {
        let unseen = "\0\x07\t\n\r\x1b\x7f\u{80}\u{9b}\u{ad}\u{34f}\u{61c}\u{115f}\u{180e}\u{200b}\u{200c}\u{200d}\u{200e}\
                      \u{200f}\u{2028}\u{2029}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2060}\u{2066}\u{2067}\u{2068}\u{2069}\
                      \u{206f}\u{3164}\u{fe0f}\u{feff}\u{ffa0}\u{fff9}\u{e000}\u{e0041}\u{e0100}\u{10ffff}";
        for c in unseen.chars() {
            assert_eq!(visible(&format!("a{c}b")), format!("a\\u{{{:x}}}b", u32::from(c)));
        }
        let seen = "Ada \"O'Lovelace\" \\ Jürgen J\u{fc}rgen Ju\u{308}rgen 山田\u{3000}太郎 عائشة नमस्ते Ω 🦀 x\u{a0}y";
        assert_eq!(visible(seen), seen);
    }
}
