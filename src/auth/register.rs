//! Registering: a new account, signed in.

use super::authentication::Authentication;
use super::event::EventKind;
use super::login;
use super::username::generate_username;
use super::{
    Conflict, Context, Error, FieldErrorKind, FieldErrors, Input, Issued, email_token, names,
    refresh, repeat, session,
};
use crate::app::App;
use crate::clock::Timestamp;
use crate::config::Usernames;
use crate::email::EmailAddress;
use crate::id::UserId;
use crate::password::{NewPassword, PasswordHash};
use crate::secret::SecretText;
use crate::store::sessions::{self, Session};
use crate::store::users::{self, User};
use crate::store::{self, AnyConnection, Transaction};
use crate::token::EmailTokenPurpose;
use crate::username::{Username, UsernameError, parse_name};

/// What someone typed who wants an account.
#[derive(Clone, Debug)]
pub struct Registration {
    /// The username; empty is none.
    pub username: Input<String>,
    /// The email address.
    pub email: Input<String>,
    /// The password.
    pub password: Input<SecretText>,
    /// The person's name; empty is none.
    pub name: Input<String>,
}

/// Creates an account and signs its owner in, to stay.
///
/// `replaces` is the refresh token that this browser had until now: its session ends.
pub async fn register(
    context: &Context,
    typed: Registration,
    replaces: Option<&SecretText>,
) -> Result<Issued, Error> {
    let Context { app, client, .. } = context;
    let sent = typed.password.clone().unwrap_or_default();
    let (account, password) = parse(app, typed, app.config.usernames, Username::parse)?;
    app.limits.registration(client)?;
    match create(context, account.clone(), password, replaces).await {
        Err(Error::Conflict(Conflict::Email)) => {
            let issued = sign_in_again(context, &account, &sent, replaces).await?;
            issued.ok_or(Error::Conflict(Conflict::Email))
        }
        outcome => outcome,
    }
}

/// Signs in by a registration that was sent twice. Returns nothing for any other whose address is
/// taken.
///
/// As long as nobody has used the session that the first one opened, it is answered with the very
/// same tokens.
async fn sign_in_again(
    context: &Context,
    account: &NewAccount,
    sent: &SecretText,
    replaces: Option<&SecretText>,
) -> Result<Option<Issued>, Error> {
    let Context { app, client, .. } = context;
    let (email, now) = (account.email.forms(), context.now());
    let found = app.store.read(move |rows| {
        let Some(user) = users::find_by_email(rows, &email)? else { return Ok(None) };
        let sessions = sessions::list_active(rows, user.id, now)?;
        Ok::<_, store::Error>(Some((user, sessions)))
    });
    let Some((user, sessions)) = found.await? else { return Ok(None) };
    // A disabled account stays closed.
    let same = now.since(user.created_at) < repeat::WINDOW
        && account.is(&user)
        && user.disabled_at.is_none();
    if !same || !repeat::proves(context, &user, sent).await? {
        return Ok(None);
    }
    let unused = |session: &&Session| {
        session.created_at == user.created_at
            && session.generation == 1
            && session.user_agent == client.agent.as_str()
    };
    if let Some(session) = sessions.iter().find(unused)
        && let Some(refresh) =
            app.tokens.rederive_refresh(&refresh::refresh_subject(session), session.token_hash)
    {
        return Ok(Some(session::issue(app, user, session, refresh, now).known(context)));
    }
    match Authentication::by_password(user, now) {
        Authentication::Complete(authenticated) => {
            login::open_session(context, authenticated, None, true, replaces).await
        }
        // Sending a registration again proves the password and no more.
        Authentication::Challenge(challenge) => match challenge {},
    }
}

async fn create(
    context: &Context,
    account: NewAccount,
    password: NewPassword,
    replaces: Option<&SecretText>,
) -> Result<Issued, Error> {
    let app = &context.app;
    // Asked before hashing, which is expensive, and again when it counts.
    let (asked, now) = (account.clone(), context.now());
    app.store.read(move |rows| require_free(rows, &asked, now)).await?;
    let password_hash = app.passwords.hash(password).await?;

    let now = context.now();
    let language = Some(context.locale.tag().to_owned());
    let user = User { language, ..account.to_user(password_hash, now) };
    // The person has just chosen the password, and a new account asks for nothing else.
    let authenticated = match Authentication::by_password(user, now) {
        Authentication::Complete(authenticated) => authenticated,
        Authentication::Challenge(challenge) => match challenge {},
    };
    let opening = session::begin(context, &authenticated, true, replaces, now);
    let (owned, stored) = (context.clone(), opening.clone());
    let user = app
        .store
        .write(move |tx| {
            let user = insert(tx, &account, authenticated.user().clone(), now)?;
            session::store(&owned, tx, &stored, EventKind::Registered, now)?;
            email_token::send(
                &owned,
                tx,
                EmailTokenPurpose::VerifyEmail,
                &user,
                &user.email,
                None,
                now,
            )?;
            Ok::<_, Error>(user)
        })
        .await?;
    Ok(session::issue(app, user, &opening.session, opening.refresh, now).known(context))
}

