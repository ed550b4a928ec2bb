//! User agents: what a client says it is.

use sha2::{Digest, Sha256};

/// The most bytes that are kept of a `User-Agent`; browsers send about 120.
const MAX_BYTES: usize = 512;

/// A `User-Agent` header as it is kept: cut to a sensible length, without what is not text.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct UserAgent(String);

impl UserAgent {
    /// Takes the header's bytes; none is the empty text.
    pub fn from_header(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(&bytes[..bytes.len().min(MAX_BYTES)]);
        Self(text.chars().filter(|c| !c.is_control()).collect())
    }

    /// Gives the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Makes what is compared when a token comes again.
    pub fn digest(&self) -> AgentDigest {
        let mut digest = [0; 16];
        digest.copy_from_slice(&Sha256::digest(self.0.as_bytes())[..16]);
        AgentDigest(digest)
    }
}

/// Half a SHA-256 of a `User-Agent`: sixteen bytes in a row instead of a hundred.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgentDigest(pub [u8; 16]);
