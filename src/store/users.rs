//! The rows of accounts.

use diesel::prelude::*;

use super::revocations::{self, Revocation, Target};
use super::schema::users;
use super::statement::with_connection;
use super::{AnyConnection, Result, Transaction};
use crate::clock::Timestamp;
use crate::email::{AddressForms, spellings};
use crate::id::UserId;
use crate::password::PasswordHash;
use crate::role::Roles;
use crate::text::{search_key, trim};

/// PostgreSQL has no text with this character, not even to look for.
const NUL: char = '\0';

/// An account.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = users, treat_none_as_default_value = false)]
pub struct User {
    /// Its identifier, never given to another.
    pub id: UserId,
    /// Its username as typed.
    pub username: String,
    /// Its username as compared.
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
    /// The language that its owner chose, for mails.
    pub language: Option<String>,
}

impl User {
    /// Creates a user without a name, whose address is not confirmed. `username` and `email` are
    /// each as typed and as compared.
    pub fn new(
        id: UserId,
        username: (String, String),
        email: (String, String),
        password_hash: PasswordHash,
        created_at: Timestamp,
    ) -> Self {
        Self {
            id,
            username: username.0,
            username_folded: username.1,
            email: email.0,
            email_folded: email.1,
            name: None,
            password_hash,
            roles: Roles::user(),
            token_version: 1,
            email_verified_at: None,
            disabled_at: None,
            created_at,
            language: None,
        }
    }
}

/// Finds an account by its identifier.
pub fn find(rows: &mut AnyConnection, id: UserId) -> Result<Option<User>> {
    Ok(with_connection!(rows, |rows| users::table
        .find(id)
        .select(User::as_select())
        .get_result(rows))
    .optional()?)
}

/// Finds an account and locks its row until the transaction ends, so that what depends on it, its
/// sessions, links and mails, is changed by one transaction at a time. With SQLite there is only
/// one anyway.
pub fn find_for_update(tx: &mut Transaction<'_>, id: UserId) -> Result<Option<User>> {
    let found = users::table.find(id);
    let found = match &mut **tx {
        AnyConnection::Sqlite(rows) => found.select(User::as_select()).get_result(rows),
        // Sessions that refer to the row may be added meanwhile.
        AnyConnection::Postgres(rows) => {
            found.select(User::as_select()).for_no_key_update().get_result(&mut **rows)
        }
    };
    Ok(found.optional()?)
}

/// Locks an account, as [`find_for_update`] does.
pub fn lock(tx: &mut Transaction<'_>, id: UserId) -> Result<()> {
    if let AnyConnection::Postgres(rows) = &mut **tx {
        users::table.find(id).select(users::id).for_no_key_update().load::<UserId>(&mut **rows)?;
    }
    Ok(())
}

/// Finds any account, or none where there is none yet.
pub(super) fn find_any(rows: &mut AnyConnection) -> Result<Option<UserId>> {
    Ok(with_connection!(rows, |rows| users::table.select(users::id).first(rows)).optional()?)
}

/// Lists the accounts that have an address: one, or several where earlier versions did not know
/// them for the same. The one that earlier versions would have found comes first.
pub fn list_by_email(rows: &mut AnyConnection, forms: &AddressForms) -> Result<Vec<User>> {
    let AddressForms { canonical, earlier } = forms;
    if canonical.contains(NUL) || earlier.contains(NUL) {
        return Ok(Vec::new());
    }
    let folded = users::email_folded.eq(earlier).or(users::email_folded.eq(canonical));
    let found = users::table.filter(folded.or(users::email_canonical.eq(canonical)));
    let mut found: Vec<User> =
        with_connection!(rows, |rows| found.select(User::as_select()).get_results(rows))?;
    found.sort_by_key(|user| (user.email_folded != *earlier, user.email_folded != *canonical));
    Ok(found)
}

/// Finds the account that an address means.
pub fn find_by_email(rows: &mut AnyConnection, forms: &AddressForms) -> Result<Option<User>> {
    Ok(list_by_email(rows, forms)?.into_iter().next())
}

/// Finds an account by its folded username.
pub fn find_by_username(rows: &mut AnyConnection, folded: &str) -> Result<Option<User>> {
    if folded.contains(NUL) {
        return Ok(None);
    }
    let found = users::table.filter(users::username_folded.eq(folded));
    Ok(with_connection!(rows, |rows| found.select(User::as_select()).get_result(rows))
        .optional()?)
}

