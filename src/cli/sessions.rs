//! `vestibule sessions`

use std::sync::Arc;

use clap::{Args, Subcommand};
use serde_json::json;
use vestibule::app::App;
use vestibule::auth::Error;
use vestibule::auth::admin::{self, Actor};
use vestibule::id::SessionId;
use vestibule::view::SessionView;

use super::account::{SESSION_COLUMNS, session_row};
use super::args::{Missing, SettingsArgs};
use super::{CliError, output, users};

#[derive(Args)]
pub(crate) struct Sessions {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// List the sessions of an account.
    List {
        /// Email address, username or ID.
        #[arg(value_name = "WHO")]
        who: String,
        /// Print a JSON array.
        #[arg(long)]
        json: bool,
    },
    /// End one session, or all sessions of an account.
    Revoke {
        #[command(flatten)]
        which: Which,
        /// Print the number of ended sessions as a JSON object.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Args)]
#[group(required = true, multiple = false)]
struct Which {
    /// The session's ID.
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// Every session of this account: email address, username or ID.
    #[arg(long, value_name = "WHO")]
    user: Option<String>,
}

impl Sessions {
    pub(super) async fn run(self, args: &SettingsArgs) -> Result<(), CliError> {
        let app = args.open(Missing::Refuse)?;
        match self.what {
            What::List { who, json } => {
                let user = users::find(&app, &who).await?;
                let sessions = admin::list_sessions(&app, user.id).await?;
                if json {
                    output::json(&sessions.iter().map(SessionView::from).collect::<Vec<_>>())?;
                } else {
                    output::table(
                        SESSION_COLUMNS,
                        &sessions.iter().map(session_row).collect::<Vec<_>>(),
                    )?;
                }
            }
            What::Revoke { which, json } => which.revoke(&app, json).await?,
        }
        Ok(())
    }
}

impl Which {
    async fn revoke(self, app: &Arc<App>, json: bool) -> Result<(), CliError> {
        let (revoked, whose) = match self.user {
            Some(who) => {
                let user = users::find(app, &who).await?;
                (
                    admin::sign_out(app, &Actor::CommandLine, user.id).await?,
                    format!(" of {}", user.username),
                )
            }
            None => (end_one(app, &self.id.unwrap_or_default()).await?, String::new()),
        };
        if json {
            // The same member as the response of `POST /api/auth/logout-all`.
            return Ok(output::json(&json!({ "revoked": revoked }))?);
        }
        Ok(output::line(format!("{}{whose} ended.", output::count(revoked, "session")))?)
    }
}

async fn end_one(app: &Arc<App>, id: &str) -> Result<usize, CliError> {
    let gone = || CliError::Failed(format!("No active session {id}."));
    let session: SessionId = id.parse().map_err(|_| gone())?;
    match admin::end_session(app, &Actor::CommandLine, session).await {
        Err(Error::NotFound) => Err(gone()),
        ended => Ok(ended.map(|()| 1)?),
    }
}
