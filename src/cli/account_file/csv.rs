//! Accounts as values with commas between (RFC 4180): any line end, quotes over several lines.
//!
//! The state machine is the `csv` crate's own, given the stream as it comes. Driven from here it
//! keeps no more of a record than an account can have, counts lines by any line end, and notices a
//! quote that is never closed.

use std::io::{self, BufRead, Write};

use csv_core::ReadRecordResult;
use vestibule::auth::import::ImportRow;

use super::{COLUMNS, RowError, field_mut};

/// The longest record that is read. An account with everything has less than a kilobyte.
const MAX_BYTES: usize = 64 * 1024;
/// The most values that are told apart: more than there are columns.
const MAX_VALUES: usize = 256;

/// What stands between two line ends that are not quoted.
pub(super) struct Record {
    /// The line where it begins, counted from 1.
    pub(super) line: u64,
    /// The line where it ends.
    last: u64,
    values: Result<Vec<String>, RowError>,
}

/// Reads records.
pub(super) struct Records<R> {
    input: R,
    core: csv_core::Reader,
    position: Position,
    ended: bool,
}

impl<R: BufRead> Records<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, core: csv_core::Reader::new(), position: Position::default(), ended: false }
    }

    /// Returns the next record that is not blank.
    pub(super) fn next(&mut self) -> io::Result<Option<Record>> {
        while let Some(record) = self.read()? {
            if !record
                .values
                .as_ref()
                .is_ok_and(|values| values.len() == 1 && values[0].trim().is_empty())
            {
                return Ok(Some(record));
            }
        }
        Ok(None)
    }

    fn read(&mut self) -> io::Result<Option<Record>> {
        let (mut text, mut used, mut too_long) = (vec![0; 1024], 0, false);
        let (mut ends, mut values) = ([0; MAX_VALUES], 0);
        self.position.begun = None;
        while !self.ended {
            let buffer = self.input.fill_buf()?;
            // A line end after the last line ends it, unless that is in quotes; a second one is
            // passed over.
            self.ended = buffer.is_empty();
            let bytes = if self.ended { b"\n" } else { buffer };
            let (result, read, wrote, ended) =
                self.core.read_record(bytes, &mut text[used..], &mut ends[values..]);
            self.position.pass(&bytes[..read]);
            if !self.ended {
                self.input.consume(read);
            }
            (used, values) = (used + wrote, values + ended);
            match result {
                ReadRecordResult::Record => {
                    let values = if too_long {
                        Err(RowError::too_long(MAX_BYTES))
                    } else {
                        split(&text, &ends[..values])
                    };
                    let line = self.position.begun.unwrap_or(self.position.line);
                    return Ok(Some(Record { line, last: self.position.line - 1, values }));
                }
                // What is too long is read on to its end, so that the next record is one, but not
                // kept.
                ReadRecordResult::OutputFull if text.len() >= MAX_BYTES => {
                    (used, too_long) = (0, true)
                }
                ReadRecordResult::OutputFull => text.resize(text.len() * 4, 0),
                ReadRecordResult::OutputEndsFull => (values, too_long) = (0, true),
                ReadRecordResult::InputEmpty | ReadRecordResult::End => {}
            }
        }
        // What lies behind an open quote is not read as accounts: it may be what somebody typed
        // into a name.
        let values = Err(RowError("has a quote that is not closed".to_owned()));
        Ok(self.position.begun.take().map(|line| Record {
            line,
            last: self.position.line - 1,
            values,
        }))
    }
}

/// Where the reader is.
struct Position {
    line: u64,
    /// The line where the record begins.
    begun: Option<u64>,
    after_carriage_return: bool,
}

impl Default for Position {
    fn default() -> Self {
        Self { line: 1, begun: None, after_carriage_return: false }
    }
}

impl Position {
    fn pass(&mut self, bytes: &[u8]) {
        for byte in bytes {
            match byte {
                b'\n' if self.after_carriage_return => {}
                b'\n' | b'\r' => self.line += 1,
                _ => _ = self.begun.get_or_insert(self.line),
            }
            self.after_carriage_return = *byte == b'\r';
        }
    }
}

fn split(text: &[u8], ends: &[usize]) -> Result<Vec<String>, RowError> {
    let begins = std::iter::once(0).chain(ends.iter().copied());
    let values = begins
        .zip(ends)
        .map(|(begin, end)| std::str::from_utf8(&text[begin..*end]).map(str::to_owned));
    values.collect::<Result<_, _>>().map_err(|_| RowError("is not UTF-8".to_owned()))
}

