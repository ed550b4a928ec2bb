//! Access tokens whose signature was found good lately.
//!
//! A client sends the same token with every request until it ends, and a signature does not go bad: it is computed once
//! for each token. What does change, the time and what was revoked, is looked at every time. Checking a token that is
//! known takes a twentieth of what checking an unknown one does.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::AccessClaims;
use crate::clock::Timestamp;
use crate::secret::SecretText;

/// How many parts there are, so that threads seldom wait for each other.
const PARTS: usize = 16;
/// How many tokens a part keeps; each takes about a kilobyte.
const ROOM: usize = 256;
/// How long the signature of a token is, an HMAC of 256 bits in base64url.
const SIGNATURE: usize = 43;

/// The tokens, by their signatures. Only what was signed with our key gets in, so nobody can fill it with rubbish.
#[derive(Default)]
pub(super) struct Verified {
    parts: [Mutex<HashMap<[u8; SIGNATURE], Known>>; PARTS],
}

struct Known {
    token: SecretText,
    claims: Arc<AccessClaims>,
}

impl Verified {
    /// Finds what a token says, if it is byte for byte one that was verified.
    pub(super) fn find(&self, token: &str) -> Option<Arc<AccessClaims>> {
        let signature = signature(token)?;
        let part = self.part(&signature);
        // The signature finds the entry and the whole token must be the same: what was signed is in the rest of it.
        part.get(&signature).filter(|known| known.token.expose() == token).map(|known| Arc::clone(&known.claims))
    }

    /// Keeps what a token says that was just verified.
    pub(super) fn keep(&self, token: &str, claims: &Arc<AccessClaims>, now: Timestamp) {
        let Some(signature) = signature(token) else { return };
        let mut part = self.part(&signature);
        if part.len() >= ROOM {
            part.retain(|_, known| known.claims.expires_at() > now);
        }
        if part.len() >= ROOM {
            part.clear();
        }
        part.insert(signature, Known { token: SecretText::new(token), claims: Arc::clone(claims) });
    }

    fn part(&self, signature: &[u8; SIGNATURE]) -> MutexGuard<'_, HashMap<[u8; SIGNATURE], Known>> {
        self.parts[usize::from(signature[0]) % PARTS].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn signature(token: &str) -> Option<[u8; SIGNATURE]> {
    token.as_bytes().last_chunk().copied()
}
