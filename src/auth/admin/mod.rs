//! What administrators do: seeing all accounts, giving and taking roles, disabling, deleting,
//! signing others out.
//!
//! The same rules serve the command line, which needs no account ([`Actor::CommandLine`]) and alone
//! can make accounts and set passwords. Nothing here shows a password, and nobody can take away the
//! last administrator.

mod actor;
mod change;
mod create;
mod delete;
mod list;
mod log;
mod overview;
mod sessions;
mod set_password;
mod table;

pub use actor::Actor;
pub use change::{AccountPatch, change, set_disabled, set_roles};
pub use create::create;
pub use delete::delete;
pub use list::{AccountDetails, Page, Search, find, find_by_any_name, list, list_after, see};
pub use log::{EventGroup, LogFilter, Period, list as log};
pub use overview::{Interval, Overview, Range, overview};
pub use sessions::{end_session, list_sessions, sign_out};
pub use set_password::set_password;
pub use table::{RoleFilter, TablePage, TableQuery, UserSort, UserState, table};

use super::Error;
use super::end_sessions::{AccessTokens, EndAll, EndedBy};
use crate::id::UserId;
use crate::store::Transaction;
use crate::store::sessions::RevokedFor;
use crate::store::users::{self, User};
use crate::token::EmailTokenPurpose;

/// Returns whether an account can administer now: it has the role and can sign in.
fn administers(user: &User) -> bool {
    user.roles.is_admin() && user.disabled_at.is_none()
}

/// Refuses to let an account go that is the last which can administer.
///
/// To be asked in the transaction in which it goes: of two administrators who go at once, the
/// second is refused.
pub fn require_another(tx: &mut Transaction<'_>, leaving: &User) -> Result<(), Error> {
    if administers(leaving) && users::count_admins_for_update(tx)? <= 1 {
        Err(Error::LastAdmin)
    } else {
        Ok(())
    }
}

/// Returns what ends when an administrator signs an account out or disables it.
fn every_session(user: UserId, actor: &Actor) -> EndAll<'_> {
    EndAll {
        user,
        except: None,
        reason: RevokedFor::Admin,
        by: EndedBy::Admin(actor),
        // The account may be in the wrong hands: no token of it stays good.
        access_tokens: AccessTokens::Outdate,
        // A pending change of address may be an attacker's. A link to set a new password
        // stays good: it is the owner's way back in, and only to the address that the account has.
        void: &[EmailTokenPurpose::ChangeEmail],
    }
}
