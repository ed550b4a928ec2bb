//! What a person has proved before a session may begin.
//!
//! Every way in ends at an `Authenticated`, and nothing else opens a session. It cannot be made
//! outside this file.

use std::time::Duration;

use crate::auth_methods::AuthMethods;
use crate::clock::Timestamp;
use crate::store::users::User;
use crate::token::AccessClaims;

/// How long a proof is recent enough for what needs a recent one.
const RECENT: Duration = Duration::from_secs(15 * 60);
/// How far the clock of the instance that took the proof may be ahead of ours.
const LEEWAY: Duration = Duration::from_secs(5);

/// What came of a proof.
#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "one lives for a moment, on the stack, and is never stored"
)]
pub(super) enum Authentication {
    /// It is all that the account asks for.
    Complete(Authenticated),
    /// The account asks for another proof first.
    #[allow(
        dead_code,
        reason = "no account has a second step yet, and every caller says already what it does with one"
    )]
    Challenge(Challenge),
}

/// A second step that is waited for. No account has one yet.
#[derive(Debug)]
pub(super) enum Challenge {}

/// A person who has proved to be the owner of an account.
#[derive(Debug)]
pub(super) struct Authenticated {
    user: User,
    methods: AuthMethods,
    at: Timestamp,
}

impl Authentication {
    /// Decides what the right password of an account, given or chosen at `at`, is worth.
    pub(super) fn by_password(user: User, at: Timestamp) -> Self {
        Self::Complete(Authenticated { user, methods: AuthMethods::PASSWORD, at })
    }
}

impl Authenticated {
    /// Returns the account as it was when the proof was checked.
    pub(super) fn user(&self) -> &User {
        &self.user
    }

    /// Returns the methods of the proof.
    pub(super) fn methods(&self) -> AuthMethods {
        self.methods
    }

    /// Returns when the proof was given.
    pub(super) fn at(&self) -> Timestamp {
        self.at
    }
}

/// Returns whether the owner of a token proved who they are within the last 15 minutes.
///
/// A token of an earlier version, which does not say when, is not recent.
pub fn is_recent(claims: &AccessClaims, now: Timestamp) -> bool {
    let (at, now) = (claims.authenticated_at(), now.whole_seconds());
    // A clock that was ahead and is set back must not make a proof last longer.
    at <= now + LEEWAY && now.since(at) <= RECENT
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{SessionId, UserId};
    use crate::role::Roles;
    use crate::secret::SecretBytes;
    use crate::token::{AccessSubject, SigningSecrets, Tokens};

    const NOW: Timestamp = Timestamp::from_millis(1_767_225_600_250);

    fn claims(authenticated_at: Timestamp) -> AccessClaims {
        let key = SecretBytes::new(b"a key".to_vec());
        let secrets = || SigningSecrets::only(&key);
        let tokens =
            Tokens::new("https://accounts.example.com".to_owned(), secrets(), secrets(), RECENT);
        let subject = AccessSubject {
            user: UserId::new(NOW),
            session: SessionId::new(NOW),
            generation: 1,
            username: "ada",
            roles: Roles::user(),
            version: 1,
            authenticated_at,
            methods: AuthMethods::PASSWORD,
        };
        tokens.access(&subject, NOW, NOW + RECENT).1
    }

    #[test]
    fn a_proof_is_recent_for_fifteen_minutes_and_never_because_a_clock_was_wrong() {
        let second = Duration::from_secs(1);
        for (at, recent) in [
            (NOW, true),
            (NOW - RECENT, true),
            (NOW - RECENT - second, false),
            (NOW + LEEWAY, true),
            (NOW + LEEWAY + second, false),
            (NOW + RECENT, false),
            (Timestamp::from_seconds(0), false),
        ] {
            assert_eq!(is_recent(&claims(at), NOW), recent, "{at:?}");
        }
    }
}
