//! The rows of accounts.

use diesel::prelude::*;

use super::schema::users;
use super::{AnyConnection, Result, Transaction};
use crate::clock::Timestamp;
use crate::id::UserId;
use crate::password::PasswordHash;
use crate::role::Roles;

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
    Ok(users::table.find(id).select(User::as_select()).first(rows).optional()?)
}

/// Finds an account by its folded address.
pub fn find_by_email(rows: &mut AnyConnection, folded: &str) -> Result<Option<User>> {
    Ok(users::table.filter(users::email_folded.eq(folded)).select(User::as_select()).first(rows).optional()?)
}

/// Finds an account by its folded user name.
pub fn find_by_username(rows: &mut AnyConnection, folded: &str) -> Result<Option<User>> {
    Ok(users::table.filter(users::username_folded.eq(folded)).select(User::as_select()).first(rows).optional()?)
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
