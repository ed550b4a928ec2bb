//! Registering: a new account, signed in.

use std::sync::Arc;

use super::event::Happening;
use super::names::require_free;
use super::{Client, Error, Fault, Issued, Problem, Typed, link, session};
use crate::app::App;
use crate::clock::Timestamp;
use crate::email::EmailAddress;
use crate::id::UserId;
use crate::password::{NewPassword, PasswordHash};
use crate::role::Roles;
use crate::secret::SecretText;
use crate::store::users::{self, User};
use crate::token::Purpose;
use crate::username::{Username, parse_name};

/// What someone typed who wants an account.
#[derive(Clone, Debug)]
pub struct Registration {
    /// The user name.
    pub username: Typed<String>,
    /// The e-mail address.
    pub email: Typed<String>,
    /// The password.
    pub password: Typed<SecretText>,
    /// The person's name; empty is none.
    pub name: Typed<String>,
}

/// Makes an account and signs its owner in, to stay.
///
/// `replaces` is the refresh token that this browser had until now: its session ends.
pub async fn register(
    app: &Arc<App>,
    typed: Registration,
    client: &Client,
    replaces: Option<&SecretText>,
) -> Result<Issued, Error> {
    let (wanted, password) = parse(app, typed)?;
    app.limits.registration(client)?;
    // Asked before hashing, which is dear, and again when it counts.
    let (email, username, now) = (wanted.email.folded(), wanted.username.folded(), app.clock.now());
    app.store.read(move |rows| require_free(rows, &email, &username, now)).await?;
    let password_hash = app.passwords.hash(password).await?;

    let now = app.clock.now();
    let user = wanted.into_user(password_hash, now);
    let opening = session::begin(app, &user, client, true, replaces, now);
    let (rules, asking, row, stored) = (Arc::clone(app), client.clone(), user.clone(), opening.clone());
    app.store
        .write(move |tx| {
            require_free(tx, &row.email_folded, &row.username_folded, now)?;
            users::insert(tx, &row)?;
            session::store(&rules, tx, &stored, Happening::Registered, &asking, now)?;
            link::send(&rules, tx, Purpose::VerifyEmail, row.id, &row.email, None, now)?;
            Ok::<_, Error>(())
        })
        .await?;
    Ok(session::issue(app, user, &opening.session, opening.refresh, now).known(app, client))
}

/// An account that is wanted and may be had, if its names are free.
pub(super) struct Wanted {
    pub(super) username: Username,
    pub(super) email: EmailAddress,
    pub(super) name: Option<String>,
}

impl Wanted {
    pub(super) fn into_user(self, password_hash: PasswordHash, now: Timestamp) -> User {
        User {
            id: UserId::new(now),
            username_folded: self.username.folded(),
            username: self.username.as_str().to_owned(),
            email_folded: self.email.folded(),
            email: self.email.as_str().to_owned(),
            name: self.name,
            password_hash,
            roles: Roles::user(),
            token_version: 1,
            email_verified_at: None,
            disabled_at: None,
            created_at: now,
        }
    }
}

/// Reads every field, so that all faults come at once.
pub(super) fn parse(app: &App, typed: Registration) -> Result<(Wanted, NewPassword), Error> {
    let own_names = [&typed.username, &typed.email].map(|name| name.clone().unwrap_or_default());
    let own_names = own_names.each_ref().map(String::as_str);
    let min = app.config.password_min_length;
    let username = typed.username.and_then(Problem::require);
    let username = username.and_then(|typed| Username::parse(&typed).map_err(Problem::Username));
    let email = typed.email.and_then(Problem::require);
    let email = email.and_then(|typed| EmailAddress::parse(&typed).ok_or(Problem::Email));
    let name = typed.name.and_then(|typed| parse_name(&typed).map_err(Problem::Name));
    let password = typed.password.and_then(|typed| match typed.expose() {
        "" => Err(Problem::Required),
        _ => NewPassword::parse(&typed, min, &own_names).map_err(Problem::Password),
    });
    match (username, email, name, password) {
        (Ok(username), Ok(email), Ok(name), Ok(password)) => Ok((Wanted { username, email, name }, password)),
        (username, email, name, password) => Err(Error::Invalid(Fault::list([
            ("username", username.err()),
            ("email", email.err()),
            ("name", name.err()),
            ("password", password.err()),
        ]))),
    }
}
