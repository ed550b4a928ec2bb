//! Signing out: here, or everywhere.

use super::end_sessions::{AccessTokens, EndAll, EndedBy, end_all};
use super::event::{self, EventKind};
use super::{Context, Error};
use crate::clock::Timestamp;
use crate::id::SessionId;
use crate::secret::SecretText;
use crate::store::sessions::{self, RevokedFor};
use crate::store::{self, Transaction, users};
use crate::token::{AccessClaims, EmailTokenPurpose};

/// The tokens of a request to sign out. They show which session to end.
#[derive(Debug, Default)]
pub struct PresentedTokens {
    /// The refresh token in the body, which decides if it is ours.
    pub in_body: Option<SecretText>,
    /// The refresh token in the cookie, which decides otherwise.
    pub in_cookie: Option<SecretText>,
    /// Access tokens, asked when no refresh token is ours.
    pub access: Vec<SecretText>,
}

/// Ends the session that a token belongs to. Returns whether the cookies that came are worth
/// nothing any more.
///
/// Any token of a session that we signed will do, ended or replaced ones too; with none there is
/// nothing to end, and that is well too.
pub async fn log_out(context: &Context, presented: &PresentedTokens) -> Result<bool, Error> {
    let app = &context.app;
    let session_of =
        |token: &SecretText| app.tokens.verify_refresh(token).ok().map(|claims| claims.session);
    let in_cookie = presented.in_cookie.as_ref().and_then(session_of);
    let named = presented.in_body.as_ref().and_then(session_of).or(in_cookie);
    let by_access = |token: &SecretText| app.tokens.session_of_access(token.expose());
    let Some(session) = named.or_else(|| presented.access.iter().find_map(by_access)) else {
        return Ok(true);
    };
    let (owned, now) = (context.clone(), context.now());
    app.store.write(move |tx| end(&owned, tx, session, RevokedFor::SignedOut, now)).await?;
    // A browser whose own session continues keeps its cookies. Without them the session would stay
    // active but unused.
    Ok(in_cookie.is_none_or(|own| own == session))
}

/// Ends every session of the signed-in account. Returns how many there were.
pub async fn log_out_everywhere(context: &Context, claims: &AccessClaims) -> Result<usize, Error> {
    let app = &context.app;
    let (owned, now) = (context.clone(), context.now());
    let (user, current) = (claims.user, claims.session);
    let revoked = app.store.write(move |tx| {
        users::lock(tx, user)?;
        let until = owned.app.revocation_expiry(now);
        let others = EndAll {
            user,
            // The current session ends below, as signed out and not as ended by another device.
            except: Some(current),
            reason: RevokedFor::SignedOutElsewhere,
            by: EndedBy::Owner(&owned.client),
            // Every session means every token, those of sessions that expired a moment ago too.
            access_tokens: AccessTokens::Outdate,
            // A pending change of address may be an attacker's.
            void: &[EmailTokenPurpose::ChangeEmail],
        };
        let others = end_all(&owned.app, tx, &others, now)?.count;
        let here = sessions::revoke(tx, current, RevokedFor::SignedOut, now, until)?;
        if here {
            event::record(tx, EventKind::SignedOut, user, Some(current), &owned.client, now)?;
        }
        Ok::<_, store::Error>(others + usize::from(here))
    });
    Ok(revoked.await?)
}

/// Ends one session as its owner's doing, if it still stands.
pub(super) fn end(
    context: &Context,
    tx: &mut Transaction<'_>,
    id: SessionId,
    reason: RevokedFor,
    now: Timestamp,
) -> store::Result<()> {
    let Context { app, client, .. } = context;
    let Some(session) = sessions::find(tx, id)? else { return Ok(()) };
    if sessions::revoke(tx, id, reason, now, app.revocation_expiry(now.max(session.issued_at)))? {
        event::record(tx, EventKind::SignedOut, session.user_id, Some(id), client, now)?;
    }
    Ok(())
}
