//! When two addresses are the same.

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use unicode_normalization::UnicodeNormalization;

use super::{mailbox, quote};
use crate::text::{fold, trim};

/// The forms under which an account may have an address, whatever was typed.
///
/// Accounts of earlier versions whose addresses turned out to be the same keep the earlier form,
/// all but one; each owner reaches their own account by typing what they typed before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressForms {
    /// The form in which addresses are compared.
    pub canonical: String,
    /// The form in which earlier versions compared them.
    pub earlier: String,
}

impl AddressForms {
    /// Returns the forms of what was typed.
    pub fn of(typed: &str) -> Self {
        Self { canonical: canonical(typed), earlier: earlier(typed) }
    }
}

/// Returns the form in which addresses are compared: the mailbox folded and without quotes, the
/// domain in ASCII.
///
/// It never fails: what is typed at sign-in may be no address at all, and addresses of earlier
/// versions need not be those of today.
pub fn canonical(typed: &str) -> String {
    let typed = trim(typed);
    let Some((local, domain)) = typed.rsplit_once('@') else { return fold(typed) };
    let name = fold(&mailbox(local).unwrap_or_else(|| local.to_owned()));
    // Quotes stay around what would be read as another mailbox without them.
    let is_plain = !name.starts_with('"') && trim(&name) == name;
    let local = if is_plain { name } else { quote(&name) };
    format!("{local}@{}", canonical_domain(domain))
}

/// Returns a domain in ASCII, or only folded where it is none.
fn canonical_domain(domain: &str) -> String {
    let ascii = |domain: &str| {
        let ascii = Uts46::new().to_ascii(
            domain.as_bytes(),
            AsciiDenyList::EMPTY,
            Hyphens::Allow,
            DnsLength::Ignore,
        );
        ascii.ok().map(|domain| domain.into_owned())
    };
    let folded = || fold(domain);
    ascii(domain).or_else(|| ascii(&folded())).unwrap_or_else(folded)
}

/// Returns the form in which earlier versions compared addresses. It stays as it is: rows have it.
fn earlier(typed: &str) -> String {
    typed.trim().nfc().collect::<String>().to_lowercase().nfc().collect()
}

/// Returns the ways to write an address: the compared form, and the same with an international
/// domain in its own letters.
pub fn spellings(typed: &str) -> [String; 2] {
    let canonical = canonical(typed);
    let shown = match canonical.rsplit_once('@') {
        Some((local, domain)) => {
            let (shown, valid) =
                Uts46::new().to_unicode(domain.as_bytes(), AsciiDenyList::EMPTY, Hyphens::Allow);
            format!("{local}@{}", if valid.is_ok() { &shown } else { domain })
        }
        None => canonical.clone(),
    };
    [canonical, shown]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shows: AUTH-47.
    #[test]
    fn two_addresses_are_the_same_in_any_case_unicode_form_and_writing_of_the_domain() {
        for group in [
            &[
                "Ada@Example.COM",
                "ada@example.com",
                " ADA@EXAMPLE.COM\u{200b}",
                "\"ada\"@example.com",
            ][..],
            &["ÅDA@example.com", "a\u{30a}da@example.com", "åda@EXAMPLE.com"],
            &[
                "ada@bücher.example",
                "ada@xn--bcher-kva.example",
                "ada@XN--BCHER-KVA.EXAMPLE",
                "ada@BÜCHER.example",
                "ada@bu\u{308}cher.example",
                "ada@ｂücher.example",
                "ada@bücher。example",
                "ada@bücher．example",
            ],
            &["ΣΊΣΥΦΟΣ@example.com", "σίσυφος@example.com", "σίσυφοσ@example.com"],
            &["straße@example.com", "STRASSE@example.com", "STRAẞE@example.com"],
            &["İ@example.com", "i\u{307}@example.com"],
            &["try..this@example.com", "\"try..this\"@example.com"],
        ] {
            let forms: Vec<String> = group.iter().map(|typed| canonical(typed)).collect();
            assert!(forms.iter().all(|form| *form == forms[0]), "{forms:?}");
            assert_eq!(canonical(&forms[0]), forms[0]);
        }
        let apart = [
            "ada@example.com",
            "ada@example.org",
            "bob@example.com",
            "ada+x@example.com",
            "a.da@example.com",
            "ada@strasse.example",
            "ada@straße.example",
            "ı@example.com",
            "i@example.com",
            "a\u{200b}da@example.com",
        ];
        for (at, one) in apart.iter().enumerate() {
            for other in &apart[at + 1..] {
                assert_ne!(canonical(one), canonical(other), "{one} {other}");
            }
        }
    }

    #[test]
    fn what_is_no_address_has_a_form_too() {
        for (typed, form) in [
            ("", ""),
            ("ADA", "ada"),
            ("@", "@"),
            ("A@B@C", "a@b@c"),
            ("ada@[127.0.0.1]", "ada@[127.0.0.1]"),
            ("ada@XN--A.example", "ada@xn--a.example"),
            ("\"Ada Lovelace\"@example.com", "ada lovelace@example.com"),
            ("\"A\"b\"@x", "\"\\\"a\\\"b\\\"\"@x"),
            ("\"A@x", "\"\\\"a\"@x"),
            ("\"\\\"A\"@x", "\"\\\"a\"@x"),
            ("\" a\"@x", "\" a\"@x"),
        ] {
            assert_eq!(canonical(typed), form);
            assert_eq!(canonical(form), form);
        }
    }

    #[test]
    fn an_address_is_spelt_with_its_domain_in_ascii_and_in_its_own_letters() {
        let both = ["ada@xn--bcher-kva.example".to_owned(), "ada@bücher.example".to_owned()];
        assert_eq!(spellings("Ada@BÜCHER.example"), both);
        assert_eq!(spellings("ada@xn--bcher-kva.example"), both);
        assert_eq!(spellings("ada@example.com"), ["ada@example.com", "ada@example.com"]);
    }
}
