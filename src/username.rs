//! User names and people's names: what passes for one.

use sha2::{Digest, Sha256};

use crate::email::fold;

/// The fewest and the most characters of a user name.
pub const USERNAME_CHARACTERS: std::ops::RangeInclusive<usize> = 3..=32;
/// The most characters of a person's name.
pub const NAME_MAX_CHARACTERS: usize = 100;

/// The name of an account: 3 to 32 ASCII letters, digits, `.`, `_` and `-`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Username(String);

/// Why a text is not a user name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsernameFault {
    /// It has fewer than three characters.
    TooShort,
    /// It has more than thirty-two characters.
    TooLong,
    /// It has other characters than ASCII letters, digits, `.`, `_` and `-`: with more, two names could look alike.
    Characters,
}

impl Username {
    /// Reads a user name; blanks around it are dropped.
    pub fn parse(typed: &str) -> Result<Self, UsernameFault> {
        let name = typed.trim();
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        if !name.chars().all(allowed) {
            Err(UsernameFault::Characters)
        } else if name.len() < *USERNAME_CHARACTERS.start() {
            Err(UsernameFault::TooShort)
        } else if name.len() > *USERNAME_CHARACTERS.end() {
            Err(UsernameFault::TooLong)
        } else {
            Ok(Self(name.to_owned()))
        }
    }

    /// Gives the name as typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Gives the form in which names are compared: two that differ only in case are one.
    pub fn folded(&self) -> String {
        fold(&self.0)
    }
}

/// The SHA-256 of a folded user name: what is stored of one that was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsernameHash(pub [u8; 32]);

impl UsernameHash {
    /// Hashes a folded user name.
    pub fn of(folded: &str) -> Self {
        Self(Sha256::digest(folded.as_bytes()).into())
    }
}

/// Why a text is not a person's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameFault {
    /// It has more than a hundred characters.
    TooLong,
    /// It has control characters.
    Characters,
}

/// Reads a person's name: 1 to 100 characters of any script. Blanks around it are dropped; nothing left is no name.
pub fn parse_name(typed: &str) -> Result<Option<String>, NameFault> {
    let name = typed.trim();
    if name.chars().any(char::is_control) {
        Err(NameFault::Characters)
    } else if name.chars().count() > NAME_MAX_CHARACTERS {
        Err(NameFault::TooLong)
    } else {
        Ok(Some(name.to_owned()).filter(|name| !name.is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_name_has_3_to_32_of_the_plain_characters() {
        for name in ["ada", "Ada.Lovelace_1815-52", &"a".repeat(32), "  ada  "] {
            assert!(Username::parse(name).is_ok(), "{name}");
        }
        for (name, fault) in [
            ("", UsernameFault::TooShort),
            ("ab", UsernameFault::TooShort),
            (&*"a".repeat(33), UsernameFault::TooLong),
            ("ada lovelace", UsernameFault::Characters),
            ("ada@example.com", UsernameFault::Characters),
            ("аda", UsernameFault::Characters),
            ("ad\0a", UsernameFault::Characters),
        ] {
            assert_eq!(Username::parse(name), Err(fault), "{name:?}");
        }
    }

    #[test]
    fn a_name_has_at_most_100_characters_and_no_controls() {
        assert_eq!(parse_name("  Ada Lovelace "), Ok(Some("Ada Lovelace".to_owned())));
        assert_eq!(parse_name(" "), Ok(None));
        assert!(parse_name(&"å".repeat(100)).is_ok());
        assert_eq!(parse_name(&"å".repeat(101)), Err(NameFault::TooLong));
        assert_eq!(parse_name("Ada\u{7}"), Err(NameFault::Characters));
        assert_eq!(parse_name("Ada\nLovelace"), Err(NameFault::Characters));
    }
}
