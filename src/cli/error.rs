//! Why a task was not done, in one line and an exit code.

use std::io;
use std::process::ExitCode;

use vestibule::auth::{Conflict, Error};
use vestibule::config::{ConfigError, SettingErrors};
use vestibule::http::messages::field_error_message;
use vestibule::locale::Locale;

use super::output;

/// Why a task was not done.
#[derive(Debug)]
pub(crate) enum CliError {
    /// It cannot be done; why.
    Failed(String),
    /// It was not asked for as it should be; what to type.
    Usage(String),
    /// The settings are wrong.
    Settings(SettingErrors),
    /// It was done, and what it showed is not well.
    Reported,
    /// The same, for the settings.
    SettingsReported,
    /// The output was closed, which is no error: `vestibule users list | head`.
    OutputClosed,
}

impl CliError {
    /// Prints the error and returns the exit code.
    pub(crate) fn report(self) -> ExitCode {
        match self {
            Self::Failed(why) => {
                output::error(why);
                ExitCode::from(1)
            }
            Self::Usage(why) => {
                output::error(why);
                ExitCode::from(2)
            }
            Self::Settings(errors) => {
                errors.to_string().lines().for_each(output::error);
                ExitCode::from(2)
            }
            Self::Reported => ExitCode::from(1),
            Self::SettingsReported => ExitCode::from(2),
            Self::OutputClosed => ExitCode::SUCCESS,
        }
    }
}

impl From<io::Error> for CliError {
    /// For what is written to the standard output.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::OutputClosed,
            _ => Self::Failed(format!("Cannot write the output: {error}.")),
        }
    }
}

impl From<ConfigError> for CliError {
    fn from(error: ConfigError) -> Self {
        match error {
            ConfigError::Settings(errors) => Self::Settings(errors),
            ConfigError::Secrets(_) | ConfigError::NoDatabase(_) => Self::Failed(error.to_string()),
        }
    }
}

impl From<Error> for CliError {
    fn from(error: Error) -> Self {
        Self::Failed(match error {
            Error::Invalid(errors) => {
                let errors = errors
                    .iter()
                    .map(|error| format!("{}: {}", error.field, field_error_message(error.kind, Locale::english())));
                errors.collect::<Vec<_>>().join(" ")
            }
            Error::Conflict(Conflict::Email) => "An account with this email address already exists.".to_owned(),
            Error::Conflict(Conflict::Username) => "An account with this username already exists.".to_owned(),
            Error::NotFound => "This account no longer exists.".to_owned(),
            Error::LastAdmin => {
                "The last administrator cannot be demoted, disabled or deleted. Make another account an administrator first: vestibule users promote WHO."
                    .to_owned()
            }
            Error::Busy(cause) => format!("The database is busy: {cause}. Nothing was changed. Try again."),
            Error::Internal(cause) => format!("Unexpected database result: {cause}."),
            other => format!("Not possible: {other:?}."),
        })
    }
}
