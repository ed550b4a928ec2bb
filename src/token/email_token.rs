//! What mailed links and codes are made from: a random row, a purpose and a key that no database
//! has.
//!
//! A link is made again whenever its mail is delivered, so neither the queue nor the tokens' table
//! holds anything that their reader could use. Six digits would not survive being stored as a
//! hash; they are not stored at all.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::Mac;
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::key::{Key, authenticate};
use super::{TokenHash, Tokens};
use crate::secret::{SecretBytes, SecretText};

/// How many codes there are.
const CODES: u64 = 1_000_000;

/// What following a mailed link does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum EmailTokenPurpose {
    /// Confirms the address of an account.
    VerifyEmail,
    /// Changes the address of an account.
    ChangeEmail,
    /// Lets its owner set a new password.
    ResetPassword,
}

impl EmailTokenPurpose {
    /// Returns the word in the row, which the token is derived from too.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Returns how long a link lives.
    pub const fn lifetime(self) -> Duration {
        match self {
            Self::VerifyEmail | Self::ChangeEmail => Duration::from_secs(24 * 60 * 60),
            Self::ResetPassword => Duration::from_secs(60 * 60),
        }
    }
}

/// The random part of a link: it names the row, and the token and the code come from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EmailTokenId(pub [u8; 16]);

impl EmailTokenId {
    /// Creates a new one.
    pub fn new() -> Self {
        Self(rand::random())
    }
}

impl Default for EmailTokenId {
    fn default() -> Self {
        Self::new()
    }
}

/// What is mailed: a link and a code of one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailToken {
    /// The token of the link: 256 bits that nobody can foretell and that we can make again.
    pub token: SecretText,
    /// The six digits that can be typed where the link cannot be followed.
    pub code: SecretText,
}

impl Tokens {
    /// Creates the token and the code of a new link, with the current key.
    pub fn derive_email_token(&self, purpose: EmailTokenPurpose, link: EmailTokenId) -> EmailToken {
        derive_with(self.refresh.current(), purpose, link)
    }

    /// Creates those of a link again whose token has this hash, with whichever key they were made
    /// with.
    ///
    /// The token decides for the code too: a code of either key would be two chances in a million.
    pub fn rederive_email_token(
        &self,
        purpose: EmailTokenPurpose,
        link: EmailTokenId,
        hash: TokenHash,
    ) -> Option<EmailToken> {
        let mut made = self.refresh.keys().map(|key| derive_with(key, purpose, link));
        made.find(|mailed| TokenHash::of(&mailed.token) == hash)
    }
}

fn derive_with(key: &Key, purpose: EmailTokenPurpose, link: EmailTokenId) -> EmailToken {
    let key = SecretBytes::new(key.authenticate(&[b"mail\0key"]).finalize().into_bytes().to_vec());
    // The NULs keep each text from the next.
    let make = |what: &[u8]| {
        authenticate(&key, &[what, b"\0", purpose.as_str().as_bytes(), b"\0", &link.0])
            .finalize()
            .into_bytes()
    };
    let number =
        make(b"code")[..8].iter().fold(0u64, |number, byte| number << 8 | u64::from(*byte));
    EmailToken {
        token: SecretText::new(URL_SAFE_NO_PAD.encode(make(b"token"))),
        code: SecretText::new(format!("{:06}", number % CODES)),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::token::SigningSecrets;

    fn tokens(secret: &str, previous: Option<&str>) -> Tokens {
        let bytes = |text: &str| SecretBytes::new(text.as_bytes().to_vec());
        let (access, refresh, previous) = (bytes("access"), bytes(secret), previous.map(bytes));
        let refresh = SigningSecrets { current: &refresh, previous: previous.as_ref() };
        let issuer = "https://accounts.example.com".to_owned();
        Tokens::new(issuer, SigningSecrets::only(&access), refresh, Duration::from_secs(900))
    }

    /// Shows: ASVS 6.5.3.
    #[test]
    fn a_link_gives_the_same_token_and_code_again_and_another_link_purpose_or_key_others() {
        let (first, other) = (tokens("a", None), tokens("b", None));
        let mut seen = HashSet::new();
        for keys in [&first, &other] {
            for &purpose in EmailTokenPurpose::VARIANTS {
                for id in [EmailTokenId([0; 16]), EmailTokenId([1; 16])] {
                    let made = keys.derive_email_token(purpose, id);
                    assert_eq!(made, keys.derive_email_token(purpose, id));
                    assert_eq!(made.token.expose().len(), 43);
                    assert!(seen.insert(made.token.expose().to_owned()));
                    assert!(seen.insert(made.code.expose().to_owned()), "unlikely among so few");
                }
            }
        }
    }

    #[test]
    fn after_a_change_of_the_key_a_link_is_made_again_as_it_was_and_a_new_one_with_the_new_key() {
        let (purpose, id) = (EmailTokenPurpose::ResetPassword, EmailTokenId([7; 16]));
        let made = tokens("a", None).derive_email_token(purpose, id);
        let hash = TokenHash::of(&made.token);
        let changed = tokens("b", Some("a"));
        assert_eq!(changed.rederive_email_token(purpose, id, hash), Some(made.clone()));
        assert_eq!(
            changed.derive_email_token(purpose, id),
            tokens("b", None).derive_email_token(purpose, id)
        );
        assert_ne!(changed.derive_email_token(purpose, id), made);
        assert_eq!(
            tokens("b", None).rederive_email_token(purpose, id, hash),
            None,
            "the old key is gone"
        );
    }

    /// Shows: ASVS 6.5.4.
    #[test]
    fn a_code_has_six_digits() {
        let tokens = tokens("a", None);
        for _ in 0..1000 {
            let code = tokens
                .derive_email_token(EmailTokenPurpose::ResetPassword, EmailTokenId::new())
                .code;
            assert!(
                code.expose().len() == 6 && code.expose().bytes().all(|byte| byte.is_ascii_digit())
            );
        }
    }

    #[test]
    fn a_purpose_is_read_as_it_is_written() {
        let words =
            EmailTokenPurpose::VARIANTS.iter().map(|variant| variant.as_str()).collect::<Vec<_>>();
        assert_eq!(words, ["verify_email", "change_email", "reset_password"]);
        assert!(
            EmailTokenPurpose::VARIANTS
                .iter()
                .all(|variant| variant.as_str().parse() == Ok(*variant))
        );
        assert!(
            "other".parse::<EmailTokenPurpose>().is_err()
                && "".parse::<EmailTokenPurpose>().is_err()
        );
    }
}
