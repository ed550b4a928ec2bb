//! Accounts as a table: filtered, sorted, and page by page.

use diesel::dsl::{count_star, max};
use diesel::prelude::*;

use super::schema::{sessions, users};
use super::statement::with_connection;
use super::users::{Fragment, User};
use super::{AnyConnection, Result};
use crate::clock::Timestamp;
use crate::id::UserId;
use crate::role::Roles;

/// Which accounts are listed.
#[derive(Clone, Debug, Default)]
pub struct UserFilter {
    /// What a username, an address or a name has in it.
    pub fragment: Option<Fragment>,
    /// Whether they are administrators.
    pub is_admin: Option<bool>,
    /// Whether they are disabled.
    pub is_disabled: Option<bool>,
    /// Whether their address is confirmed.
    pub is_confirmed: Option<bool>,
}

/// How accounts are sorted, and after which of them a page begins.
#[derive(Clone, Debug)]
pub enum UserOrder {
    /// As they were made.
    Oldest(Option<UserId>),
    /// The latest first.
    Newest(Option<UserId>),
    /// By username, as compared.
    Username(Option<String>),
}

/// What the sessions of an account say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Presence {
    /// How many devices are signed in.
    pub devices: i64,
    /// When one was last seen; none if there is no session left.
    pub last_seen_at: Option<Timestamp>,
}

/// Lists up to `limit` accounts.
pub fn list(
    rows: &mut AnyConnection,
    filter: &UserFilter,
    order: &UserOrder,
    limit: i64,
) -> Result<Vec<User>> {
    Ok(with_connection!(rows, |rows| {
        let mut page = users::table.select(User::as_select()).into_boxed();
        if let Some(fragment) = &filter.fragment {
            page = page.filter(users::search.like(fragment.pattern()).escape('\\'));
        }
        match filter.is_admin {
            Some(true) => page = page.filter(users::roles.eq(Roles::admin())),
            Some(false) => page = page.filter(users::roles.ne(Roles::admin())),
            None => {}
        }
        match filter.is_disabled {
            Some(true) => page = page.filter(users::disabled_at.is_not_null()),
            Some(false) => page = page.filter(users::disabled_at.is_null()),
            None => {}
        }
        match filter.is_confirmed {
            Some(true) => page = page.filter(users::email_verified_at.is_not_null()),
            Some(false) => page = page.filter(users::email_verified_at.is_null()),
            None => {}
        }
        page = match order {
            UserOrder::Oldest(None) => page.order(users::id),
            UserOrder::Oldest(Some(after)) => page.filter(users::id.gt(*after)).order(users::id),
            UserOrder::Newest(None) => page.order(users::id.desc()),
            UserOrder::Newest(Some(after)) => {
                page.filter(users::id.lt(*after)).order(users::id.desc())
            }
            UserOrder::Username(None) => page.order(users::username_folded),
            UserOrder::Username(Some(after)) => {
                page.filter(users::username_folded.gt(after)).order(users::username_folded)
            }
        };
        page.limit(limit).load(rows)
    })?)
}

/// Returns what the sessions of accounts say, in the order of the accounts.
pub fn list_presence(
    rows: &mut AnyConnection,
    ids: &[UserId],
    now: Timestamp,
) -> Result<Vec<Presence>> {
    let of_users = || sessions::table.filter(sessions::user_id.eq_any(ids));
    let active =
        of_users().filter(sessions::revoked_at.is_null().and(sessions::expires_at.gt(now)));
    let counts = active.group_by(sessions::user_id).select((sessions::user_id, count_star()));
    let counts: Vec<(UserId, i64)> = with_connection!(&mut *rows, |rows| counts.load(rows))?;
    let seen = of_users().group_by(sessions::user_id);
    let seen = seen.select((sessions::user_id, max(sessions::last_seen_at)));
    let seen: Vec<(UserId, Option<Timestamp>)> = with_connection!(rows, |rows| seen.load(rows))?;
    let presence = |id: &UserId| Presence {
        devices: counts.iter().find(|(user, _)| user == id).map_or(0, |(_, count)| *count),
        last_seen_at: seen.iter().find(|(user, _)| user == id).and_then(|(_, at)| *at),
    };
    Ok(ids.iter().map(presence).collect())
}
