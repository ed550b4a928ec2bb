//! Notes that the tokens of a generation have arrived, which narrows the window for their predecessor.
//!
//! Only an access token whose refresh token has a predecessor and was made within the wider window matters, so most
//! requests pass by here without looking anything up.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::clock::Timestamp;
use crate::id::SessionId;
use crate::token::AccessClaims;

/// The second, at most, that a token leaves out of the time at which it was made.
const ROUNDED_OFF: Duration = Duration::from_secs(1);

/// The generations that were noted lately.
#[derive(Debug, Default)]
pub struct Sightings {
    noted: Mutex<HashMap<SessionId, (i64, Timestamp)>>,
}

impl Sightings {
    /// Notes that an access token was presented and found good; tells whether that is news that should be kept.
    /// `recovery` is the wider of the two windows.
    pub(super) fn note(&self, claims: &AccessClaims, now: Timestamp, recovery: Duration) -> bool {
        let has_predecessor = claims.generation > 1;
        let recent = now.since(claims.issued_at()) < recovery + ROUNDED_OFF;
        if !has_predecessor || !recent {
            return false;
        }
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        let before = noted.get(&claims.session).map_or(0, |(generation, _)| *generation);
        let news = claims.generation > before;
        if news {
            noted.insert(claims.session, (claims.generation, claims.issued_at()));
        }
        news
    }

    /// Forgets that a session was seen, because it could not be written down.
    pub(super) fn take_back(&self, session: SessionId) {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner).remove(&session);
    }

    /// Drops what no window depends on any more; `recovery` is the wider of them.
    pub fn forget_ended(&self, now: Timestamp, recovery: Duration) {
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        noted.retain(|_, (_, issued_at)| now.since(*issued_at) < recovery + ROUNDED_OFF);
    }
}
