//! Usernames and people's names: what passes for one.

use sha2::{Digest, Sha256};

use crate::text::{fold, trim, trim_name};

/// The fewest and the most characters of a username.
pub const USERNAME_CHARACTERS: std::ops::RangeInclusive<usize> = 3..=32;
/// The most characters of a person's name.
pub const NAME_MAX_CHARACTERS: usize = 100;

/// Names that would pass for somebody who speaks for the site, and words that programs take for
/// something else. They are compared without regard to case and to `.`, `_` and `-`.
const RESERVED: &[&str] = &[
    "abuse",
    "admin",
    "administrator",
    "anonymous",
    "everyone",
    "false",
    "help",
    "helpdesk",
    "hostmaster",
    "mailerdaemon",
    "moderator",
    "nil",
    "none",
    "noreply",
    "null",
    "official",
    "operator",
    "postmaster",
    "root",
    "security",
    "staff",
    "superuser",
    "support",
    "sysadmin",
    "system",
    "true",
    "undefined",
    "vestibule",
    "webmaster",
];

/// The name of an account: 3 to 32 ASCII letters, digits, `.`, `_` and `-`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Username(String);

/// Why a text is not a username.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsernameError {
    /// It has fewer than three characters.
    TooShort,
    /// It has more than thirty-two characters.
    TooLong,
    /// It has other characters than ASCII letters, digits, `.`, `_` and `-`: with more, two names
    /// could look alike.
    Characters,
    /// It begins with `.`, `_` or `-`: commands would take it for a flag or a hidden file.
    Start,
    /// It is reserved.
    Reserved,
}

impl Username {
    /// Reads a username that somebody chose; blanks and invisible characters around it are
    /// dropped.
    pub fn parse(typed: &str) -> Result<Self, UsernameError> {
        let name = Self::parse_reserved(typed)?;
        if name.is_reserved() { Err(UsernameError::Reserved) } else { Ok(name) }
    }

    /// Reads a username that an operator chose, who may speak for the site: reserved names are
    /// taken.
    pub fn parse_reserved(typed: &str) -> Result<Self, UsernameError> {
        let name = Self::parse_existing(typed)?;
        if name.0.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            Ok(name)
        } else {
            Err(UsernameError::Start)
        }
    }

    /// Reads a username that an account has already, here or in another system: of earlier rules
    /// it keeps to those that all names have always kept to.
    pub fn parse_existing(typed: &str) -> Result<Self, UsernameError> {
        let name = trim(typed);
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        if !name.chars().all(allowed) {
            Err(UsernameError::Characters)
        } else if name.len() < *USERNAME_CHARACTERS.start() {
            Err(UsernameError::TooShort)
        } else if name.len() > *USERNAME_CHARACTERS.end() {
            Err(UsernameError::TooLong)
        } else {
            Ok(Self(name.to_owned()))
        }
    }

    /// Returns the name as typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the form in which names are compared: two that differ only in case are one.
    pub fn folded(&self) -> String {
        fold(&self.0)
    }

    fn is_reserved(&self) -> bool {
        let plain = self.folded().replace(['.', '_', '-'], "");
        RESERVED.contains(&plain.as_str())
    }
}

/// The SHA-256 of a folded username: what is stored of one that was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsernameHash(pub [u8; 32]);

impl UsernameHash {
    /// Hashes a folded username.
    pub fn of(folded: &str) -> Self {
        Self(Sha256::digest(folded.as_bytes()).into())
    }
}

/// Why a text is not a person's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameError {
    /// It has more than a hundred characters.
    TooLong,
    /// It has control characters.
    Characters,
}

