//! The lines of a file that somebody else has made: numbered, whole, with any line end, and never
//! more of one in memory than is sensible.

use std::io::{self, BufRead};

use super::RowError;

/// The longest line that is read. An account with everything has less than a kilobyte.
const MAX_BYTES: usize = 64 * 1024;

/// A line that is not empty.
pub(super) struct Line {
    /// Counted from 1, with the empty ones.
    pub(super) number: u64,
    /// What it says, without its end.
    pub(super) text: Result<String, RowError>,
}

/// Reads lines.
pub(super) struct Lines<R> {
    input: R,
    read: u64,
    after_carriage_return: bool,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, read: 0, after_carriage_return: false }
    }

    /// Returns the next line that is not empty.
    pub(super) fn next(&mut self) -> io::Result<Option<Line>> {
        loop {
            let mut bytes = Vec::new();
            let Some(whole) = self.read_line(&mut bytes)? else { return Ok(None) };
            self.read += 1;
            if !whole {
                return Ok(Some(Line {
                    number: self.read,
                    text: Err(RowError::too_long(MAX_BYTES)),
                }));
            }
            let text = bytes.as_slice();
            if text.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let text = std::str::from_utf8(text).map(str::to_owned);
            let text = text.map_err(|_| RowError("is not UTF-8".to_owned()));
            return Ok(Some(Line { number: self.read, text }));
        }
    }

    /// Reads up to the next line end. Returns whether the line is whole, or `None` at the end of
    /// the input.
    fn read_line(&mut self, line: &mut Vec<u8>) -> io::Result<Option<bool>> {
        let (mut begun, mut whole) = (false, true);
        loop {
            let buffer = self.input.fill_buf()?;
            if buffer.is_empty() {
                return Ok(begun.then_some(whole));
            }
            if std::mem::take(&mut self.after_carriage_return) && buffer[0] == b'\n' {
                self.input.consume(1);
                continue;
            }
            let end = buffer.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let part = &buffer[..end.unwrap_or(buffer.len())];
            // What is too long is read on to its end, so that the next line is one, but not kept.
            let room = MAX_BYTES - line.len();
            whole &= part.len() <= room;
            line.extend_from_slice(&part[..part.len().min(room)]);
            self.after_carriage_return = end.is_some_and(|end| buffer[end] == b'\r');
            let consumed = end.map_or(buffer.len(), |end| end + 1);
            self.input.consume(consumed);
            begun = true;
            if end.is_some() {
                return Ok(Some(whole));
            }
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
            read.push((line.number, line.text.map_err(|RowError(why)| why)));
        }
        read
    }

    #[test]
    fn lines_are_numbered_with_the_empty_ones_and_end_with_any_line_end() {
        let text = |text: &str| Ok(text.to_owned());
        assert_eq!(read(b""), []);
        assert_eq!(
            read(b"a\r\n\r\n  \nb, quite long enough for two reads\n\nc\rd, and as long with another end\r\re"),
            [
                (1, text("a")),
                (4, text("b, quite long enough for two reads")),
                (6, text("c")),
                (7, text("d, and as long with another end")),
                (9, text("e")),
            ]
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
