//! What administrators do: seeing all accounts, giving and taking roles, disabling, deleting, signing others out.
//!
//! The same rules serve the command line, which needs no account ([`Actor::CommandLine`]) and alone can make accounts and
//! set passwords. Nothing here shows a password, and nobody can take away the last administrator.

mod activity;
mod actor;
mod change;
mod create;
mod delete;
mod list;
mod sessions;
mod set_password;

pub use activity::{Day, last_days};
pub use actor::Actor;
pub use change::{AccountPatch, change, set_disabled, set_roles};
pub use create::create;
pub use delete::delete;
pub use list::{AccountDetails, Page, Search, find, find_by_any_name, list, list_after, see};
pub use sessions::{end_session, list_sessions, sign_out};
pub use set_password::set_password;

use super::Error;
use super::event::{self, EventKind};
use crate::app::App;
use crate::clock::Timestamp;
use crate::id::UserId;
use crate::store::sessions::{RevokedFor, revoke_all};
use crate::store::users::{self, User};
use crate::store::{self, Transaction, mail_tokens};
use crate::token::EmailTokenPurpose;

/// Returns whether an account can administer now: it has the role and can sign in.
fn administers(user: &User) -> bool {
    user.roles.is_admin() && user.disabled_at.is_none()
}

/// Refuses to let an account go that is the last which can administer.
///
/// To be asked in the transaction in which it goes: of two administrators who go at once, the second is refused.
pub fn require_another(tx: &mut Transaction<'_>, leaving: &User) -> Result<(), Error> {
    if administers(leaving) && users::count_admins(tx)? <= 1 { Err(Error::LastAdmin) } else { Ok(()) }
}

/// Ends every session of an account as an administrator's doing. Returns how many there were.
fn end_sessions(
    app: &App,
    tx: &mut Transaction<'_>,
    user: UserId,
    actor: &Actor,
    now: Timestamp,
) -> store::Result<usize> {
    // Whoever asked for another address may be why this is done.
    mail_tokens::delete_of(tx, user, &[EmailTokenPurpose::ChangeEmail])?;
    let ended = revoke_all(tx, user, None, RevokedFor::Admin, now, app.revocation_expiry(now))?;
    for &session in &ended {
        event::record_by(tx, EventKind::SessionRevoked, user, Some(session), actor, now)?;
    }
    Ok(ended.len())
}
