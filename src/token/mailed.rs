//! What mailed links and codes are made from: a random row, a purpose and a key that no database has.
//!
//! A link is made again whenever its mail is delivered, so neither the queue nor the tokens' table holds anything that
//! whoever reads them could use. Six digits would not survive being stored as a hash; they are not stored at all.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::Tokens;
use crate::secret::{SecretBytes, SecretText};

/// How many codes there are.
const CODES: u64 = 1_000_000;

/// What following a mailed link does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Confirms the address of an account.
    VerifyEmail,
    /// Gives an account another address.
    ChangeEmail,
    /// Lets its owner set a new password.
    ResetPassword,
}

impl Purpose {
    /// Gives the word in the row.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::VerifyEmail => "verify_email",
            Self::ChangeEmail => "change_email",
            Self::ResetPassword => "reset_password",
        }
    }

    /// Tells how long a link lives.
    pub const fn lifetime(self) -> Duration {
        match self {
            Self::VerifyEmail | Self::ChangeEmail => Duration::from_secs(24 * 60 * 60),
            Self::ResetPassword => Duration::from_secs(60 * 60),
        }
    }

    /// Reads the word in the row.
    pub fn from_stored(text: &str) -> Option<Self> {
        [Self::VerifyEmail, Self::ChangeEmail, Self::ResetPassword].into_iter().find(|purpose| purpose.as_str() == text)
    }
}

/// The random part of a link: it names the row, and the token and the code come from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LinkId(pub [u8; 16]);

impl LinkId {
    /// Makes a new one.
    pub fn new() -> Self {
        Self(rand::random())
    }
}

impl Default for LinkId {
    fn default() -> Self {
        Self::new()
    }
}

impl Tokens {
    /// Makes the token of a link: 256 bits that nobody can foretell and that we can make again.
    pub fn mailed_token(&self, purpose: Purpose, link: LinkId) -> SecretText {
        SecretText::new(URL_SAFE_NO_PAD.encode(self.mailed(b"token", purpose, link)))
    }

    /// Makes the six digits that can be typed where the link cannot be followed.
    pub fn mailed_code(&self, purpose: Purpose, link: LinkId) -> SecretText {
        let bytes = self.mailed(b"code", purpose, link);
        let number = bytes[..8].iter().fold(0u64, |number, byte| number << 8 | u64::from(*byte));
        SecretText::new(format!("{:06}", number % CODES))
    }

    fn mailed(&self, what: &[u8], purpose: Purpose, link: LinkId) -> [u8; 32] {
        // The NULs keep this key apart from everything that is signed with the refresh secret itself, and each text
        // from the next.
        let key = SecretBytes::new(authenticate(self.refresh_secret.expose(), &[b"mail\0key"]).to_vec());
        authenticate(key.expose(), &[what, b"\0", purpose.as_str().as_bytes(), b"\0", &link.0])
    }
}

fn authenticate(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    const ALL: [Purpose; 3] = [Purpose::VerifyEmail, Purpose::ChangeEmail, Purpose::ResetPassword];

    fn tokens(secret: &str) -> Tokens {
        let (access, refresh) = (SecretBytes::new(vec![1; 32]), SecretBytes::new(secret.as_bytes().to_vec()));
        Tokens::new("https://accounts.example.com".to_owned(), &access, &refresh, Duration::from_secs(900))
    }

    #[test]
    fn a_link_gives_the_same_token_and_code_again_and_another_link_purpose_or_key_others() {
        let (first, other) = (tokens("a"), tokens("b"));
        let mut seen = HashSet::new();
        for keys in [&first, &other] {
            for purpose in ALL {
                for id in [LinkId([0; 16]), LinkId([1; 16])] {
                    let token = keys.mailed_token(purpose, id);
                    assert_eq!(token, keys.mailed_token(purpose, id));
                    assert_eq!(token.expose().len(), 43);
                    assert!(seen.insert(token.expose().to_owned()));
                    let code = keys.mailed_code(purpose, id);
                    assert_eq!(code, keys.mailed_code(purpose, id));
                    assert!(seen.insert(code.expose().to_owned()), "unlikely among so few");
                }
            }
        }
    }

    #[test]
    fn a_code_has_six_digits() {
        let tokens = tokens("a");
        for _ in 0..1000 {
            let code = tokens.mailed_code(Purpose::ResetPassword, LinkId::new());
            assert!(code.expose().len() == 6 && code.expose().bytes().all(|byte| byte.is_ascii_digit()));
        }
    }

    #[test]
    fn a_purpose_is_read_as_it_is_written() {
        for purpose in ALL {
            assert_eq!(Purpose::from_stored(purpose.as_str()), Some(purpose));
        }
        assert_eq!(Purpose::from_stored("other"), None);
    }
}
