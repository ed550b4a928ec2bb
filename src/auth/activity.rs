//! What happened to one's own account.

use std::time::Duration;

use super::Error;
use super::event::EventKind;
use crate::app::App;
use crate::id::EventId;
use crate::store::events::{self, Event};
use crate::token::AccessClaims;

/// For how long a change of the password is news.
const NEWS: Duration = Duration::from_secs(60);

/// Lists what happened to the account, the latest first: `limit` events at most, those before
/// `before` if one is named. That need not be an event of this account, or any: it is a place in
/// time.
pub async fn list(
    app: &App,
    claims: &AccessClaims,
    before: Option<EventId>,
    limit: u8,
) -> Result<Vec<Event>, Error> {
    let user = claims.user;
    Ok(app.store.read(move |rows| events::list(rows, user, before, limit.into())).await?)
}

/// Returns whether a change of the password was the last thing that happened, and just now.
///
/// It is read from the account's history, so that no address can make a page say so; only the
/// device that asks can have been the one, because every other was signed out.
pub fn has_just_changed_password(app: &App, newest_first: &[Event]) -> bool {
    let latest =
        newest_first.first().filter(|event| event.kind == EventKind::PasswordChanged.as_str());
    latest.is_some_and(|latest| app.clock.now().since(latest.at) < NEWS)
}
