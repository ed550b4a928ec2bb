//! Email addresses: what passes for one, how it goes on the wire, and when two are the same.

mod forms;

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};

use crate::text::{is_blank, is_invisible, trim};

pub use forms::{AddressForms, canonical, spellings};

/// The most characters that an address may have (RFC 5321, 4.5.3.1.3 less its angle brackets).
pub const MAX_CHARACTERS: usize = 254;
/// The most bytes of what stands before the `@` (RFC 5321, 4.5.3.1.1).
const MAX_LOCAL_BYTES: usize = 64;

/// An email address as its owner typed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailAddress {
    typed: String,
    wire: WireAddress,
}

/// An address in the form for mail servers: the domain in ASCII, and quoted where necessary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WireAddress {
    /// What stands before the `@`. It is ASCII unless the mailbox itself has other letters.
    pub local: String,
    /// What stands behind it, in ASCII.
    pub domain: String,
}

impl EmailAddress {
    /// Reads an address that a mail can be sent to.
    ///
    /// Blanks and invisible characters around it are dropped. It has one `@`, none of those
    /// characters inside, and no control characters; its domain is one by IDNA, not an IP address.
    /// Only a mail that arrives proves more.
    pub fn parse(typed: &str) -> Option<Self> {
        let address = trim(typed);
        let (local, domain) = address.split_once('@')?;
        let is_plain = |c: char| !is_blank(c) && !is_invisible(c) && !c.is_control() && c != '@';
        if !local.chars().all(is_plain)
            || !domain.chars().all(is_plain)
            || address.chars().count() > MAX_CHARACTERS
        {
            return None;
        }
        let wire = WireAddress { local: wire_local(local)?, domain: wire_domain(domain)? };
        (wire.local.len() + 1 + wire.domain.len() <= MAX_CHARACTERS)
            .then(|| Self { typed: address.to_owned(), wire })
    }

    /// Returns the address as typed.
    pub fn as_str(&self) -> &str {
        &self.typed
    }

    /// Returns the address in the form for mail servers.
    pub fn wire(&self) -> &WireAddress {
        &self.wire
    }

    /// Returns the form in which addresses are compared.
    pub fn folded(&self) -> String {
        canonical(&self.typed)
    }

    /// Returns the forms under which an account may have this address.
    pub fn forms(&self) -> AddressForms {
        AddressForms::of(&self.typed)
    }
}

/// Returns a mailbox's name as RFC 5321 writes it: with quotes unless it is words with dots
/// between.
fn wire_local(typed: &str) -> Option<String> {
    let name = mailbox(typed)?;
    let is_word =
        |word: &str| !word.is_empty() && word.chars().all(|c| !c.is_ascii() || is_atom(c));
    let wire = if name.split('.').all(is_word) { name } else { quote(&name) };
    (wire.len() <= MAX_LOCAL_BYTES).then_some(wire)
}

/// Returns a mailbox's name in quotes.
fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('\\', r"\\").replace('"', "\\\""))
}

/// Returns a mailbox's name without the quotes that were typed around it; none where what they hold
/// is not quoted right.
fn mailbox(typed: &str) -> Option<String> {
    let Some(quoted) = typed.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return Some(typed.to_owned()).filter(|name| !name.is_empty());
    };
    let (mut name, mut characters) = (String::new(), quoted.chars());
    while let Some(c) = characters.next() {
        name.push(match c {
            '"' => return None,
            '\\' => characters.next()?,
            other => other,
        });
    }
    Some(name).filter(|name| !name.is_empty())
}

/// Returns whether an ASCII character needs no quotes (RFC 5322, `atext`).
fn is_atom(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c)
}

