//! The lines of a file that somebody else has made: numbered, whole, and never more of one in memory than is sensible.
//!
//! No value of an account goes over the end of a line, so a line is an account even in CSV, and a quote that is never
//! closed spoils one account rather than the rest of the file.

use std::io::{self, BufRead};

use super::Unreadable;

/// The longest line that is read. An account with everything has less than a kilobyte.
const MAX_BYTES: usize = 64 * 1024;

/// What Windows puts before UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A line that is not empty.
pub(super) struct Line {
    /// Counted from 1, with the empty ones.
    pub(super) number: u64,
    /// What it says, without its end.
    pub(super) text: Result<String, Unreadable>,
}

/// Reads lines.
pub(super) struct Lines<R> {
    input: R,
    read: u64,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, read: 0 }
    }

    /// Gives the next line that is not empty.
    pub(super) fn next(&mut self) -> io::Result<Option<Line>> {
        loop {
            let mut bytes = Vec::new();
            let Some(whole) = read_line(&mut self.input, &mut bytes)? else { return Ok(None) };
            self.read += 1;
            let mut text = bytes.strip_suffix(b"\r").unwrap_or(&bytes);
            if self.read == 1 {
                text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
            }
            if !whole {
                let why = format!("is longer than {} KiB", MAX_BYTES / 1024);
                return Ok(Some(Line { number: self.read, text: Err(Unreadable(why)) }));
            }
            if text.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let text = std::str::from_utf8(text).map(str::to_owned);
            let text = text.map_err(|_| Unreadable("is not UTF-8".to_owned()));
            return Ok(Some(Line { number: self.read, text }));
        }
    }
}

/// Reads up to the next line feed; tells whether the line is whole, or `None` at the end of the input.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Option<bool>> {
    let (mut read, mut whole) = (0, true);
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok((read > 0).then_some(whole));
        }
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let part = &buffer[..end.unwrap_or(buffer.len())];
        // What is too long is read on to its end, so that the next line is one, but not kept.
        let room = MAX_BYTES - line.len();
        whole &= part.len() <= room;
        line.extend_from_slice(&part[..part.len().min(room)]);
        let consumed = end.map_or(buffer.len(), |end| end + 1);
        input.consume(consumed);
        read += consumed;
        if end.is_some() {
            return Ok(Some(whole));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Vec<(u64, Result<String, String>)> {
        let mut lines = Lines::new(io::BufReader::with_capacity(16, bytes));
        let mut read = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            read.push((line.number, line.text.map_err(|Unreadable(why)| why)));
        }
        read
    }

    #[test]
    fn lines_are_numbered_with_the_empty_ones_and_end_with_or_without_a_carriage_return() {
        let text = |text: &str| Ok(text.to_owned());
        assert_eq!(read(b""), []);
        assert_eq!(
            read(b"\xef\xbb\xbfa\r\n\r\n  \nb, quite long enough for two reads\n\nc"),
            [(1, text("a")), (4, text("b, quite long enough for two reads")), (6, text("c"))]
        );
    }

    #[test]
    fn a_line_that_is_too_long_or_not_utf_8_spoils_no_other() {
        let mut bytes = vec![b'x'; 10 * 1024 * 1024];
        bytes.extend_from_slice(b"\nb\xff\nc\n");
        let read = read(&bytes);
        assert_eq!(read[0], (1, Err("is longer than 64 KiB".to_owned())));
        assert_eq!(read[1], (2, Err("is not UTF-8".to_owned())));
        assert_eq!(read[2], (3, Ok("c".to_owned())));
    }
}
