//! Values that must never be seen: no `Display`, no `Serialize`, a `Debug` that says `[hidden]`,
//! wiped when dropped.

use std::fmt;

use zeroize::Zeroizing;

/// The bytes of a key.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretBytes(Zeroizing<Vec<u8>>);

impl SecretBytes {
    /// Creates a secret from bytes as they stand.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Shows the bytes to the code that signs or checks with them.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

/// A text that a person typed or a client sent: a password, a token.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct SecretText(Zeroizing<String>);

impl SecretText {
    /// Creates a secret from a text as it stands.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// Shows the text to the code that checks, hashes or sends it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

macro_rules! hidden {
    ($($name:ty),*) => {
        $(impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("[hidden]")
            }
        })*
    };
}

hidden!(SecretBytes, SecretText);
