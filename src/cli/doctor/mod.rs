//! `vestibule doctor`: looks for whatever is wrong with an installation.
//!
//! Each kind of check is a file with a function that gives findings; a new one is a line in [`examine`].

mod certificate;
mod database;
mod files;
mod mail;
mod reach;
mod secrets;

use clap::Args;
use serde::Serialize;
use serde_json::json;
use vestibule::clock::Clock;
use vestibule::config::{Config, Fault, Settings};

use super::{Failure, check_config, output};

#[derive(Args)]
pub(crate) struct Doctor {
    /// As a JSON object: `well`, and `findings`.
    #[arg(long)]
    json: bool,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Level {
    /// As it should be.
    Well,
    /// Not wrong, but worth knowing.
    Note,
    /// To be mended.
    Wrong,
}

/// What was found.
#[derive(Clone, Debug, Serialize)]
struct Finding {
    level: Level,
    /// What it is about.
    about: &'static str,
    says: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    mend: Option<String>,
}

impl Finding {
    fn well(about: &'static str, says: impl Into<String>) -> Self {
        Self { level: Level::Well, about, says: says.into(), mend: None }
    }

    fn note(about: &'static str, says: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { level: Level::Note, about, says: says.into(), mend: Some(mend.into()) }
    }

    /// What is unwise about a setting that can be used.
    fn of_setting(about: &'static str, fault: &Fault) -> Self {
        Self::note(about, format!("{} {}", fault.name, fault.fault), &*fault.mend)
    }

    fn wrong(about: &'static str, says: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { level: Level::Wrong, about, says: says.into(), mend: Some(mend.into()) }
    }
}

impl Doctor {
    pub(super) async fn run(self, settings: &Settings) -> Result<(), Failure> {
        let config = check_config::read(settings, self.json)?;
        let findings = examine(&config, &Clock::System).await;
        let well = findings.iter().all(|finding| finding.level != Level::Wrong);
        if self.json {
            output::json(&json!({ "well": well, "findings": findings }))?;
        } else {
            findings.iter().try_for_each(tell)?;
        }
        if well { Ok(()) } else { Err(Failure::Shown) }
    }
}

async fn examine(config: &Config, clock: &Clock) -> Vec<Finding> {
    let mut findings = database::examine(&config.database, clock.now());
    findings.extend(files::examine(config));
    findings.extend(secrets::examine(config));
    findings.extend(certificate::examine(config, clock.now()));
    findings.extend(reach::examine(config));
    findings.push(mail::examine(config).await);
    findings
}

fn tell(finding: &Finding) -> std::io::Result<()> {
    let Finding { level, about, says, mend } = finding;
    let level = match level {
        Level::Well => "well ",
        Level::Note => "note ",
        Level::Wrong => "WRONG",
    };
    output::line(format!("{level}  {about}: {says}"))?;
    mend.iter().try_for_each(|mend| output::line(format!("       {mend}")))
}
