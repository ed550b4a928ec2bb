//! Where a task finds the accounts: the settings, and the database that they name.

use std::sync::Arc;

use vestibule::app::App;
use vestibule::clock::Clock;
use vestibule::config::{Config, Settings};

use super::CliError;

/// The settings as they were asked for.
#[derive(Clone)]
pub(crate) struct SettingsArgs {
    /// Flags, variables and defaults.
    pub(crate) settings: Settings,
    /// The names of the settings that are flags of this command line: `DATABASE_URL`.
    pub(crate) typed: Vec<String>,
}

/// What becomes of a database that is not there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Missing {
    /// It is made: the server may never have been started yet.
    Make,
    /// It is a mistake: an empty one has nothing to show.
    Refuse,
}

impl SettingsArgs {
    /// Returns whether a setting is a flag of this command line.
    pub(crate) fn is_typed(&self, name: &str) -> bool {
        self.typed.iter().any(|typed| typed == name)
    }

    /// Reads the settings.
    pub(crate) fn config(&self) -> Result<Config, CliError> {
        let mut settings = self.settings.clone();
        if self.is_typed("DATABASE_URL") && !self.is_typed("DATABASE_URL_FILE") {
            // A flag wins over the environment, even if that names a file.
            settings = settings.without("DATABASE_URL_FILE");
        }
        Ok(Config::for_operator(&settings)?)
    }

    /// Opens the database.
    pub(crate) fn open(&self, missing: Missing) -> Result<Arc<App>, CliError> {
        let config = self.config()?;
        let database = config.database.clone();
        if missing == Missing::Refuse && !database.exists() {
            return Err(CliError::Failed(format!(
                "No database at {database}. Start the server first, or set DATABASE_URL."
            )));
        }
        config.require_database()?;
        let opened = App::assemble(config, Clock::System);
        opened.map_err(|error| {
            CliError::Failed(format!("Cannot open the database {database}: {error}."))
        })
    }
}
