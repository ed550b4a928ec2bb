//! `vestibule backup`

use std::io;
use std::path::PathBuf;

use clap::Args;
use vestibule::config::Database;
use vestibule::store;

use super::args::SettingsArgs;
use super::{CliError, output};

#[derive(Args)]
pub(crate) struct Backup {
    /// A file that is not there yet. Only its owner will be able to read it.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Backup {
    pub(super) fn run(self, args: &SettingsArgs) -> Result<(), CliError> {
        let config = args.config()?;
        let Database::Sqlite(path) = &config.database;
        let (file, path) = (self.file.display(), path.display());
        store::backup::copy(&config.database, &self.file).map_err(|error| {
            CliError::Failed(match error.kind() {
                io::ErrorKind::AlreadyExists => {
                    format!("{file} is there already, and is never written over.")
                }
                _ => format!("The database {path} cannot be copied to {file}: {error}."),
            })
        })?;
        Ok(output::line(format!("{path} is copied to {file}."))?)
    }
}
