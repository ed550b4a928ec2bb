//! `vestibule users import`

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use tokio::task::JoinHandle;
use vestibule::app::App;
use vestibule::auth::import::{ImportError, ImportOutcome, ImportRecord, SeenNames, import_batch};
use vestibule::auth::{Conflict, Error};
use vestibule::http::messages::field_error_message;
use vestibule::locale::Locale;
use vestibule::password::HashError;

use super::account_file::{FileError, Format, Reader, RowError};
use super::args::{Missing, SettingsArgs};
use super::{CliError, output};

/// How many accounts are written in one transaction: enough to share its wait for the disk, few
/// enough that a sign-in at the running server hardly notices.
const BATCH: usize = 500;
/// How often a busy database is asked again, each time for as long as its own patience lasts.
const ATTEMPTS: usize = 15;

#[derive(Args)]
pub(super) struct Import {
    /// The file, or - for standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The format [default: from the extension .csv, .jsonl or .ndjson].
    #[arg(long)]
    format: Option<Format>,
    /// Print the counts and the refused lines as a JSON object.
    #[arg(long)]
    json: bool,
}

/// The outcome of an import.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    imported: usize,
    /// How many of these got a username generated from the email address.
    named: usize,
    already_there: usize,
    refused: usize,
    refusals: Vec<RejectedRow>,
}

#[derive(Serialize)]
struct RejectedRow {
    line: u64,
    reason: String,
}

impl Import {
    pub(super) async fn run(self, args: &SettingsArgs) -> Result<(), CliError> {
        let format = self.format.map_or_else(|| Format::of(&self.file), Ok)?;
        let name = self.file.display().to_string();
        let unreadable = |fault| match fault {
            FileError::Io(error) => CliError::Failed(format!("Cannot read {name}: {error}.")),
            FileError::Header(why) => CliError::Failed(format!("Cannot read {name}. {why}")),
        };
        args.config()?;
        let (input, bar) = open(&self.file).map_err(|error| unreadable(error.into()))?;
        let mut reader = Reader::new(input, format).map_err(unreadable)?;
        let app = args.open(Missing::Make)?;
        let mut work = Work {
            app,
            bar,
            json: self.json,
            report: Report::default(),
            seen: SeenNames::default(),
            batch: Vec::new(),
            writing: None,
        };
        let done = work.read_all(&mut reader).await;
        work.bar.finish_and_clear();
        work.tell(done.map_err(|stop| match stop {
            Stop::File(error) => unreadable(error.into()),
            Stop::Rule(error) => CliError::from(error),
        }))
    }
}

/// Opens the file, with a bar that shows how much of it was read; without a terminal there is none.
fn open(file: &Path) -> io::Result<(Box<dyn BufRead>, ProgressBar)> {
    if file == Path::new("-") {
        let bar = ProgressBar::no_length();
        return Ok((Box::new(BufReader::new(bar.wrap_read(io::stdin()))), bar));
    }
    let opened = File::open(file)?;
    let bar = ProgressBar::new(opened.metadata()?.len());
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {percent} %, {eta} to go") {
        bar.set_style(style);
    }
    Ok((Box::new(BufReader::new(bar.wrap_read(opened))), bar))
}

/// What keeps the rest of a file from being read.
enum Stop {
    File(io::Error),
    Rule(Error),
}

struct Work {
    app: Arc<App>,
    bar: ProgressBar,
    json: bool,
    report: Report,
    seen: SeenNames,
    batch: Vec<(u64, ImportRecord)>,
    /// The batch before, which is being written while this one is read.
    writing: Option<Writing>,
}

struct Writing {
    lines: Vec<u64>,
    outcomes: JoinHandle<Result<Vec<ImportOutcome>, Error>>,
}

impl Work {
    async fn read_all(&mut self, reader: &mut Reader<impl BufRead>) -> Result<(), Stop> {
        while let Some((line, row)) = reader.next().map_err(Stop::File)? {
            let row = match row {
                Ok(row) => row,
                Err(RowError(why)) => {
                    self.refuse(line, why);
                    continue;
                }
            };
            let record = ImportRecord::parse(&row, self.app.clock.now()).and_then(|record| {
                self.seen.note(&record, line).map(|()| record).map_err(|refusal| vec![refusal])
            });
            match record {
                Ok(record) => self.batch.push((line, record)),
                Err(refusals) => self
                    .refuse(line, refusals.into_iter().map(reason).collect::<Vec<_>>().join("; ")),
            }
            if self.batch.len() == BATCH {
                self.write_batch().await.map_err(Stop::Rule)?;
            }
        }
        self.write_batch().await.map_err(Stop::Rule)?;
        self.take_outcomes().await.map_err(Stop::Rule)
    }

