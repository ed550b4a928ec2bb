//! Tokens: what the two kinds say, how they are signed, and what makes one be refused.
//!
//! Whether a refresh token is still the current one of its session is for [`crate::auth`] to judge;
//! this file knows neither rows nor requests. The rules are those of RFC 7519, RFC 8725 and, for
//! access tokens, RFC 9068.

mod device_cookie;
mod email_token;
mod key;
mod key_ring;
mod verified;

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::Mac;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::auth_methods::AuthMethods;
use crate::clock::Timestamp;
use crate::id::{SessionId, UserId};
use crate::role::Roles;
use crate::secret::SecretText;
pub use device_cookie::DeviceCookie;
pub use email_token::{EmailToken, EmailTokenId, EmailTokenPurpose};
use key::Key;
use key_ring::KeyRing;
pub use key_ring::SigningSecrets;
use verified::Verified;

/// How far another instance's clock may be ahead of ours.
const LEEWAY: Duration = Duration::from_secs(5);

/// The only client there is: this application (RFC 9068 asks for the claim).
const CLIENT_ID: &str = "vestibule";

/// The claims of an access token. Its holder can read them, so nothing in them is private.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AccessClaims {
    iss: String,
    aud: String,
    /// The account.
    #[serde(rename = "sub")]
    pub user: UserId,
    client_id: String,
    /// The session.
    #[serde(rename = "sid")]
    pub session: SessionId,
    /// The generation of the refresh token that it came with.
    #[serde(rename = "gen")]
    pub generation: i64,
    jti: String,
    iat: i64,
    exp: i64,
    #[serde(default, skip_serializing)]
    nbf: Option<i64>,
    /// The account's username when the token was made.
    pub username: String,
    /// The account's roles when the token was made.
    pub roles: Roles,
    /// The account's token version; a newer one makes this token stale.
    #[serde(rename = "ver")]
    pub version: i64,
    // Earlier versions signed tokens without these two. Such a token stays good until it ends, and
    // its proof is never a recent one.
    #[serde(default)]
    auth_time: i64,
    /// How the person last proved who they are.
    #[serde(default)]
    pub amr: AuthMethods,
}

impl AccessClaims {
    /// Returns when the token was made.
    pub fn issued_at(&self) -> Timestamp {
        Timestamp::from_seconds(self.iat)
    }

    /// Returns when the token ends.
    pub fn expires_at(&self) -> Timestamp {
        Timestamp::from_seconds(self.exp)
    }

    /// Returns when the person last proved who they are, which a refresh does not renew.
    pub fn authenticated_at(&self) -> Timestamp {
        Timestamp::from_seconds(self.auth_time)
    }
}

/// The claims of a refresh token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefreshClaims {
    iss: String,
    aud: String,
    /// The account.
    #[serde(rename = "sub")]
    pub user: UserId,
    /// The session.
    #[serde(rename = "sid")]
    pub session: SessionId,
    jti: String,
    /// The token's generation in its session, counted from 1.
    #[serde(rename = "gen")]
    pub generation: i64,
    iat: i64,
    exp: i64,
}

impl RefreshClaims {
    /// Returns when the token ends.
    pub fn expires_at(&self) -> Timestamp {
        Timestamp::from_seconds(self.exp)
    }
}

/// What the access token of an account is made from.
#[derive(Clone, Debug)]
pub struct AccessSubject<'a> {
    /// The account.
    pub user: UserId,
    /// The session.
    pub session: SessionId,
    /// The generation of the refresh token beside it.
    pub generation: i64,
    /// The account's username.
    pub username: &'a str,
    /// The account's roles.
    pub roles: Roles,
    /// The account's token version.
    pub version: i64,
    /// When the person last proved who they are.
    pub authenticated_at: Timestamp,
    /// How they did.
    pub methods: AuthMethods,
}

/// What a refresh token is derived from: the same subject always gives the same token, byte for
/// byte.
///
/// So a repeated request gets the identical token although no token is ever stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefreshSubject {
    /// The account.
    pub user: UserId,
    /// The session.
    pub session: SessionId,
    /// The token's generation in its session, counted from 1.
    pub generation: i64,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Why an access token is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessTokenError {
    /// It is not one that we signed for this use.
    Invalid,
    /// It is ours but its time has passed.
    Expired,
}

/// A text that is not a refresh token of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidToken;

/// The SHA-256 of a refresh token or of a mailed one: all that is stored of it. A plain hash will
/// do for what cannot be guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenHash(pub [u8; 32]);

impl TokenHash {
    /// Hashes a token.
    pub fn of(token: &SecretText) -> Self {
        Self(Sha256::digest(token.expose().as_bytes()).into())
    }
}

/// The keys, and whom the tokens are from and for.
pub struct Tokens {
    issuer: String,
    access: KeyRing,
    refresh: KeyRing,
    access_ttl: Duration,
    verified: Verified,
}

impl Tokens {
    /// Returns a secret that all instances have, under which attempts are counted.
    pub fn limits_secret(&self) -> [u8; 32] {
        self.refresh.current().authenticate(&[b"limits\0"]).finalize().into_bytes().into()
    }

    /// Prepares the keys. `issuer` is the public URL without a slash at its end; it is the audience
    /// too.
    pub fn new(
        issuer: String,
        access: SigningSecrets<'_>,
        refresh: SigningSecrets<'_>,
        access_ttl: Duration,
    ) -> Self {
        Self {
            issuer,
            access: KeyRing::new("at+jwt", access),
            refresh: KeyRing::new("refresh+jwt", refresh),
            access_ttl,
            verified: Verified::new(),
        }
    }

