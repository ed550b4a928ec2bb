//! Registering: a new account, signed in.

use std::sync::Arc;

use super::event::Happening;
use super::login::{self, Checked};
use super::names::require_free;
use super::{Client, Error, Fault, Issued, Problem, Taken, Typed, link, refresh, repeat, session};
use crate::app::App;
use crate::clock::Timestamp;
use crate::email::EmailAddress;
use crate::id::UserId;
use crate::password::{NewPassword, PasswordHash};
use crate::role::Roles;
use crate::secret::SecretText;
use crate::store;
use crate::store::sessions::{self, Session};
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
    let sent = typed.password.clone().unwrap_or_default();
    let (wanted, password) = parse(app, typed)?;
    app.limits.registration(client)?;
    match create(app, wanted.clone(), password, client, replaces).await {
        Err(Error::Taken(Taken::Email)) => {
            let issued = sign_in_again(app, &wanted, &sent, client, replaces).await?;
            issued.ok_or(Error::Taken(Taken::Email))
        }
        outcome => outcome,
    }
}

/// Signs in by a registration that was sent twice. Returns nothing for any other whose address is taken.
///
/// As long as nobody has used the session that the first one opened, it is answered with the very same tokens.
async fn sign_in_again(
    app: &Arc<App>,
    wanted: &Wanted,
    sent: &SecretText,
    client: &Client,
    replaces: Option<&SecretText>,
) -> Result<Option<Issued>, Error> {
    let (email, now) = (wanted.email.folded(), app.clock.now());
    let found = app.store.read(move |rows| {
        let Some(user) = users::find_by_email(rows, &email)? else { return Ok(None) };
        let sessions = sessions::list_standing(rows, user.id, now)?;
        Ok::<_, store::Error>(Some((user, sessions)))
    });
    let Some((user, sessions)) = found.await? else { return Ok(None) };
    // A disabled account stays closed.
    let same = now.since(user.created_at) < repeat::WINDOW && wanted.is(&user) && user.disabled_at.is_none();
    if !same || !repeat::proves(app, &user, sent, client).await? {
        return Ok(None);
    }
    let unused = |session: &&Session| {
        session.created_at == user.created_at && session.generation == 1 && session.user_agent == client.agent.as_str()
    };
    if let Some(session) = sessions.iter().find(unused)
        && let Some(refresh) = app.tokens.refresh_again(&refresh::link(session), session.token_hash)
    {
        return Ok(Some(session::issue(app, user, session, refresh, now).known(app, client)));
    }
    login::open_session(app, Checked { user, better_hash: None }, true, client, replaces).await
}

async fn create(
    app: &Arc<App>,
    wanted: Wanted,
    password: NewPassword,
    client: &Client,
    replaces: Option<&SecretText>,
) -> Result<Issued, Error> {
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
#[derive(Clone)]
pub(super) struct Wanted {
    pub(super) username: Username,
    pub(super) email: EmailAddress,
    pub(super) name: Option<String>,
}

impl Wanted {
    /// Returns whether an account has the very names that are wanted.
    fn is(&self, user: &User) -> bool {
        user.username_folded == self.username.folded() && user.name == self.name
    }

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
