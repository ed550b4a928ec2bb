//! Changing the address: asked for with the password, in effect once the new address is confirmed.

use std::sync::Arc;

use super::event::{self, Happening};
use super::{AccessError, Client, Error, Fault, Forbidden, Problem, Taken, Typed, link};
use crate::app::App;
use crate::clock::Timestamp;
use crate::email::EmailAddress;
use crate::mail::{self, Letter};
use crate::password::{Attempt, Check};
use crate::secret::SecretText;
use crate::store::mail_tokens::MailToken;
use crate::store::sessions::{self, RevokedFor};
use crate::store::users::{self, User};
use crate::store::{AnyConnection, Transaction};
use crate::token::{AccessClaims, Purpose};

/// What someone typed who wants another address.
#[derive(Clone, Debug)]
pub struct EmailChange {
    /// The address.
    pub email: Typed<String>,
    /// The current password.
    pub password: Typed<SecretText>,
}

/// Mails a link to the new address and a notice to the old one. Nothing changes yet.
pub async fn request(app: &Arc<App>, claims: &AccessClaims, typed: EmailChange, client: &Client) -> Result<(), Error> {
    link::require_mail(app)?;
    let (email, password) = parse(typed)?;
    let id = claims.user;
    let user = app.store.read(move |rows| users::find(rows, id)).await?.ok_or(AccessError::Revoked(None))?;
    let check = app.passwords.check(Attempt::new(&password), Some(user.password_hash.clone())).await?;
    if check == Check::Wrong {
        log::info!("wrong_password user={id} request={}", client.request);
        return Err(Error::Forbidden(Forbidden::WrongPassword));
    }
    let (rules, asking, session, now) = (Arc::clone(app), client.clone(), claims.session, app.clock.now());
    app.store
        .write(move |tx| {
            // Hashing takes its time; the account may have been changed meanwhile.
            let now_stored = users::find(tx, id)?.ok_or(AccessError::Revoked(None))?;
            if now_stored.password_hash != user.password_hash {
                return Err(Error::Forbidden(Forbidden::WrongPassword));
            }
            require_free(tx, &now_stored, &email.folded())?;
            if link::send(&rules, tx, Purpose::ChangeEmail, id, email.as_str(), Some(session), now)? {
                mail::enqueue(&rules, tx, Letter::EmailChangeRequested, id, &now_stored.email, None, now)?;
                event::record(tx, Happening::EmailChangeRequested, id, Some(session), &asking, now)?;
            }
            Ok(())
        })
        .await
}

fn parse(typed: EmailChange) -> Result<(EmailAddress, SecretText), Error> {
    let email = typed.email.and_then(Problem::require);
    let email = email.and_then(|typed| EmailAddress::parse(&typed).ok_or(Problem::Email));
    let password = typed.password.and_then(|typed| match typed.expose() {
        "" => Err(Problem::Required),
        _ => Ok(typed),
    });
    match (email, password) {
        (Ok(email), Ok(password)) => Ok((email, password)),
        (email, password) => Err(Error::Invalid(Fault::list([("email", email.err()), ("password", password.err())]))),
    }
}

fn require_free(rows: &mut AnyConnection, user: &User, folded: &str) -> Result<(), Error> {
    match users::find_by_email(rows, folded)? {
        Some(holder) if holder.id != user.id => Err(Error::Taken(Taken::Email)),
        _ => Ok(()),
    }
}

/// Gives the account the confirmed address. Every session ends but the one that asked for it.
pub(super) fn take_effect(
    app: &App,
    tx: &mut Transaction<'_>,
    user: &User,
    link: &MailToken,
    client: &Client,
    now: Timestamp,
) -> Result<(), Error> {
    // Somebody may have registered with it while the mail was on its way.
    require_free(tx, user, &link.address_folded)?;
    users::set_email(tx, user.id, &link.address, &link.address_folded, Some(now))?;
    event::record(tx, Happening::EmailChanged, user.id, link.session_id, client, now)?;
    if link.address_folded != user.email_folded {
        mail::enqueue(app, tx, Letter::EmailChanged, user.id, &user.email, None, now)?;
    }
    let until = app.access_tokens_end(now);
    for ended in sessions::revoke_all(tx, user.id, link.session_id, RevokedFor::SignedOut, now, until)? {
        event::record(tx, Happening::SessionRevoked, user.id, Some(ended), client, now)?;
    }
    Ok(())
}
