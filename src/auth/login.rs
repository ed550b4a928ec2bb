//! Signing in with a password.

use super::attempts;
use super::authentication::{Authenticated, Authentication};
use super::event::{self, EventKind};
use super::{Context, Error, FieldErrorKind, FieldErrors, Forbidden, Input, Issued, session};
use crate::email::AddressForms;
use crate::limits::Target;
use crate::password::{Check, PasswordHash, TypedPassword};
use crate::secret::SecretText;
use crate::store::users::{self, User};
use crate::text::{fold, trim};

/// What someone typed who wants to sign in.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// Which account.
    pub login: Login,
    /// Its password.
    pub password: Input<SecretText>,
    /// Whether to stay signed in when the browser is closed.
    pub remember: bool,
}

/// How an account is named at sign-in.
#[derive(Clone, Debug)]
pub enum Login {
    /// By its email address.
    Email(Input<String>),
    /// By its username.
    Username(Input<String>),
    /// By one or the other: an address has an `@` and a username never does.
    Either(Input<String>),
}

/// Signs someone in.
///
/// What an attempt costs depends on what was typed alone: one hash, or two where it is not
/// composed. Whether the account exists makes no difference, and all attempts that fail are alike:
/// which accounts exist is nobody's business. Too many that fail in a row are followed by a pause,
/// in which no password is looked at, not even a right one: a guesser must not learn that it was.
/// `replaces` is as for [`register`](super::register()).
pub async fn log_in(
    context: &Context,
    typed: Credentials,
    replaces: Option<&SecretText>,
) -> Result<Issued, Error> {
    let persistent = typed.remember;
    let (name, password) = parse(typed)?;
    let attempt = TypedPassword::new(&password);
    loop {
        let Some(checked) = check(context, &name, &attempt).await? else {
            return Err(Error::WrongCredentials);
        };
        let VerifiedPassword { authentication, better_hash } = checked;
        let authenticated = match authentication {
            Authentication::Complete(authenticated) => authenticated,
            Authentication::Challenge(challenge) => match challenge {},
        };
        if let Some(issued) =
            open_session(context, authenticated, better_hash, persistent, replaces).await?
        {
            return Ok(issued);
        }
        // Hashing takes its time, and the stored hash was replaced meanwhile: this password is
        // judged by the new one.
    }
}

/// A password that was found right.
struct VerifiedPassword {
    authentication: Authentication,
    /// A hash of the current cost, if the stored one has another.
    better_hash: Option<PasswordHash>,
}

async fn check(
    context: &Context,
    name: &Name,
    attempt: &TypedPassword,
) -> Result<Option<VerifiedPassword>, Error> {
    let Context { app, client, .. } = context;
    let wanted = name.clone();
    let found = app
        .store
        .read_inline(move |rows| match &wanted {
            Name::Email(forms) => users::find_by_email(rows, forms),
            Name::Username(folded) => users::find_by_username(rows, folded),
        })
        .await?;
    let stored = found.as_ref().map(|user| user.password_hash.clone());
    let tried = attempts::sign_in(context, target(context, name, found.as_ref())).await?;
    let check = tried.record_check(app.passwords.check(attempt.clone(), stored).await)?;
    let (Some(user), Check::Right { outdated }) = (&found, check) else {
        note_failure(context, found.as_ref());
        return Ok(None);
    };
    if user.disabled_at.is_some() {
        log::info!("sign_in_refused user={} reason=disabled {}", user.id, client.tag);
        return Err(Error::Forbidden(Forbidden::Disabled));
    }
    // Where there is no room for a second hash now, there will be at another sign-in.
    let better_hash = if outdated { app.passwords.rehash(attempt).await.ok() } else { None };
    let authentication = |user| Authentication::by_password(user, context.now());
    Ok(found.map(|user| VerifiedPassword { authentication: authentication(user), better_hash }))
}

/// Returns whose count a try belongs to.
fn target<'a>(context: &Context, name: &'a Name, found: Option<&User>) -> Target<'a> {
    let Context { app, client, .. } = context;
    let (Name::Email(AddressForms { canonical: folded, .. }) | Name::Username(folded)) = name;
    let Some(user) = found else { return Target::Nobody(folded) };
    let known = |device| app.tokens.device_mark(device, user.id, user.password_hash.as_stored());
    client.device.as_ref().and_then(known).map_or(Target::Account(user.id), Target::KnownDevice)
}

#[derive(Clone)]
enum Name {
    Email(AddressForms),
    Username(String),
}

fn parse(typed: Credentials) -> Result<(Name, SecretText), Error> {
    let address = |typed: &str| Name::Email(AddressForms::of(typed));
    let username = |typed: &str| Name::Username(fold(trim(typed)));
    let (field, login) = match typed.login {
        Login::Email(email) => {
            ("email", email.and_then(FieldErrorKind::require).map(|email| address(&email)))
        }
        Login::Username(name) => {
            ("username", name.and_then(FieldErrorKind::require).map(|name| username(&name)))
        }
        Login::Either(login) => {
            let name = |login: String| {
                if login.contains('@') { address(&login) } else { username(&login) }
            };
            ("login", login.and_then(FieldErrorKind::require).map(name))
        }
    };
    let mut errors = FieldErrors::default();
    let login = errors.take(field, login);
    let password = errors.take("password", typed.password.and_then(FieldErrorKind::require_secret));
    Ok(errors.finish((login, password))?)
}

/// Stores the session. Returns nothing if the account has another hash by now than the one that was
/// checked.
pub(super) async fn open_session(
    context: &Context,
    authenticated: Authenticated,
    better_hash: Option<PasswordHash>,
    persistent: bool,
    replaces: Option<&SecretText>,
) -> Result<Option<Issued>, Error> {
    let app = &context.app;
    let now = context.now();
    let opening = session::begin(context, &authenticated, persistent, replaces, now);
    let (owned, stored) = (context.clone(), opening.clone());
    let user = app
        .store
        .write(move |tx| {
            let checked = authenticated.user();
            let mut user =
                users::find_for_update(tx, checked.id)?.ok_or(Error::WrongCredentials)?;
            if user.disabled_at.is_some() {
                return Err(Error::Forbidden(Forbidden::Disabled));
            }
            if user.password_hash != checked.password_hash {
                return Ok(None);
            }
            if let Some(hash) = &better_hash {
                users::replace_hash(tx, user.id, &user.password_hash, hash)?;
                user.password_hash = hash.clone();
            }
            session::store(&owned, tx, &stored, EventKind::SignedIn, now)?;
            Ok(Some(user))
        })
        .await?;
    let issue =
        |user| session::issue(app, user, &opening.session, opening.refresh, now).known(context);
    Ok(user.map(issue))
}

/// Writes a failed attempt into the account's history, without waiting: an answer that took a
/// moment longer for an account that exists would give it away.
fn note_failure(context: &Context, user: Option<&User>) {
    let Context { app, client, .. } = context;
    let Some(user) = user.map(|user| user.id) else {
        log::info!("sign_in_failed user=unknown {}", client.tag);
        return;
    };
    let (client, tag, now) = (client.clone(), client.tag.clone(), context.now());
    app.store.write_later(
        move |tx| event::record(tx, EventKind::SignInFailed, user, None, &client, now),
        move || {
            log::warn!(
                "sign_in_failed user={user} {tag} could not be recorded in the account's history"
            )
        },
    );
}
