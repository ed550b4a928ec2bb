//! `vestibule check-config`

use clap::Args;
use serde_json::{Map, Value, json};
use vestibule::config::{Config, ConfigError, SettingError, SettingErrors, Settings};

use super::{CliError, output};

#[derive(Args)]
pub(crate) struct CheckConfig {
    /// Print a JSON object with `settings` or `errors`.
    #[arg(long)]
    json: bool,
}

impl CheckConfig {
    pub(super) fn run(self, settings: &Settings) -> Result<(), CliError> {
        let config = read(settings, self.json)?;
        if self.json {
            let settings = config
                .list()
                .into_iter()
                .map(|(name, value)| (name.to_owned(), Value::from(value)));
            output::json(&json!({ "settings": settings.collect::<Map<_, _>>() }))?;
        } else {
            let settings = config.list();
            let width = settings.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
            for (name, value) in settings {
                output::line(format!("{name:width$} {value}").trim_end())?;
            }
        }
        Ok(())
    }
}

/// Reads the settings as the server does, but creates nothing. With `as_json`, it prints the errors
/// to standard output.
pub(super) fn read(settings: &Settings, as_json: bool) -> Result<Config, CliError> {
    Config::check(settings).map_err(|error| {
        let SettingErrors(errors) = match error {
            ConfigError::Settings(errors) if as_json => errors,
            other => return other.into(),
        };
        let entry = |error: SettingError| json!({ "name": error.name, "message": error.message, "hint": error.hint });
        let shown = output::json(&json!({ "errors": errors.into_iter().map(entry).collect::<Vec<_>>() }));
        shown.map_or_else(CliError::from, |()| CliError::SettingsReported)
    })
}
