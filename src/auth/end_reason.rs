//! Why and when a session was ended, for the login page. `end_sessions` ends them.

use super::Error;
use super::event::EventKind;
use crate::app::App;
use crate::clock::Timestamp;
use crate::id::SessionId;
use crate::store::sessions::{self, RevokedFor};
use crate::store::{self, events};

/// Why and when a session was ended. Clients that are not signed in can read it with the session's
/// id, which cannot be guessed. Its only personal data are a time and an IP address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndReason {
    /// Why it was ended.
    pub revoked_for: RevokedFor,
    /// When it was ended.
    pub at: Timestamp,
    /// The address from which one of its replaced tokens was used, if that ended it.
    pub reused_from: Option<String>,
}

/// Finds why a session was ended. Returns nothing for a session that is active, expired or unknown.
pub async fn find(app: &App, id: SessionId) -> Result<Option<EndReason>, Error> {
    let found = app.store.read(move |rows| {
        let Some(session) = sessions::find(rows, id)? else { return Ok(None) };
        let (Some(revoked_for), Some(at)) = (session.revoked_for, session.revoked_at) else {
            return Ok(None);
        };
        let reuse = match revoked_for {
            RevokedFor::Reuse => {
                events::find_at(rows, (session.user_id, id), EventKind::RefreshReused.as_str(), at)?
            }
            _ => None,
        };
        Ok::<_, store::Error>(Some(EndReason {
            revoked_for,
            at,
            reused_from: reuse.map(|event| event.ip),
        }))
    });
    Ok(found.await?)
}
