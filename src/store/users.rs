//! The rows of accounts.

use diesel::prelude::*;

use super::revocations::{self, Revocation, Target};
use super::schema::users;
use super::statement::on;
use super::{AnyConnection, Result, Transaction, mail_tokens};
use crate::clock::Timestamp;
use crate::email::fold;
use crate::id::UserId;
use crate::password::PasswordHash;
use crate::role::Roles;
use crate::token::Purpose;

/// An account.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = users)]
pub struct User {
    /// Its identifier, never given to another.
    pub id: UserId,
    /// Its user name as typed.
    pub username: String,
    /// Its user name as compared.
    pub username_folded: String,
    /// Its address as typed.
    pub email: String,
    /// Its address as compared.
    pub email_folded: String,
    /// Its owner's name.
    pub name: Option<String>,
    /// Its password, hashed.
    pub password_hash: PasswordHash,
    /// What it may do.
    pub roles: Roles,
    /// Counts the changes that make its older access tokens stale.
    pub token_version: i64,
    /// When its address was confirmed.
    pub email_verified_at: Option<Timestamp>,
    /// When it was disabled.
    pub disabled_at: Option<Timestamp>,
    /// When it was registered.
    pub created_at: Timestamp,
}

/// Finds an account by its identifier.
pub fn find(rows: &mut AnyConnection, id: UserId) -> Result<Option<User>> {
    Ok(on!(rows, |rows| users::table.find(id).select(User::as_select()).get_result(rows)).optional()?)
}

/// Finds any account, or none where there is none yet.
pub(super) fn find_any(rows: &mut AnyConnection) -> Result<Option<UserId>> {
    Ok(users::table.select(users::id).first(rows).optional()?)
}

/// Finds an account by its folded address.
pub fn find_by_email(rows: &mut AnyConnection, folded: &str) -> Result<Option<User>> {
    let found = users::table.filter(users::email_folded.eq(folded)).select(User::as_select());
    Ok(on!(rows, |rows| found.get_result(rows)).optional()?)
}

/// Finds an account by its folded user name.
pub fn find_by_username(rows: &mut AnyConnection, folded: &str) -> Result<Option<User>> {
    let found = users::table.filter(users::username_folded.eq(folded)).select(User::as_select());
    Ok(on!(rows, |rows| found.get_result(rows)).optional()?)
}

/// Lists the names that accounts have among these: each account's folded address and user name.
pub fn list_holders(
    rows: &mut AnyConnection,
    emails: &[String],
    usernames: &[String],
) -> Result<Vec<(String, String)>> {
    let asked = users::email_folded.eq_any(emails).or(users::username_folded.eq_any(usernames));
    Ok(users::table.filter(asked).select((users::email_folded, users::username_folded)).load(rows)?)
}

/// What accounts are looked for by: part of a user name, of an address or of a name, in no matter which case.
#[derive(Clone, Debug)]
pub struct Fragment {
    typed: String,
    folded: String,
}

impl Fragment {
    /// Takes what was typed.
    pub fn new(typed: &str) -> Self {
        // `%` and `_` mean themselves here, not what LIKE takes them for.
        let escape = |text: &str| text.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_");
        let typed = typed.trim();
        Self { typed: format!("%{}%", escape(typed)), folded: format!("%{}%", escape(&fold(typed))) }
    }
}

/// Lists accounts in the order in which they were made, no more than `limit` after `after`.
pub fn list(
    rows: &mut AnyConnection,
    fragment: Option<&Fragment>,
    after: Option<UserId>,
    limit: i64,
) -> Result<Vec<User>> {
    let mut page = users::table.select(User::as_select()).order(users::id).limit(limit).into_boxed();
    if let Some(Fragment { typed, folded }) = fragment {
        let username = users::username_folded.like(folded).escape('\\');
        let email = users::email_folded.like(folded).escape('\\');
        // A name has no folded form in its row: other cases of other letters than ASCII are found only as typed.
        let name = users::name.like(typed).escape('\\').or(users::name.like(folded).escape('\\'));
        page = page.filter(name.or(username).or(email));
    }
    if let Some(after) = after {
        page = page.filter(users::id.gt(after));
    }
    Ok(page.load(rows)?)
}

