//! Changing what an account may do: its roles, and whether it can sign in at all.

use std::sync::Arc;

use super::{Actor, every_session, require_another};
use crate::app::App;
use crate::auth::end_sessions::end_all;
use crate::auth::event::{self, EventKind};
use crate::auth::{Error, FieldErrorKind, FieldErrors, Input};
use crate::clock::Timestamp;
use crate::id::UserId;
use crate::role::Roles;
use crate::store::Transaction;
use crate::store::users::{self, User};

/// What an administrator typed; `None` leaves something as it is.
#[derive(Clone, Debug, Default)]
pub struct AccountPatch {
    /// Names of roles; `user` goes without saying.
    pub roles: Option<Input<Vec<String>>>,
    /// Whether the account is disabled.
    pub disabled: Option<Input<bool>>,
}

/// Changes an account as typed: all of it or, if any of it is refused, nothing.
pub async fn change(
    app: &Arc<App>,
    actor: &Actor,
    id: UserId,
    typed: AccountPatch,
) -> Result<User, Error> {
    apply(app, actor, id, parse(typed)?).await
}

/// Sets the roles of an account.
pub async fn set_roles(
    app: &Arc<App>,
    actor: &Actor,
    id: UserId,
    roles: Roles,
) -> Result<User, Error> {
    apply(app, actor, id, ParsedPatch { roles: Some(roles), disabled: None }).await
}

/// Disables an account, which ends its sessions, or enables it.
pub async fn set_disabled(
    app: &Arc<App>,
    actor: &Actor,
    id: UserId,
    disabled: bool,
) -> Result<User, Error> {
    apply(app, actor, id, ParsedPatch { roles: None, disabled: Some(disabled) }).await
}

#[derive(Clone, Copy)]
struct ParsedPatch {
    roles: Option<Roles>,
    disabled: Option<bool>,
}

impl ParsedPatch {
    /// Returns what an account will be. One that is disabled already stays so since then.
    fn of(self, before: &User, now: Timestamp) -> User {
        let mut after = before.clone();
        if let Some(roles) = self.roles {
            after.roles = roles;
        }
        if let Some(disabled) = self.disabled {
            after.disabled_at = disabled.then(|| before.disabled_at.unwrap_or(now));
        }
        after
    }
}

/// Reads both members, so that all faults come at once.
fn parse(typed: AccountPatch) -> Result<ParsedPatch, Error> {
    let roles = typed.roles.map(|typed| {
        typed.and_then(|names| {
            Roles::from_names(&names).ok_or(FieldErrorKind::Choice(Roles::admin().names()))
        })
    });
    let mut errors = FieldErrors::default();
    let roles = errors.take("roles", roles.transpose());
    let disabled = errors.take("disabled", typed.disabled.transpose());
    let (roles, disabled) = errors.finish((roles, disabled))?;
    Ok(ParsedPatch { roles, disabled })
}

async fn apply(
    app: &Arc<App>,
    actor: &Actor,
    id: UserId,
    patch: ParsedPatch,
) -> Result<User, Error> {
    let (owned, actor, now) = (Arc::clone(app), actor.clone(), app.clock.now());
    app.store
        .write(move |tx| {
            users::lock_admins(tx)?;
            actor.require(tx)?;
            let before = users::find_for_update(tx, id)?.ok_or(Error::NotFound)?;
            let after = patch.of(&before, now);
            if (before.roles, before.disabled_at) == (after.roles, after.disabled_at) {
                return Ok(before);
            }
            if !super::administers(&after) {
                require_another(tx, &before)?;
            }
            store(&owned, tx, &actor, &before, after, now)
        })
        .await
}

fn store(
    app: &App,
    tx: &mut Transaction<'_>,
    actor: &Actor,
    before: &User,
    mut after: User,
    now: Timestamp,
) -> Result<User, Error> {
    let changed = |tx: &mut Transaction<'_>, what: EventKind| {
        event::record_by(tx, what, before.id, None, actor, now)
    };
    if after.roles != before.roles {
        users::set_roles(tx, before.id, after.roles)?;
        changed(tx, EventKind::RolesChanged)?;
    }
    if after.disabled_at != before.disabled_at {
        users::set_disabled(tx, before.id, after.disabled_at)?;
        let what =
            if after.disabled_at.is_some() { EventKind::Disabled } else { EventKind::Enabled };
        changed(tx, what)?;
    }
    let bumped = match after.disabled_at {
        Some(_) => end_all(app, tx, &every_session(before.id, actor), now)?.token_version,
        None => None,
    };
    after.token_version = match bumped {
        Some(version) => version,
        // The tokens that exist say what the account could do until now.
        None => users::bump_token_version(tx, before.id, app.revocation_expiry(now))?,
    };
    Ok(after)
}
