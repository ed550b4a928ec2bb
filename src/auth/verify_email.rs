//! Confirming an address: that of an account, or the one that it is to have.

use super::email_token::{self, TokenOrCode};
use super::event::{self, EventKind};
use super::{AccessError, Context, Error, FieldErrors, change_email};
use crate::email::canonical;
use crate::mail::MailQuota;
use crate::store::users;
use crate::token::{AccessClaims, EmailTokenPurpose};

/// What was confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// The address of the account.
    Address,
    /// Another address, which the account has from now on.
    Change,
    /// Nothing new: the link or code was used before, and what it confirmed is still so.
    Already,
}

/// Mails the signed-in account its confirmation again, unless its address is confirmed already. Of
/// these mails there are a few an hour.
pub async fn resend(context: &Context, claims: &AccessClaims) -> Result<(), Error> {
    let Context { app, client, .. } = context;
    email_token::require_mail(app)?;
    let (owned, id, now) = (context.clone(), claims.user, context.now());
    let quota = app
        .store
        .write(move |tx| {
            let user = users::find_for_update(tx, id)?.ok_or(AccessError::Revoked(None))?;
            if user.email_verified_at.is_some() {
                return Ok::<_, Error>(MailQuota::Available);
            }
            Ok(email_token::send(
                &owned,
                tx,
                EmailTokenPurpose::VerifyEmail,
                &user,
                &user.email,
                None,
                now,
            )?)
        })
        .await?;
    email_token::require_quota(quota, client)
}

/// Confirms the address that a mail was sent to. Nobody has to be signed in, and nobody is
/// afterwards.
pub async fn confirm(context: &Context, proof: TokenOrCode) -> Result<Confirmed, Error> {
    let app = &context.app;
    let mut errors = FieldErrors::default();
    let shown = proof.parse(&mut errors);
    let (shown,) = errors.finish((shown,))?;
    let found = email_token::find(
        context,
        &[EmailTokenPurpose::VerifyEmail, EmailTokenPurpose::ChangeEmail],
        shown,
    )
    .await?;
    let (owned, now) = (context.clone(), context.now());
    app.store
        .write(move |tx| {
            let user = users::find_for_update(tx, found.user_id)?.ok_or(Error::InvalidLink)?;
            if !email_token::spend(tx, &found, now)? {
                let confirmed =
                    user.email_verified_at.is_some() && user.email_folded == found.address_folded;
                return if confirmed { Ok(Confirmed::Already) } else { Err(Error::InvalidLink) };
            }
            if found.purpose == EmailTokenPurpose::ChangeEmail {
                change_email::take_effect(&owned, tx, &user, &found, now)?;
                return Ok(Confirmed::Change);
            }
            // A link proves the address that it was mailed to and no other.
            if canonical(&user.email) != found.address_folded {
                return Err(Error::InvalidLink);
            }
            if user.email_verified_at.is_none() {
                users::set_email_verified(tx, user.id, now)?;
                event::record(tx, EventKind::EmailVerified, user.id, None, &owned.client, now)?;
            }
            Ok(Confirmed::Address)
        })
        .await
}