/// The names that an account has, as compared.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = users)]
pub struct Names {
    /// Its address.
    pub email_folded: String,
    /// The same, where another account had it first.
    pub email_canonical: Option<String>,
    /// Its username.
    pub username_folded: String,
}

/// Lists the accounts that have one of these addresses, in any of its forms, or of these user
/// names.
pub fn list_holders(
    rows: &mut AnyConnection,
    emails: &[String],
    usernames: &[String],
) -> Result<Vec<Names>> {
    let email = users::email_folded.eq_any(emails).or(users::email_canonical.eq_any(emails));
    let asked = email.or(users::username_folded.eq_any(usernames));
    let found = users::table.filter(asked);
    Ok(with_connection!(rows, |rows| found.select(Names::as_select()).load(rows))?)
}

/// What accounts are looked for by: part of a username, of an address or of a name, whatever its
/// case and accents.
#[derive(Clone, Debug)]
pub struct Fragment(String);

impl Fragment {
    /// Creates it from what was typed; none where nothing of that is ever searched.
    pub fn new(typed: &str) -> Option<Self> {
        // `%` and `_` mean themselves here, not what LIKE takes them for.
        let key =
            search_key(trim(typed)).replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_");
        (!key.is_empty() && !key.contains(NUL)).then(|| Self(format!("%{key}%")))
    }

    /// Returns it as LIKE takes it.
    pub(super) fn pattern(&self) -> &str {
        &self.0
    }
}

/// Lists accounts in the order in which they were made, no more than `limit` after `after`.
pub fn list(
    rows: &mut AnyConnection,
    fragment: Option<&Fragment>,
    after: Option<UserId>,
    limit: i64,
) -> Result<Vec<User>> {
    Ok(with_connection!(rows, |rows| {
        let mut page = users::table.select(User::as_select()).into_boxed();
        if let Some(Fragment(pattern)) = fragment {
            page = page.filter(users::search.like(pattern).escape('\\'));
        }
        if let Some(after) = after {
            page = page.filter(users::id.gt(after));
        }
        page.order(users::id).limit(limit).load(rows)
    })?)
}

/// Returns what an account is found by: a line for each text, and two for an international address.
pub(super) fn searched(username: &str, email: &str, name: Option<&str>) -> String {
    let [ascii, shown] = spellings(email);
    let email = if ascii == shown { vec![ascii] } else { vec![ascii, shown] };
    let lines = email.iter().map(String::as_str).chain([username]).chain(name);
    lines.map(search_key).collect::<Vec<_>>().join("\n")
}

fn update_searched(tx: &mut Transaction<'_>, id: UserId) -> Result<()> {
    let texts = users::table.find(id).select((users::username, users::email, users::name));
    let (username, email, name): (String, String, Option<String>) =
        with_connection!(&mut **tx, |rows| texts.get_result(rows))?;
    let search = searched(&username, &email, name.as_deref());
    with_connection!(&mut **tx, |rows| diesel::update(users::table.find(id))
        .set(users::search.eq(search))
        .execute(rows))?;
    Ok(())
}

/// Adds an account.
pub fn insert(tx: &mut Transaction<'_>, user: &User) -> Result<()> {
    let search = users::search.eq(searched(&user.username, &user.email, user.name.as_deref()));
    with_connection!(&mut **tx, |rows| diesel::insert_into(users::table)
        .values((user, search))
        .execute(rows))?;
    Ok(())
}

/// Stores another hash of the same password, unless the password was changed meanwhile.
pub fn replace_hash(
    tx: &mut Transaction<'_>,
    id: UserId,
    old: &PasswordHash,
    new: &PasswordHash,
) -> Result<()> {
    with_connection!(&mut **tx, |rows| diesel::update(
        users::table.find(id).filter(users::password_hash.eq(old))
    )
    .set(users::password_hash.eq(new))
    .execute(rows))?;
    Ok(())
}

/// Stores another username and name.
pub fn set_names(
    tx: &mut Transaction<'_>,
    id: UserId,
    username: &str,
    username_folded: &str,
    name: Option<&str>,
) -> Result<()> {
    with_connection!(&mut **tx, |rows| diesel::update(users::table.find(id))
        .set((
            users::username.eq(username),
            users::username_folded.eq(username_folded),
            users::name.eq(name),
        ))
        .execute(rows))?;
    update_searched(tx, id)
}

