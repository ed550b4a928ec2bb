//! Passwords: which are good enough, how they are stored, and the threads that hash them.
//!
//! A password is what its owner typed, in Unicode's composed form (NFC), so that two keyboards
//! agree on `é`. Nothing is ever cut, trimmed or folded (NIST SP 800-63B-4, 3.1.1.2).

mod blocklist;
mod digest;
mod hashing;
mod import;
mod interleaved;
mod queue;

use unicode_normalization::UnicodeNormalization;

pub use digest::PasswordHash;
pub use hashing::{Check, Hashing, HashingError};
pub use import::HashError;
pub use interleaved::{Computation, Digest, MAX_BATCH, hash_batch};

use crate::email::spellings;
use crate::secret::SecretText;
use crate::text::{fold, trim};

/// The most characters that a password may have.
pub const MAX_CHARACTERS: usize = 256;

/// The name that stands on every page, and so is tried early.
const PRODUCT: &str = "vestibule";

/// Why a password is not good enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordError {
    /// It has fewer characters than `PASSWORD_MIN_LENGTH`.
    TooShort {
        /// The fewest that would do.
        min: usize,
    },
    /// It has more than 256 characters.
    TooLong,
    /// It has control characters, which no keyboard types and which old bcrypt libraries end at.
    Characters,
    /// It is on every attacker's list.
    Common,
    /// It is the account's username or email address, or little more.
    AccountName,
    /// It is the one that it is to replace.
    Unchanged,
}

/// A password that someone chose and that may be stored.
#[derive(Clone, Debug)]
pub struct NewPassword(SecretText);

impl NewPassword {
    /// Reads a chosen password; `own_names` are the account's username and address.
    pub fn parse(
        typed: &SecretText,
        min: usize,
        own_names: &[&str],
    ) -> Result<Self, PasswordError> {
        let password: String = typed.expose().nfc().collect();
        let password = SecretText::new(password);
        let text = password.expose();
        let characters = text.chars().count();
        if characters < min {
            return Err(PasswordError::TooShort { min });
        }
        if characters > MAX_CHARACTERS {
            return Err(PasswordError::TooLong);
        }
        if text.chars().any(char::is_control) {
            return Err(PasswordError::Characters);
        }
        let folded = fold(trim(text));
        if blocklist::contains(text) || is_little_more_than(PRODUCT, &folded) {
            return Err(PasswordError::Common);
        }
        let own_names = own_names.iter().flat_map(|name| spellings(name));
        let is_own = |name: String| {
            let mailbox = name.split('@').next().unwrap_or_default();
            folded == name
                || is_little_more_than(&name, &folded)
                || is_little_more_than(mailbox, &folded)
        };
        if own_names.into_iter().any(is_own) {
            return Err(PasswordError::AccountName);
        }
        Ok(Self(password))
    }

    /// Requires that it differs from the current password as typed. This does not check whether the
    /// current password is right.
    pub fn require_other_than(self, current: &SecretText) -> Result<Self, PasswordError> {
        if current.expose().nfc().eq(self.0.expose().chars()) {
            Err(PasswordError::Unchanged)
        } else {
            Ok(self)
        }
    }
}

/// Returns whether a password is a name with digits and signs around it. Attackers guess a name
/// with a year.
fn is_little_more_than(name: &str, password: &str) -> bool {
    let is_little =
        |more: &str| more.chars().all(|c| c.is_ascii_digit() || c.is_ascii_punctuation());
    // A name of one or two letters is a part of anything.
    name.len() > 2
        && password
            .split_once(name)
            .is_some_and(|(before, after)| is_little(before) && is_little(after))
}

/// A password that someone typed to prove who they are: exactly as typed and, where that is another
/// text, composed.
///
/// Our hashes are of the composed form. A hash of another system is compared with exactly what was
/// typed, which may be a password that our rules do not allow, and with the composed form, which
/// that system may have used too. The number of forms depends only on what was typed, so the time
/// shows nothing about an account.
#[derive(Clone, Debug)]
pub struct TypedPassword {
    composed: SecretText,
    typed: Option<SecretText>,
}

impl TypedPassword {
    /// Creates it from what was typed.
    pub fn new(typed: &SecretText) -> Self {
        let composed = SecretText::new(typed.expose().nfc().collect::<String>());
        let typed = (composed != *typed).then(|| typed.clone());
        Self { composed, typed }
    }

    /// Returns the form in which we would hash it.
    fn composed(&self) -> &SecretText {
        &self.composed
    }

    /// Lists the forms that a stored hash is compared with; the first is the composed one.
    fn forms(&self) -> impl Iterator<Item = &SecretText> {
        std::iter::once(&self.composed).chain(&self.typed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<NewPassword, PasswordError> {
        NewPassword::parse(&SecretText::new(text), 8, &["lovelace1815", "ada.lovelace@example.com"])
    }

    /// Shows: AUTH-37, ASVS 6.2.1.
    #[test]
    fn a_password_has_8_to_256_characters_of_any_script() {
        let emoji = "🦀".repeat(64);
        for good in [
            "correct horse",
            "  spaces  ",
            "пароль-для-ады",
            "密码密码密码密码",
            &emoji,
            &"é".repeat(256),
        ] {
            assert!(parse(good).is_ok(), "{good}");
        }
        assert_eq!(parse("7 chars").unwrap_err(), PasswordError::TooShort { min: 8 });
        assert_eq!(parse("").unwrap_err(), PasswordError::TooShort { min: 8 });
        assert_eq!(parse(&"x1".repeat(129)).unwrap_err(), PasswordError::TooLong);
        assert_eq!(parse(&format!("{}a", "x1".repeat(128))).unwrap_err(), PasswordError::TooLong);
    }

    /// Shows: AUTH-38.
    #[test]
    fn control_characters_are_refused() {
        for bad in ["correct\0horse", "correct\nhorse", "correct\u{7f}horse", "correct\u{85}horse"]
        {
            assert_eq!(parse(bad).unwrap_err(), PasswordError::Characters, "{bad:?}");
        }
    }

    /// Shows: AUTH-42, ASVS 6.2.11.
    #[test]
    fn common_passwords_and_the_own_names_are_refused() {
        for bad in
            ["password1", "PassWord1", "1q2w3e4r5t", "aaaaaaaaaa", "vestibule", "Vestibule2026!"]
        {
            assert_eq!(parse(bad).unwrap_err(), PasswordError::Common, "{bad}");
        }
        for bad in [
            "lovelace1815",
            "LoveLace1815",
            "Ada.Lovelace@Example.com",
            "Ada.Lovelace",
            "!ada.lovelace99!",
            "lovelace18151815",
        ] {
            assert_eq!(parse(bad).unwrap_err(), PasswordError::AccountName, "{bad}");
        }
        for good in ["lovelace and ada", "ada.lovelace rides on", "in the vestibule"] {
            assert!(parse(good).is_ok(), "{good}");
        }
        // Without a name there is nothing that it could be.
        assert!(NewPassword::parse(&SecretText::new("20260101!?"), 8, &["", "@", "20"]).is_ok());
    }
}
