//! Ends the sessions of an account. Everything that ends more than one session uses [`end_all`].
//!
//! A single session is ended by [`sessions::revoke`]. Its callers are `logout` (signing out),
//! `active_sessions` (the owner's list), `admin::sessions` (administrators and the command line) and
//! `refresh` (token theft).

use super::Client;
use super::admin::Actor;
use super::event::{self, EventKind};
use crate::app::App;
use crate::clock::Timestamp;
use crate::id::{SessionId, UserId};
use crate::store::sessions::{self, RevokedFor};
use crate::store::{self, Transaction, mail_tokens, users};
use crate::token::EmailTokenPurpose;

/// The emailed tokens that become void when the password changes: an attacker who knew the old
/// password may have requested them.
pub(super) const VOID_AFTER_PASSWORD_CHANGE: &[EmailTokenPurpose] =
    &[EmailTokenPurpose::ResetPassword, EmailTokenPurpose::ChangeEmail];

/// Which sessions of an account end, and what ends with them.
pub(super) struct EndAll<'a> {
    /// The account.
    pub user: UserId,
    /// The session that stays active, if any.
    pub except: Option<SessionId>,
    /// Why they end. The login page shows the reason.
    pub reason: RevokedFor,
    /// Who ends them, for the history of the account.
    pub by: EndedBy<'a>,
    /// Whether the account's other access tokens stay valid.
    pub access_tokens: AccessTokens,
    /// The emailed tokens that become void, as far as they are unused.
    pub void: &'static [EmailTokenPurpose],
}

/// Who ends sessions.
#[derive(Clone, Copy)]
pub(super) enum EndedBy<'a> {
    /// The owner of the account.
    Owner(&'a Client),
    /// An administrator.
    Admin(&'a Actor),
    /// The deletion of the account. Its history is about to lose every name, so nothing is added to
    /// it.
    Deletion,
}

/// Whether access tokens of other sessions than the ended ones stay valid: those of the session that
/// stays active, and those that outlive an expired session.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum AccessTokens {
    /// They are refused as expired.
    Outdate,
    /// They stay valid.
    Keep,
}

/// What [`end_all`] did.
pub(super) struct EndAllOutcome {
    /// How many sessions.
    pub count: usize,
    /// The new token version of the account, if it changed.
    pub token_version: Option<i64>,
}

/// Ends every active session of an account except the one to keep, and makes access tokens and
/// emailed tokens void as requested.
pub(super) fn end_all(
    app: &App,
    tx: &mut Transaction<'_>,
    what: &EndAll<'_>,
    now: Timestamp,
) -> store::Result<EndAllOutcome> {
    let EndAll { user, except, reason, by, access_tokens, void } = *what;
    let until = app.revocation_expiry(now);
    mail_tokens::delete_of(tx, user, void)?;
    let mut active = sessions::list_active(tx, user, now)?;
    active.retain(|session| Some(session.id) != except);
    let mut count = 0;
    for session in active.iter().map(|session| session.id) {
        // Its own device may sign out at the same time.
        if !sessions::revoke(tx, session, reason, now, until)? {
            continue;
        }
        count += 1;
        let kind = EventKind::SessionRevoked;
        match by {
            EndedBy::Owner(client) => event::record(tx, kind, user, Some(session), client, now)?,
            EndedBy::Admin(actor) => event::record_by(tx, kind, user, Some(session), actor, now)?,
            EndedBy::Deletion => {}
        }
    }
    let token_version = match access_tokens {
        AccessTokens::Outdate => Some(users::bump_token_version(tx, user, until)?),
        AccessTokens::Keep => None,
    };
    Ok(EndAllOutcome { count, token_version })
}
