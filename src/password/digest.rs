//! How a password is stored: bcrypt, and what is done about its limit.
//!
//! bcrypt reads at most 72 bytes and silently forgets the rest, so a password of more than 71 bytes is condensed
//! first, and its stored form says so. Shorter ones stay plain bcrypt, which every other system can read.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha384;
use zeroize::Zeroizing;

/// The most bytes that bcrypt takes whole: its 72 less the NUL that ends them.
const BCRYPT_MAX_BYTES: usize = 71;

/// Stands before the bcrypt hash of a condensed password.
pub(super) const CONDENSED: &str = "hmac-sha384";

/// How the hashes begin that are made here.
pub(super) const TODAYS_VERSION: &str = "$2b$";

/// Keeps our condensed passwords apart from SHA-384 digests that leaked elsewhere: those could otherwise be tried
/// against our hashes without knowing the passwords behind them.
const CONDENSING_KEY: &[u8] = b"vestibule: a password of more than 71 bytes";

/// A stored password: a bcrypt hash in its usual form, with a mark before it if the password was condensed.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(pub(super) String);

impl PasswordHash {
    /// Takes what was stored.
    pub fn from_stored(stored: String) -> Self {
        Self(stored)
    }

    /// Gives what is to be stored.
    pub fn as_stored(&self) -> &str {
        &self.0
    }

    /// Hashes a password with a fresh salt; `cost` is bcrypt's, from 4 to 31, each step doubling the work.
    pub(super) fn new(password: &str, cost: u32) -> Result<Self, bcrypt::BcryptError> {
        // The non-truncating call fails where the other would cut: a mistake here must never weaken a password.
        if password.len() <= BCRYPT_MAX_BYTES {
            bcrypt::non_truncating_hash(password, cost).map(Self)
        } else {
            let hash = bcrypt::non_truncating_hash(condense(password).as_bytes(), cost)?;
            Ok(Self(format!("{CONDENSED}{hash}")))
        }
    }

    /// Makes the stored form of no password at all, with the right cost, without computing anything.
    pub(super) fn of_nobody(cost: u32) -> Self {
        let salt = bcrypt::BASE_64.encode(rand::random::<[u8; 16]>());
        let digest = bcrypt::BASE_64.encode(rand::random::<[u8; 23]>());
        Self(format!("$2b${cost:02}${salt}{digest}"))
    }

    /// Compares, always at the price of one bcrypt of the stored cost.
    pub(super) fn matches(&self, password: &str) -> Result<bool, bcrypt::BcryptError> {
        let (stored_condensed, hash) = match self.0.strip_prefix(CONDENSED) {
            Some(hash) => (true, hash),
            None => (false, self.0.as_str()),
        };
        let long = password.len() > BCRYPT_MAX_BYTES;
        let same = if stored_condensed {
            bcrypt::non_truncating_verify(condense(password).as_bytes(), hash)?
        } else if long {
            // A plain hash of a long password comes from a system that cut it, so it is cut here too. Ours cannot be
            // met this way: they were made with the NUL that ends a short password, which no typed text contains.
            bcrypt::verify(password, hash)?
        } else {
            bcrypt::non_truncating_verify(password, hash)?
        };
        // The digest of a long password is a text that someone could type as a short one: it must not be taken.
        Ok(same && (long || !stored_condensed))
    }

    /// Gives the cost that it was made with, if it is bcrypt's.
    pub(super) fn cost(&self) -> Option<u32> {
        let hash = self.0.strip_prefix(CONDENSED).unwrap_or(&self.0);
        hash.parse::<bcrypt::HashParts>().ok().map(|parts| parts.get_cost())
    }

    /// Tells whether this password would be stored in the same form and with this cost today.
    pub(super) fn is_todays(&self, password: &str, cost: u32) -> bool {
        let hash = self.0.strip_prefix(CONDENSED);
        hash.is_some() == (password.len() > BCRYPT_MAX_BYTES)
            && hash.unwrap_or(&self.0).starts_with(TODAYS_VERSION)
            && self.cost() == Some(cost)
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[hidden]")
    }
}

