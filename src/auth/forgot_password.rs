//! Asking for a link to set a new password.

use super::{Context, Error, FieldErrorKind, Input, email_token};
use crate::store::{Transaction, users};
use crate::token::EmailTokenPurpose;

/// Queues a mail with a link to an address, if an account that can sign in has it.
///
/// A database that is out of reach or takes no changes is found out first, because nobody is told
/// afterwards. The lookup happens after the response. Neither its content nor its time may show whether such an
/// account exists.
pub async fn forgot_password(context: &Context, email: Input<String>) -> Result<(), Error> {
    let Context { app, client, .. } = context;
    email_token::require_mail(app)?;
    let email = email.and_then(FieldErrorKind::require_email).map_err(|kind| kind.at("email"))?;
    app.limits.forgotten_password(client)?;
    app.store.ping().await?;
    let (owned, tag, now) = (context.clone(), client.tag.clone(), context.now());
    let work = move |tx: &mut Transaction<'_>| {
        let user = users::find_by_email(tx, &email.forms())?;
        if let Some(user) = user.filter(|user| user.disabled_at.is_none()) {
            users::lock(tx, user.id)?;
            // To the address as it is stored, not as it was typed: two that fold alike may be two
            // mailboxes.
            email_token::send(
                &owned,
                tx,
                EmailTokenPurpose::ResetPassword,
                &user,
                &user.email,
                None,
                now,
            )?;
        }
        Ok(())
    };
    let queued = app
        .store
        .write_later(work, move || log::warn!("password-reset request dropped: queue full {tag}"));
    if queued { Ok(()) } else { Err(Error::Busy("too many changes wait to be written".to_owned())) }
}