/// An account that is account and may be had, if its names are free.
#[derive(Clone)]
pub(super) struct NewAccount {
    /// None where one is made from the address.
    username: Option<Username>,
    email: EmailAddress,
    name: Option<String>,
}

impl NewAccount {
    /// Returns whether an account has the very names that are account. One that was made from the
    /// address fits too.
    fn is(&self, user: &User) -> bool {
        self.username.as_ref().is_none_or(|username| user.username_folded == username.folded())
            && user.name == self.name
    }

    /// Creates the row. Without a username it is not complete before it is [inserted](insert).
    pub(super) fn to_user(&self, password_hash: PasswordHash, now: Timestamp) -> User {
        let username = self.username.as_ref();
        let names = username.map(|name| (name.as_str().to_owned(), name.folded()));
        let email = (self.email.as_str().to_owned(), self.email.folded());
        let id = UserId::new(now);
        let user = User::new(id, names.unwrap_or_default(), email, password_hash, now);
        User { name: self.name.clone(), ..user }
    }
}

/// Adds the account that is account, if its names are free; returns it with its username.
pub(super) fn insert(
    tx: &mut Transaction<'_>,
    account: &NewAccount,
    mut user: User,
    now: Timestamp,
) -> Result<User, Error> {
    require_free(tx, account, now)?;
    if account.username.is_none() {
        let username = generate_username(tx, &account.email, now)?;
        (user.username_folded, user.username) = (username.folded(), username.as_str().to_owned());
    }
    users::insert(tx, &user)?;
    Ok(user)
}

/// Reads every field, so that all faults come at once. `read_username` says which usernames may be
/// chosen.
pub(super) fn parse(
    app: &App,
    typed: Registration,
    usernames: Usernames,
    read_username: fn(&str) -> Result<Username, UsernameError>,
) -> Result<(NewAccount, NewPassword), Error> {
    let own_names = [&typed.username, &typed.email].map(|name| name.clone().unwrap_or_default());
    let own_names = own_names.each_ref().map(String::as_str);
    let min = app.config.password_min_length;
    let username = match usernames {
        Usernames::Off => Ok(None),
        Usernames::Optional => typed.username.map(|typed| FieldErrorKind::require(typed).ok()),
        Usernames::Required => typed.username.and_then(FieldErrorKind::require).map(Some),
    };
    let read = |typed: String| read_username(&typed).map_err(FieldErrorKind::Username);
    let name = typed.name.and_then(|typed| parse_name(&typed).map_err(FieldErrorKind::Name));
    let password = typed.password.and_then(FieldErrorKind::require_secret);
    let password = password.and_then(|typed| {
        NewPassword::parse(&typed, min, &own_names).map_err(FieldErrorKind::Password)
    });
    let mut errors = FieldErrors::default();
    let username = errors.take("username", username.and_then(|typed| typed.map(read).transpose()));
    let email = errors.take("email", typed.email.and_then(FieldErrorKind::require_email));
    let name = errors.take("name", name);
    let password = errors.take("password", password);
    let (username, email, name, password) = errors.finish((username, email, name, password))?;
    Ok((NewAccount { username, email, name }, password))
}

/// Refuses an address or a username that another account has.
pub(super) fn require_free(
    rows: &mut AnyConnection,
    account: &NewAccount,
    now: Timestamp,
) -> Result<(), Error> {
    let username = match &account.username {
        Some(username) => names::require_free_username(rows, &username.folded(), None, now),
        None => Ok(()),
    };
    // Asked last and told first: if the same registration is stored in between, it is the address
    // that is taken, by which a form that was sent twice is recognised.
    if users::find_by_email(rows, &account.email.forms())?.is_some() {
        return Err(Error::Conflict(Conflict::Email));
    }
    username
}