/// Reads a person's name: 1 to 100 characters of any script. Blanks and invisible characters around
/// it are dropped, and nothing left is no name. Inside they stay: Persian, the scripts of India and
/// emoji need some of them.
pub fn parse_name(typed: &str) -> Result<Option<String>, NameError> {
    let name = trim_name(typed);
    if name.chars().any(char::is_control) {
        Err(NameError::Characters)
    } else if name.chars().count() > NAME_MAX_CHARACTERS {
        Err(NameError::TooLong)
    } else {
        Ok(Some(name.to_owned()).filter(|name| !name.is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_name_has_3_to_32_of_the_plain_characters() {
        for name in [
            "ada",
            "Ada.Lovelace_1815-52",
            &"a".repeat(32),
            "  ada  ",
            "\u{feff}ada\u{200b}",
            "007",
            "admin-2",
        ] {
            assert!(Username::parse(name).is_ok(), "{name}");
        }
        for (name, fault) in [
            ("", UsernameError::TooShort),
            ("ab", UsernameError::TooShort),
            ("\u{200b}ab\u{200b}", UsernameError::TooShort),
            (&*"a".repeat(33), UsernameError::TooLong),
            ("ada lovelace", UsernameError::Characters),
            ("ada@example.com", UsernameError::Characters),
            ("аda", UsernameError::Characters),
            ("a\u{200b}da", UsernameError::Characters),
            ("ad\0a", UsernameError::Characters),
        ] {
            assert_eq!(Username::parse(name), Err(fault), "{name:?}");
            assert_eq!(Username::parse_existing(name), Err(fault), "{name:?}");
        }
    }

    #[test]
    fn a_user_name_begins_with_a_letter_or_a_digit_unless_it_exists() {
        for name in ["-ada", ".ada", "_ada", "...", "---"] {
            assert_eq!(Username::parse(name), Err(UsernameError::Start), "{name}");
            assert_eq!(Username::parse_reserved(name), Err(UsernameError::Start), "{name}");
            assert!(Username::parse_existing(name).is_ok(), "{name}");
        }
    }

    #[test]
    fn a_reserved_name_is_the_operators() {
        for name in [
            "admin",
            "Administrator",
            "ROOT",
            "support",
            "null",
            "no-reply",
            "no.reply",
            "a_d-m.i.n",
            "Vestibule",
        ] {
            assert_eq!(Username::parse(name), Err(UsernameError::Reserved), "{name}");
            assert!(
                Username::parse_reserved(name).is_ok() && Username::parse_existing(name).is_ok(),
                "{name}"
            );
        }
        assert!(Username::parse("badmin").is_ok() && Username::parse("root66").is_ok());
        assert!(
            RESERVED.is_sorted()
                && RESERVED.iter().all(|name| name.bytes().all(|b| b.is_ascii_lowercase()))
        );
    }

    #[test]
    fn a_name_has_at_most_100_characters_and_no_controls() {
        assert_eq!(parse_name("  Ada Lovelace "), Ok(Some("Ada Lovelace".to_owned())));
        assert_eq!(parse_name(" "), Ok(None));
        assert!(parse_name(&"å".repeat(100)).is_ok());
        assert_eq!(parse_name(&"å".repeat(101)), Err(NameError::TooLong));
        assert_eq!(parse_name("Ada\u{7}"), Err(NameError::Characters));
        assert_eq!(parse_name("Ada\nLovelace"), Err(NameError::Characters));
    }

    #[test]
    fn a_name_has_a_visible_character() {
        for nothing in [
            "\u{200b}",
            "\u{3164}",
            "\u{2800}",
            "\u{ad} \u{202e}",
            "\u{fe0f}",
            "\u{e0041}",
            "\u{feff}\u{a0}",
        ] {
            assert_eq!(parse_name(nothing), Ok(None), "{nothing:?}");
        }
        let persian = "می\u{200c}خواهم";
        assert_eq!(parse_name(&format!("\u{200c}{persian}\u{200e}")), Ok(Some(persian.to_owned())));
        assert_eq!(parse_name("Ada ❤\u{fe0f}"), Ok(Some("Ada ❤\u{fe0f}".to_owned())));
    }
}
