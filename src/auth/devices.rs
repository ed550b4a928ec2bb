//! The signed-in devices of an account: seeing them, and signing one out from another.

use std::sync::Arc;

use super::event::{self, Happening};
use super::{Client, Error};
use crate::agent::Device;
use crate::app::App;
use crate::id::SessionId;
use crate::store::sessions::{self, RevokedFor, Session};
use crate::token::AccessClaims;

/// A session as the device that its owner sees in it.
#[derive(Clone, Debug)]
pub struct SignedInDevice {
    /// What it says it is now.
    pub device: Device,
    /// What it said it was at sign-in.
    pub signed_in_as: Device,
    /// Whether it is the one that asks.
    pub current: bool,
    /// Its session.
    pub session: Session,
}

impl SignedInDevice {
    /// Names it, as both if it is not what it was at sign-in.
    pub fn name(&self) -> String {
        let Self { device, signed_in_as, .. } = self;
        if device == signed_in_as { device.to_string() } else { format!("{device} (signed in as {signed_in_as})") }
    }
}

/// Lists the devices that are signed in to the account, the latest sign-in first.
pub async fn list(app: &App, claims: &AccessClaims) -> Result<Vec<SignedInDevice>, Error> {
    let (user, current, now) = (claims.user, claims.session, app.clock.now());
    let mut standing = app.store.read(move |rows| sessions::list_standing(rows, user, now)).await?;
    standing.sort_by_key(|session| std::cmp::Reverse((session.created_at, session.id)));
    let device = |session: Session| SignedInDevice {
        device: Device::of(session.latest_user_agent()),
        signed_in_as: Device::of(&session.user_agent),
        current: session.id == current,
        session,
    };
    Ok(standing.into_iter().map(device).collect())
}

/// Signs a device of the account out; tells whether it was the one that asks. Somebody else's is not found.
pub async fn revoke(app: &Arc<App>, claims: &AccessClaims, id: SessionId, client: &Client) -> Result<bool, Error> {
    let (rules, asking, now) = (Arc::clone(app), client.clone(), app.clock.now());
    let (user, current) = (claims.user, claims.session == id);
    let (reason, what) = match current {
        true => (RevokedFor::SignedOut, Happening::SignedOut),
        false => (RevokedFor::SignedOutElsewhere, Happening::SessionRevoked),
    };
    app.store
        .write(move |tx| {
            let session = sessions::find(tx, id)?;
            session.filter(|session| session.user_id == user && session.stands(now)).ok_or(Error::NotFound)?;
            sessions::revoke(tx, id, reason, now, rules.access_tokens_end(now))?;
            event::record(tx, what, user, Some(id), &asking, now)?;
            Ok(current)
        })
        .await
}
