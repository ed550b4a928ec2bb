//! Ends the sessions of an account. Everything that ends more than one session uses this.

use super::Client;
use super::admin::Actor;
use super::event::{self, EventKind};
use crate::app::App;
use crate::clock::Timestamp;
use crate::id::{SessionId, UserId};
use crate::store::sessions::{self, RevokedFor};
use crate::store::{self, Transaction, mail_tokens, users};
use crate::token::EmailTokenPurpose;

/// What was emailed for the password until now: an attacker may have asked for it.
pub(super) const OLD_PASSWORD: &[EmailTokenPurpose] =
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
    /// What becomes of access tokens that no ended session revokes.
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

/// What becomes of access tokens that no ended session revokes: those of the session that goes on,
/// and those of a session that expired before them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum AccessTokens {
    /// They become stale.
    Outdate,
    /// They stay good.
    Keep,
}

/// What was ended.
pub(super) struct EndedSessions {
    /// How many sessions.
    pub count: usize,
    /// The token version of the account, if it is a new one.
    pub token_version: Option<i64>,
}

/// Ends every active session of an account but one, with all that has to end with them.
pub(super) fn end_all(
    app: &App,
    tx: &mut Transaction<'_>,
    what: &EndAll<'_>,
    now: Timestamp,
) -> store::Result<EndedSessions> {
    let EndAll { user, except, reason, by, access_tokens, void } = *what;
    let until = app.revocation_expiry(now);
    mail_tokens::delete_of(tx, user, void)?;
    let mut active = sessions::list_active(tx, user, now)?;
    active.retain(|session| Some(session.id) != except);
    for session in active.iter().map(|session| session.id) {
        sessions::revoke(tx, session, reason, now, until)?;
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
    Ok(EndedSessions { count: active.len(), token_version })
}
