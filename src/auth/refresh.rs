//! Refreshing: a refresh token becomes its successor. Both `POST /api/auth/refresh` and the
//! transparent renewal of a page end here and nowhere else.

use super::device_change::note_device;
use super::event::{self, EventKind};
use super::rotation::{PresentedToken, Verdict, judge};
use super::{Client, Context, Error, Issued, RefreshError, RevokedSession, session};
use crate::app::App;
use crate::clock::Timestamp;
use crate::secret::SecretText;
use crate::store::sessions::{self, CurrentToken, DeviceNote, RevokedFor, Rotation, Session};
use crate::store::users::User;
use crate::store::{self, Transaction};
use crate::token::{RefreshClaims, RefreshSubject, TokenHash};

/// Exchanges a refresh token for its successor and a fresh access token.
///
/// The successor is on the disk before this returns. A repeated call within the reuse windows
/// returns the same successor. A replaced token outside them revokes its session.
pub async fn refresh(context: &Context, token: &SecretText) -> Result<Issued, Error> {
    let Context { app, client, .. } = context;
    // Pages that renew are limited too. The token is not known to be invalid, so the cookies stay
    // and the user stays signed in.
    app.limits.refresh(client)?;
    let claims = app.tokens.verify_refresh(token).map_err(|_| RefreshError::Invalid)?;
    let (presented, session) = (present(token, &claims, client), claims.session);
    if let Some(Exchanged { user, session, refresh, now }) =
        exchange_current(context, &claims, &presented).await?
    {
        return Ok(session::issue(app, user, &session, refresh, now));
    }
    let owned = context.clone();
    match app.store.write(move |tx| exchange(&owned, tx, &claims, &presented)).await? {
        Committed::Done(Exchanged { user, session, refresh, now }) => {
            Ok(session::issue(app, user, &session, refresh, now))
        }
        Committed::Refused(refusal) => {
            log::info!(
                "refresh_refused reason={} session={session} {}",
                refusal.word(),
                client.tag
            );
            Err(refusal.into())
        }
    }
}

/// Creates of a refresh token of ours what the rule of rotation judges.
pub(super) fn present(
    token: &SecretText,
    claims: &RefreshClaims,
    client: &Client,
) -> PresentedToken {
    PresentedToken {
        generation: claims.generation,
        hash: TokenHash::of(token),
        expires_at: claims.expires_at(),
        agent: client.agent.digest(),
    }
}

/// What a refresh token was exchanged for.
pub(super) struct Exchanged {
    pub(super) user: User,
    pub(super) session: Session,
    pub(super) refresh: SecretText,
    pub(super) now: Timestamp,
}

/// What a transaction did about a refresh token. Either is committed: a theft has to be written
/// down.
pub(super) enum Committed<T> {
    /// It is accepted.
    Done(T),
    /// It is refused.
    Refused(RefreshError),
}

impl<T> Committed<T> {
    /// Returns what was done, or the refusal as an error, once the transaction is committed.
    pub(super) fn into_result(self) -> Result<T, RefreshError> {
        match self {
            Self::Done(value) => Ok(value),
            Self::Refused(error) => Err(error),
        }
    }
}

/// Exchanges the current refresh token of an active session, which is what nearly all are, in one
/// statement where the database can. Returns nothing in any other case: [`exchange`] finds out
/// which.
async fn exchange_current(
    context: &Context,
    claims: &RefreshClaims,
    presented: &PresentedToken,
) -> Result<Option<Exchanged>, Error> {
    let Context { app, client, .. } = context;
    let Some(next) = claims.generation.checked_add(1).filter(|_| app.store.is_server()) else {
        return Ok(None);
    };
    let now = context.now();
    let subject = RefreshSubject {
        user: claims.user,
        session: claims.session,
        generation: next,
        issued_at: now,
        expires_at: now.whole_seconds() + app.config.refresh_token_ttl,
    };
    let refresh = app.tokens.refresh(&subject);
    let rotation = rotation(&subject, TokenHash::of(&refresh), presented, now);
    let expected = CurrentToken {
        user: claims.user,
        generation: presented.generation,
        token_hash: presented.hash,
        agent: presented.agent,
        user_agent: client.agent.as_str().to_owned(),
    };
    let id = claims.session;
    let rotated = app
        .store
        .write_one(move |rows| sessions::rotate_if_current(rows, id, &expected, &rotation))
        .await?;
    Ok(rotated.map(|(session, user)| {
        log::info!(target: store::EVENTS, "{}", line("rotated", &session, client));
        Exchanged { user, session, refresh, now }
    }))
}

