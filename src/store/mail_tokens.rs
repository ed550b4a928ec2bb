//! The rows of mailed links, kept for as long as they live.

use diesel::prelude::*;

use super::schema::mail_tokens;
use super::statement::with_connection;
use super::{AnyConnection, Result, Transaction};
use crate::clock::Timestamp;
use crate::id::{SessionId, UserId};
use crate::token::{EmailTokenId, EmailTokenPurpose, TokenHash};

/// A mailed link.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = mail_tokens, treat_none_as_default_value = false)]
pub struct MailToken {
    /// Its random part, from which token and code are made.
    pub id: EmailTokenId,
    /// Whose account it is about.
    pub user_id: UserId,
    /// What it does.
    pub purpose: EmailTokenPurpose,
    /// Which session asked for it, if one did.
    pub session_id: Option<SessionId>,
    /// The address that it was mailed to.
    pub address: String,
    /// The same as compared.
    pub address_folded: String,
    /// The hash of its token.
    pub token_hash: TokenHash,
    /// How many wrong codes are still put up with.
    pub tries_left: i64,
    /// Since when they are counted.
    pub tries_since: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it was used. It is kept to distinguish a used link from one that never existed.
    pub used_at: Option<Timestamp>,
}

/// Adds a link in the place of the one before.
pub fn replace(tx: &mut Transaction<'_>, token: &MailToken) -> Result<()> {
    let before = mail_tokens::user_id.eq(token.user_id).and(mail_tokens::purpose.eq(token.purpose));
    with_connection!(&mut **tx, |rows| diesel::delete(mail_tokens::table.filter(before))
        .execute(rows))?;
    with_connection!(&mut **tx, |rows| diesel::insert_into(mail_tokens::table)
        .values(token)
        .execute(rows))?;
    Ok(())
}

/// Finds a link by its identifier.
pub fn find(rows: &mut AnyConnection, id: EmailTokenId) -> Result<Option<MailToken>> {
    let found = mail_tokens::table.find(id);
    Ok(with_connection!(rows, |rows| found.select(MailToken::as_select()).get_result(rows))
        .optional()?)
}

/// Finds a link by the hash of its token.
pub fn find_by_hash(rows: &mut AnyConnection, hash: TokenHash) -> Result<Option<MailToken>> {
    let found = mail_tokens::table.filter(mail_tokens::token_hash.eq(hash));
    Ok(with_connection!(rows, |rows| found.select(MailToken::as_select()).get_result(rows))
        .optional()?)
}

/// Finds the link of a purpose that an account has.
pub fn find_of(
    rows: &mut AnyConnection,
    user: UserId,
    purpose: EmailTokenPurpose,
) -> Result<Option<MailToken>> {
    let found = mail_tokens::table
        .filter(mail_tokens::user_id.eq(user).and(mail_tokens::purpose.eq(purpose)));
    Ok(with_connection!(rows, |rows| found.select(MailToken::as_select()).get_result(rows))
        .optional()?)
}

/// Lists the links that were mailed to a folded address, and locks their rows until the transaction
/// ends, so that wrong codes are counted one after the other.
pub fn list_by_address_for_update(
    tx: &mut Transaction<'_>,
    folded: &str,
) -> Result<Vec<MailToken>> {
    let found =
        mail_tokens::table.filter(mail_tokens::address_folded.eq(folded)).order(mail_tokens::id);
    Ok(match &mut **tx {
        AnyConnection::Sqlite(rows) => found.select(MailToken::as_select()).load(rows),
        AnyConnection::Postgres(rows) => {
            found.select(MailToken::as_select()).for_update().load(&mut **rows)
        }
    }?)
}

/// Counts a wrong code against a link.
pub fn take_try(tx: &mut Transaction<'_>, id: EmailTokenId) -> Result<()> {
    with_connection!(&mut **tx, |rows| diesel::update(mail_tokens::table.find(id))
        .set(mail_tokens::tries_left.eq(mail_tokens::tries_left - 1))
        .execute(rows))?;
    Ok(())
}

/// Stores that a link is used. Returns whether it was unused.
pub fn set_used(tx: &mut Transaction<'_>, id: EmailTokenId, at: Timestamp) -> Result<bool> {
    let unused = mail_tokens::table.find(id).filter(mail_tokens::used_at.is_null());
    Ok(with_connection!(&mut **tx, |rows| diesel::update(unused)
        .set(mail_tokens::used_at.eq(at))
        .execute(rows))?
        > 0)
}

/// Deletes the unused links of these purposes that an account has.
pub fn delete_of(
    tx: &mut Transaction<'_>,
    user: UserId,
    purposes: &[EmailTokenPurpose],
) -> Result<()> {
    let links = mail_tokens::user_id.eq(user).and(mail_tokens::purpose.eq_any(purposes));
    with_connection!(&mut **tx, |rows| diesel::delete(
        mail_tokens::table.filter(links.and(mail_tokens::used_at.is_null()))
    )
    .execute(rows))?;
    Ok(())
}

/// Deletes what ended before `before`, no more than `limit` rows.
pub fn delete_ended(tx: &mut Transaction<'_>, before: Timestamp, limit: i64) -> Result<usize> {
    let ended = mail_tokens::table
        .filter(mail_tokens::expires_at.lt(before))
        .select(mail_tokens::id)
        .limit(limit);
    let ended: Vec<EmailTokenId> = with_connection!(&mut **tx, |rows| ended.load(rows))?;
    Ok(with_connection!(&mut **tx, |rows| diesel::delete(
        mail_tokens::table.filter(mail_tokens::id.eq_any(ended))
    )
    .execute(rows))?)
}
