//! How a session ended, for the sign-in page.

use super::Error;
use super::event::EventKind;
use crate::app::App;
use crate::clock::Timestamp;
use crate::id::SessionId;
use crate::store::sessions::{self, RevokedFor};
use crate::store::{self, events};

/// The end of a session. Clients that are not signed in can read it with the session's identifier,
/// which cannot be guessed. Its only personal data are a time and an IP address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionEnd {
    /// Why it was ended.
    pub reason: RevokedFor,
    /// When.
    pub at: Timestamp,
    /// The address from which a replaced token of it was used, if that is why.
    pub reused_from: Option<String>,
}

/// Finds how a session ended. One that stands, ended with time or is not known gives nothing.
pub async fn find(app: &App, id: SessionId) -> Result<Option<SessionEnd>, Error> {
    let found = app.store.read(move |rows| {
        let Some(session) = sessions::find(rows, id)? else { return Ok(None) };
        let (Some(reason), Some(at)) = (session.revoked_for, session.revoked_at) else {
            return Ok(None);
        };
        let reuse = match reason {
            RevokedFor::Reuse => {
                events::find_at(rows, (session.user_id, id), EventKind::RefreshReused.as_str(), at)?
            }
            _ => None,
        };
        Ok::<_, store::Error>(Some(SessionEnd {
            reason,
            at,
            reused_from: reuse.map(|event| event.ip),
        }))
    });
    Ok(found.await?)
}
