//! The rule of rotation: what happens to a presented refresh token.
//!
//! A refresh token is replaced by its successor whenever it is used, so that a stolen one is
//! noticed: sooner or later thief and owner both present it, and the second of them presents what
//! was replaced (RFC 9700, 4.14.2). But an honest client presents a replaced token too, when the
//! answer with the successor was lost or when two of its tabs ask at once. Such a client gets the
//! very same successor again, never a second branch, within two windows: the grace, which counts
//! from the rotation and again from the first use of the successor, and the recovery, which counts
//! from the rotation and bounds both uses.

use crate::clock::Timestamp;
use crate::config::ReuseWindows;
use crate::store::sessions::{RevokedFor, Session};
use crate::token::TokenHash;
use crate::user_agent::UserAgentHash;

/// A refresh token of ours that was presented.
#[derive(Clone, Copy, Debug)]
pub struct PresentedToken {
    /// Its generation.
    pub generation: i64,
    /// Its hash.
    pub hash: TokenHash,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Who presents it.
    pub agent: UserAgentHash,
}

/// What happens to a presented refresh token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is the current one: replace it.
    Rotate,
    /// It was replaced a moment ago: give the same successor again.
    Reissue,
    /// Its time has passed, or its session's.
    Expired,
    /// Its session was revoked.
    Revoked(RevokedFor),
    /// It was replaced and is outside the reuse windows: someone has a copy.
    Theft,
}

/// Judges a presented refresh token by the row of its session.
pub fn judge(
    session: &Session,
    presented: &PresentedToken,
    now: Timestamp,
    windows: ReuseWindows,
) -> Verdict {
    if session.revoked_at.is_some() {
        // A row without a reason was revoked by hand in the database.
        return Verdict::Revoked(session.revoked_for.unwrap_or(RevokedFor::Admin));
    }
    if now >= session.expires_at {
        return Verdict::Expired;
    }
    if presented.generation == session.generation && presented.hash == session.token_hash {
        return Verdict::Rotate;
    }
    if is_within_reuse_window(session, presented, now, windows) {
        return Verdict::Reissue;
    }
    // An expired token does not prove theft, and is of no use to an attacker.
    if now >= presented.expires_at { Verdict::Expired } else { Verdict::Theft }
}

/// Returns whether this is the token that was just replaced, presented by the client that replaced
/// it, within a window.
///
/// If the presented token is the one right before the current one, its successor was not replaced:
/// a session has one chain of tokens. A token with another User-Agent than the one that rotated it
/// has left its device, so it has no window.
fn is_within_reuse_window(
    session: &Session,
    presented: &PresentedToken,
    now: Timestamp,
    windows: ReuseWindows,
) -> bool {
    let replaced_last = presented.generation == session.generation - 1
        && session.previous_hash == Some(presented.hash);
    let same_agent = session.rotated_by == Some(presented.agent);
    let since_rotation = now.since(session.issued_at);
    // Counted from the first use. Otherwise, of two tabs that slept beyond the grace, only one could
    // come back.
    let lately_used = session.first_used_at.is_none_or(|first| now.since(first) < windows.grace);
    replaced_last
        && same_agent
        && (since_rotation < windows.grace || (since_rotation < windows.recovery && lately_used))
}
