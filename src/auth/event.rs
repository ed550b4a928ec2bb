//! Events: a row in an account's history and a line in the log, with the same word.

use std::fmt::Display;

use strum::{EnumString, IntoStaticStr, VariantArray};

use super::Client;
use crate::clock::Timestamp;
use crate::id::{EventId, SessionId, UserId};
use crate::store::events::Event;
use crate::store::{self, Transaction};

/// What can happen to an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
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
    /// Returns the word in the history, in the log and in the API.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// Writes an event to the account's history and to the log.
///
/// The log gets identifiers and the client's address as `LOG_CLIENT_IP` allows. An email address
/// or a user agent is a person's, and a line lives longer than an account.
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
/// The log names the administrator. The history is read by the account's owner, whom it does not
/// concern who that was, from which address and with which browser.
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

fn tell(
    tx: &mut Transaction<'_>,
    what: EventKind,
    user: UserId,
    session: Option<SessionId>,
    whose: &impl Display,
) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_history_and_api_never_change() {
        let words = EventKind::VARIANTS.iter().map(|variant| variant.as_str()).collect::<Vec<_>>();
        assert_eq!(
            words,
            [
                "registered",
                "signed_in",
                "sign_in_failed",
                "signed_out",
                "session_revoked",
                "refresh_reused",
                "device_changed",
                "password_changed",
                "password_reset",
                "email_change_requested",
                "email_changed",
                "email_verified",
                "profile_changed",
                "roles_changed",
                "disabled",
                "enabled"
            ]
        );
        assert!(EventKind::VARIANTS.iter().all(|variant| variant.as_str().parse() == Ok(*variant)));
        assert!("other".parse::<EventKind>().is_err() && "".parse::<EventKind>().is_err());
    }
}
