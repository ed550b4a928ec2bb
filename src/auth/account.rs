//! One's own account: seeing it, changing its names, and proving once more that it is one's own.

use super::event::{self, EventKind};
use super::{
    AccessError, Context, Error, FieldErrorKind, FieldErrors, Forbidden, Input, attempts, names,
};
use crate::app::App;
use crate::clock::Timestamp;
use crate::config::Usernames;
use crate::id::UserId;
use crate::password::{Check, TypedPassword};
use crate::secret::SecretText;
use crate::store::users::{self, User};
use crate::store::{Transaction, sessions};
use crate::text::{fold, trim};
use crate::token::AccessClaims;
use crate::username::{Username, parse_name};

/// Finds the account that is signed in. If it was deleted, its tokens are worth nothing any more.
pub async fn find(app: &App, id: UserId) -> Result<User, Error> {
    let user = app.store.read_inline(move |rows| users::find(rows, id)).await?;
    Ok(user.ok_or(AccessError::Revoked(None))?)
}

/// Checks the current password of the signed-in account, which is asked for again before what
/// cannot be undone.
///
/// It costs what a sign-in costs, and wrong ones count: a session in a thief's hands is not to lead
/// to the password. What changes something afterwards calls [`reload_unchanged`] in its
/// transaction.
pub(super) async fn require_password(
    context: &Context,
    user: &User,
    password: &SecretText,
    claims: &AccessClaims,
) -> Result<(), Error> {
    let Context { app, client, .. } = context;
    let tried = attempts::current_password(context, user.id).await?;
    match tried.record_check(
        app.passwords.check(TypedPassword::new(password), Some(user.password_hash.clone())).await,
    )? {
        Check::Right { .. } => Ok(()),
        Check::Wrong => {
            log::warn!("wrong_password user={} session={} {}", user.id, claims.session, client.tag);
            Err(Error::Forbidden(Forbidden::WrongPassword))
        }
    }
}

/// Requires that nothing has changed since a password was checked, because hashing takes its time:
/// neither the password, nor that this session stands. Returns the account as it is now.
pub(super) fn reload_unchanged(
    tx: &mut Transaction<'_>,
    checked: &User,
    claims: &AccessClaims,
    now: Timestamp,
) -> Result<User, Error> {
    let user = users::find_for_update(tx, checked.id)?.ok_or(AccessError::Revoked(None))?;
    let session = sessions::find(tx, claims.session)?;
    if !session.is_some_and(|session| session.user_id == checked.id && session.is_active(now)) {
        return Err(AccessError::Revoked(None).into());
    }
    if user.password_hash == checked.password_hash {
        Ok(user)
    } else {
        Err(Error::Forbidden(Forbidden::WrongPassword))
    }
}

/// What someone typed who wants other names; `None` leaves one as it is.
#[derive(Clone, Debug, Default)]
pub struct NameChange {
    /// Another username.
    pub username: Option<Input<String>>,
    /// Another name; empty is none.
    pub name: Option<Input<String>>,
}

/// Changes the names of the account that is signed in.
///
/// Another username makes its older access tokens stale, because they say the one before.
pub async fn change_names(
    context: &Context,
    claims: &AccessClaims,
    typed: NameChange,
) -> Result<User, Error> {
    let app = &context.app;
    let (username, name) = parse(app, claims, typed)?;
    let (owned, id, now) = (context.clone(), claims.user, context.now());
    app.store
        .write(move |tx| {
            let mut user = users::find_for_update(tx, id)?.ok_or(AccessError::Revoked(None))?;
            let before = user.clone();
            if let Some(username) = &username {
                names::require_free_username(tx, &username.folded(), Some(id), now)?;
                user.username_folded = username.folded();
                user.username = username.as_str().to_owned();
            }
            if let Some(name) = &name {
                user.name.clone_from(name);
            }
            if (&user.username, &user.name) == (&before.username, &before.name) {
                return Ok(user);
            }
            users::set_names(tx, id, &user.username, &user.username_folded, user.name.as_deref())?;
            if user.username != before.username {
                names::exchange_username(
                    tx,
                    id,
                    &before.username_folded,
                    &user.username_folded,
                    now,
                )?;
                user.token_version =
                    users::bump_token_version(tx, id, owned.app.revocation_expiry(now))?;
            }
            event::record(tx, EventKind::ProfileChanged, id, None, &owned.client, now)?;
            Ok(user)
        })
        .await
}

/// Reads both fields, so that all faults come at once. Where usernames are off, one that came all
/// the same counts for nothing, as at registration.
fn parse(
    app: &App,
    claims: &AccessClaims,
    typed: NameChange,
) -> Result<(Option<Username>, Option<Option<String>>), Error> {
    let read = |typed: String| match fold(trim(&typed)) == fold(&claims.username) {
        // The name that the account has already stays good, whatever rules came later.
        true => Username::parse_existing(&typed).map_err(FieldErrorKind::Username),
        false => Username::parse(&typed).map_err(FieldErrorKind::Username),
    };
    let username = typed.username.filter(|_| app.config.usernames != Usernames::Off);
    let username = username.map(|typed| typed.and_then(FieldErrorKind::require).and_then(read));
    let name = typed
        .name
        .map(|typed| typed.and_then(|typed| parse_name(&typed).map_err(FieldErrorKind::Name)));
    let mut errors = FieldErrors::default();
    let username = errors.take("username", username.transpose());
    let name = errors.take("name", name.transpose());
    Ok(errors.finish((username, name))?)
}
