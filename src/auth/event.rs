//! Events: a row in an account's history and a line in the log, with the same word.

use std::fmt::Display;

use super::Client;
use crate::clock::Timestamp;
use crate::id::{EventId, SessionId, UserId};
use crate::store::events::Event;
use crate::store::{self, Transaction};

/// What can happen to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// It was made.
    Registered,
    /// Someone signed in with its password.
    SignedIn,
    /// Someone tried to, with another.
    SignInFailed,
    /// Its owner signed out.
    SignedOut,
    /// A session of it was ended from elsewhere.
    SessionRevoked,
    /// A replaced refresh token of it was presented.
    RefreshReused,
    /// A session of it came back with another browser or operating system.
    DeviceChanged,
    /// Its owner changed the password.
    PasswordChanged,
    /// Its owner set a new password by a mailed link.
    PasswordReset,
    /// Its owner asked for another address.
    EmailChangeRequested,
    /// That address was confirmed.
    EmailChanged,
    /// Its address was confirmed.
    EmailVerified,
    /// Its names were changed.
    ProfileChanged,
    /// Its roles were changed.
    RolesChanged,
    /// It was disabled.
    Disabled,
    /// It was enabled.
    Enabled,
}

impl EventKind {
    const ALL: [Self; 16] = [
        Self::Registered,
        Self::SignedIn,
        Self::SignInFailed,
        Self::SignedOut,
        Self::SessionRevoked,
        Self::RefreshReused,
        Self::DeviceChanged,
        Self::PasswordChanged,
        Self::PasswordReset,
        Self::EmailChangeRequested,
        Self::EmailChanged,
        Self::EmailVerified,
        Self::ProfileChanged,
        Self::RolesChanged,
        Self::Disabled,
        Self::Enabled,
    ];

    /// Reads the word in the history; none is what a later version wrote.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.as_str() == word)
    }

    /// Returns the word in the history, in the log and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::SignedIn => "signed_in",
            Self::SignInFailed => "sign_in_failed",
            Self::SignedOut => "signed_out",
            Self::SessionRevoked => "session_revoked",
            Self::RefreshReused => "refresh_reused",
            Self::DeviceChanged => "device_changed",
            Self::PasswordChanged => "password_changed",
            Self::PasswordReset => "password_reset",
            Self::EmailChangeRequested => "email_change_requested",
            Self::EmailChanged => "email_changed",
            Self::EmailVerified => "email_verified",
            Self::ProfileChanged => "profile_changed",
            Self::RolesChanged => "roles_changed",
            Self::Disabled => "disabled",
            Self::Enabled => "enabled",
        }
    }
}

/// Writes an event to the account's history and to the log.
///
/// The log gets identifiers and the client's address as `LOG_CLIENT_IP` allows. An e-mail address or a user agent is a
/// person's, and a line lives longer than an account.
pub fn record(
    tx: &mut Transaction<'_>,
    what: EventKind,
    user: UserId,
    session: Option<SessionId>,
    client: &Client,
    now: Timestamp,
) -> store::Result<()> {
    tell(tx, what, user, session, &client.tag);
    let (ip, user_agent) = (client.ip.to_string(), client.agent.as_str().to_owned());
    store::events::insert(tx, &Event { ip, user_agent, ..event(what, user, session, now) })
}

/// Writes what an administrator did to an account to its history and to the log.
///
/// The log names the administrator. The history is read by the account's owner, whom it does not concern who that was,
/// from which address and with which browser.
pub fn record_by(
    tx: &mut Transaction<'_>,
    what: EventKind,
    user: UserId,
    session: Option<SessionId>,
    by: &impl Display,
    now: Timestamp,
) -> store::Result<()> {
    tell(tx, what, user, session, &format_args!("by={by}"));
    store::events::insert(tx, &event(what, user, session, now))
}

/// Returns whether an event was an administrator's doing. Only these have no address.
pub fn by_administrator(event: &Event) -> bool {
    event.ip.is_empty()
}

fn tell(tx: &mut Transaction<'_>, what: EventKind, user: UserId, session: Option<SessionId>, whose: &impl Display) {
    let level = match what {
        EventKind::RefreshReused => log::Level::Warn,
        _ => log::Level::Info,
    };
    tx.log(level, || {
        let session = session.map(|session| format!(" session={session}")).unwrap_or_default();
        format!("{} user={user}{session} {whose}", what.as_str())
    });
}

fn event(what: EventKind, user: UserId, session: Option<SessionId>, now: Timestamp) -> Event {
    Event {
        id: EventId::new(now),
        user_id: Some(user),
        session_id: session,
        kind: what.as_str().to_owned(),
        at: now,
        ip: String::new(),
        user_agent: String::new(),
    }
}
