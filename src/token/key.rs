//! A key and the form of what it signs. What the claims say is checked by whoever asks.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::secret::{SecretBytes, SecretText};

/// No token of ours is longer, so a longer one is not worth decoding.
const MAX_BYTES: usize = 2048;

/// The algorithm, configured and never taken from a token (RFC 8725, 3.1).
const ALGORITHM: Algorithm = Algorithm::HS256;

/// One key, used for one kind of token.
pub(super) struct Key {
    typ: &'static str,
    header: Header,
    id: String,
    secret: SecretBytes,
    signing: EncodingKey,
    verifying: DecodingKey,
    validation: Validation,
}

impl Key {
    pub(super) fn new(typ: &'static str, secret: &SecretBytes) -> Self {
        let mut digest = Sha256::new();
        digest.update(b"kid\0");
        digest.update(secret.expose());
        let id = URL_SAFE_NO_PAD.encode(&digest.finalize()[..9]);
        let mut header = Header::new(ALGORITHM);
        header.typ = Some(typ.to_owned());
        header.kid = Some(id.clone());
        let mut validation = Validation::new(ALGORITHM);
        // The library would ask the system for the time, allow a minute, and take a token without `aud`. Its claims
        // are checked above instead.
        validation.required_spec_claims.clear();
        validation.validate_exp = false;
        validation.validate_aud = false;
        Self {
            typ,
            header,
            id,
            secret: secret.clone(),
            signing: EncodingKey::from_secret(secret.expose()),
            verifying: DecodingKey::from_secret(secret.expose()),
            validation,
        }
    }

    /// Shows the secret to the code that makes what is no token with it.
    pub(super) const fn secret(&self) -> &SecretBytes {
        &self.secret
    }

    /// Tells whether this is the key that a `kid` names.
    pub(super) fn is_named(&self, id: &str) -> bool {
        self.id == id
    }

    /// Tells whether a text is short enough to be a token of ours.
    pub(super) const fn could_be(token: &str) -> bool {
        token.len() <= MAX_BYTES
    }

    pub(super) fn sign(&self, claims: &impl Serialize) -> SecretText {
        let token = jsonwebtoken::encode(&self.header, claims, &self.signing);
        SecretText::new(token.expect("plain claims are serialised and an HMAC key signs"))
    }

    /// Checks the signature first and the header then; gives the claims unchecked.
    pub(super) fn verify<C: DeserializeOwned>(&self, token: &str) -> Option<C> {
        if !Self::could_be(token) {
            return None;
        }
        let token = jsonwebtoken::decode::<C>(token, &self.verifying, &self.validation).ok()?;
        let header = token.header;
        // An explicit type keeps the two kinds apart even if both secrets were the same (RFC 8725, 3.11).
        let typ = header.typ.as_deref()?.to_ascii_lowercase();
        let right_type = typ.strip_prefix("application/").unwrap_or(&typ) == self.typ;
        // The key is chosen by us; a `kid` can only agree with it.
        let right_key = header.kid.is_none_or(|id| self.is_named(&id));
        // Extensions that change what a token means are refused, whether marked critical or not (RFC 7515, 4.1.11).
        let plain = header.crit.is_none()
            && header.cty.is_none()
            && header.zip.is_none()
            && header.enc.is_none()
            && !header.extras.inner().contains_key("b64");
        (right_type && right_key && plain).then_some(token.claims)
    }
}