/// Exchanges a refresh token, as [`refresh`] does, in a transaction that may have more to do.
pub(super) fn exchange(
    context: &Context,
    tx: &mut Transaction<'_>,
    claims: &RefreshClaims,
    presented: &PresentedToken,
) -> store::Result<Committed<Exchanged>> {
    let Context { app, client, .. } = context;
    let now = context.now();
    let found = sessions::find_with_owner_for_update(tx, claims.session)?
        .filter(|(session, _)| session.user_id == claims.user);
    let Some((mut session, user)) = found else {
        return Ok(Committed::Refused(RefreshError::Invalid));
    };
    let revoked =
        |reason| RefreshError::Revoked(RevokedSession { session: claims.session, reason });
    if user.disabled_at.is_some() {
        // Disabling revoked the active sessions with this reason. A session that had expired has none.
        return Ok(Committed::Refused(revoked(session.revoked_for.unwrap_or(RevokedFor::Admin))));
    }
    match judge(&session, presented, now, app.config.windows) {
        Verdict::Rotate => {
            note_device(tx, &mut session, presented, client, now)?;
            let refresh = rotate(app, tx, &mut session, presented, now)?;
            tx.log(log::Level::Info, || line("rotated", &session, client));
            Ok(Committed::Done(Exchanged { user, session, refresh, now }))
        }
        Verdict::Reissue => {
            // The secret may have been changed since the answer was lost.
            let Some(refresh) =
                app.tokens.rederive_refresh(&refresh_subject(&session), session.token_hash)
            else {
                return Err(store::Error::Broken(
                    "a refresh token cannot be made again as it was".to_owned(),
                ));
            };
            tx.log(log::Level::Info, || line("repeated", &session, client));
            Ok(Committed::Done(Exchanged { user, session, refresh, now }))
        }
        Verdict::Theft => {
            sessions::revoke(tx, session.id, RevokedFor::Reuse, now, app.revocation_expiry(now))?;
            event::record(tx, EventKind::RefreshReused, user.id, Some(session.id), client, now)?;
            Ok(Committed::Refused(RefreshError::Reused(session.id)))
        }
        Verdict::Expired => Ok(Committed::Refused(RefreshError::Expired)),
        Verdict::Revoked(reason) => Ok(Committed::Refused(revoked(reason))),
    }
}

/// Rotations are logged, but not recorded in the account's history, because they are too many.
fn line(word: &str, session: &Session, client: &Client) -> String {
    format!("{word} user={} session={} {}", session.user_id, session.id, client.tag)
}

fn rotate(
    app: &App,
    tx: &mut Transaction<'_>,
    session: &mut Session,
    presented: &PresentedToken,
    now: Timestamp,
) -> store::Result<SecretText> {
    session.generation += 1;
    session.issued_at = now;
    session.first_used_at = None;
    session.expires_at = (now.whole_seconds() + app.config.refresh_token_ttl).min(session.ends_at);
    let subject = refresh_subject(session);
    let refresh = app.tokens.refresh(&subject);
    session.token_hash = TokenHash::of(&refresh);
    let rotation = rotation(&subject, session.token_hash, presented, now);
    let device = DeviceNote {
        latest_user_agent: session.latest_user_agent.clone(),
        device_changed_at: session.device_changed_at,
    };
    sessions::rotate(tx, session.id, &rotation, &device)?;
    Ok(refresh)
}

/// Returns what the row of a session has once its token is exchanged for `successor`.
fn rotation(
    successor: &RefreshSubject,
    token_hash: TokenHash,
    presented: &PresentedToken,
    now: Timestamp,
) -> Rotation {
    Rotation {
        generation: successor.generation,
        token_hash,
        previous_hash: presented.hash,
        rotated_by: presented.agent,
        issued_at: successor.issued_at,
        expires_at: successor.expires_at,
        last_seen_at: now,
        first_used_at: None,
    }
}

/// Returns what the current refresh token of a session is derived from.
pub(super) fn refresh_subject(session: &Session) -> RefreshSubject {
    RefreshSubject {
        user: session.user_id,
        session: session.id,
        generation: session.generation,
        issued_at: session.issued_at,
        expires_at: session.expires_at,
    }
}