/// Returns a domain in ASCII; none for what is not a domain, or would be an IPv4 address without
/// its brackets.
pub fn wire_domain(domain: &str) -> Option<String> {
    let ascii = Uts46::new().to_ascii(
        domain.as_bytes(),
        AsciiDenyList::STD3,
        Hyphens::CheckFirstLast,
        DnsLength::Verify,
    );
    let ascii = ascii.ok()?.into_owned();
    let is_number = |label: &str| label.bytes().all(|byte| byte.is_ascii_digit());
    (!ascii.rsplit('.').next().is_none_or(is_number)).then_some(ascii)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wire(typed: &str) -> Option<String> {
        EmailAddress::parse(typed)
            .map(|address| format!("{}@{}", address.wire().local, address.wire().domain))
    }

    #[test]
    fn an_address_is_one_that_a_mail_can_be_sent_to() {
        for (typed, sent) in [
            ("ada@example.com", "ada@example.com"),
            ("Ada+tag@Example.COM", "Ada+tag@example.com"),
            ("a@b", "a@b"),
            (" ada@example.com\t", "ada@example.com"),
            ("\u{feff}ada@example.com\u{200b}", "ada@example.com"),
            ("ada@bücher.example", "ada@xn--bcher-kva.example"),
            ("ada@XN--BCHER-KVA.example", "ada@xn--bcher-kva.example"),
            ("ada@ｂücher。example", "ada@xn--bcher-kva.example"),
            ("ada@bu\u{308}cher.example", "ada@xn--bcher-kva.example"),
            ("ada@例え.テスト", "ada@xn--r8jz45g.xn--zckzah"),
            ("ada@r3---sn.example.com", "ada@r3---sn.example.com"),
            ("ünï@exämple.com", "ünï@xn--exmple-cua.com"),
            ("'{}|~@example.com", "'{}|~@example.com"),
            ("try..this@example.com", "\"try..this\"@example.com"),
            (".ada@example.com", "\".ada\"@example.com"),
            ("ada.@example.com", "\"ada.\"@example.com"),
            ("ada,eve@example.com", "\"ada,eve\"@example.com"),
            ("ada(x)@example.com", "\"ada(x)\"@example.com"),
            ("<ada>@example.com", "\"<ada>\"@example.com"),
            ("a\"b\\c@example.com", "\"a\\\"b\\\\c\"@example.com"),
            ("é..é@example.com", "\"é..é\"@example.com"),
            ("\"try..this\"@example.com", "\"try..this\"@example.com"),
            ("\"ada\"@example.com", "ada@example.com"),
            ("\"a\\\"b\"@example.com", "\"a\\\"b\"@example.com"),
        ] {
            assert_eq!(wire(typed).as_deref(), Some(sent), "{typed}");
            assert_eq!(EmailAddress::parse(typed).unwrap().as_str(), trim(typed), "kept as typed");
        }
    }

    /// Shows: AUTH-48.
    #[test]
    fn what_no_mail_can_be_sent_to_is_refused() {
        for typed in [
            "",
            "@",
            "ada",
            "ada@",
            "@example.com",
            "a@b@c",
            "ada＠example.com",
            "a b@c",
            "a@b c",
            "a\u{a0}b@c",
            "a\u{2800}b@c",
            "\"ada lovelace\"@example.com",
            "\"a@b\"@example.com",
            "\"\"@example.com",
            "\"a\"b\"@example.com",
            "\"a\\\"@example.com",
            "a\0@b",
            "a\u{7f}@b",
            "a@b\r\nBcc: c@d",
            "a\u{200b}b@example.com",
            "a\u{ad}b@example.com",
            "a\u{202e}b@example.com",
            "ada@exam\u{ad}ple.com",
            "ada@exam\u{200d}ple.com",
            "ada@\u{200b}example.com",
            "ada@example..com",
            "ada@.example.com",
            "ada@example.com.",
            "ada@-example.com",
            "ada@example-.com",
            "ada@exam_ple.com",
            "ada@exam!ple.com",
            "ada@xn--a.example",
            "ada@xn--.example",
            "ada@127.0.0.1",
            "ada@[127.0.0.1]",
            "ada@[IPv6:::1]",
            "ada@1",
        ] {
            assert_eq!(wire(typed), None, "{typed:?}");
        }
    }

    #[test]
    fn each_part_has_its_length() {
        let of = |local: usize, labels: &[usize]| {
            let labels: Vec<String> = labels.iter().map(|length| "a".repeat(*length)).collect();
            wire(&format!("{}@{}", "l".repeat(local), labels.join("."))).is_some()
        };
        assert!(of(64, &[63, 63, 61]) && !of(65, &[63]) && !of(1, &[64]));
        assert!(!of(64, &[63, 63, 62]), "254 on the wire at most");
        assert!(of(1, &[63, 63, 63, 60]) && !of(1, &[63, 63, 63, 61]));
        assert!(wire(&format!("{}@example.com", "é".repeat(32))).is_some());
        assert!(wire(&format!("{}@example.com", "é".repeat(33))).is_none(), "bytes are counted");
        assert!(wire(&format!("{}@example.com", ",".repeat(62))).is_some());
        assert!(wire(&format!("{}@example.com", ",".repeat(63))).is_none(), "with the quotes");
        let long = |labels: usize| format!("a@{}com", "bücher.".repeat(labels));
        assert!(wire(&long(17)).is_some() && wire(&long(18)).is_none(), "as it is on the wire");
    }
}
