//! What a migration cannot do in SQL: the forms in which texts are compared and searched, for rows
//! of earlier versions.

use diesel::prelude::*;

use super::schema::{mail_tokens, users};
use super::users::searched;
use crate::email::canonical;
use crate::id::UserId;
use crate::token::EmailTokenId;
use diesel::sqlite::SqliteConnection;

/// The migration that these forms belong to.
pub(super) const VERSION: &str = "20261127000002";

/// How many rows are read at once.
const PAGE: i64 = 1000;

/// Two accounts that turned out to have one address: the second keeps the form of earlier versions.
pub(super) type SameAddress = (UserId, UserId);

/// Fills in the forms of every row; returns the accounts that have one address. The oldest of them,
/// or the one whose form is right already, has it from now on.
pub(super) fn fill(rows: &mut SqliteConnection) -> QueryResult<Vec<SameAddress>> {
    let mut same = Vec::new();
    let mut after = None;
    loop {
        let mut page = users::table.order(users::id).limit(PAGE).into_boxed();
        if let Some(after) = after {
            page = page.filter(users::id.gt(after));
        }
        let columns = (users::id, users::username, users::email, users::email_folded, users::name);
        let page: Vec<(UserId, String, String, String, Option<String>)> =
            page.select(columns).load(rows)?;
        let Some((last, ..)) = page.last() else { break };
        after = Some(*last);
        for (id, username, email, folded, name) in page {
            let search = searched(&username, &email, name.as_deref());
            diesel::update(users::table.find(id)).set(users::search.eq(search)).execute(rows)?;
            same.extend(fill_address(rows, id, &canonical(&email), &folded)?);
        }
    }
    fill_links(rows)?;
    Ok(same)
}

fn fill_address(
    rows: &mut SqliteConnection,
    id: UserId,
    canonical: &str,
    folded: &str,
) -> QueryResult<Option<SameAddress>> {
    if canonical == folded {
        return Ok(None);
    }
    let holder = users::table.filter(users::email_folded.eq(canonical)).select(users::id);
    let holder: Option<UserId> = holder.get_result(rows).optional()?;
    let account = diesel::update(users::table.find(id));
    match holder {
        Some(_) => account.set(users::email_canonical.eq(canonical)).execute(rows)?,
        None => account.set(users::email_folded.eq(canonical)).execute(rows)?,
    };
    Ok(holder.map(|holder| (holder, id)))
}

fn fill_links(rows: &mut SqliteConnection) -> QueryResult<()> {
    let links: Vec<(EmailTokenId, String)> =
        mail_tokens::table.select((mail_tokens::id, mail_tokens::address)).load(rows)?;
    for (id, address) in links {
        let folded = mail_tokens::address_folded.eq(canonical(&address));
        diesel::update(mail_tokens::table.find(id)).set(folded).execute(rows)?;
    }
    Ok(())
}
