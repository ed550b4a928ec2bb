//! The rows of events: what happened to an account.

use diesel::prelude::*;

use super::schema::events;
use super::statement::with_connection;
use super::{AnyConnection, Result, Transaction};
use crate::clock::Timestamp;
use crate::id::{EventId, SessionId, UserId};

/// An event.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = events, treat_none_as_default_value = false)]
pub struct Event {
    /// Its identifier; later events have greater ones.
    pub id: EventId,
    /// To whose account it happened.
    pub user_id: Option<UserId>,
    /// To which of their sessions.
    pub session_id: Option<SessionId>,
    /// What happened, in a word.
    pub kind: String,
    /// When.
    pub at: Timestamp,
    /// From which address; empty where an administrator did it.
    pub ip: String,
    /// By what client; empty where an administrator did it.
    pub user_agent: String,
}

/// Adds an event.
pub fn insert(tx: &mut Transaction<'_>, event: &Event) -> Result<()> {
    with_connection!(&mut **tx, |rows| diesel::insert_into(events::table)
        .values(event)
        .execute(rows))?;
    Ok(())
}

/// Lists an account's events, the latest first: those before `before`, or from the latest on.
pub fn list(
    rows: &mut AnyConnection,
    user: UserId,
    before: Option<EventId>,
    limit: i64,
) -> Result<Vec<Event>> {
    Ok(with_connection!(rows, |rows| {
        let mut page = events::table.filter(events::user_id.eq(user)).into_boxed();
        if let Some(before) = before {
            page = page.filter(events::id.lt(before));
        }
        page.order(events::id.desc()).limit(limit).select(Event::as_select()).load(rows)
    })?)
}

/// Finds what happened to a session of an account at a time.
pub fn find_at(
    rows: &mut AnyConnection,
    (user, session): (UserId, SessionId),
    kind: &str,
    at: Timestamp,
) -> Result<Option<Event>> {
    let this = events::session_id.eq(session).and(events::kind.eq(kind)).and(events::at.eq(at));
    let found = events::table.filter(events::user_id.eq(user).and(this));
    Ok(with_connection!(rows, |rows| found.select(Event::as_select()).first(rows)).optional()?)
}

/// Returns whether something happened to a session of an account since a time.
pub fn happened_since(
    rows: &mut AnyConnection,
    (user, session): (UserId, SessionId),
    kind: &str,
    since: Timestamp,
) -> Result<bool> {
    let this = events::session_id.eq(session).and(events::kind.eq(kind)).and(events::at.gt(since));
    let found = events::table.filter(events::user_id.eq(user).and(this)).select(events::id);
    let found = with_connection!(rows, |rows| found.first::<EventId>(rows));
    Ok(found.optional()?.is_some())
}

/// Anonymises an account's events: what stays is that something happened, and when.
pub fn forget(tx: &mut Transaction<'_>, user: UserId) -> Result<()> {
    let nobody = (events::user_id.eq(None::<UserId>), events::session_id.eq(None::<SessionId>));
    with_connection!(&mut **tx, |rows| diesel::update(
        events::table.filter(events::user_id.eq(user))
    )
    .set((nobody, events::ip.eq(""), events::user_agent.eq("")))
    .execute(rows))?;
    Ok(())
}
