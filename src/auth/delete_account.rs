//! Deleting one's own account.

use super::account::{self, reload_unchanged, require_password};
use super::admin::require_another;
use super::end_sessions::{AccessTokens, EndAll, EndedBy, end_all};
use super::{Context, Error, FieldErrorKind, Input, names};
use crate::app::App;
use crate::clock::Timestamp;
use crate::secret::SecretText;
use crate::store::sessions::RevokedFor;
use crate::store::users::{self, User};
use crate::store::{self, Transaction, events};
use crate::token::AccessClaims;

/// Deletes the signed-in account with everything that names its owner. Its address is free again,
/// and its username after [`names::KEEP_RELEASED`].
pub async fn delete_account(
    context: &Context,
    claims: &AccessClaims,
    password: Input<SecretText>,
) -> Result<(), Error> {
    let Context { app, client, .. } = context;
    let password = password.and_then(FieldErrorKind::require_secret);
    let password = password.map_err(|kind| kind.at("password"))?;
    let checked = account::find(app, claims.user).await?;
    require_password(context, &checked, &password, claims).await?;

    let (owned, claims, now) = (context.clone(), claims.clone(), context.now());
    let id = checked.id;
    app.store
        .write(move |tx| {
            if checked.roles.is_admin() {
                users::lock_admins(tx)?;
            }
            let user = reload_unchanged(tx, &checked, &claims, now)?;
            require_another(tx, &user)?;
            erase(&owned.app, tx, &user, now)?;
            Ok::<_, Error>(())
        })
        .await?;
    log::info!("deleted user={id} {}", client.tag);
    Ok(())
}

/// Deletes an account and revokes all its tokens.
pub(super) fn erase(
    app: &App,
    tx: &mut Transaction<'_>,
    user: &User,
    now: Timestamp,
) -> store::Result<()> {
    let id = user.id;
    let every = EndAll {
        user: id,
        except: None,
        reason: RevokedFor::SignedOut,
        by: EndedBy::Deletion,
        // An access token can outlive a session that was not refreshed. It must not outlive the
        // account.
        access_tokens: AccessTokens::Outdate,
        // The database deletes them with the account.
        void: &[],
    };
    end_all(app, tx, &every, now)?;
    events::forget(tx, id)?;
    names::release_username(tx, id, &user.username_folded, now)?;
    users::delete(tx, id)?;
    Ok(())
}
