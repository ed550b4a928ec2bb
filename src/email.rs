//! E-mail addresses: what passes for one, and when two are the same.

use unicode_normalization::UnicodeNormalization;

/// The most characters that an address may have (RFC 5321, 4.5.3.1.3 less its angle brackets).
pub const MAX_CHARACTERS: usize = 254;

/// An e-mail address as its owner typed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Reads an address: something on both sides of one `@`, no blanks or control characters.
    ///
    /// Blanks around it are dropped. Only a mail that arrives proves more, so no more is asked.
    pub fn parse(typed: &str) -> Option<Self> {
        let address = typed.trim();
        let (local, domain) = address.split_once('@')?;
        let plain = |c: char| !c.is_whitespace() && !c.is_control() && c != '@';
        let is_address = !local.is_empty()
            && !domain.is_empty()
            && local.chars().all(plain)
            && domain.chars().all(plain)
            && address.chars().count() <= MAX_CHARACTERS;
        is_address.then(|| Self(address.to_owned()))
    }

    /// Gives the address as typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Gives the form in which addresses are compared: two that differ only in case are one.
    pub fn folded(&self) -> String {
        fold(&self.0)
    }
}

/// Folds any text as an address or a user name is folded, for looking one up.
///
/// Done here rather than by the database, because SQLite folds ASCII only and PostgreSQL by its locale.
pub fn fold(text: &str) -> String {
    text.trim().nfc().collect::<String>().to_lowercase().nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_something_on_both_sides_of_one_at_sign() {
        for address in ["ada@example.com", "a@b", "ada+tag@example.com", "Ådå@exämple.com", " ada@example.com\t"] {
            assert!(EmailAddress::parse(address).is_some(), "{address}");
        }
        for text in [
            "",
            "@",
            "ada",
            "ada@",
            "@example.com",
            "a@b@c",
            "a b@c",
            "a@b c",
            "a\u{a0}b@c",
            "a\0@b",
            "a@b\r\nBcc: c@d",
        ] {
            assert!(EmailAddress::parse(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn an_address_has_at_most_254_characters() {
        let of = |length: usize| format!("{}@example.com", "é".repeat(length - 12));
        assert!(EmailAddress::parse(&of(254)).is_some());
        assert!(EmailAddress::parse(&of(255)).is_none());
    }

    #[test]
    fn addresses_are_compared_without_case_and_by_their_composed_form() {
        let folded = |text| EmailAddress::parse(text).map(|address| address.folded());
        assert_eq!(folded("Ada@Example.COM"), folded("ada@example.com"));
        assert_eq!(folded("ÅDA@example.com"), folded("a\u{30a}da@example.com"));
        assert_ne!(folded("ada@example.com"), folded("bob@example.com"));
    }
}