/// Adds an account.
pub fn insert(tx: &mut Transaction<'_>, user: &User) -> Result<()> {
    diesel::insert_into(users::table).values(user).execute(&mut **tx)?;
    Ok(())
}

/// Stores another hash of the same password, unless the password was changed meanwhile.
pub fn replace_hash(tx: &mut Transaction<'_>, id: UserId, old: &PasswordHash, new: &PasswordHash) -> Result<()> {
    diesel::update(users::table.find(id).filter(users::password_hash.eq(old)))
        .set(users::password_hash.eq(new))
        .execute(&mut **tx)?;
    Ok(())
}

/// Stores another user name and name.
pub fn set_names(
    tx: &mut Transaction<'_>,
    id: UserId,
    username: &str,
    username_folded: &str,
    name: Option<&str>,
) -> Result<()> {
    diesel::update(users::table.find(id))
        .set((users::username.eq(username), users::username_folded.eq(username_folded), users::name.eq(name)))
        .execute(&mut **tx)?;
    Ok(())
}

/// Stores another password. Links that were mailed before to set one, or to change the address, are worth nothing any
/// more: whoever asked for them may be why the password is changed.
pub fn set_password(tx: &mut Transaction<'_>, id: UserId, hash: &PasswordHash) -> Result<()> {
    mail_tokens::delete_of(tx, id, &[Purpose::ResetPassword, Purpose::ChangeEmail])?;
    diesel::update(users::table.find(id)).set(users::password_hash.eq(hash)).execute(&mut **tx)?;
    Ok(())
}

/// Notes that the address of an account is confirmed.
pub fn set_email_verified(tx: &mut Transaction<'_>, id: UserId, at: Timestamp) -> Result<()> {
    diesel::update(users::table.find(id)).set(users::email_verified_at.eq(Some(at))).execute(&mut **tx)?;
    Ok(())
}

/// Stores another address and whether it is confirmed. Links that were mailed to the one before are worth nothing any
/// more.
pub fn set_email(
    tx: &mut Transaction<'_>,
    id: UserId,
    email: &str,
    email_folded: &str,
    verified_at: Option<Timestamp>,
) -> Result<()> {
    mail_tokens::delete_all(tx, id)?;
    let email = (users::email.eq(email), users::email_folded.eq(email_folded));
    diesel::update(users::table.find(id)).set((email, users::email_verified_at.eq(verified_at))).execute(&mut **tx)?;
    Ok(())
}

/// Stores other roles.
pub fn set_roles(tx: &mut Transaction<'_>, id: UserId, roles: Roles) -> Result<()> {
    diesel::update(users::table.find(id)).set(users::roles.eq(roles)).execute(&mut **tx)?;
    Ok(())
}

/// Disables an account from a time on, or enables it.
pub fn set_disabled(tx: &mut Transaction<'_>, id: UserId, disabled_at: Option<Timestamp>) -> Result<()> {
    diesel::update(users::table.find(id)).set(users::disabled_at.eq(disabled_at)).execute(&mut **tx)?;
    Ok(())
}

/// Makes every access token of an account stale that exists now; gives the new token version.
///
/// `until` is when the last of those tokens would have ended by itself.
pub fn outdate_tokens(tx: &mut Transaction<'_>, id: UserId, until: Timestamp) -> Result<i64> {
    let account = users::table.find(id);
    diesel::update(account).set(users::token_version.eq(users::token_version + 1)).execute(&mut **tx)?;
    let version = account.select(users::token_version).get_result(&mut **tx)?;
    revocations::insert(tx, Revocation { target: Target::Older(id, version), until })?;
    Ok(version)
}

/// Deletes an account; its sessions go with it. Revoke them first, for the sake of their access tokens.
pub fn delete(tx: &mut Transaction<'_>, id: UserId) -> Result<bool> {
    Ok(diesel::delete(users::table.find(id)).execute(&mut **tx)? > 0)
}

/// Counts the administrators who can sign in.
pub fn count_admins(rows: &mut AnyConnection) -> Result<i64> {
    let admins = users::roles.eq(Roles::admin()).and(users::disabled_at.is_null());
    Ok(users::table.filter(admins).count().get_result(rows)?)
}
