//! The events of all accounts, filtered, the latest first.

use diesel::prelude::*;

use super::events::Event;
use super::schema::{events, users};
use super::statement::with_connection;
use super::{AnyConnection, Result};
use crate::clock::Timestamp;
use crate::id::{EventId, UserId};

/// Which events are listed.
#[derive(Clone, Debug, Default)]
pub struct EventFilter {
    /// Those of one account.
    pub user: Option<UserId>,
    /// Those from one client's address.
    pub ip: Option<String>,
    /// Those of some kinds.
    pub kinds: Option<Vec<&'static str>>,
    /// Those since a time.
    pub since: Option<Timestamp>,
}

/// An event, and the username of its account; none where the account is gone.
#[derive(Clone, Debug)]
pub struct LogEntry {
    /// The event.
    pub event: Event,
    /// The username that the account has now.
    pub username: Option<String>,
}

/// Lists up to `limit` events before `before`, or from the latest on.
pub fn list(
    rows: &mut AnyConnection,
    filter: &EventFilter,
    before: Option<EventId>,
    limit: i64,
) -> Result<Vec<LogEntry>> {
    let found: Vec<Event> = with_connection!(&mut *rows, |rows| {
        let mut page = events::table.select(Event::as_select()).into_boxed();
        if let Some(user) = filter.user {
            page = page.filter(events::user_id.eq(user));
        }
        if let Some(ip) = &filter.ip {
            page = page.filter(events::ip.eq(ip));
        }
        if let Some(kinds) = &filter.kinds {
            page = page.filter(events::kind.eq_any(kinds));
        }
        if let Some(since) = filter.since {
            page = page.filter(events::at.ge(since));
        }
        if let Some(before) = before {
            page = page.filter(events::id.lt(before));
        }
        page.order(events::id.desc()).limit(limit).load(rows)
    })?;
    let mut ids: Vec<UserId> = found.iter().filter_map(|event| event.user_id).collect();
    ids.sort();
    ids.dedup();
    let named = users::table.filter(users::id.eq_any(&ids)).select((users::id, users::username));
    let named: Vec<(UserId, String)> = with_connection!(rows, |rows| named.load(rows))?;
    let entry = |event: Event| {
        let username = named.iter().find(|(id, _)| Some(*id) == event.user_id);
        LogEntry { username: username.map(|(_, username)| username.clone()), event }
    };
    Ok(found.into_iter().map(entry).collect())
}
