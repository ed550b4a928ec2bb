//! Who an access token speaks for, right now.

use super::revocation::Concern;
use super::{AccessError, sighting};
use crate::app::App;
use crate::token::{AccessClaims, AccessRefusal};

/// Checks an access token: signature, times, and that it was not revoked since. Asks no database.
pub fn authenticate(app: &App, token: &str) -> Result<AccessClaims, AccessError> {
    let now = app.clock.now();
    let claims = app.tokens.verify_access(token, now).map_err(|refusal| match refusal {
        AccessRefusal::Invalid => AccessError::Invalid,
        AccessRefusal::Expired => AccessError::Expired,
    })?;
    match app.revocations.concern(&claims) {
        Some(Concern::Revoked) => Err(AccessError::Revoked(None)),
        Some(Concern::Stale) => Err(AccessError::Expired),
        None => {
            sighting::note(app, &claims, now);
            Ok(claims)
        }
    }
}
