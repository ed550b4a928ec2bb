//! Passwords: which are good enough, how they are stored, and the threads that hash them.
//!
//! A password is what its owner typed, in Unicode's composed form (NFC), so that two keyboards agree on `é`.
//! Nothing is ever cut, trimmed or folded (NIST SP 800-63B-4, 3.1.1.2).

mod digest;
mod foreign;
mod hashing;
mod well_known;

use unicode_normalization::UnicodeNormalization;

pub use digest::PasswordHash;
pub use foreign::HashFault;
pub use hashing::{Check, Hashing, QueueFull};

use crate::email::fold;
use crate::secret::SecretText;

/// The most characters that a password may have.
pub const MAX_CHARACTERS: usize = 256;

/// Why a password is not good enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordFault {
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
    WellKnown,
    /// It is the account's user name or e-mail address.
    AccountName,
    /// It is the one that it is to replace.
    Unchanged,
}

/// A password that someone chose and that may be stored.
#[derive(Clone, Debug)]
pub struct NewPassword(SecretText);

impl NewPassword {
    /// Reads a chosen password; `own_names` are the account's user name and address.
    pub fn parse(typed: &SecretText, min: usize, own_names: &[&str]) -> Result<Self, PasswordFault> {
        let password: String = typed.expose().nfc().collect();
        let password = SecretText::new(password);
        let text = password.expose();
        let characters = text.chars().count();
        if characters < min {
            return Err(PasswordFault::TooShort { min });
        }
        if characters > MAX_CHARACTERS {
            return Err(PasswordFault::TooLong);
        }
        if text.chars().any(char::is_control) {
            return Err(PasswordFault::Characters);
        }
        if well_known::contains(text) {
            return Err(PasswordFault::WellKnown);
        }
        let folded = fold(text);
        if own_names.iter().any(|name| fold(name) == folded) {
            return Err(PasswordFault::AccountName);
        }
        Ok(Self(password))
    }

    /// Requires that it is another than the one that it is to replace, as typed beside it. What was typed there is
    /// right or wrong for all this tells.
    pub fn require_other_than(self, current: &SecretText) -> Result<Self, PasswordFault> {
        if current.expose().nfc().eq(self.0.expose().chars()) { Err(PasswordFault::Unchanged) } else { Ok(self) }
    }
}

/// A password that someone typed to prove who they are.
#[derive(Clone, Debug)]
pub struct Attempt(Option<SecretText>);

impl Attempt {
    /// Takes whatever was typed. What could never have been chosen matches nothing, and costs the same hash.
    pub fn new(typed: &SecretText) -> Self {
        let password: String = typed.expose().nfc().take(MAX_CHARACTERS + 1).collect();
        let password = SecretText::new(password);
        let possible =
            password.expose().chars().count() <= MAX_CHARACTERS && !password.expose().chars().any(char::is_control);
        Self(possible.then_some(password))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<NewPassword, PasswordFault> {
        NewPassword::parse(&SecretText::new(text), 8, &["lovelace1815", "ada.lovelace@example.com"])
    }

    #[test]
    fn a_password_has_8_to_256_characters_of_any_script() {
        let emoji = "🦀".repeat(64);
        for good in ["correct horse", "  spaces  ", "пароль-для-ады", "密码密码密码密码", &emoji, &"é".repeat(256)]
        {
            assert!(parse(good).is_ok(), "{good}");
        }
        assert_eq!(parse("7 chars").unwrap_err(), PasswordFault::TooShort { min: 8 });
        assert_eq!(parse("").unwrap_err(), PasswordFault::TooShort { min: 8 });
        assert_eq!(parse(&"x1".repeat(129)).unwrap_err(), PasswordFault::TooLong);
        assert_eq!(parse(&format!("{}a", "x1".repeat(128))).unwrap_err(), PasswordFault::TooLong);
    }

    #[test]
    fn control_characters_are_refused() {
        for bad in ["correct\0horse", "correct\nhorse", "correct\u{7f}horse", "correct\u{85}horse"] {
            assert_eq!(parse(bad).unwrap_err(), PasswordFault::Characters, "{bad:?}");
        }
    }

    #[test]
    fn well_known_passwords_and_the_own_names_are_refused() {
        for bad in ["password1", "PassWord1", "1q2w3e4r5t", "aaaaaaaaaa"] {
            assert_eq!(parse(bad).unwrap_err(), PasswordFault::WellKnown, "{bad}");
        }
        for bad in ["lovelace1815", "LoveLace1815", "Ada.Lovelace@Example.com"] {
            assert_eq!(parse(bad).unwrap_err(), PasswordFault::AccountName, "{bad}");
        }
    }
}
