//! Signing in with a password.

use std::sync::Arc;

use super::event::{self, Happening};
use super::{Client, Error, Fault, Forbidden, Issued, Problem, Typed, logout, session};
use crate::app::App;
use crate::email::fold;
use crate::password::{Attempt, Check, PasswordHash};
use crate::secret::SecretText;
use crate::store::sessions;
use crate::store::users::{self, User};

/// What someone typed who wants to sign in.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// Which account.
    pub login: Login,
    /// Its password.
    pub password: Typed<SecretText>,
    /// Whether to stay signed in when the browser is closed.
    pub remember: bool,
}

/// How an account is named at sign-in.
#[derive(Clone, Debug)]
pub enum Login {
    /// By its e-mail address.
    Email(Typed<String>),
    /// By its user name.
    Username(Typed<String>),
    /// By one or the other: an address has an `@` and a user name never does.
    Either(Typed<String>),
}

/// Signs someone in.
///
/// Every attempt costs one hash, whether the account exists or not, and all that fail are alike: which accounts exist
/// is nobody's business. `replaces` is as for [`register`](super::register()).
pub async fn log_in(
    app: &Arc<App>,
    typed: Credentials,
    client: &Client,
    replaces: Option<&SecretText>,
) -> Result<Issued, Error> {
    let remember = typed.remember;
    let (name, password) = parse(typed)?;
    let found = app
        .store
        .read(move |rows| match name {
            Name::Email(folded) => users::find_by_email(rows, &folded),
            Name::Username(folded) => users::find_by_username(rows, &folded),
        })
        .await?;
    let stored = found.as_ref().map(|user| user.password_hash.clone());
    let attempt = Attempt::new(&password);
    let check = app.passwords.check(attempt.clone(), stored).await?;
    let (Some(user), Check::Right { outdated }) = (found.as_ref(), check) else {
        note_failure(app, found.as_ref(), client);
        return Err(Error::WrongCredentials);
    };
    if user.disabled_at.is_some() {
        log::info!("sign_in_refused user={} reason=disabled request={}", user.id, client.request);
        return Err(Error::Forbidden(Forbidden::Disabled));
    }
    let better = if outdated { Some(app.passwords.rehash(&attempt).await?) } else { None };
    open_session(app, user.clone(), better, remember, client, replaces).await
}

enum Name {
    Email(String),
    Username(String),
}

fn parse(typed: Credentials) -> Result<(Name, SecretText), Error> {
    let (field, login) = match typed.login {
        Login::Email(email) => ("email", email.and_then(Problem::require).map(|email| Name::Email(fold(&email)))),
        Login::Username(name) => ("username", name.and_then(Problem::require).map(|name| Name::Username(fold(&name)))),
        Login::Either(login) => {
            let name = |login: String| match login.contains('@') {
                true => Name::Email(fold(&login)),
                false => Name::Username(fold(&login)),
            };
            ("login", login.and_then(Problem::require).map(name))
        }
    };
    let given = |password: &SecretText| !password.expose().is_empty();
    let password =
        typed.password.and_then(|password| if given(&password) { Ok(password) } else { Err(Problem::Required) });
    match (login, password) {
        (Ok(login), Ok(password)) => Ok((login, password)),
        (login, password) => Err(Error::Invalid(Fault::list([(field, login.err()), ("password", password.err())]))),
    }
}

async fn open_session(
    app: &Arc<App>,
    checked: User,
    better_hash: Option<PasswordHash>,
    persistent: bool,
    client: &Client,
    replaces: Option<&SecretText>,
) -> Result<Issued, Error> {
    let now = app.clock.now();
    let (session, refresh) = session::begin(app, &checked, client, persistent, now);
    let replaced = replaces.and_then(|token| app.tokens.verify_refresh(token).ok());
    let (rules, asking, opened) = (Arc::clone(app), client.clone(), session.clone());
    let user = app
        .store
        .write(move |tx| {
            // Hashing takes its time; the account may have been changed, disabled or deleted meanwhile.
            let user = users::find(tx, checked.id)?.ok_or(Error::WrongCredentials)?;
            if user.password_hash != checked.password_hash {
                return Err(Error::WrongCredentials);
            }
            if user.disabled_at.is_some() {
                return Err(Error::Forbidden(Forbidden::Disabled));
            }
            if let Some(hash) = better_hash {
                users::replace_hash(tx, user.id, &user.password_hash, &hash)?;
            }
            sessions::insert(tx, &opened)?;
            event::record(tx, Happening::SignedIn, user.id, Some(opened.id), &asking, now)?;
            if let Some(replaced) = replaced {
                logout::end(&rules, tx, replaced.session, &asking, now)?;
            }
            Ok(user)
        })
        .await?;
    Ok(session::issue(app, user, &session, refresh, now))
}

/// Writes a failed attempt into the account's history, without waiting: an answer that took a moment longer for an
/// account that exists would give it away.
fn note_failure(app: &App, user: Option<&User>, client: &Client) {
    let Some(user) = user.map(|user| user.id) else {
        log::info!("sign_in_failed user=unknown request={}", client.request);
        return;
    };
    let (client, now) = (client.clone(), app.clock.now());
    let queued = app.store.write_later(move |tx| event::record(tx, Happening::SignInFailed, user, None, &client, now));
    if !queued {
        log::warn!("sign_in_failed user={user} could not be written to its history");
    }
}