    /// Waits for the batch before and begins to write this one.
    async fn write_batch(&mut self) -> Result<(), Error> {
        self.take_outcomes().await?;
        if !self.batch.is_empty() {
            let (lines, records) = self.batch.drain(..).unzip();
            let outcomes = tokio::spawn(write_patiently(Arc::clone(&self.app), records));
            self.writing = Some(Writing { lines, outcomes });
            // Lets it reach the writing thread, which goes on while this one reads.
            tokio::task::yield_now().await;
        }
        Ok(())
    }

    async fn take_outcomes(&mut self) -> Result<(), Error> {
        let Some(Writing { lines, outcomes }) = self.writing.take() else { return Ok(()) };
        let outcomes = outcomes.await.map_err(|error| Error::Internal(error.to_string()))??;
        for (line, outcome) in lines.into_iter().zip(outcomes) {
            match outcome {
                ImportOutcome::Imported { username_generated } => {
                    self.report.imported += 1;
                    self.report.named += usize::from(username_generated);
                }
                ImportOutcome::AlreadyThere => self.report.already_there += 1,
                ImportOutcome::Refused(error) => self.refuse(line, reason(error)),
            }
        }
        Ok(())
    }

    fn refuse(&mut self, line: u64, reason: String) {
        if !self.json {
            self.bar.suspend(|| output::error(format!("line {line}: {reason}")));
        }
        self.report.refused += 1;
        self.report.refusals.push(RejectedRow { line, reason });
    }

    fn tell(self, done: Result<(), CliError>) -> Result<(), CliError> {
        let Report { imported, named, already_there, refused, .. } = self.report;
        if self.json {
            output::json(&self.report)?;
        } else {
            output::line(format!(
                "{imported} imported, {already_there} already exist, {refused} refused."
            ))?;
            // No error: a nightly export without new accounts looks like this. It may still be a
            // mistake, so it is reported.
            if done.is_ok() && imported + already_there + refused == 0 {
                output::line("The file contains no accounts.")?;
            }
            if named > 0 {
                output::line(format!(
                    "{} generated from addresses.",
                    output::count(named, "username")
                ))?;
            }
        }
        match done {
            Ok(()) if refused > 0 => Err(CliError::Reported),
            done => done,
        }
    }
}

/// Writes a batch, again if the server has kept the database to itself for too long.
async fn write_patiently(
    app: Arc<App>,
    records: Vec<ImportRecord>,
) -> Result<Vec<ImportOutcome>, Error> {
    let begun = Instant::now();
    let mut attempts = 1;
    let outcomes = loop {
        match import_batch(&app, records.clone()).await {
            Err(Error::Busy(_)) if attempts < ATTEMPTS => attempts += 1,
            outcomes => break outcomes?,
        }
    };
    // Other processes poll for the database; this leaves them a gap.
    tokio::time::sleep(begun.elapsed().min(Duration::from_secs(1)) / 4).await;
    Ok(outcomes)
}

/// Returns why a line is refused, without its content.
fn reason(refusal: ImportError) -> String {
    match refusal {
        ImportError::Field(field, kind) => {
            let message = field_error_message(kind, Locale::english());
            format!("{field}: {}", message.trim_end_matches('.'))
        }
        ImportError::Hash(fault) => format!(
            "password_hash: {}",
            match fault {
                HashError::NotBcrypt => "This is not bcrypt ($2a$, $2b$ or $2y$)",
                HashError::Malformed => "This bcrypt hash is truncated or malformed",
                HashError::Cost => "Its cost is not 4 to 16",
            }
        ),
        ImportError::Time => "created_at: Write it like 2026-11-21T04:28:00Z".to_owned(),
        ImportError::TimeOutOfRange => {
            "created_at: This is before 1970 or in the future".to_owned()
        }
        ImportError::Flag(field) => format!("{field}: Write true or false"),
        ImportError::Role => "roles: Write user, or user,admin".to_owned(),
        ImportError::Repeated(field, line) => format!("{field}: Same as in line {line}"),
        ImportError::Conflict(Conflict::Email) => "email: Another account has it".to_owned(),
        ImportError::Conflict(Conflict::Username) => "username: Another account has it".to_owned(),
    }
}
