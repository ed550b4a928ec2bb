//! `vestibule sessions`

use clap::{Args, Subcommand};
use vestibule::auth::Error;
use vestibule::auth::admin::{self, Actor};
use vestibule::id::SessionId;

use super::account::{SESSION_COLUMNS, SessionBody, session_row};
use super::place::{Missing, Place};
use super::{Failure, output, users};

#[derive(Args)]
pub(crate) struct Sessions {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// List somebody's signed-in devices.
    List {
        /// E-mail address, user name or identifier.
        #[arg(value_name = "WHO")]
        who: String,
        /// As a JSON array.
        #[arg(long)]
        json: bool,
    },
    /// End one session, or all of somebody's.
    Revoke(Revoke),
}

#[derive(Args)]
#[group(required = true, multiple = false)]
struct Revoke {
    /// The session's identifier.
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// Every session of this account: e-mail address, user name or identifier.
    #[arg(long, value_name = "WHO")]
    user: Option<String>,
}

impl Sessions {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let app = self.place.open(Missing::Refuse)?;
        match self.what {
            What::List { who, json } => {
                let user = users::find(&app, &who).await?;
                let sessions = admin::list_sessions(&app, user.id).await?;
                if json {
                    output::json(&sessions.iter().map(SessionBody::from).collect::<Vec<_>>())?;
                } else {
                    output::table(SESSION_COLUMNS, &sessions.iter().map(session_row).collect::<Vec<_>>())?;
                }
            }
            What::Revoke(Revoke { user: Some(who), .. }) => {
                let user = users::find(&app, &who).await?;
                let ended = admin::sign_out(&app, &Actor::CommandLine, user.id).await?;
                output::line(format!("{} of {} ended.", output::count(ended, "session"), user.username))?;
            }
            What::Revoke(Revoke { id, .. }) => {
                let id = id.unwrap_or_default();
                let gone = || Failure::Refused(format!("There is no standing session {id}."));
                let session: SessionId = id.parse().map_err(|_| gone())?;
                match admin::end_session(&app, &Actor::CommandLine, session).await {
                    Err(Error::NotFound) => return Err(gone()),
                    ended => ended?,
                }
                output::line("1 session ended.")?;
            }
        }
        Ok(())
    }
}
