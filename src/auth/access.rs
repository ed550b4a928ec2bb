//! Who an access token speaks for, right now.

use std::sync::Arc;

use super::AccessError;
use crate::app::App;
use crate::clock::Timestamp;
use crate::revocation::RevocationStatus;
use crate::store::sessions;
use crate::token::{AccessClaims, AccessTokenError};

/// Checks an access token: signature, times, and that it was not revoked since. Asks no database.
pub fn authenticate(app: &App, token: &str) -> Result<Arc<AccessClaims>, AccessError> {
    let now = app.clock.now();
    let claims = app.tokens.verify_access(token, now).map_err(|refusal| match refusal {
        AccessTokenError::Invalid => AccessError::Invalid,
        AccessTokenError::Expired => AccessError::Expired,
    })?;
    match app.revocations.status_of(&claims) {
        Some(RevocationStatus::Revoked) => Err(AccessError::Revoked(None)),
        Some(RevocationStatus::Stale) => Err(AccessError::Expired),
        None => {
            record_use(app, &claims, now);
            Ok(claims)
        }
    }
}

/// Stores when the tokens of a generation were first used, without delaying the request.
fn record_use(app: &App, claims: &AccessClaims, now: Timestamp) {
    if !app.first_uses.record(claims, now, app.config.windows.recovery) {
        return;
    }
    let (session, generation) = (claims.session, claims.generation);
    // On this instance it is queued behind the rotation that it confirms and before any later
    // request of its session.
    let first_uses = Arc::clone(&app.first_uses);
    app.store.write_later(
        move |tx| sessions::set_first_use(tx, session, generation, now),
        // Not stored: the next token of this generation counts as the first again.
        move || first_uses.forget(session),
    );
}
