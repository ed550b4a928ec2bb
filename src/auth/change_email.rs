//! Changing the address: asked for with the password, in effect once the new address is confirmed.

use strum::VariantArray;

use super::account::{self, reload_unchanged, require_password};
use super::end_sessions::{AccessTokens, EndAll, EndedBy, end_all};
use super::event::{self, EventKind};
use super::{Conflict, Context, Error, FieldErrorKind, FieldErrors, Input, email_token};
use crate::app::App;
use crate::clock::Timestamp;
use crate::email::{AddressForms, EmailAddress, canonical};
use crate::mail::{MailKind, MailQuota, NewMail};
use crate::secret::SecretText;
use crate::store::mail_tokens::{self, MailToken};
use crate::store::sessions::RevokedFor;
use crate::store::users::{self, User};
use crate::store::{AnyConnection, Transaction};
use crate::token::{AccessClaims, EmailTokenPurpose};

/// What someone typed who wants another address.
#[derive(Clone, Debug)]
pub struct EmailChange {
    /// The address.
    pub email: Input<String>,
    /// The current password.
    pub password: Input<SecretText>,
}

/// Mails a link to the new address and a notice to the old one. Nothing changes yet. Of these mails
/// there are a few an hour, whatever address they are for.
pub async fn request(
    context: &Context,
    claims: &AccessClaims,
    typed: EmailChange,
) -> Result<(), Error> {
    let Context { app, client, .. } = context;
    email_token::require_mail(app)?;
    let (email, password) = parse(typed)?;
    let checked = account::find(app, claims.user).await?;
    if email.folded() == checked.email_folded {
        return Err(FieldErrorKind::Unchanged.at("email"));
    }
    require_password(context, &checked, &password, claims).await?;
    let (owned, claims, now) = (context.clone(), claims.clone(), context.now());
    let quota = app
        .store
        .write(move |tx| {
            let user = reload_unchanged(tx, &checked, &claims, now)?;
            let (id, session) = (user.id, claims.session);
            require_free(tx, &user, &email.forms())?;
            let quota = email_token::send(
                &owned,
                tx,
                EmailTokenPurpose::ChangeEmail,
                &user,
                email.as_str(),
                Some(session),
                now,
            )?;
            if quota == MailQuota::Available {
                owned.app.mailer.enqueue(
                    tx,
                    NewMail {
                        kind: MailKind::EmailChangeRequested,
                        user: &user,
                        address: &user.email,
                        token: None,
                        locale: owned.locale,
                    },
                    now,
                )?;
                event::record(
                    tx,
                    EventKind::EmailChangeRequested,
                    id,
                    Some(session),
                    &owned.client,
                    now,
                )?;
            }
            Ok::<_, Error>(quota)
        })
        .await?;
    email_token::require_quota(quota, client)
}

/// A change of the address that was asked for and not confirmed yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// The new address, which the link was mailed to.
    pub address: String,
    /// When the link ends, and the change with it.
    pub expires_at: Timestamp,
}

/// Finds the change that the signed-in account waits for, if there is one.
pub async fn find_pending(app: &App, claims: &AccessClaims) -> Result<Option<Pending>, Error> {
    let (id, now) = (claims.user, app.clock.now());
    let link = app
        .store
        .read(move |rows| mail_tokens::find_of(rows, id, EmailTokenPurpose::ChangeEmail))
        .await?;
    let link = link.filter(|link| now < link.expires_at && link.used_at.is_none());
    Ok(link.map(|link| Pending { address: link.address, expires_at: link.expires_at }))
}

fn parse(typed: EmailChange) -> Result<(EmailAddress, SecretText), Error> {
    let mut errors = FieldErrors::default();
    let email = errors.take("email", typed.email.and_then(FieldErrorKind::require_email));
    let password = errors.take("password", typed.password.and_then(FieldErrorKind::require_secret));
    Ok(errors.finish((email, password))?)
}

fn require_free(rows: &mut AnyConnection, user: &User, forms: &AddressForms) -> Result<(), Error> {
    let is_taken = users::list_by_email(rows, forms)?.iter().any(|holder| holder.id != user.id);
    if is_taken { Err(Error::Conflict(Conflict::Email)) } else { Ok(()) }
}

/// Stores the confirmed address. Every session ends but the one that asked for it.
pub(super) fn take_effect(
    context: &Context,
    tx: &mut Transaction<'_>,
    user: &User,
    link: &MailToken,
    now: Timestamp,
) -> Result<(), Error> {
    let Context { app, client, .. } = context;
    // Somebody may have registered with it while the mail was on its way.
    require_free(tx, user, &AddressForms::of(&link.address))?;
    users::set_email(tx, user.id, &link.address, &link.address_folded, Some(now))?;
    event::record(tx, EventKind::EmailChanged, user.id, link.session_id, client, now)?;
    if link.address_folded != canonical(&user.email) {
        app.mailer.enqueue(
            tx,
            NewMail {
                kind: MailKind::EmailChanged,
                user,
                address: &user.email,
                token: None,
                locale: context.locale,
            },
            now,
        )?;
    }
    let others = EndAll {
        user: user.id,
        // Its owner typed the password to ask for the change.
        except: link.session_id,
        reason: RevokedFor::SignedOutElsewhere,
        by: EndedBy::Owner(client),
        // No access token says an address, so that of the session that goes on is still true.
        access_tokens: AccessTokens::Keep,
        // All of them were mailed to the old address, or for a change of it.
        void: EmailTokenPurpose::VARIANTS,
    };
    end_all(app, tx, &others, now)?;
    Ok(())
}
