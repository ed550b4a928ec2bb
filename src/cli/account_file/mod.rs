//! Files of accounts: a record for each, as CSV or as a line of JSON.

mod csv;
mod json_lines;
mod lines;

use std::io::{self, BufRead, Cursor, Read, Write};
use std::path::Path;

use clap::ValueEnum;
use vestibule::auth::import::ImportRow;

use super::CliError;
use lines::Lines;

/// The columns, in the order in which they are written.
const COLUMNS: [&str; 9] = [
    "username",
    "email",
    "name",
    "password_hash",
    "created_at",
    "email_verified",
    "roles",
    "disabled",
    "language",
];

/// How the lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Values with commas between, and a header line.
    Csv,
    /// A JSON object in each line.
    Jsonl,
}

impl Format {
    /// Returns the format that a file name's extension stands for.
    pub(super) fn of(file: &Path) -> Result<Self, CliError> {
        let end = file.extension().and_then(|end| end.to_str()).map(str::to_ascii_lowercase);
        match end.as_deref() {
            Some("csv") => Ok(Self::Csv),
            Some("jsonl" | "ndjson") => Ok(Self::Jsonl),
            _ => Err(CliError::Usage(
                "The file name does not show the format. Pass --format csv or --format jsonl."
                    .to_owned(),
            )),
        }
    }
}

/// An account that cannot be read; why, without what is in it: that may be a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RowError(pub(super) String);

impl RowError {
    fn too_long(bytes: usize) -> Self {
        Self(format!("is longer than {} KiB", bytes / 1024))
    }

    /// Names the last line too, where there are several: all of them are passed over.
    fn up_to(self, first: u64, last: u64) -> Self {
        if last > first { Self(format!("{} (up to line {last})", self.0)) } else { self }
    }
}

/// Why a file cannot be read at all.
#[derive(Debug)]
pub(super) enum FileError {
    /// It cannot be read.
    Io(io::Error),
    /// Its header line is not as it should be.
    Header(String),
}

impl From<io::Error> for FileError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// A file from its beginning, without what marks its encoding.
type Input<R> = io::Chain<Cursor<Vec<u8>>, R>;

/// Reads a file of accounts.
pub(super) struct Reader<R>(Source<R>);

enum Source<R> {
    /// The records, and where each of their columns belongs.
    Csv(Box<csv::Records<Input<R>>>, Vec<&'static str>),
    Jsonl(Lines<Input<R>>),
}

impl<R: BufRead> Reader<R> {
    pub(super) fn new(input: R, format: Format) -> Result<Self, FileError> {
        let input = without_mark(input)?;
        if format == Format::Jsonl {
            return Ok(Self(Source::Jsonl(Lines::new(input))));
        }
        let mut records = csv::Records::new(input);
        let first = records.next()?.ok_or_else(|| FileError::Header("It is empty.".to_owned()))?;
        let fault = |RowError(why)| FileError::Header(format!("Its header {why}."));
        let header = first.header().map_err(fault)?;
        Ok(Self(Source::Csv(Box::new(records), header)))
    }

    /// Returns the next account, or why it cannot be read, with the number of its line. Empty lines
    /// are passed over.
    pub(super) fn next(&mut self) -> io::Result<Option<(u64, Result<ImportRow, RowError>)>> {
        Ok(match &mut self.0 {
            Source::Csv(records, header) => {
                records.next()?.map(|record| (record.line, record.row(header)))
            }
            Source::Jsonl(lines) => lines
                .next()?
                .map(|line| (line.number, line.text.and_then(|text| json_lines::read(&text)))),
        })
    }
}

/// Passes over the byte-order mark of UTF-8, and refuses other encodings: read as UTF-8 they would
/// be full of errors.
fn without_mark<R: BufRead>(mut input: R) -> Result<Input<R>, FileError> {
    let mut head = Vec::new();
    input.by_ref().take(4).read_to_end(&mut head)?;
    if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") || head.contains(&0) {
        return Err(FileError::Header("It is UTF-16 or UTF-32: save it as UTF-8.".to_owned()));
    }
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head).to_vec();
    Ok(Cursor::new(text).chain(input))
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

    pub(super) fn write(&mut self, row: &ImportRow) -> io::Result<()> {
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

/// Returns the column that a name means, in any case.
fn column(name: &str) -> Option<&'static str> {
    COLUMNS.into_iter().find(|column| column.eq_ignore_ascii_case(name.trim()))
}

/// Returns the field of an account that a column is for.
fn field_mut<'a>(row: &'a mut ImportRow, column: &str) -> Option<&'a mut String> {
    Some(match column {
        "username" => &mut row.username,
        "email" => &mut row.email,
        "name" => &mut row.name,
        "password_hash" => &mut row.password_hash,
        "created_at" => &mut row.created_at,
        "email_verified" => &mut row.email_verified,
        "roles" => &mut row.roles,
        "disabled" => &mut row.disabled,
        "language" => &mut row.language,
        _ => return None,
    })
}
