//! One's own account: seeing it and changing its names.

use std::sync::Arc;

use super::event::{self, Happening};
use super::{AccessError, Client, Error, Fault, Problem, Taken, Typed};
use crate::app::App;
use crate::id::UserId;
use crate::store::users::{self, User};
use crate::token::AccessClaims;
use crate::username::{Username, parse_name};

/// Finds the account that is signed in. If it was deleted, its tokens are worth nothing any more.
pub async fn find(app: &App, id: UserId) -> Result<User, Error> {
    let user = app.store.read(move |rows| users::find(rows, id)).await?;
    Ok(user.ok_or(AccessError::Revoked(None))?)
}

/// What someone typed who wants other names; `None` leaves one as it is.
#[derive(Clone, Debug, Default)]
pub struct NameChange {
    /// Another user name.
    pub username: Option<Typed<String>>,
    /// Another name; empty is none.
    pub name: Option<Typed<String>>,
}

/// Changes the names of the account that is signed in.
pub async fn change_names(
    app: &Arc<App>,
    claims: &AccessClaims,
    typed: NameChange,
    client: &Client,
) -> Result<User, Error> {
    let (username, name) = parse(typed)?;
    let (id, asking, now) = (claims.user, client.clone(), app.clock.now());
    app.store
        .write(move |tx| {
            let mut user = users::find(tx, id)?.ok_or(AccessError::Revoked(None))?;
            let before = user.clone();
            if let Some(username) = username {
                let holder = users::find_by_username(tx, &username.folded())?;
                if holder.is_some_and(|holder| holder.id != id) {
                    return Err(Error::Taken(Taken::Username));
                }
                user.username_folded = username.folded();
                user.username = username.as_str().to_owned();
            }
            if let Some(name) = name {
                user.name = name;
            }
            if (&user.username, &user.name) == (&before.username, &before.name) {
                return Ok(user);
            }
            users::set_names(tx, id, &user.username, &user.username_folded, user.name.as_deref())?;
            event::record(tx, Happening::ProfileChanged, id, None, &asking, now)?;
            Ok(user)
        })
        .await
}

/// Reads both fields, so that all faults come at once.
fn parse(typed: NameChange) -> Result<(Option<Username>, Option<Option<String>>), Error> {
    let username = typed.username.map(|typed| {
        typed.and_then(Problem::require).and_then(|typed| Username::parse(&typed).map_err(Problem::Username))
    });
    let name = typed.name.map(|typed| typed.and_then(|typed| parse_name(&typed).map_err(Problem::Name)));
    match (username.transpose(), name.transpose()) {
        (Ok(username), Ok(name)) => Ok((username, name)),
        (username, name) => Err(Error::Invalid(Fault::list([("username", username.err()), ("name", name.err())]))),
    }
}
