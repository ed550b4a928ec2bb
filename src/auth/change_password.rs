//! Changing one's own password, which signs out every other device.

use super::account::{self, reload_unchanged, require_password};
use super::end_sessions::{AccessTokens, EndAll, EndedBy, VOID_AFTER_PASSWORD_CHANGE, end_all};
use super::event::{self, EventKind};
use super::refresh::{self, Committed, Exchanged};
use super::rotation::PresentedToken;
use super::{
    Context, Error, FieldErrorKind, FieldErrors, Forbidden, Input, Issued, repeat, session,
};
use crate::app::App;
use crate::auth_methods::AuthMethods;
use crate::mail::{MailKind, NewMail};
use crate::password::{NewPassword, PasswordHash};
use crate::secret::SecretText;
use crate::store::sessions::{self, RevokedFor};
use crate::store::users::{self, User};
use crate::store::{Transaction, events};
use crate::token::{AccessClaims, RefreshClaims};

/// What someone typed who wants another password.
#[derive(Clone, Debug)]
pub struct PasswordChange {
    /// The password until now.
    pub current: Input<SecretText>,
    /// The password from now on.
    pub new: Input<SecretText>,
}

/// Changes the password, ends every other session, makes the access tokens of this one stale, and
/// queues a mail about it.
///
/// `held` is the refresh token that a browser has: it is exchanged in the same transaction, and
/// what comes of it is for the answer to bring, so that the browser stays signed in. A program
/// keeps its refresh token, which stays good.
pub async fn change_password(
    context: &Context,
    claims: &AccessClaims,
    typed: PasswordChange,
    held: Option<&SecretText>,
) -> Result<Option<Issued>, Error> {
    let app = &context.app;
    let user = account::find(app, claims.user).await?;
    let sent = typed.new.clone().unwrap_or_default();
    let (current, new) = parse(app, &user, typed)?;
    match change(context, claims, user, (&current, new), held).await {
        Err(Error::Forbidden(Forbidden::WrongPassword))
            if is_repeat(context, claims, &sent).await? =>
        {
            Ok(None)
        }
        outcome => outcome,
    }
}

/// Returns whether this session has changed the password a moment ago to the one that was sent:
/// then the change was sent twice, and the current password is wrong only because the first has
/// been changed.
async fn is_repeat(
    context: &Context,
    claims: &AccessClaims,
    sent: &SecretText,
) -> Result<bool, Error> {
    let app = &context.app;
    let (user, session, since) = (claims.user, claims.session, context.now() - repeat::WINDOW);
    let changed = app.store.read(move |rows| {
        events::happened_since(rows, (user, session), EventKind::PasswordChanged.as_str(), since)
    });
    Ok(changed.await? && repeat::proves(context, &account::find(app, user).await?, sent).await?)
}

async fn change(
    context: &Context,
    claims: &AccessClaims,
    user: User,
    (current, new): (&SecretText, NewPassword),
    held: Option<&SecretText>,
) -> Result<Option<Issued>, Error> {
    let Context { app, client, .. } = context;
    require_password(context, &user, current, claims).await?;
    let hash = app.passwords.hash(new).await?;

    // A cookie of another session has no say in this one.
    let ours = |claims_of: &RefreshClaims| claims_of.session == claims.session;
    let held = held.and_then(|token| {
        let claims = app.tokens.verify_refresh(token).ok().filter(ours)?;
        let presented = refresh::present(token, &claims, client);
        Some((claims, presented))
    });
    let change = CheckedChange { checked: user, hash, claims: claims.clone(), held };
    let owned = context.clone();
    let renewed = app.store.write(move |tx| change.write(&owned, tx)).await?.into_result()?;
    let issue = |Exchanged { user, session, refresh, now }| {
        session::issue(app, user, &session, refresh, now).known(context)
    };
    Ok(renewed.map(issue))
}

/// Reads both fields, so that all faults come at once.
fn parse(
    app: &App,
    user: &User,
    typed: PasswordChange,
) -> Result<(SecretText, NewPassword), Error> {
    let own_names = [user.username.as_str(), user.email.as_str()];
    let current = typed.current.and_then(FieldErrorKind::require_secret);
    let new = typed.new.and_then(FieldErrorKind::require_secret).and_then(|typed| {
        let new = NewPassword::parse(&typed, app.config.password_min_length, &own_names);
        let other = |new: NewPassword| match &current {
            Ok(current) => new.require_other_than(current),
            Err(_) => Ok(new),
        };
        new.and_then(other).map_err(FieldErrorKind::Password)
    });
    let mut errors = FieldErrors::default();
    let current = errors.take("currentPassword", current);
    let new = errors.take("newPassword", new);
    Ok(errors.finish((current, new))?)
}

struct CheckedChange {
    checked: User,
    hash: PasswordHash,
    claims: AccessClaims,
    held: Option<(RefreshClaims, PresentedToken)>,
}

impl CheckedChange {
    /// A refused refresh token changes nothing but what a theft does, which must be written down.
    fn write(
        &self,
        context: &Context,
        tx: &mut Transaction<'_>,
    ) -> Result<Committed<Option<Exchanged>>, Error> {
        let Context { app, client, .. } = context;
        let (user, current, now) = (self.checked.id, self.claims.session, context.now());
        let stored = reload_unchanged(tx, &self.checked, &self.claims, now)?;
        let mut renewed = None;
        if let Some((claims, presented)) = &self.held {
            match refresh::exchange(context, tx, claims, presented)? {
                Committed::Done(exchanged) => renewed = Some(exchanged),
                Committed::Refused(error) => return Ok(Committed::Refused(error)),
            }
        }
        users::set_password(tx, user, &self.hash)?;
        let others = EndAll {
            user,
            // Its owner has just typed the password.
            except: Some(current),
            reason: RevokedFor::PasswordChanged,
            by: EndedBy::Owner(client),
            // Somebody may have a copy of this session's access token too. A browser's is replaced
            // in the same answer.
            access_tokens: AccessTokens::Outdate,
            void: VOID_AFTER_PASSWORD_CHANGE,
        };
        let version = end_all(app, tx, &others, now)?.token_version;
        // Typing the password before it is changed is a proof like signing in.
        sessions::set_authenticated(tx, current, AuthMethods::PASSWORD, now)?;
        event::record(tx, EventKind::PasswordChanged, user, Some(current), client, now)?;
        app.mailer.enqueue(
            tx,
            NewMail {
                kind: MailKind::PasswordChanged,
                user: &stored,
                address: &stored.email,
                token: None,
                locale: context.locale,
            },
            now,
        )?;
        if let Some(renewed) = &mut renewed {
            renewed.user.token_version = version.unwrap_or(renewed.user.token_version);
            renewed.user.password_hash = self.hash.clone();
            (renewed.session.amr, renewed.session.authenticated_at) = (AuthMethods::PASSWORD, now);
        }
        Ok(Committed::Done(renewed))
    }
}
