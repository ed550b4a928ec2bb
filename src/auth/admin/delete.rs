//! Sending an account away: signing it out everywhere, or deleting it.

use std::sync::Arc;

use super::{Actor, end_sessions, require_another};
use crate::app::App;
use crate::auth::Error;
use crate::auth::delete_account::erase;
use crate::id::UserId;
use crate::store::users;

/// Ends every session of an account; tells how many there were.
pub async fn sign_out(app: &Arc<App>, actor: &Actor, id: UserId) -> Result<usize, Error> {
    let (rules, actor, client, now) = (Arc::clone(app), actor.clone(), actor.client(), app.clock.now());
    app.store
        .write(move |tx| {
            actor.require(tx)?;
            users::find(tx, id)?.ok_or(Error::NotFound)?;
            actor.note("signed_out_everywhere", id, &client);
            Ok(end_sessions(&rules, tx, id, &client, now)?)
        })
        .await
}

/// Deletes an account for good. What happened to it stays counted, without telling whose it was.
pub async fn delete(app: &Arc<App>, actor: &Actor, id: UserId) -> Result<(), Error> {
    let (rules, actor, client, now) = (Arc::clone(app), actor.clone(), actor.client(), app.clock.now());
    app.store
        .write(move |tx| {
            actor.require(tx)?;
            let user = users::find(tx, id)?.ok_or(Error::NotFound)?;
            require_another(tx, &user)?;
            erase(&rules, tx, id, now)?;
            actor.note("deleted", id, &client);
            Ok(())
        })
        .await
}
