//! The rows of events: what happened to an account.

use diesel::prelude::*;

use super::schema::events;
use super::{Result, Transaction};
use crate::clock::Timestamp;
use crate::id::{EventId, SessionId, UserId};

/// An event.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = events)]
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
    /// From which address.
    pub ip: String,
    /// By what client.
    pub user_agent: String,
}

/// Adds an event.
pub fn insert(tx: &mut Transaction<'_>, event: &Event) -> Result<()> {
    diesel::insert_into(events::table).values(event).execute(&mut **tx)?;
    Ok(())
}
