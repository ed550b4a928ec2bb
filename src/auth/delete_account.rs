//! Deleting one's own account.

use std::sync::Arc;

use super::account::{self, require_password, require_still};
use super::admin::require_another;
use super::{Client, Error, Fault, Problem, Typed};
use crate::app::App;
use crate::clock::Timestamp;
use crate::id::UserId;
use crate::secret::SecretText;
use crate::store::sessions::{self, RevokedFor};
use crate::store::{self, Transaction, events, users};
use crate::token::AccessClaims;

/// Deletes the signed-in account with everything that names its owner. Its address and user name are free again.
pub async fn delete_account(
    app: &Arc<App>,
    claims: &AccessClaims,
    password: Typed<SecretText>,
    client: &Client,
) -> Result<(), Error> {
    let password = password.and_then(Problem::require_secret);
    let password = password.map_err(|problem| Error::Invalid(vec![Fault { field: "password", problem }]))?;
    let checked = account::find(app, claims.user).await?;
    require_password(app, &checked, &password, claims, client).await?;

    let (rules, claims, now) = (Arc::clone(app), claims.clone(), app.clock.now());
    let id = checked.id;
    app.store
        .write(move |tx| {
            let user = require_still(tx, &checked, &claims, now)?;
            require_another(tx, &user)?;
            erase(&rules, tx, id, now)?;
            Ok::<_, Error>(())
        })
        .await?;
    log::info!("deleted user={id} request={}", client.request);
    Ok(())
}

/// Takes an account away, and makes sure that no token of it is believed any more.
pub(super) fn erase(app: &App, tx: &mut Transaction<'_>, id: UserId, now: Timestamp) -> store::Result<()> {
    let until = app.access_tokens_end(now);
    sessions::revoke_all(tx, id, None, RevokedFor::SignedOut, now, until)?;
    // An access token can outlive a session that was not refreshed; it must not outlive the account.
    users::outdate_tokens(tx, id, until)?;
    events::forget(tx, id)?;
    users::delete(tx, id)?;
    Ok(())
}
