//! `vestibule check-config`

use clap::Args;
use serde_json::{Map, Value, json};
use vestibule::config::{Config, ConfigError, Faults, Settings};

use super::{Failure, output};

#[derive(Args)]
pub(crate) struct CheckConfig {
    /// As a JSON object: `settings`, or `faults`.
    #[arg(long)]
    json: bool,
}

impl CheckConfig {
    pub(super) fn run(self, settings: &Settings) -> Result<(), Failure> {
        let config = read(settings, self.json)?;
        if self.json {
            let settings = config.list().into_iter().map(|(name, value)| (name.to_owned(), Value::from(value)));
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

/// Reads the settings as the server does, but makes nothing; tells what is wrong with them where it is looked for.
pub(super) fn read(settings: &Settings, as_json: bool) -> Result<Config, Failure> {
    Config::check(settings).map_err(|error| {
        let Faults(faults) = match error {
            ConfigError::Settings(faults) if as_json => faults,
            other => return other.into(),
        };
        let fault =
            |fault: vestibule::config::Fault| json!({ "name": fault.name, "fault": fault.fault, "mend": fault.mend });
        let shown = output::json(&json!({ "faults": faults.into_iter().map(fault).collect::<Vec<_>>() }));
        shown.map_or_else(Failure::from, |()| Failure::SettingsShown)
    })
}
