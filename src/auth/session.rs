//! Sessions: how one begins, and what its owner is given.

use std::time::Duration;

use super::authentication::Authenticated;
use super::event::{self, EventKind};
use super::{Context, logout};
use crate::app::App;
use crate::clock::Timestamp;
use crate::id::{SessionId, UserId};
use crate::password::PasswordHash;
use crate::secret::SecretText;
use crate::store::sessions::{self, RevokedFor, Session};
use crate::store::users::User;
use crate::store::{self, Transaction};
use crate::token::{AccessClaims, AccessSubject, RefreshSubject, TokenHash};

/// How long a session lasts at most whose cookies end with the browser: nobody asked to be kept
/// signed in.
const UNREMEMBERED_MAX_AGE: Duration = Duration::from_secs(24 * 60 * 60);

/// What someone is given who signed in or refreshed.
#[derive(Clone, Debug)]
pub struct Issued {
    /// Who they are.
    pub user: User,
    /// Their session.
    pub session: SessionId,
    /// The access token.
    pub access: SecretText,
    /// What it says.
    pub claims: AccessClaims,
    /// How long it lives.
    pub access_lifetime: Duration,
    /// The refresh token.
    pub refresh: SecretText,
    /// How long it lives.
    pub refresh_lifetime: Duration,
    /// Whether the cookies outlive the browser.
    pub persistent: bool,
    /// By what the account will know the browser, where it has just shown that it is its owner's.
    pub device: Option<SecretText>,
}

impl Issued {
    /// Adds the cookie by which the account recognises this browser.
    pub(super) fn known(mut self, context: &Context) -> Self {
        self.device = Some(device_cookie(context, self.user.id, &self.user.password_hash));
        self
    }
}

/// Creates what a browser is to keep whose user has just shown to be the owner of an account.
pub(super) fn device_cookie(
    context: &Context,
    user: UserId,
    password: &PasswordHash,
) -> SecretText {
    let Context { app, client, .. } = context;
    app.tokens.device_cookie(client.device.as_ref(), user, password.as_stored())
}

/// A session that is about to begin.
#[derive(Clone)]
pub(super) struct Opening {
    pub(super) session: Session,
    pub(super) refresh: SecretText,
    /// The session that this browser had until now.
    replaces: Option<SessionId>,
}

/// Creates a new session and its first refresh token. It begins when it is stored.
pub(super) fn begin(
    context: &Context,
    authenticated: &Authenticated,
    persistent: bool,
    replaces: Option<&SecretText>,
    now: Timestamp,
) -> Opening {
    let Context { app, client, .. } = context;
    let max_age = if persistent {
        app.config.session_max_age
    } else {
        app.config.session_max_age.min(UNREMEMBERED_MAX_AGE)
    };
    let ends_at = now.whole_seconds() + max_age;
    let subject = RefreshSubject {
        user: authenticated.user().id,
        session: SessionId::new(now),
        generation: 1,
        issued_at: now,
        expires_at: (now.whole_seconds() + app.config.refresh_token_ttl).min(ends_at),
    };
    let refresh = app.tokens.refresh(&subject);
    let session = Session {
        id: subject.session,
        user_id: subject.user,
        generation: subject.generation,
        token_hash: TokenHash::of(&refresh),
        previous_hash: None,
        rotated_by: None,
        issued_at: now,
        expires_at: subject.expires_at,
        ends_at,
        persistent,
        created_at: now,
        last_seen_at: now,
        ip: client.ip.to_string(),
        user_agent: client.agent.as_str().to_owned(),
        revoked_at: None,
        revoked_for: None,
        latest_user_agent: None,
        device_changed_at: None,
        first_used_at: None,
        amr: authenticated.methods(),
        authenticated_at: authenticated.at(),
    };
    let replaces = replaces
        .and_then(|token| app.tokens.verify_refresh(token).ok())
        .map(|claims| claims.session);
    Opening { session, refresh, replaces }
}

/// Stores the session, and ends the one that this browser had until now: nobody is to be left
/// behind in a session that they do not see any more (OWASP ASVS 5.0, 7.2.4).
pub(super) fn store(
    context: &Context,
    tx: &mut Transaction<'_>,
    opening: &Opening,
    what: EventKind,
    now: Timestamp,
) -> store::Result<()> {
    let client = &context.client;
    let session = &opening.session;
    sessions::insert(tx, session)?;
    event::record(tx, what, session.user_id, Some(session.id), client, now)?;
    if let Some(replaced) = opening.replaces {
        logout::end(context, tx, replaced, RevokedFor::Replaced, now)?;
    }
    Ok(())
}

/// Signs the access token that goes with a session's current refresh token.
pub(super) fn issue(
    app: &App,
    user: User,
    session: &Session,
    refresh: SecretText,
    now: Timestamp,
) -> Issued {
    let subject = AccessSubject {
        user: user.id,
        session: session.id,
        generation: session.generation,
        username: &user.username,
        roles: user.roles,
        version: user.token_version,
        authenticated_at: session.authenticated_at,
        methods: session.amr,
    };
    let (access, claims) = app.tokens.access(&subject, now, session.ends_at);
    let lifetime = |end: Timestamp| end.since(now.whole_seconds());
    Issued {
        user,
        session: session.id,
        access,
        access_lifetime: lifetime(claims.expires_at()),
        claims,
        refresh,
        refresh_lifetime: lifetime(session.expires_at),
        persistent: session.persistent,
        device: None,
    }
}
