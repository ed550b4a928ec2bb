//! Notes that the tokens of a generation have arrived, which narrows the window for their predecessor.
//!
//! Only an access token whose refresh token has a predecessor and was made within the wider window matters, so most
//! requests pass by here without looking anything up. What is new is written down beside the request.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::app::App;
use crate::clock::Timestamp;
use crate::id::SessionId;
use crate::store::sessions;
use crate::token::AccessClaims;

/// The generations that were noted lately.
#[derive(Debug, Default)]
pub struct Sightings {
    noted: Mutex<HashMap<SessionId, (i64, Timestamp)>>,
}

impl Sightings {
    /// Tells whether this generation is newer than what was noted of its session, and notes it.
    fn is_news(&self, claims: &AccessClaims) -> bool {
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        let before = noted.get(&claims.session).map_or(0, |(generation, _)| *generation);
        let news = claims.generation > before;
        if news {
            noted.insert(claims.session, (claims.generation, claims.issued_at()));
        }
        news
    }

    fn take_back(&self, session: SessionId) {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner).remove(&session);
    }

    /// Drops what no window depends on any more; `recovery` is the wider of them.
    pub fn forget_ended(&self, now: Timestamp, recovery: Duration) {
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        noted.retain(|_, (_, issued_at)| now.since(*issued_at) < recovery);
    }
}

/// Notes that an access token was presented and found good.
pub(super) fn note(app: &App, claims: &AccessClaims, now: Timestamp) {
    let has_predecessor = claims.generation > 1;
    let recent = now.since(claims.issued_at()) < app.config.windows.recovery;
    if !has_predecessor || !recent || !app.sightings.is_news(claims) {
        return;
    }
    let (session, generation) = (claims.session, claims.generation);
    // Queued behind the rotation that it confirms and before any later one, so it is never judged too late.
    if !app.store.write_later(move |tx| sessions::mark_seen(tx, session, generation)) {
        app.sightings.take_back(session);
    }
}
