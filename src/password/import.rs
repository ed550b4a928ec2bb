//! Stored passwords of other systems: which can be taken over.

use super::digest::{CURRENT_VERSION, PREHASHED, PasswordHash};

/// The highest bcrypt cost that is taken from another system: beyond it one sign-in would block a
/// thread for minutes.
const IMPORT_MAX_COST: u32 = 16;

/// Why a text cannot be taken for a stored password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HashError {
    /// It is the hash of something else than bcrypt, or none at all.
    NotBcrypt,
    /// It begins like bcrypt, but is cut off or garbled.
    Malformed,
    /// Its cost is out of the range from 4 to 16.
    Cost,
}

impl PasswordHash {
    /// Reads a hash of another system: bcrypt as bcryptjs, Devise and Laravel write it (`$2a$`,
    /// `$2b$`, `$2y$`), the same behind Django's `bcrypt$`, or our own form of a prehashed
    /// password.
    pub fn import(text: &str) -> Result<Self, HashError> {
        let text = text.trim();
        let (mark, hash) = match text.strip_prefix(PREHASHED) {
            Some(hash) => (PREHASHED, hash),
            None => ("", text.strip_prefix("bcrypt$").unwrap_or(text)),
        };
        // `$2x$` marks the hashes of a faulty library, whose answer for letters beyond ASCII nobody
        // else computes.
        let known =
            if mark.is_empty() { &["$2a$", "$2b$", "$2y$"][..] } else { &[CURRENT_VERSION][..] };
        if !known.iter().any(|version| hash.starts_with(version)) {
            return Err(HashError::NotBcrypt);
        }
        let digits =
            hash.get(4..6).is_some_and(|cost| cost.bytes().all(|byte| byte.is_ascii_digit()));
        match hash.parse::<bcrypt::HashParts>() {
            Ok(parts) if digits && (4..=IMPORT_MAX_COST).contains(&parts.get_cost()) => {
                Ok(Self(format!("{mark}{hash}")))
            }
            Ok(_) if digits => Err(HashError::Cost),
            _ => Err(HashError::Malformed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_of_another_system_is_taken_or_refused_for_a_reason() {
        let bcrypt = "$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW";
        for (text, stored) in [
            (format!("$2a{bcrypt}"), format!("$2a{bcrypt}")),
            (format!("$2b{bcrypt}"), format!("$2b{bcrypt}")),
            (format!(" $2y{bcrypt}\n"), format!("$2y{bcrypt}")),
            (format!("bcrypt$$2b{bcrypt}"), format!("$2b{bcrypt}")),
            (format!("hmac-sha384$2b{bcrypt}"), format!("hmac-sha384$2b{bcrypt}")),
        ] {
            assert_eq!(PasswordHash::import(&text).unwrap().as_stored(), stored);
        }
        for (text, fault) in [
            ("", HashError::NotBcrypt),
            ("correct horse battery", HashError::NotBcrypt),
            ("$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$aGFzaA", HashError::NotBcrypt),
            (
                "bcrypt_sha256$$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW",
                HashError::NotBcrypt,
            ),
            (
                "hmac-sha384$2a$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW",
                HashError::NotBcrypt,
            ),
            ("$2x$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW", HashError::NotBcrypt),
            ("$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31l", HashError::Malformed),
            ("$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31l!", HashError::Malformed),
            ("$2b$+9$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW", HashError::Malformed),
            ("$2b$", HashError::Malformed),
            ("$2b$17$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW", HashError::Cost),
            ("$2b$03$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW", HashError::Cost),
        ] {
            assert_eq!(PasswordHash::import(text).unwrap_err(), fault, "{text}");
        }
    }
}
