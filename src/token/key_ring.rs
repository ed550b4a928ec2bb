//! The keys of one kind of token: the one that signs, and the one before it, which still verifies.
//!
//! A secret is changed without signing anybody out: what the old one has signed is believed until
//! it ends, and what is new is signed with the new one.

use jsonwebtoken::decode_header;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::key::Key;
use crate::secret::{SecretBytes, SecretText};

/// A secret, and the one that it replaced or that is to replace it.
#[derive(Clone, Copy, Debug)]
pub struct SigningSecrets<'a> {
    /// Signs and verifies.
    pub current: &'a SecretBytes,
    /// Verifies.
    pub previous: Option<&'a SecretBytes>,
}

impl<'a> SigningSecrets<'a> {
    /// A secret that has replaced none.
    pub const fn only(current: &'a SecretBytes) -> Self {
        Self { current, previous: None }
    }
}

/// The keys of one kind of token.
pub(super) struct KeyRing {
    current: Key,
    previous: Option<Key>,
}

impl KeyRing {
    pub(super) fn new(typ: &'static str, secrets: SigningSecrets<'_>) -> Self {
        Self {
            current: Key::new(typ, secrets.current),
            previous: secrets.previous.map(|secret| Key::new(typ, secret)),
        }
    }

    /// The key that signs.
    pub(super) const fn current(&self) -> &Key {
        &self.current
    }

    /// Signs with the current key.
    pub(super) fn sign(&self, claims: &impl Serialize) -> SecretText {
        self.current.sign(claims)
    }

    /// Checks signature and header. Returns the claims unchecked.
    pub(super) fn verify<C: DeserializeOwned>(&self, token: &str) -> Option<C> {
        self.named_by(token)?.verify(token)
    }

    /// Every key: the current one first.
    pub(super) fn keys(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&self.current).chain(&self.previous)
    }

    /// Chooses the key that a token names, and the current one for a token that names none. It is a
    /// choice of two keys of ours for one algorithm and one use: a name that is none of theirs,
    /// whatever it says, is looked up nowhere.
    fn named_by(&self, token: &str) -> Option<&Key> {
        if self.previous.is_none() || !Key::is_within_size_limit(token) {
            return Some(&self.current);
        }
        if let Some(key) = self.keys().find(|key| key.has_our_header(token)) {
            return Some(key);
        }
        match decode_header(token).ok()?.kid {
            Some(id) => self.keys().find(|key| key.is_named(&id)),
            None => Some(&self.current),
        }
    }
}