impl Record {
    /// Reads the record as the header. A column that is not known is refused: it may be one of
    /// ours, misspelt.
    pub(super) fn header(self) -> Result<Vec<&'static str>, RowError> {
        let names = self.values?;
        let mut header = Vec::new();
        for name in names.iter().map(|name| name.trim()) {
            let Some(column) = super::column(name) else {
                let hint =
                    if names.len() == 1 { "Write commas between columns. They" } else { "Columns" };
                return Err(RowError(format!(
                    "has a column {name:?}. {hint} are {}",
                    COLUMNS.join(", ")
                )));
            };
            if header.contains(&column) {
                return Err(RowError(format!("has the column {column} twice")));
            }
            header.push(column);
        }
        match ["email", "password_hash"].into_iter().find(|needed| !header.contains(needed)) {
            Some(missing) => Err(RowError(format!("has no column {missing}"))),
            None => Ok(header),
        }
    }

    /// Reads the record as an account. What is refused names every line that is passed over with
    /// it.
    pub(super) fn row(self, header: &[&'static str]) -> Result<ImportRow, RowError> {
        let (first, last) = (self.line, self.last);
        self.read_row(header).map_err(|why| why.up_to(first, last))
    }

    fn read_row(self, header: &[&'static str]) -> Result<ImportRow, RowError> {
        let values = self.values?;
        if values.len() != header.len() {
            let (has, wanted) = (values.len(), header.len());
            return Err(RowError(format!("has {has} values where the header has {wanted}")));
        }
        let mut row = ImportRow::default();
        for (column, value) in header.iter().zip(values) {
            if let Some(value_at) = field_mut(&mut row, column) {
                *value_at = value;
            }
        }
        Ok(row)
    }
}

pub(super) fn write_header<W: Write>(output: W) -> io::Result<csv::Writer<W>> {
    let mut writer = csv::Writer::from_writer(output);
    writer.write_record(COLUMNS)?;
    Ok(writer)
}

pub(super) fn write<W: Write>(writer: &mut csv::Writer<W>, row: &ImportRow) -> io::Result<()> {
    let mut row = row.clone();
    let values =
        COLUMNS.map(|column| field_mut(&mut row, column).map(std::mem::take).unwrap_or_default());
    Ok(writer.write_record(values)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &[u8]) -> Vec<(u64, Result<Vec<String>, RowError>)> {
        // A few bytes at a time, so that every state is entered and left in between.
        let mut records = Records::new(io::BufReader::with_capacity(3, text));
        std::iter::from_fn(|| records.next().unwrap())
            .map(|record| (record.line, record.values))
            .collect()
    }

    #[test]
    fn records_end_with_any_line_end_and_know_the_line_where_they_begin() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["", "a,b", "", "  ", "\"x", "y\",\"z\"\"\"", "last,"].join(end);
            for text in [text.clone(), text + end] {
                let read: Vec<_> = records(text.as_bytes())
                    .into_iter()
                    .map(|(line, values)| (line, values.unwrap()))
                    .collect();
                let of = |values: [&str; 2]| values.map(str::to_owned).to_vec();
                let expected = [
                    (2, of(["a", "b"])),
                    (5, of([&format!("x{end}y"), "z\""])),
                    (7, of(["last", ""])),
                ];
                assert_eq!(read, expected, "{end:?}");
            }
        }
    }

    #[test]
    fn a_record_that_cannot_be_read_spoils_no_other_and_an_open_quote_all_that_it_holds() {
        let long = format!("\"{}\",b", "x\n".repeat(1 << 20));
        let text = [
            b"a,\xff\n",
            long.as_bytes(),
            b"\nc,d\n",
            ",".repeat(1000).as_bytes(),
            b"\ne,\"f\ng,h\n",
        ]
        .concat();
        let read = records(&text);
        let told: Vec<_> = read
            .iter()
            .map(|(line, values)| (*line, values.as_ref().err().map(|why| why.0.as_str())))
            .collect();
        let end = 2 + (1 << 20);
        assert_eq!(
            told,
            [
                (1, Some("is not UTF-8")),
                (2, Some("is longer than 64 KiB")),
                (end + 1, None),
                (end + 2, Some("is longer than 64 KiB")),
                (end + 3, Some("has a quote that is not closed")),
            ]
        );
    }

    #[test]
    fn a_header_names_known_columns_in_any_order_and_case_and_the_two_that_are_needed() {
        let header = |text: &str| Records::new(text.as_bytes()).next().unwrap().unwrap().header();
        assert_eq!(header(r#" PASSWORD_HASH," Email ""#), Ok(vec!["password_hash", "email"]));
        for (text, told) in [
            ("email,password", "a column \"password\""),
            ("email;password_hash", "commas between"),
            ("email,password_hash,EMAIL", "email twice"),
            ("email,name", "no column password_hash"),
            ("username,password_hash", "no column email"),
            ("email,\"password_hash", "not closed"),
        ] {
            let RowError(why) = header(text).unwrap_err();
            assert!(why.contains(told), "{text}: {why}");
        }
    }

    #[test]
    fn quotes_are_taken_off_and_a_record_of_another_length_is_refused() {
        let header = ["email", "name", "password_hash"];
        let row = |text: &str| Records::new(text.as_bytes()).next().unwrap().unwrap().row(&header);
        let read = row(r#"ada@example.com,"Lovelace, ""Ada""",x"#).unwrap();
        assert_eq!((read.name.as_str(), read.password_hash.as_str()), (r#"Lovelace, "Ada""#, "x"));
        for (text, told) in [
            ("ada@example.com,x", "2 values"),
            ("ada@example.com,Ada,Lovelace,x", "4 values"),
            ("ada@example.com,\"Ada,x", "not closed"),
        ] {
            let RowError(why) = row(text).unwrap_err();
            assert!(why.contains(told), "{text}: {why}");
        }
    }
}
