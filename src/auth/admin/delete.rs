//! Deleting somebody's account.

use std::sync::Arc;

use super::{Actor, require_another};
use crate::app::App;
use crate::auth::Error;
use crate::auth::delete_account::erase;
use crate::id::UserId;
use crate::store::users;

/// Deletes an account for good. What happened to it stays counted, without telling whose it was.
pub async fn delete(app: &Arc<App>, actor: &Actor, id: UserId) -> Result<(), Error> {
    let (owned, actor, now) = (Arc::clone(app), actor.clone(), app.clock.now());
    app.store
        .write(move |tx| {
            users::lock_admins(tx)?;
            actor.require(tx)?;
            let user = users::find_for_update(tx, id)?.ok_or(Error::NotFound)?;
            require_another(tx, &user)?;
            erase(&owned, tx, &user, now)?;
            tx.log(log::Level::Info, || format!("deleted user={id} by={actor}"));
            Ok(())
        })
        .await
}
