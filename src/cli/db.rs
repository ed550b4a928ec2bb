//! `vestibule db copy`

use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Map, Value, json};
use vestibule::config::{Database, database_named};
use vestibule::store::copy::copy;

use super::args::SettingsArgs;
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
    /// started again. Other users of this machine can see a password on the command line: leave out
    /// that URL, and set DATABASE_URL or DATABASE_URL_FILE to it.
    Copy(Copy),
}

#[derive(Args)]
struct Copy {
    /// The database to read, as in DATABASE_URL, which is used if this is left out.
    #[arg(long, value_name = "URL", required_unless_present = "to")]
    from: Option<String>,
    /// The database to write. It must have no rows. DATABASE_URL if it is left out.
    #[arg(long, value_name = "URL")]
    to: Option<String>,
    /// Print the number of rows of each table as a JSON object.
    #[arg(long)]
    json: bool,
}

impl Db {
    pub(super) fn run(self, args: &SettingsArgs) -> Result<(), CliError> {
        let Action::Copy(Copy { from, to, json }) = self.action;
        let (from, to) = (named("--from", from, args)?, named("--to", to, args)?);
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

/// Returns the database of a flag, or of the settings.
fn named(
    flag: &'static str,
    url: Option<String>,
    args: &SettingsArgs,
) -> Result<Database, CliError> {
    match url {
        Some(url) => database_named(flag, &url).map_err(CliError::Settings),
        None => Ok(args.config()?.database),
    }
}

/// Returns a bar that counts rows; without a terminal there is none.
fn bar() -> ProgressBar {
    let bar = ProgressBar::no_length();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {human_pos} rows, {per_sec}") {
        bar.set_style(style);
    }
    bar
}