/// Stores another language.
pub fn set_language(tx: &mut Transaction<'_>, id: UserId, language: &str) -> Result<()> {
    with_connection!(&mut **tx, |rows| diesel::update(users::table.find(id))
        .set(users::language.eq(Some(language)))
        .execute(rows))?;
    Ok(())
}

/// Stores another password.
pub fn set_password(tx: &mut Transaction<'_>, id: UserId, hash: &PasswordHash) -> Result<()> {
    with_connection!(&mut **tx, |rows| diesel::update(users::table.find(id))
        .set(users::password_hash.eq(hash))
        .execute(rows))?;
    Ok(())
}

/// Notes that the address of an account is confirmed.
pub fn set_email_verified(tx: &mut Transaction<'_>, id: UserId, at: Timestamp) -> Result<()> {
    with_connection!(&mut **tx, |rows| diesel::update(users::table.find(id))
        .set(users::email_verified_at.eq(Some(at)))
        .execute(rows))?;
    Ok(())
}

/// Stores another address and whether it is confirmed.
pub fn set_email(
    tx: &mut Transaction<'_>,
    id: UserId,
    email: &str,
    email_folded: &str,
    verified_at: Option<Timestamp>,
) -> Result<()> {
    let none = None::<String>;
    let email = (
        users::email.eq(email),
        users::email_folded.eq(email_folded),
        users::email_canonical.eq(none),
    );
    with_connection!(&mut **tx, |rows| diesel::update(users::table.find(id))
        .set((email, users::email_verified_at.eq(verified_at)))
        .execute(rows))?;
    update_searched(tx, id)
}

/// Stores other roles.
pub fn set_roles(tx: &mut Transaction<'_>, id: UserId, roles: Roles) -> Result<()> {
    with_connection!(&mut **tx, |rows| diesel::update(users::table.find(id))
        .set(users::roles.eq(roles))
        .execute(rows))?;
    Ok(())
}

/// Disables an account from a time on, or enables it.
pub fn set_disabled(
    tx: &mut Transaction<'_>,
    id: UserId,
    disabled_at: Option<Timestamp>,
) -> Result<()> {
    with_connection!(&mut **tx, |rows| diesel::update(users::table.find(id))
        .set(users::disabled_at.eq(disabled_at))
        .execute(rows))?;
    Ok(())
}

/// Creates every access token of an account stale that exists now. Returns the new token version.
///
/// `until` is when the last of those tokens would have ended by itself.
pub fn bump_token_version(tx: &mut Transaction<'_>, id: UserId, until: Timestamp) -> Result<i64> {
    let account = users::table.find(id);
    with_connection!(&mut **tx, |rows| diesel::update(account)
        .set(users::token_version.eq(users::token_version + 1))
        .execute(rows))?;
    let version = account.select(users::token_version);
    let version = with_connection!(&mut **tx, |rows| version.get_result(rows))?;
    revocations::insert(tx, Revocation { target: Target::Older(id, version), until })?;
    Ok(version)
}

/// Deletes an account; its sessions go with it. Revoke them first, for the sake of their access
/// tokens.
pub fn delete(tx: &mut Transaction<'_>, id: UserId) -> Result<bool> {
    Ok(with_connection!(&mut **tx, |rows| diesel::delete(users::table.find(id)).execute(rows))? > 0)
}

/// Locks the administrators who can sign in, in one order, until the transaction ends. To be called
/// before anything else is locked, so that two of them who act on each other take turns.
pub fn lock_admins(tx: &mut Transaction<'_>) -> Result<()> {
    if let AnyConnection::Postgres(_) = **tx {
        count_admins_for_update(tx)?;
    }
    Ok(())
}

/// Counts the administrators who can sign in, and locks their rows until the transaction ends, so
/// that no two of them go at once.
pub fn count_admins_for_update(tx: &mut Transaction<'_>) -> Result<usize> {
    let admins = users::roles.eq(Roles::admin()).and(users::disabled_at.is_null());
    let admins = users::table.filter(admins).select(users::id);
    let admins: Vec<UserId> = match &mut **tx {
        AnyConnection::Sqlite(rows) => admins.load(rows),
        AnyConnection::Postgres(rows) => {
            admins.order(users::id).for_no_key_update().load(&mut **rows)
        }
    }?;
    Ok(admins.len())
}
