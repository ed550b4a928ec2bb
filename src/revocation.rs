//! The access tokens that are no longer accepted, in memory: verifying a token needs no database.
//!
//! The list is loaded at startup. It gets every revocation of this instance when it is on the disk,
//! and reads those of other instances and of the command line once a second.

use std::collections::HashMap;

use parking_lot::RwLock;

use crate::clock::Timestamp;
use crate::id::{SessionId, UserId};
use crate::store::revocations::{Revocation, Target};
use crate::token::AccessClaims;

/// How a revocation concerns an access token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevocationStatus {
    /// Its session was revoked.
    Revoked,
    /// Its account has changed since it was made.
    Stale,
}

/// The list.
#[derive(Debug, Default)]
pub struct RevocationList {
    entries: RwLock<Entries>,
}

#[derive(Debug, Default)]
struct Entries {
    sessions: HashMap<SessionId, Timestamp>,
    users: HashMap<UserId, (i64, Timestamp)>,
}

impl RevocationList {
    /// Adds revocations; one that is there already stays.
    pub fn add(&self, revocations: &[Revocation]) {
        if revocations.is_empty() {
            return;
        }
        let mut entries = self.entries.write();
        for revocation in revocations {
            match revocation.target {
                Target::Session(session) => {
                    entries.sessions.insert(session, revocation.until);
                }
                Target::Older(user, version) => {
                    let entry = entries.users.entry(user).or_insert((version, revocation.until));
                    *entry = (entry.0.max(version), entry.1.max(revocation.until));
                }
            }
        }
    }

    /// Returns how the list concerns an access token, if it does.
    pub fn status_of(&self, claims: &AccessClaims) -> Option<RevocationStatus> {
        let entries = self.entries.read();
        if entries.sessions.contains_key(&claims.session) {
            Some(RevocationStatus::Revoked)
        } else {
            let newer = |(version, _): &(i64, Timestamp)| claims.version < *version;
            entries.users.get(&claims.user).is_some_and(newer).then_some(RevocationStatus::Stale)
        }
    }

    /// Drops the revocations of tokens that have expired.
    pub fn forget_ended(&self, now: Timestamp) {
        let mut entries = self.entries.write();
        entries.sessions.retain(|_, until| *until > now);
        entries.users.retain(|_, (_, until)| *until > now);
    }
}
