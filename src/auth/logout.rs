//! Signing out: here, or everywhere.

use std::collections::HashSet;
use std::sync::Arc;

use super::event::{self, Happening};
use super::{Client, Error};
use crate::app::App;
use crate::clock::Timestamp;
use crate::id::SessionId;
use crate::secret::SecretText;
use crate::store::sessions::{self, RevokedFor};
use crate::store::{self, Transaction};
use crate::token::AccessClaims;

/// What came that may tell which session to end.
#[derive(Debug, Default)]
pub struct Presented {
    /// Refresh tokens.
    pub refresh: Vec<SecretText>,
    /// Access tokens.
    pub access: Vec<SecretText>,
}

/// Ends the sessions that these tokens belong to. Any token of a session that we signed will do, ended or replaced ones
/// too; with none there is nothing to end, and that is well too.
pub async fn log_out(app: &Arc<App>, presented: &Presented, client: &Client) -> Result<(), Error> {
    let by_refresh = |token| app.tokens.verify_refresh(token).ok().map(|claims| claims.session);
    let by_access = |token: &SecretText| app.tokens.session_of_access(token.expose());
    let by_refresh = presented.refresh.iter().filter_map(by_refresh);
    let named: HashSet<SessionId> = by_refresh.chain(presented.access.iter().filter_map(by_access)).collect();
    if named.is_empty() {
        return Ok(());
    }
    let (rules, asking, now) = (Arc::clone(app), client.clone(), app.clock.now());
    let ended = app.store.write(move |tx| {
        named.into_iter().try_for_each(|session| end(&rules, tx, session, RevokedFor::SignedOut, &asking, now))
    });
    Ok(ended.await?)
}

/// Ends every session of the signed-in account; tells how many there were.
pub async fn log_out_everywhere(app: &Arc<App>, claims: &AccessClaims, client: &Client) -> Result<usize, Error> {
    let (rules, asking, now) = (Arc::clone(app), client.clone(), app.clock.now());
    let (user, current) = (claims.user, claims.session);
    let revoked = app.store.write(move |tx| {
        let until = rules.access_tokens_end(now);
        let ended = sessions::revoke_all(tx, user, None, RevokedFor::SignedOut, now, until)?;
        for &session in &ended {
            let what = if session == current { Happening::SignedOut } else { Happening::SessionRevoked };
            event::record(tx, what, user, Some(session), &asking, now)?;
        }
        Ok::<_, store::Error>(ended.len())
    });
    Ok(revoked.await?)
}

/// Ends one session as its owner's doing, if it still stands.
pub(super) fn end(
    app: &App,
    tx: &mut Transaction<'_>,
    id: SessionId,
    reason: RevokedFor,
    client: &Client,
    now: Timestamp,
) -> store::Result<()> {
    let Some(session) = sessions::find(tx, id)? else { return Ok(()) };
    if sessions::revoke(tx, id, reason, now, app.access_tokens_end(now.max(session.issued_at)))? {
        event::record(tx, Happening::SignedOut, session.user_id, Some(id), client, now)?;
    }
    Ok(())
}
