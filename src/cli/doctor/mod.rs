//! `vestibule doctor`: looks for problems of an installation.
//!
//! Each kind of check is a file with a function that gives findings; a new one is a line in
//! [`check`].

mod certificate;
mod database;
mod files;
mod mail;
mod public_url;
mod secrets;

use clap::Args;
use serde::Serialize;
use serde_json::json;
use vestibule::clock::Clock;
use vestibule::config::{Config, SettingError, Settings};

use super::{CliError, check_config, output};

#[derive(Args)]
pub(crate) struct Doctor {
    /// Print a JSON object with `ok` and `findings`.
    #[arg(long)]
    json: bool,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Level {
    /// As it should be.
    Ok,
    /// Not wrong, but worth knowing.
    Warning,
    /// A problem that needs a fix.
    Error,
}

/// What was found.
#[derive(Clone, Debug, Serialize)]
struct Finding {
    level: Level,
    /// What it is about.
    check: &'static str,
    message: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
}

impl Finding {
    fn ok(check: &'static str, message: impl Into<String>) -> Self {
        Self { level: Level::Ok, check, message: message.into(), hint: None }
    }

    fn warning(check: &'static str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { level: Level::Warning, check, message: message.into(), hint: Some(hint.into()) }
    }

    /// Creates a warning about a setting.
    fn of_setting(check: &'static str, error: &SettingError) -> Self {
        Self::warning(check, format!("{} {}", error.name, error.message), &*error.hint)
    }

    fn error(check: &'static str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { level: Level::Error, check, message: message.into(), hint: Some(hint.into()) }
    }
}

impl Doctor {
    pub(super) async fn run(self, settings: &Settings) -> Result<(), CliError> {
        let config = check_config::read(settings, self.json)?;
        let findings = check(&config, &Clock::System).await;
        let ok = findings.iter().all(|finding| finding.level != Level::Error);
        if self.json {
            output::json(&json!({ "ok": ok, "findings": findings }))?;
        } else {
            findings.iter().try_for_each(print)?;
        }
        if ok { Ok(()) } else { Err(CliError::Reported) }
    }
}

async fn check(config: &Config, clock: &Clock) -> Vec<Finding> {
    let mut findings = database::check(&config.database, clock.now());
    findings.extend(files::check(config));
    findings.extend(secrets::check(config));
    findings.extend(certificate::check(config, clock.now()));
    findings.extend(public_url::check(config));
    findings.push(mail::check(config).await);
    findings
}

fn print(finding: &Finding) -> std::io::Result<()> {
    let Finding { level, check, message, hint } = finding;
    let level = match level {
        Level::Ok => "ok     ",
        Level::Warning => "warning",
        Level::Error => "error  ",
    };
    output::line(format!("{level}  {check}: {message}"))?;
    hint.iter().try_for_each(|hint| output::line(format!("         {hint}")))
}
