//! Setting a new password by a mailed link.

use super::email_token::{self, ParsedProof, TokenOrCode};
use super::end_sessions::{AccessTokens, EndAll, EndedBy, VOID_AFTER_PASSWORD_CHANGE, end_all};
use super::event::{self, EventKind};
use super::{Context, Error, FieldErrorKind, FieldErrors, Input, attempts, repeat, session};
use crate::app::App;
use crate::clock::Timestamp;
use crate::email::canonical;
use crate::mail::{MailKind, NewMail};
use crate::password::{NewPassword, PasswordHash};
use crate::secret::SecretText;
use crate::store::mail_tokens::{self, MailToken};
use crate::store::sessions::RevokedFor;
use crate::store::{self, Transaction, users};
use crate::token::{EmailTokenPurpose, TokenHash};

/// What someone typed who has the link.
#[derive(Clone, Debug)]
pub struct PasswordReset {
    /// What proves that they have it.
    pub proof: TokenOrCode,
    /// The new password.
    pub password: Input<SecretText>,
}

/// Sets the new password and ends all sessions. It signs nobody in, and a disabled account stays
/// disabled.
///
/// Returns the device cookie by which the account knows the browser from now on, so that an
/// attacker who keeps guessing cannot keep its owner out. The count of wrong passwords is reset.
pub async fn reset_password(context: &Context, typed: PasswordReset) -> Result<SecretText, Error> {
    let app = &context.app;
    let (shown, typed) = parse(app, typed)?;
    let found = email_token::find(context, &[EmailTokenPurpose::ResetPassword], shown).await?;
    let id = found.user_id;
    let user =
        app.store.read(move |rows| users::find(rows, id)).await?.ok_or(Error::InvalidLink)?;
    // Whose password it is becomes known only with the link, so its own names are looked for only
    // now.
    let password = check_password(app, &typed, &[&user.username, &user.email]);
    let password = password.map_err(|kind| kind.at("password"))?;
    if found.used_at.is_none() {
        let hash = app.passwords.hash(password).await?;
        let (owned, now) = (context.clone(), context.now());
        let (link, stored) = (found.clone(), hash.clone());
        if app.store.write(move |tx| take_effect(&owned, tx, &link, &stored, now)).await? {
            attempts::reset(context, id);
            return Ok(session::device_cookie(context, id, &hash));
        }
    }
    end_as_before(context, &found, &typed).await
}

/// Finds the username of the account that a link is for, without spending the link. Returns `None`
/// for a link that is not valid, and where it cannot be read.
pub async fn find_username(app: &App, token: &str) -> Option<String> {
    let (hash, now) = (TokenHash::of(&SecretText::new(token.to_owned())), app.clock.now());
    let found = app.store.read(move |rows| {
        let link = mail_tokens::find_by_hash(rows, hash)?.filter(|link| {
            let is_for_this = link.purpose == EmailTokenPurpose::ResetPassword;
            is_for_this && link.used_at.is_none() && now < link.expires_at
        });
        let user = link.map(|link| users::find(rows, link.user_id)).transpose()?.flatten();
        Ok::<_, store::Error>(user.map(|user| user.username))
    });
    found.await.ok().flatten()
}

/// Ends a reset that was sent twice as the first did. Any other use of a used link is refused.
async fn end_as_before(
    context: &Context,
    used: &MailToken,
    typed: &SecretText,
) -> Result<SecretText, Error> {
    let app = &context.app;
    let (link, id, now) = (used.id, used.user_id, context.now());
    let found = app.store.read(move |rows| {
        Ok::<_, store::Error>((mail_tokens::find(rows, link)?, users::find(rows, id)?))
    });
    let (Some(link), Some(user)) = found.await? else { return Err(Error::InvalidLink) };
    let lately = link.used_at.is_some_and(|at| now.since(at) < repeat::WINDOW);
    if lately && repeat::proves(context, &user, typed).await? {
        return Ok(session::device_cookie(context, id, &user.password_hash));
    }
    Err(Error::InvalidLink)
}

/// Reads both, so that all faults come at once and a weak password spends nothing.
fn parse(app: &App, typed: PasswordReset) -> Result<(ParsedProof, SecretText), Error> {
    let password = typed.password.and_then(FieldErrorKind::require_secret);
    let password = password.and_then(|typed| check_password(app, &typed, &[]).map(|_| typed));
    let mut errors = FieldErrors::default();
    let shown = typed.proof.parse(&mut errors);
    let password = errors.take("password", password);
    Ok(errors.finish((shown, password))?)
}

fn check_password(app: &App, typed: &SecretText, own_names: &[&str]) -> Input<NewPassword> {
    NewPassword::parse(typed, app.config.password_min_length, own_names)
        .map_err(FieldErrorKind::Password)
}

/// Stores the new password. Returns whether the link was unused until now.
fn take_effect(
    context: &Context,
    tx: &mut Transaction<'_>,
    link: &MailToken,
    hash: &PasswordHash,
    now: Timestamp,
) -> Result<bool, Error> {
    let Context { app, client, .. } = context;
    let user = users::find_for_update(tx, link.user_id)?.ok_or(Error::InvalidLink)?;
    if !email_token::spend(tx, link, now)? {
        return Ok(false);
    }
    users::set_password(tx, user.id, hash)?;
    event::record(tx, EventKind::PasswordReset, user.id, None, client, now)?;
    // The link proves access to the mailbox of this address.
    if user.email_verified_at.is_none() && canonical(&user.email) == link.address_folded {
        users::set_email_verified(tx, user.id, now)?;
        event::record(tx, EventKind::EmailVerified, user.id, None, client, now)?;
    }
    let every = EndAll {
        user: user.id,
        // A link signs nobody in, so no session is known to be the owner's.
        except: None,
        reason: RevokedFor::PasswordChanged,
        by: EndedBy::Owner(client),
        access_tokens: AccessTokens::Outdate,
        void: VOID_AFTER_PASSWORD_CHANGE,
    };
    end_all(app, tx, &every, now)?;
    app.mailer.enqueue(
        tx,
        NewMail {
            kind: MailKind::PasswordChanged,
            user: &user,
            address: &user.email,
            token: None,
            locale: context.locale,
        },
        now,
    )?;
    Ok(true)
}
