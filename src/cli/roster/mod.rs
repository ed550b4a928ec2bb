//! Files of accounts: a line for each, as CSV or as JSON.

mod csv;
mod json_lines;
mod lines;

use std::io::{self, BufRead, Write};
use std::path::Path;

use clap::ValueEnum;
use vestibule::auth::import::Row;

use super::Failure;
use lines::Lines;

/// The columns, in the order in which they are written.
const COLUMNS: [&str; 8] =
    ["username", "email", "name", "password_hash", "created_at", "email_verified", "roles", "disabled"];

/// How the lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Values with commas between, and a header line.
    Csv,
    /// A JSON object in each line.
    Jsonl,
}

impl Format {
    /// Tells the format from the end of a file's name.
    pub(super) fn of(file: &Path) -> Result<Self, Failure> {
        let end = file.extension().and_then(|end| end.to_str()).map(str::to_ascii_lowercase);
        match end.as_deref() {
            Some("csv") => Ok(Self::Csv),
            Some("jsonl" | "ndjson") => Ok(Self::Jsonl),
            _ => Err(Failure::Usage(
                "The name of the file does not tell its format. Say --format csv or --format jsonl.".to_owned(),
            )),
        }
    }
}

/// A line that cannot be read as an account; why, without what is in it: that may be a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unreadable(pub(super) String);

/// Why a file cannot be read at all.
#[derive(Debug)]
pub(super) enum FileFault {
    /// It cannot be read.
    Io(io::Error),
    /// Its header line is not as it should be.
    Header(String),
}

impl From<io::Error> for FileFault {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Reads a file of accounts, line by line.
pub(super) struct Reader<R> {
    lines: Lines<R>,
    /// How a CSV file is taken apart, and where each of its columns belongs; JSON needs neither.
    csv: Option<(csv::Splitter, Vec<&'static str>)>,
}

impl<R: BufRead> Reader<R> {
    pub(super) fn new(input: R, format: Format) -> Result<Self, FileFault> {
        let mut lines = Lines::new(input);
        let csv = match format {
            Format::Jsonl => None,
            Format::Csv => {
                let first = lines.next()?.ok_or_else(|| FileFault::Header("It is empty.".to_owned()))?;
                let mut splitter = csv::Splitter::new();
                let header = first.text.and_then(|text| splitter.header(&text));
                let fault = |Unreadable(why)| FileFault::Header(format!("Its header {why}."));
                Some((splitter, header.map_err(fault)?))
            }
        };
        Ok(Self { lines, csv })
    }

    /// Gives the next account, or why it cannot be read, with the number of its line. Empty lines are passed over.
    pub(super) fn next(&mut self) -> io::Result<Option<(u64, Result<Row, Unreadable>)>> {
        let Some(line) = self.lines.next()? else { return Ok(None) };
        let row = line.text.and_then(|text| match &mut self.csv {
            Some((splitter, header)) => splitter.row(&text, header),
            None => json_lines::read(&text),
        });
        Ok(Some((line.number, row)))
    }
}

/// Writes a file of accounts.
pub(super) enum Writer<W: Write> {
    Csv(Box<::csv::Writer<W>>),
    Jsonl(W),
}

impl<W: Write> Writer<W> {
    pub(super) fn new(output: W, format: Format) -> io::Result<Self> {
        match format {
            Format::Csv => csv::write_header(output).map(|writer| Self::Csv(Box::new(writer))),
            Format::Jsonl => Ok(Self::Jsonl(output)),
        }
    }

    pub(super) fn write(&mut self, row: &Row) -> io::Result<()> {
        match self {
            Self::Csv(writer) => csv::write(writer, row),
            Self::Jsonl(output) => json_lines::write(output, row),
        }
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Csv(writer) => writer.flush(),
            Self::Jsonl(output) => output.flush(),
        }
    }
}

/// Finds the place of a column in an account.
fn place<'a>(row: &'a mut Row, column: &str) -> Option<&'a mut String> {
    Some(match column {
        "username" => &mut row.username,
        "email" => &mut row.email,
        "name" => &mut row.name,
        "password_hash" => &mut row.password_hash,
        "created_at" => &mut row.created_at,
        "email_verified" => &mut row.email_verified,
        "roles" => &mut row.roles,
        "disabled" => &mut row.disabled,
        _ => return None,
    })
}
