//! `vestibule db copy`

use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Map, Value, json};
use vestibule::config::{Database, database_named};
use vestibule::store::copy::copy;

use super::{CliError, output};

#[derive(Args)]
pub(crate) struct Db {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Copy every row to another, empty database. Stop the servers first.
    ///
    /// With the same secrets nobody has to sign in again. A copy that was interrupted can be
    /// started again.
    Copy(Copy),
}

#[derive(Args)]
struct Copy {
    /// The database to read, as in DATABASE_URL.
    #[arg(long, value_name = "URL")]
    from: String,
    /// The database to write. It must have no rows.
    #[arg(long, value_name = "URL")]
    to: String,
    /// Print the number of rows of each table as a JSON object.
    #[arg(long)]
    json: bool,
}

impl Db {
    pub(super) fn run(self) -> Result<(), CliError> {
        let Action::Copy(Copy { from, to, json }) = self.action;
        let (from, to) = (named("--from", &from)?, named("--to", &to)?);
        if from == to {
            return Err(CliError::Failed(format!("{from} is both the source and the target.")));
        }
        let bar = bar();
        let copied = copy(&from, &to, |rows| bar.inc(rows as u64));
        bar.finish_and_clear();
        let copied = copied.map_err(|error| CliError::Failed(error.to_string()))?;
        if json {
            let counts = copied.iter().map(|table| (table.name.to_owned(), json!(table.rows)));
            return Ok(output::json(&Value::Object(counts.collect::<Map<_, _>>()))?);
        }
        let counts: Vec<String> =
            copied.iter().map(|table| format!("{} {}", table.rows, table.name)).collect();
        Ok(output::line(format!("Copied {from} to {to}: {}.", counts.join(", ")))?)
    }
}

fn named(flag: &'static str, url: &str) -> Result<Database, CliError> {
    database_named(flag, url).map_err(CliError::Settings)
}

/// Returns a bar that counts rows; without a terminal there is none.
fn bar() -> ProgressBar {
    let bar = ProgressBar::no_length();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {human_pos} rows, {per_sec}") {
        bar.set_style(style);
    }
    bar
}
