//! Where a task finds the accounts: the settings, and the database that they name.

use std::ffi::OsString;
use std::sync::Arc;

use clap::Args;
use vestibule::app::App;
use vestibule::clock::Clock;
use vestibule::config::{Config, Database, Settings};

use super::Failure;

/// Which database is meant.
#[derive(Args)]
pub(crate) struct Place {
    /// The SQLite file [default: DATABASE_URL, as the server has it].
    ///
    /// Other settings are taken from the environment and the file `.env`.
    #[arg(long, value_name = "URL", global = true)]
    database_url: Option<OsString>,
}

/// What becomes of a database that is not there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Missing {
    /// It is made: the server may never have been started yet.
    Make,
    /// It is a mistake: an empty one has nothing to show.
    Refuse,
}

impl Place {
    /// Reads the settings.
    pub(crate) fn config(&self) -> Result<Config, Failure> {
        let mut settings = Settings::from_environment();
        if self.database_url.is_some() {
            settings.database_url.clone_from(&self.database_url);
            // What is typed wins over the environment, however that says it.
            settings.database_url_file = None;
        }
        Ok(Config::for_operator(&settings)?)
    }

    /// Opens the database.
    pub(crate) fn open(&self, missing: Missing) -> Result<Arc<App>, Failure> {
        let config = self.config()?;
        let Database::Sqlite(path) = &config.database;
        let path = path.clone();
        if missing == Missing::Refuse && !path.exists() {
            let path = path.display();
            return Err(Failure::Refused(format!(
                "There is no database {path}. Start the server, or set DATABASE_URL."
            )));
        }
        let opened = App::assemble(config, Clock::System);
        opened.map_err(|error| Failure::Refused(format!("The database {} cannot be opened: {error}.", path.display())))
    }
}
