//! Giving an account another password at the command line.

use std::sync::Arc;

use super::Actor;
use crate::app::App;
use crate::auth::end_sessions::{
    AccessTokens, EndAll, EndedBy, VOID_AFTER_PASSWORD_CHANGE, end_all,
};
use crate::auth::event::{self, EventKind};
use crate::auth::{Error, FieldErrorKind};
use crate::mail::{MailKind, NewMail};
use crate::password::NewPassword;
use crate::secret::SecretText;
use crate::store::sessions::RevokedFor;
use crate::store::users::{self, User};

/// Sets the password of an account, which ends all its sessions and voids its mailed links.
/// Returns how many sessions there were. Its owner is notified by mail.
///
/// Only for operators, who can write the database anyway: there is no [`Actor`] to ask, since no
/// administrator who is signed in may know another person's password.
pub async fn set_password(app: &Arc<App>, user: &User, typed: SecretText) -> Result<usize, Error> {
    let own_names = [user.username.as_str(), user.email.as_str()];
    let password = NewPassword::parse(&typed, app.config.password_min_length, &own_names);
    let hash = app
        .passwords
        .hash(password.map_err(|error| FieldErrorKind::Password(error).at("password"))?)
        .await?;
    let (owned, actor, id, now) = (Arc::clone(app), Actor::CommandLine, user.id, app.clock.now());
    app.store
        .write(move |tx| {
            let user = users::find_for_update(tx, id)?.ok_or(Error::NotFound)?;
            users::set_password(tx, id, &hash)?;
            event::record_by(tx, EventKind::PasswordChanged, id, None, &actor, now)?;
            let every = EndAll {
                user: id,
                except: None,
                reason: RevokedFor::PasswordChanged,
                by: EndedBy::Admin(&actor),
                access_tokens: AccessTokens::Outdate,
                void: VOID_AFTER_PASSWORD_CHANGE,
            };
            let ended = end_all(&owned, tx, &every, now)?.count;
            owned.mailer.enqueue(
                tx,
                NewMail {
                    kind: MailKind::PasswordChanged,
                    user: &user,
                    address: &user.email,
                    token: None,
                    locale: owned.config.locale,
                },
                now,
            )?;
            Ok(ended)
        })
        .await
}