    /// Signs an access token that ends after its lifetime or at `session_end`, whichever is first.
    /// Returns what it says too.
    pub fn access(
        &self,
        subject: &AccessSubject<'_>,
        now: Timestamp,
        session_end: Timestamp,
    ) -> (SecretText, AccessClaims) {
        let expires_at = (now + self.access_ttl).min(session_end);
        let claims = AccessClaims {
            iss: self.issuer.clone(),
            aud: self.issuer.clone(),
            user: subject.user,
            client_id: CLIENT_ID.to_owned(),
            session: subject.session,
            generation: subject.generation,
            jti: URL_SAFE_NO_PAD.encode(rand::random::<[u8; 16]>()),
            iat: now.seconds(),
            exp: expires_at.seconds(),
            nbf: None,
            username: subject.username.to_owned(),
            roles: subject.roles,
            version: subject.version,
            auth_time: subject.authenticated_at.seconds(),
            amr: subject.methods,
        };
        (self.access.sign(&claims), claims)
    }

    /// Reads an access token. Whether its session or its version was revoked since is not known
    /// here.
    pub fn verify_access(
        &self,
        token: &str,
        now: Timestamp,
    ) -> Result<Arc<AccessClaims>, AccessTokenError> {
        if !Key::is_within_size_limit(token) {
            return Err(AccessTokenError::Invalid);
        }
        let fingerprint = self.verified.fingerprint(token);
        if let Some(known) = self.verified.find(fingerprint) {
            return self.require_time(&known, now).map(|()| known);
        }
        let claims: AccessClaims = self.access.verify(token).ok_or(AccessTokenError::Invalid)?;
        if claims.iss != self.issuer
            || claims.aud != self.issuer
            || claims.client_id != CLIENT_ID
            || claims.jti.is_empty()
        {
            return Err(AccessTokenError::Invalid);
        }
        self.require_time(&claims, now)?;
        let claims = Arc::new(claims);
        self.verified.keep(fingerprint, &claims, now);
        Ok(claims)
    }

    /// Checks the times, which another moment may judge otherwise.
    fn require_time(&self, claims: &AccessClaims, now: Timestamp) -> Result<(), AccessTokenError> {
        let latest_start = (now + LEEWAY).seconds();
        if claims.nbf.is_some_and(|not_before| not_before > latest_start) {
            return Err(AccessTokenError::Invalid);
        }
        // A token from the future is what a clock that was set back leaves behind. To call it
        // expired has its owner renew it rather than sign in again; to honour it would let it live
        // too long. The same goes for a token that was made when lifetimes were longer.
        let lifetime = i64::try_from(self.access_ttl.as_secs()).unwrap_or(i64::MAX);
        let too_early = claims.iat > latest_start;
        let too_long = claims.exp.saturating_sub(claims.iat) > lifetime;
        if claims.exp <= now.seconds() || too_early || too_long {
            return Err(AccessTokenError::Expired);
        }
        Ok(())
    }

    /// Returns which session an access token of ours belongs to, ended or not: for signing out, no
    /// more.
    pub fn session_of_access(&self, token: &str) -> Option<SessionId> {
        let claims: AccessClaims = self.access.verify(token)?;
        (claims.iss == self.issuer && claims.aud == self.issuer).then_some(claims.session)
    }

    /// Signs a refresh token with the current key. The same subject and key always give the same
    /// token.
    pub fn refresh(&self, subject: &RefreshSubject) -> SecretText {
        self.refresh_with(self.refresh.current(), subject)
    }

    /// Derives the refresh token with this hash again, with the key that signed it.
    pub fn rederive_refresh(
        &self,
        subject: &RefreshSubject,
        hash: TokenHash,
    ) -> Option<SecretText> {
        self.refresh
            .keys()
            .map(|key| self.refresh_with(key, subject))
            .find(|token| TokenHash::of(token) == hash)
    }

    fn refresh_with(&self, key: &Key, subject: &RefreshSubject) -> SecretText {
        key.sign(&RefreshClaims {
            iss: self.issuer.clone(),
            aud: self.issuer.clone(),
            user: subject.user,
            session: subject.session,
            jti: refresh_id(key, subject),
            generation: subject.generation,
            iat: subject.issued_at.seconds(),
            exp: subject.expires_at.seconds(),
        })
    }

    /// Reads a refresh token of ours, ended or not: a session can be signed out with either.
    pub fn verify_refresh(&self, token: &SecretText) -> Result<RefreshClaims, InvalidToken> {
        let claims: RefreshClaims = self.refresh.verify(token.expose()).ok_or(InvalidToken)?;
        if claims.iss == self.issuer && claims.aud == self.issuer {
            Ok(claims)
        } else {
            Err(InvalidToken)
        }
    }
}

/// Derives a `jti` that cannot be predicted and that can be derived again.
fn refresh_id(key: &Key, subject: &RefreshSubject) -> String {
    let (generation, issued_at) =
        (subject.generation.to_be_bytes(), subject.issued_at.seconds().to_be_bytes());
    let mac = key.authenticate(&[b"jti\0", subject.session.as_bytes(), &generation, &issued_at]);
    URL_SAFE_NO_PAD.encode(&mac.finalize().into_bytes()[..16])
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[hidden]")
    }
}
