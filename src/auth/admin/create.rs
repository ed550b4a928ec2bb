//! Making an account for somebody else.

use std::sync::Arc;

use super::Actor;
use crate::app::App;
use crate::auth::Error;
use crate::auth::event::{self, Happening};
use crate::auth::names::require_free;
use crate::auth::register::{self, Registration};
use crate::role::Roles;
use crate::store::users::{self, User};

/// Makes an account by the rules of registration, without signing anybody in.
pub async fn create(app: &Arc<App>, actor: &Actor, typed: Registration, roles: Roles) -> Result<User, Error> {
    let (wanted, password) = register::parse(app, typed)?;
    let (email, username, now) = (wanted.email.folded(), wanted.username.folded(), app.clock.now());
    app.store.read(move |rows| require_free(rows, &email, &username, now)).await?;
    let password_hash = app.passwords.hash(password).await?;
    let (actor, now) = (actor.clone(), app.clock.now());
    let user = User { roles, ..wanted.into_user(password_hash, now) };
    let row = user.clone();
    app.store
        .write(move |tx| {
            actor.require(tx)?;
            require_free(tx, &row.email_folded, &row.username_folded, now)?;
            users::insert(tx, &row)?;
            Ok::<_, Error>(event::record_order(tx, Happening::Registered, row.id, None, &actor, now)?)
        })
        .await?;
    Ok(user)
}
