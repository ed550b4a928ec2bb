//! A row of a session, for what decides from rows alone.

use vestibule::auth_methods::AuthMethods;
use vestibule::clock::Timestamp;
use vestibule::id::{SessionId, UserId};
use vestibule::store::sessions::Session;
use vestibule::token::TokenHash;

/// The row of a session that has just begun.
pub fn fresh_session(
    token_hash: TokenHash,
    now: Timestamp,
    expires_at: Timestamp,
    ends_at: Timestamp,
) -> Session {
    Session {
        id: SessionId::new(now),
        user_id: UserId::new(now),
        generation: 1,
        token_hash,
        previous_hash: None,
        rotated_by: None,
        issued_at: now,
        expires_at,
        ends_at,
        persistent: true,
        created_at: now,
        last_seen_at: now,
        ip: String::new(),
        user_agent: String::new(),
        revoked_at: None,
        revoked_for: None,
        latest_user_agent: None,
        device_changed_at: None,
        first_used_at: None,
        amr: AuthMethods::PASSWORD,
        authenticated_at: now,
    }
}
