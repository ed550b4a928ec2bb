//! The rows of mails on their way: a queue that outlives the process.

use diesel::prelude::*;

use super::schema::mails;
use super::statement::with_connection;
use super::{AnyConnection, Result, Transaction};
use crate::clock::Timestamp;
use crate::id::{MailId, UserId};
use crate::token::EmailTokenId;

/// A mail.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = mails, treat_none_as_default_value = false)]
pub struct Mail {
    /// Its identifier; later mails have greater ones.
    pub id: MailId,
    /// Whose account it is about.
    pub user_id: UserId,
    /// Which kind it is, in a word.
    pub kind: String,
    /// Where it goes.
    pub address: String,
    /// The link that it brings.
    pub link_id: Option<EmailTokenId>,
    /// When it was queued.
    pub created_at: Timestamp,
    /// How often it was tried.
    pub attempts: i64,
    /// When it is tried next; none once it was delivered or given up.
    pub due_at: Option<Timestamp>,
    /// The tag of its language (RFC 5646).
    pub language: String,
}

/// Adds a mail.
pub fn insert(tx: &mut Transaction<'_>, mail: &Mail) -> Result<()> {
    with_connection!(&mut **tx, |rows| diesel::insert_into(mails::table)
        .values(mail)
        .execute(rows))?;
    Ok(())
}

/// Finds when an account was sent the `nth` newest of the mails of a kind, the newest being the
/// first; none if it was not sent so many after `after` and until `until`.
pub fn find_nth_between(
    rows: &mut AnyConnection,
    user: UserId,
    kind: &str,
    nth: i64,
    (after, until): (Timestamp, Timestamp),
) -> Result<Option<Timestamp>> {
    let in_time = mails::created_at.gt(after).and(mails::created_at.le(until));
    let sent = mails::user_id.eq(user).and(mails::kind.eq(kind)).and(in_time);
    let newest_first = mails::table.filter(sent).order(mails::created_at.desc());
    let nth = newest_first.select(mails::created_at).offset(nth - 1).limit(1);
    Ok(with_connection!(rows, |rows| nth.get_result(rows)).optional()?)
}

/// Returns whether a mail is due.
pub fn any_due(rows: &mut AnyConnection, now: Timestamp) -> Result<bool> {
    let due = mails::table.filter(mails::due_at.le(now)).select(mails::id).limit(1);
    let found = with_connection!(rows, |rows| due.first::<MailId>(rows));
    Ok(found.optional()?.is_some())
}

/// Claims a few mails that are due: until `until` nobody else delivers them.
pub fn claim(
    tx: &mut Transaction<'_>,
    now: Timestamp,
    until: Timestamp,
    limit: i64,
) -> Result<Vec<Mail>> {
    let due = mails::table.filter(mails::due_at.le(now)).order(mails::due_at).limit(limit);
    let mut claimed: Vec<Mail> = match &mut **tx {
        AnyConnection::Sqlite(rows) => due.select(Mail::as_select()).load(rows),
        // What another instance is claiming is passed over.
        AnyConnection::Postgres(rows) => {
            due.select(Mail::as_select()).for_update().skip_locked().load(&mut **rows)
        }
    }?;
    for mail in &mut claimed {
        mail.attempts += 1;
        let tried = (mails::due_at.eq(until), mails::attempts.eq(mail.attempts));
        with_connection!(&mut **tx, |rows| diesel::update(mails::table.find(mail.id))
            .set(tried)
            .execute(rows))?;
    }
    Ok(claimed)
}

/// Schedules the next attempt of a mail, or none.
pub fn set_due(tx: &mut Transaction<'_>, id: MailId, due_at: Option<Timestamp>) -> Result<()> {
    with_connection!(&mut **tx, |rows| diesel::update(mails::table.find(id))
        .set(mails::due_at.eq(due_at))
        .execute(rows))?;
    Ok(())
}

/// Deletes what is on its way no more and was queued before `before`, no more than `limit` rows.
pub fn delete_settled(tx: &mut Transaction<'_>, before: Timestamp, limit: i64) -> Result<usize> {
    let settled = mails::table.filter(mails::due_at.is_null().and(mails::created_at.lt(before)));
    let settled = settled.order(mails::id).select(mails::id).limit(limit);
    let settled: Vec<MailId> = with_connection!(&mut **tx, |rows| settled.load(rows))?;
    Ok(with_connection!(&mut **tx, |rows| diesel::delete(
        mails::table.filter(mails::id.eq_any(settled))
    )
    .execute(rows))?)
}
