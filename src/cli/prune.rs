//! `vestibule prune`

use std::time::Duration;

use clap::Args;
use serde_json::json;
use vestibule::jobs;

use super::args::{Missing, SettingsArgs};
use super::{CliError, output};

#[derive(Args)]
pub(crate) struct Prune {
    /// Print the counts as a JSON object.
    #[arg(long)]
    json: bool,
}

impl Prune {
    pub(super) async fn run(self, args: &SettingsArgs) -> Result<(), CliError> {
        let app = args.open(Missing::Refuse)?;
        let ([mut sessions, mut revocations, mut mails, mut links], mut after) = ([0; 4], None);
        loop {
            let report = jobs::delete_old_rows(&app, after, Duration::ZERO)
                .await
                .map_err(vestibule::auth::Error::from)?;
            sessions += report.sessions;
            revocations += report.revocations;
            mails += report.mails;
            links += report.links;
            after = report.last;
            if !report.has_more() {
                break;
            }
        }
        if self.json {
            output::json(&json!({
                "sessions": sessions, "revocations": revocations, "mails": mails, "links": links,
            }))?;
        } else {
            let counts = [
                (sessions, "session"),
                (revocations, "revocation"),
                (mails, "mail"),
                (links, "link"),
            ];
            let [sessions, revocations, mails, links] =
                counts.map(|(count, what)| output::count(count, what));
            output::line(format!("{sessions}, {revocations}, {mails} and {links} deleted."))?;
        }
        Ok(())
    }
}
