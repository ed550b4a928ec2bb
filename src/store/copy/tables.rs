//! Every table as it is stored, and what a copy does with it.

use diesel::prelude::*;
use sha2::{Digest, Sha256};

use crate::store::AnyConnection;
use crate::store::statement::with_connection;

/// How many rows are read, and written in one transaction.
const PAGE: i64 = 1000;

/// How many rows, and a checksum of them.
pub(super) type TableDigest = (usize, [u8; 32]);
type Rows<'a> = &'a mut AnyConnection;
/// Is told of rows that were looked at.
type Progress<'a> = &'a mut dyn FnMut(usize);

/// A table and what is done with it.
pub(super) struct Table {
    pub(super) name: &'static str,
    /// Returns whether the target has no row that the source does not have too.
    pub(super) is_part: fn(Rows<'_>, Rows<'_>) -> QueryResult<bool>,
    /// Adds the rows of the source that the target does not have.
    pub(super) copy: fn(Rows<'_>, Rows<'_>, Progress<'_>) -> QueryResult<()>,
    /// Counts the rows and digests them.
    pub(super) digest: fn(Rows<'_>) -> QueryResult<TableDigest>,
}

/// Declares a table: its columns as they are stored, the key first.
macro_rules! table {
    ($table:ident, $key:ident: $key_type:ty, $($column:ident: $type:ty),+) => {
        mod $table {
            use super::*;
            use crate::store::schema::$table;

            #[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
            #[diesel(table_name = $table, treat_none_as_default_value = false)]
            pub(super) struct Row {
                pub(super) $key: $key_type,
                $(pub(super) $column: $type,)+
            }

            fn page(rows: Rows<'_>, after: Option<&$key_type>) -> QueryResult<Vec<Row>> {
                with_connection!(rows, |rows| {
                    let mut page = $table::table.select(Row::as_select()).into_boxed();
                    if let Some(after) = after {
                        page = page.filter($table::$key.gt(after));
                    }
                    page.order($table::$key).limit(PAGE).load(rows)
                })
            }

            pub(super) fn is_part(source: Rows<'_>, target: Rows<'_>) -> QueryResult<bool> {
                let mut after = None;
                loop {
                    let there = page(target, after.as_ref())?;
                    let Some(last) = there.last() else { return Ok(true) };
                    let keys: Vec<_> = there.iter().map(|row| row.$key.clone()).collect();
                    let mut here: Vec<Row> = with_connection!(source, |rows| $table::table
                        .filter($table::$key.eq_any(&keys))
                        .order($table::$key)
                        .select(Row::as_select())
                        .load(rows))?;
                    here.sort_by(|one, other| one.$key.cmp(&other.$key));
                    if here != there {
                        return Ok(false);
                    }
                    after = Some(last.$key.clone());
                }
            }

            pub(super) fn copy(
                source: Rows<'_>,
                target: Rows<'_>,
                progress: Progress<'_>,
            ) -> QueryResult<()> {
                let mut after = None;
                loop {
                    let mut rows = page(source, after.as_ref())?;
                    let Some(last) = rows.last() else { return Ok(()) };
                    after = Some(last.$key.clone());
                    progress(rows.len());
                    let keys: Vec<_> = rows.iter().map(|row| row.$key.clone()).collect();
                    let there: Vec<$key_type> = with_connection!(target, |rows| $table::table
                        .filter($table::$key.eq_any(&keys))
                        .select($table::$key)
                        .load(rows))?;
                    rows.retain(|row| !there.contains(&row.$key));
                    with_connection!(target, |connection| connection.transaction(|connection| {
                        diesel::insert_into($table::table).values(&rows).execute(connection)
                    }))?;
                }
            }

            pub(super) fn digest(rows: Rows<'_>) -> QueryResult<TableDigest> {
                let (mut after, mut count, mut digest) = (None, 0, Sha256::new());
                loop {
                    let page = page(rows, after.as_ref())?;
                    let Some(last) = page.last() else { return Ok((count, digest.finalize().into())) };
                    after = Some(last.$key.clone());
                    count += page.len();
                    // The same text in both: names, values and their lengths.
                    page.iter().for_each(|row| digest.update(format!("{row:?}\n")));
                }
            }
        }
    };
}

table!(users, id: Vec<u8>, username: String, username_folded: String, email: String,
    email_folded: String, name: Option<String>, password_hash: String, roles: String,
    token_version: i64, email_verified_at: Option<i64>, disabled_at: Option<i64>, created_at: i64,
    email_canonical: Option<String>, search: String, language: Option<String>);
table!(sessions, id: Vec<u8>, user_id: Vec<u8>, generation: i64, token_hash: Vec<u8>,
    previous_hash: Option<Vec<u8>>, rotated_by: Option<Vec<u8>>, issued_at: i64, expires_at: i64,
    ends_at: i64, persistent: bool, created_at: i64, last_seen_at: i64, ip: String,
    user_agent: String, revoked_at: Option<i64>, revoked_for: Option<String>,
    latest_user_agent: Option<String>, device_changed_at: Option<i64>, first_used_at: Option<i64>,
    amr: String, authenticated_at: i64);
table!(revocations, id: i64, session_id: Option<Vec<u8>>, user_id: Option<Vec<u8>>,
    version: Option<i64>, until: i64);
table!(events, id: Vec<u8>, user_id: Option<Vec<u8>>, session_id: Option<Vec<u8>>, kind: String,
    at: i64, ip: String, user_agent: String);
table!(mail_tokens, id: Vec<u8>, user_id: Vec<u8>, purpose: String, session_id: Option<Vec<u8>>,
    address: String, address_folded: String, token_hash: Vec<u8>, tries_left: i64,
    tries_since: i64, expires_at: i64, used_at: Option<i64>);
table!(released_usernames, username_hash: Vec<u8>, user_id: Option<Vec<u8>>, released_at: i64);
table!(mails, id: Vec<u8>, user_id: Vec<u8>, kind: String, address: String,
    link_id: Option<Vec<u8>>, created_at: i64, attempts: i64, due_at: Option<i64>,
    language: String);

macro_rules! tables {
    ($($table:ident)+) => {
        &[$(Table {
            name: stringify!($table),
            is_part: $table::is_part,
            copy: $table::copy,
            digest: $table::digest,
        }),+]
    };
}

/// Every table, those first that others refer to.
pub(super) const TABLES: &[Table] =
    tables!(users sessions revocations events mail_tokens released_usernames mails);
