//! The sessions of somebody else: seeing them, ending one, ending all.

use std::sync::Arc;

use super::{Actor, every_session};
use crate::app::App;
use crate::auth::Error;
use crate::auth::end_sessions::end_all;
use crate::auth::event::{self, EventKind};
use crate::id::{SessionId, UserId};
use crate::store::sessions::{self, RevokedFor, Session};
use crate::store::users;

/// Lists the active sessions of an account, the oldest first.
pub async fn list_sessions(app: &App, id: UserId) -> Result<Vec<Session>, Error> {
    let now = app.clock.now();
    Ok(app.store.read(move |rows| sessions::list_active(rows, id, now)).await?)
}

/// Ends one session, which must be active.
pub async fn end_session(app: &Arc<App>, actor: &Actor, id: SessionId) -> Result<(), Error> {
    let (owned, actor, now) = (Arc::clone(app), actor.clone(), app.clock.now());
    app.store
        .write(move |tx| {
            actor.require(tx)?;
            let session = sessions::find(tx, id)?
                .filter(|session| session.is_active(now))
                .ok_or(Error::NotFound)?;
            let until = owned.revocation_expiry(now);
            if !sessions::revoke(tx, id, RevokedFor::Admin, now, until)? {
                return Err(Error::NotFound);
            }
            Ok(event::record_by(
                tx,
                EventKind::SessionRevoked,
                session.user_id,
                Some(id),
                &actor,
                now,
            )?)
        })
        .await
}

/// Ends every session of an account. Returns how many there were.
pub async fn sign_out(app: &Arc<App>, actor: &Actor, id: UserId) -> Result<usize, Error> {
    let (owned, actor, now) = (Arc::clone(app), actor.clone(), app.clock.now());
    app.store
        .write(move |tx| {
            actor.require(tx)?;
            users::find_for_update(tx, id)?.ok_or(Error::NotFound)?;
            Ok(end_all(&owned, tx, &every_session(id, &actor), now)?.count)
        })
        .await
}
