//! The signed-in devices of an account: seeing them, and signing one out from another.

use std::borrow::Cow;

use super::event::{self, EventKind};
use super::{Context, Error};
use crate::app::App;
use crate::id::SessionId;
use crate::locale::Locale;
use crate::store::sessions::{self, RevokedFor, Session};
use crate::token::AccessClaims;
use crate::user_agent::ClientName;

/// A session as the device that its owner sees in it.
#[derive(Clone, Debug)]
pub struct ActiveSession {
    /// What it says it is now.
    pub device: ClientName,
    /// What it said it was at sign-in.
    pub signed_in_as: ClientName,
    /// Whether it is the one that asks.
    pub current: bool,
    /// Its session.
    pub session: Session,
}

impl ActiveSession {
    /// Creates the device of a session, which `current` may be.
    pub fn of(session: Session, current: Option<SessionId>) -> Self {
        Self {
            device: ClientName::of(session.latest_user_agent()),
            signed_in_as: ClientName::of(&session.user_agent),
            current: current == Some(session.id),
            session,
        }
    }

    /// Names it, as both if it is not what it was at sign-in.
    pub fn name(&self, t: Locale) -> Cow<'_, str> {
        let (now, before) = (self.device.name(t), self.signed_in_as.name(t));
        if self.device == self.signed_in_as { now } else { t.client_was(now, before).into() }
    }
}

/// Lists the devices that are signed in to the account, the latest sign-in first.
pub async fn list(app: &App, claims: &AccessClaims) -> Result<Vec<ActiveSession>, Error> {
    let (user, current, now) = (claims.user, claims.session, app.clock.now());
    let mut standing = app.store.read(move |rows| sessions::list_active(rows, user, now)).await?;
    standing.sort_by_key(|session| std::cmp::Reverse((session.created_at, session.id)));
    let device = |session| ActiveSession::of(session, Some(current));
    Ok(standing.into_iter().map(device).collect())
}

/// Signs a device of the account out. Returns whether it was the one that asks. Somebody else's is
/// not found.
pub async fn revoke(
    context: &Context,
    claims: &AccessClaims,
    id: SessionId,
) -> Result<bool, Error> {
    let app = &context.app;
    let (owned, now) = (context.clone(), context.now());
    let (user, current) = (claims.user, claims.session == id);
    let (reason, what) = match current {
        true => (RevokedFor::SignedOut, EventKind::SignedOut),
        false => (RevokedFor::SignedOutElsewhere, EventKind::SessionRevoked),
    };
    app.store
        .write(move |tx| {
            let session = sessions::find(tx, id)?;
            session
                .filter(|session| session.user_id == user && session.is_active(now))
                .ok_or(Error::NotFound)?;
            if !sessions::revoke(tx, id, reason, now, owned.app.revocation_expiry(now))? {
                return Err(Error::NotFound);
            }
            event::record(tx, what, user, Some(id), &owned.client, now)?;
            Ok(current)
        })
        .await
}
