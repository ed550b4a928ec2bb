//! Why a task was not done, in one line and an exit code.

use std::io;
use std::process::ExitCode;

use vestibule::auth::{Error, Taken};
use vestibule::config::{ConfigError, Faults};
use vestibule::http::wording::problem_message;

use super::output;

/// Why a task was not done.
#[derive(Debug)]
pub(crate) enum Failure {
    /// It cannot be done; why.
    Refused(String),
    /// It was not asked for as it should be; what to type.
    Usage(String),
    /// The settings are wrong.
    Settings(Faults),
    /// It was done, and what it showed is not well.
    Shown,
    /// The same, for the settings.
    SettingsShown,
    /// Whoever read the output has gone away, which is no fault: `vestibule users list | head`.
    ReaderGone,
}

impl Failure {
    /// Tells it to whoever asked, and gives the exit code.
    pub(crate) fn tell(self) -> ExitCode {
        match self {
            Self::Refused(why) => {
                output::error(why);
                ExitCode::from(1)
            }
            Self::Usage(why) => {
                output::error(why);
                ExitCode::from(2)
            }
            Self::Settings(faults) => {
                faults.to_string().lines().for_each(output::error);
                ExitCode::from(2)
            }
            Self::Shown => ExitCode::from(1),
            Self::SettingsShown => ExitCode::from(2),
            Self::ReaderGone => ExitCode::SUCCESS,
        }
    }
}

impl From<io::Error> for Failure {
    /// For what is written to the standard output.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::ReaderGone,
            _ => Self::Refused(format!("The output cannot be written: {error}.")),
        }
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        match error {
            ConfigError::Settings(faults) => Self::Settings(faults),
            ConfigError::Secrets(_) | ConfigError::NoDatabase(_) => Self::Refused(error.to_string()),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Refused(match error {
            Error::Invalid(faults) => {
                let faults = faults.iter().map(|fault| format!("{}: {}", fault.field, problem_message(fault.problem)));
                faults.collect::<Vec<_>>().join(" ")
            }
            Error::Taken(Taken::Email) => "There is an account with this e-mail address already.".to_owned(),
            Error::Taken(Taken::Username) => "There is an account with this user name already.".to_owned(),
            Error::NotFound => "There is no such account any more.".to_owned(),
            Error::LastAdmin => {
                "This is the last administrator, who cannot be demoted, disabled or deleted. Make somebody else one \
                 first: vestibule users promote WHO."
                    .to_owned()
            }
            Error::Busy(cause) => format!("The database is busy: {cause}. Nothing was changed; try again."),
            Error::Internal(cause) => format!("The database gave an answer that makes no sense: {cause}."),
            other => format!("This is refused: {other:?}."),
        })
    }
}
