//! Records when the tokens of a generation are first used, which starts the grace of the token
//! before them.
//!
//! Only an access token whose refresh token has a predecessor and was issued within the recovery
//! window matters, so most requests pass without a lookup.

use std::collections::HashMap;
use std::time::Duration;

use parking_lot::Mutex;

use crate::clock::Timestamp;
use crate::id::SessionId;
use crate::token::AccessClaims;

/// The part of a second that `iat` leaves out.
const ROUNDED_OFF: Duration = Duration::from_secs(1);

/// The latest generation of each session whose first use was recorded.
#[derive(Debug, Default)]
pub struct FirstUses {
    recorded: Mutex<HashMap<SessionId, (i64, Timestamp)>>,
}

impl FirstUses {
    /// Records that a valid access token was presented. Returns whether that is the first use of
    /// its generation, which has to be stored. `recovery` is the recovery window.
    pub fn record(&self, claims: &AccessClaims, now: Timestamp, recovery: Duration) -> bool {
        let has_predecessor = claims.generation > 1;
        let recent = now.since(claims.issued_at()) < recovery + ROUNDED_OFF;
        if !has_predecessor || !recent {
            return false;
        }
        let mut recorded = self.recorded.lock();
        let latest = recorded.get(&claims.session).map_or(0, |(generation, _)| *generation);
        let first = claims.generation > latest;
        if first {
            recorded.insert(claims.session, (claims.generation, claims.issued_at()));
        }
        first
    }

    /// Forgets the record of a session because it could not be stored.
    pub fn forget(&self, session: SessionId) {
        self.recorded.lock().remove(&session);
    }

    /// Drops the records that are older than the recovery window.
    pub fn forget_old(&self, now: Timestamp, recovery: Duration) {
        let mut recorded = self.recorded.lock();
        recorded.retain(|_, (_, issued_at)| now.since(*issued_at) < recovery + ROUNDED_OFF);
    }
}
