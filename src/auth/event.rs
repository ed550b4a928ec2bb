//! Events: a row in an account's history and a line in the log, with the same word.

use super::Client;
use crate::clock::Timestamp;
use crate::id::{EventId, SessionId, UserId};
use crate::store::events::Event;
use crate::store::{self, Transaction};

/// What can happen to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Happening {
    Registered,
    SignedIn,
    SignInFailed,
    SignedOut,
    SessionRevoked,
    RefreshReused,
    ProfileChanged,
}

impl Happening {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::SignedIn => "signed_in",
            Self::SignInFailed => "sign_in_failed",
            Self::SignedOut => "signed_out",
            Self::SessionRevoked => "session_revoked",
            Self::RefreshReused => "refresh_reused",
            Self::ProfileChanged => "profile_changed",
        }
    }
}

/// Writes an event to the account's history and to the log.
///
/// The log gets identifiers only: an address or a user agent is a person's, and a line lives longer than an account.
pub(super) fn record(
    tx: &mut Transaction<'_>,
    what: Happening,
    user: UserId,
    session: Option<SessionId>,
    client: &Client,
    now: Timestamp,
) -> store::Result<()> {
    let word = what.as_str();
    let request = client.request;
    let level = match what {
        Happening::RefreshReused => log::Level::Warn,
        _ => log::Level::Info,
    };
    match session {
        Some(session) => log::log!(level, "{word} user={user} session={session} request={request}"),
        None => log::log!(level, "{word} user={user} request={request}"),
    }
    let event = Event {
        id: EventId::new(now),
        user_id: Some(user),
        session_id: session,
        kind: word.to_owned(),
        at: now,
        ip: client.ip.to_string(),
        user_agent: client.agent.as_str().to_owned(),
    };
    store::events::insert(tx, &event)
}
