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
    /// The file to create, readable only by its owner.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Backup {
    pub(super) fn run(self, args: &SettingsArgs) -> Result<(), CliError> {
        let config = args.config()?;
        let (file, database) = (self.file.display(), &config.database);
        let Database::Sqlite(path) = database else {
            return Err(CliError::Failed(format!(
                "Cannot copy the database {database}: use pg_dump for PostgreSQL."
            )));
        };
        store::backup::copy(path, &self.file).map_err(|error| {
            CliError::Failed(match error.kind() {
                io::ErrorKind::AlreadyExists => {
                    format!("{file} already exists; refusing to overwrite.")
                }
                _ => format!("Cannot copy the database {database} to {file}: {error}."),
            })
        })?;
        Ok(output::line(format!("Copied {database} to {file}."))?)
    }
}
