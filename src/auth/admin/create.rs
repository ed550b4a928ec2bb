//! Making an account for somebody else.

use std::sync::Arc;

use super::Actor;
use crate::app::App;
use crate::auth::Error;
use crate::auth::event::{self, EventKind};
use crate::auth::register::{self, Registration};
use crate::config::Usernames;
use crate::role::Roles;
use crate::store::users::User;
use crate::username::Username;

/// Creates an account by the rules of registration, without signing anybody in. A username need
/// not be given, and may be a reserved one: who makes accounts for others may speak for the site.
pub async fn create(
    app: &Arc<App>,
    actor: &Actor,
    typed: Registration,
    roles: Roles,
) -> Result<User, Error> {
    let (patch, password) =
        register::parse(app, typed, Usernames::Optional, Username::parse_reserved)?;
    let (asked, now) = (patch.clone(), app.clock.now());
    app.store.read(move |rows| register::require_free(rows, &asked, now)).await?;
    let password_hash = app.passwords.hash(password).await?;
    let (actor, now) = (actor.clone(), app.clock.now());
    let user = User { roles, ..patch.to_user(password_hash, now) };
    app.store
        .write(move |tx| {
            actor.require(tx)?;
            let user = register::insert(tx, &patch, user.clone(), now)?;
            event::record_by(tx, EventKind::Registered, user.id, None, &actor, now)?;
            Ok::<_, Error>(user)
        })
        .await
}