/// Turns a password of any length into 64 characters that carry all of it.
fn condense(password: &str) -> Zeroizing<String> {
    let mut mac = Hmac::<Sha384>::new_from_slice(CONDENSING_KEY).expect("HMAC takes a key of any length");
    mac.update(password.as_bytes());
    Zeroizing::new(STANDARD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const COST: u32 = 4;

    #[test]
    fn no_byte_of_a_password_is_cut_whatever_its_length() {
        for length in [1, 8, 70, 71, 72, 73, 100, 256, 1024] {
            let password = "a".repeat(length);
            let hash = PasswordHash::new(&password, COST).unwrap();
            assert!(hash.matches(&password).unwrap(), "{length}");
            assert!(!hash.matches(&format!("{password}a")).unwrap(), "{length} and one more");
            assert!(!hash.matches(&password[1..]).unwrap(), "{length} and one less");
        }
    }

    #[test]
    fn up_to_71_bytes_the_stored_form_is_plain_bcrypt_and_beyond_it_is_marked() {
        let short = PasswordHash::new(&"a".repeat(71), COST).unwrap();
        assert!(short.as_stored().starts_with("$2b$04$"));
        assert_eq!(short.as_stored().len(), 60);
        let long = PasswordHash::new(&"a".repeat(72), COST).unwrap();
        assert!(long.as_stored().starts_with("hmac-sha384$2b$04$"));
        assert!(long.is_todays(&"a".repeat(72), COST));
    }

    #[test]
    fn the_digest_of_a_long_password_is_not_a_password() {
        let long = "a".repeat(72);
        let condensed = condense(&long);
        assert_eq!(condensed.len(), 64);
        assert!(!PasswordHash::new(&long, COST).unwrap().matches(&condensed).unwrap());
        assert!(!PasswordHash::new(&condensed, COST).unwrap().matches(&long).unwrap());
    }

    #[test]
    fn hashes_of_other_systems_are_read() {
        // Published test vectors of bcrypt, in the spellings of OpenBSD, PHP and the first C library.
        let digest = "05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
        for version in ["2a", "2b", "2y"] {
            let hash = PasswordHash::from_stored(format!("${version}${digest}"));
            assert!(hash.matches("U*U").unwrap(), "{version}");
            assert!(!hash.matches("U*U*").unwrap(), "{version}");
        }
    }

    #[test]
    fn a_long_password_that_another_system_cut_is_right_and_is_made_again_whole() {
        for length in [72, 73, 100, 256] {
            let password = "é".repeat(length / 2) + &"x".repeat(length % 2);
            let cut = PasswordHash::import(&bcrypt::hash(&password, COST).unwrap()).unwrap();
            assert!(cut.matches(&password).unwrap(), "{length}");
            assert!(!cut.is_todays(&password, COST), "it has to be made again");
            assert!(!cut.matches(&password[..70]).unwrap());
            assert!(!cut.matches(&password.replacen('é', "e", 1)).unwrap());
            let whole = PasswordHash::new(&password, COST).unwrap();
            assert!(whole.matches(&password).unwrap() && !whole.matches(&format!("{password}x")).unwrap());
        }
    }

    #[test]
    fn what_another_system_made_of_a_short_password_is_made_again_unless_it_is_todays_form() {
        let hash = PasswordHash::new("correct horse", COST).unwrap();
        assert!(hash.is_todays("correct horse", COST) && !hash.is_todays("correct horse", COST + 1));
        let older = PasswordHash::from_stored(hash.as_stored().replacen("$2b$", "$2y$", 1));
        assert!(older.matches("correct horse").unwrap() && !older.is_todays("correct horse", COST));
    }

    #[test]
    fn nobodys_hash_has_the_form_and_the_cost_of_a_real_one() {
        let nobody = PasswordHash::of_nobody(5);
        assert!(nobody.is_todays("password", 5));
        assert!(!nobody.matches("password").unwrap());
    }
}
