//! Accounts as values with commas between (RFC 4180).

use std::io::{self, Cursor, Write};

use csv::{ReaderBuilder, StringRecord};
use vestibule::auth::import::Row;

use super::{COLUMNS, Unreadable, place};

/// Takes lines apart. The reader is made once and given one line after the other.
pub(super) struct Splitter(csv::Reader<Cursor<Vec<u8>>>);

impl Splitter {
    pub(super) fn new() -> Self {
        Self(ReaderBuilder::new().has_headers(false).flexible(true).from_reader(Cursor::default()))
    }

    /// Reads the header line. A column that is not known is refused: it may be one of ours, misspelt.
    pub(super) fn header(&mut self, text: &str) -> Result<Vec<&'static str>, Unreadable> {
        let names = self.split(text)?;
        let mut header = Vec::new();
        for name in names.iter().map(str::trim) {
            let Some(column) = COLUMNS.into_iter().find(|column| *column == name) else {
                let hint = if names.len() == 1 { "Write commas between columns. They" } else { "Columns" };
                return Err(Unreadable(format!("has a column {name:?}. {hint} are {}", COLUMNS.join(", "))));
            };
            if header.contains(&column) {
                return Err(Unreadable(format!("has the column {column} twice")));
            }
            header.push(column);
        }
        match ["email", "password_hash"].into_iter().find(|needed| !header.contains(needed)) {
            Some(missing) => Err(Unreadable(format!("has no column {missing}"))),
            None => Ok(header),
        }
    }

    /// Reads a line under a header.
    pub(super) fn row(&mut self, text: &str, header: &[&'static str]) -> Result<Row, Unreadable> {
        let values = self.split(text)?;
        if values.len() != header.len() {
            let (has, wanted) = (values.len(), header.len());
            return Err(Unreadable(format!("has {has} values where the header has {wanted}")));
        }
        let mut row = Row::default();
        for (column, value) in header.iter().zip(&values) {
            if let Some(place) = place(&mut row, column) {
                value.clone_into(place);
            }
        }
        Ok(row)
    }

    fn split(&mut self, text: &str) -> Result<StringRecord, Unreadable> {
        // The reader would go on to the next line for the end of the value.
        if text.bytes().filter(|byte| *byte == b'"').count() % 2 != 0 {
            return Err(Unreadable("has a quote that is not closed".to_owned()));
        }
        *self.0.get_mut() = Cursor::new([text.as_bytes(), b"\n"].concat());
        let mut values = StringRecord::new();
        self.0.read_record(&mut values).map_err(|_| Unreadable("is not CSV".to_owned()))?;
        Ok(values)
    }
}

pub(super) fn write_header<W: Write>(output: W) -> io::Result<csv::Writer<W>> {
    let mut writer = csv::Writer::from_writer(output);
    writer.write_record(COLUMNS)?;
    Ok(writer)
}

pub(super) fn write<W: Write>(writer: &mut csv::Writer<W>, row: &Row) -> io::Result<()> {
    let mut row = row.clone();
    let values = COLUMNS.map(|column| place(&mut row, column).map(std::mem::take).unwrap_or_default());
    Ok(writer.write_record(values)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_names_known_columns_in_any_order_and_the_two_that_are_needed() {
        assert_eq!(Splitter::new().header(r#" password_hash,"email""#), Ok(vec!["password_hash", "email"]));
        for (header, told) in [
            ("email,password", "a column \"password\""),
            ("email;password_hash", "commas between"),
            ("email,password_hash,email", "email twice"),
            ("email,name", "no column password_hash"),
            ("username,password_hash", "no column email"),
            ("email,\"password_hash", "not closed"),
        ] {
            let Unreadable(why) = Splitter::new().header(header).unwrap_err();
            assert!(why.contains(told), "{header}: {why}");
        }
    }

    #[test]
    fn quotes_are_taken_off_and_a_line_of_another_length_is_refused() {
        let header = ["email", "name", "password_hash"];
        let mut splitter = Splitter::new();
        let row = splitter.row(r#"ada@example.com,"Lovelace, ""Ada""",x"#, &header).unwrap();
        assert_eq!((row.name.as_str(), row.password_hash.as_str()), (r#"Lovelace, "Ada""#, "x"));
        for (text, told) in [
            ("ada@example.com,x", "2 values"),
            ("ada@example.com,Ada,Lovelace,x", "4 values"),
            ("ada@example.com,\"Ada,x", "not closed"),
        ] {
            let Unreadable(why) = splitter.row(text, &header).unwrap_err();
            assert!(why.contains(told), "{text}: {why}");
            assert_eq!(splitter.row("a,b,c", &header).unwrap().email, "a", "the next line begins anew");
        }
    }
}
