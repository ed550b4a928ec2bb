//! Refreshing: a refresh token becomes its successor. Both `POST /api/auth/refresh` and the transparent renewal of a
//! page end here and nowhere else.

use std::sync::Arc;

use super::event::{self, Happening};
use super::rotation::{Presented, Verdict, judge};
use super::{Client, Error, Issued, RefreshError, session};
use crate::app::App;
use crate::clock::Timestamp;
use crate::secret::SecretText;
use crate::store::sessions::{self, RevokedFor, Rotation, Session};
use crate::store::users::{self, User};
use crate::store::{self, Transaction};
use crate::token::{RefreshClaims, RefreshLink, TokenHash};

/// Exchanges a refresh token for its successor and a fresh access token.
///
/// The successor is on the disk before this returns. Asked again within the windows it gives the same successor. A
/// replaced token outside them revokes its session.
pub async fn refresh(app: &Arc<App>, token: &SecretText, client: &Client) -> Result<Issued, Error> {
    let claims = app.tokens.verify_refresh(token).map_err(|_| RefreshError::Invalid)?;
    let presented = Presented {
        generation: claims.generation,
        hash: TokenHash::of(token),
        expires_at: claims.expires_at(),
        agent: client.agent.digest(),
    };
    let (rules, asking) = (Arc::clone(app), client.clone());
    let exchanged = app.store.write(move |tx| exchange(&rules, tx, &claims, &presented, &asking)).await?;
    match exchanged {
        Ok(exchanged) => {
            let Exchanged { user, session, refresh, now } = exchanged;
            Ok(session::issue(app, user, &session, refresh, now))
        }
        Err(refusal) => {
            log::info!("refresh_refused reason={refusal:?} request={}", client.request);
            Err(refusal.into())
        }
    }
}

struct Exchanged {
    user: User,
    session: Session,
    refresh: SecretText,
    now: Timestamp,
}

/// A refusal is an `Ok` of the transaction, because a theft must be written down.
fn exchange(
    app: &App,
    tx: &mut Transaction<'_>,
    claims: &RefreshClaims,
    presented: &Presented,
    client: &Client,
) -> store::Result<Result<Exchanged, RefreshError>> {
    let now = app.clock.now();
    let Some(mut session) = sessions::find(tx, claims.session)?.filter(|session| session.user_id == claims.user) else {
        return Ok(Err(RefreshError::Invalid));
    };
    let Some(user) = users::find(tx, session.user_id)? else {
        return Ok(Err(RefreshError::Invalid));
    };
    if user.disabled_at.is_some() {
        return Ok(Err(RefreshError::Revoked(session.revoked_for.unwrap_or(RevokedFor::Admin))));
    }
    match judge(&session, presented, now, app.config.windows) {
        Verdict::Rotate => {
            let refresh = rotate(app, tx, &mut session, presented, now)?;
            tx.log(log::Level::Info, || line("rotated", &session, client));
            Ok(Ok(Exchanged { user, session, refresh, now }))
        }
        Verdict::Repeat => {
            let refresh = app.tokens.refresh(&link(&session));
            if TokenHash::of(&refresh) != session.token_hash {
                return Err(store::Error::Broken("a refresh token cannot be made again as it was".to_owned()));
            }
            tx.log(log::Level::Info, || line("repeated", &session, client));
            Ok(Ok(Exchanged { user, session, refresh, now }))
        }
        Verdict::Reused => {
            sessions::revoke(tx, session.id, RevokedFor::Reuse, now, app.access_tokens_end(now))?;
            event::record(tx, Happening::RefreshReused, user.id, Some(session.id), client, now)?;
            Ok(Err(RefreshError::Reused))
        }
        Verdict::Expired => Ok(Err(RefreshError::Expired)),
        Verdict::Revoked(reason) => Ok(Err(RefreshError::Revoked(reason))),
    }
}

/// Rotations are told to the log and not to the account's history, which they would drown.
fn line(word: &str, session: &Session, client: &Client) -> String {
    format!("{word} user={} session={} request={}", session.user_id, session.id, client.request)
}

fn rotate(
    app: &App,
    tx: &mut Transaction<'_>,
    session: &mut Session,
    presented: &Presented,
    now: Timestamp,
) -> store::Result<SecretText> {
    session.generation += 1;
    session.issued_at = now;
    session.expires_at = (now.whole_seconds() + app.config.refresh_token_ttl).min(session.ends_at);
    let refresh = app.tokens.refresh(&link(session));
    session.token_hash = TokenHash::of(&refresh);
    sessions::rotate(
        tx,
        session.id,
        &Rotation {
            generation: session.generation,
            token_hash: session.token_hash,
            previous_hash: presented.hash,
            rotated_by: presented.agent,
            issued_at: session.issued_at,
            expires_at: session.expires_at,
            last_seen_at: now,
        },
    )?;
    Ok(refresh)
}

fn link(session: &Session) -> RefreshLink {
    RefreshLink {
        user: session.user_id,
        session: session.id,
        generation: session.generation,
        issued_at: session.issued_at,
        expires_at: session.expires_at,
    }
}
