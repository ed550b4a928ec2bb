//! Seeing the accounts of others.

use std::cmp::Reverse;

use crate::app::App;
use crate::auth::active_sessions::ActiveSession;
use crate::auth::{Error, FieldErrorKind, FieldErrors, FieldType};
use crate::email::{AddressForms, MAX_CHARACTERS};
use crate::id::UserId;
use crate::store::events::{self, Event};
use crate::store::users::{self, Fragment, User};
use crate::store::{self, sessions};
use crate::text::{fold, trim};

/// How many accounts a page has when nobody says.
const DEFAULT_LIMIT: usize = 20;
/// How many events stand beside an account.
const LATEST_EVENTS: i64 = 5;

/// What an administrator typed who looks for accounts.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// Part of a username, of an address or of a name; empty finds everybody.
    pub q: Option<String>,
    /// How many to list at most.
    pub limit: Option<String>,
    /// Where an earlier page ended.
    pub cursor: Option<String>,
}

/// Some of the accounts that were found, in the order in which they were made.
#[derive(Clone, Debug)]
pub struct Page {
    /// The accounts.
    pub users: Vec<User>,
    /// The cursor of the next page, if there is one.
    pub next: Option<UserId>,
}

/// An account, the devices that are signed in to it, and what happened to it lately.
#[derive(Clone, Debug)]
pub struct AccountDetails {
    /// The account.
    pub user: User,
    /// Its devices, the latest seen first.
    pub devices: Vec<ActiveSession>,
    /// Its latest events, the latest first.
    pub events: Vec<Event>,
}

/// Lists accounts, page by page.
pub async fn list(app: &App, search: Search) -> Result<Page, Error> {
    let (limit, cursor) = parse(search.limit, search.cursor)?;
    let mut users = list_after(app, &search.q.unwrap_or_default(), cursor, limit + 1).await?;
    let more = users.len() > limit;
    users.truncate(limit);
    let next = users.last().filter(|_| more).map(|user| user.id);
    Ok(Page { users, next })
}

/// Lists up to `limit` accounts after one of them, those that have `q` in a username, an address
/// or a name.
pub async fn list_after(
    app: &App,
    q: &str,
    after: Option<UserId>,
    limit: usize,
) -> Result<Vec<User>, Error> {
    let Some(fragment) = fragment(q) else { return Ok(Vec::new()) };
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    Ok(app.store.read(move |rows| users::list(rows, fragment.as_ref(), after, limit)).await?)
}

/// Reads what accounts are looked for by: nothing in particular, or a fragment. Returns `None` for
/// what no account has.
pub(super) fn fragment(q: &str) -> Option<Option<Fragment>> {
    // No text of an account is as long or has controls, and the database refuses to look for one
    // that is longer still.
    if q.chars().count() > MAX_CHARACTERS || q.chars().any(char::is_control) {
        return None;
    }
    match trim(q) {
        "" => Some(None),
        // An accent alone is part of no text: it finds nobody rather than everybody.
        q => Fragment::new(q).map(Some),
    }
}

/// Finds an account.
pub async fn find(app: &App, id: UserId) -> Result<User, Error> {
    app.store.read(move |rows| users::find(rows, id)).await?.ok_or(Error::NotFound)
}

/// Finds an account by its address, its username or its identifier.
pub async fn find_by_any_name(app: &App, who: &str) -> Result<User, Error> {
    let (who, id) = (trim(who).to_owned(), who.parse::<UserId>().ok());
    let found = app.store.read(move |rows| match id {
        Some(id) => users::find(rows, id),
        // An address has an `@` and a username never does.
        None if who.contains('@') => users::find_by_email(rows, &AddressForms::of(&who)),
        None => users::find_by_username(rows, &fold(&who)),
    });
    found.await?.ok_or(Error::NotFound)
}

/// Finds an account with its devices and its latest events.
pub async fn see(app: &App, id: UserId) -> Result<AccountDetails, Error> {
    let now = app.clock.now();
    let seen = app.store.read(move |rows| {
        let Some(user) = users::find(rows, id)? else { return Ok(None) };
        let mut standing = sessions::list_active(rows, id, now)?;
        standing.sort_by_key(|session| Reverse((session.last_seen_at, session.id)));
        let devices = standing.into_iter().map(|session| ActiveSession::of(session, None));
        let devices = devices.collect();
        let events = events::list(rows, id, None, LATEST_EVENTS)?;
        Ok::<_, store::Error>(Some(AccountDetails { user, devices, events }))
    });
    seen.await?.ok_or(Error::NotFound)
}

/// Reads both, so that all faults come at once.
fn parse(limit: Option<String>, cursor: Option<String>) -> Result<(usize, Option<UserId>), Error> {
    let limit = limit.map(|typed| FieldErrorKind::require_limit(&typed).map(usize::from));
    let cursor =
        cursor.map(|typed| typed.parse().map_err(|_| FieldErrorKind::Type(FieldType::Cursor)));
    let mut errors = FieldErrors::default();
    let limit = errors.take("limit", limit.transpose());
    let cursor = errors.take("cursor", cursor.transpose());
    let (limit, cursor) = errors.finish((limit, cursor))?;
    Ok((limit.unwrap_or(DEFAULT_LIMIT), cursor))
}
