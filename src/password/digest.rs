//! How a password is stored: bcrypt, and what is done about its limit.
//!
//! bcrypt reads at most 72 bytes and silently forgets the rest, so a password of more than 71 bytes
//! is prehashed first, and its stored form says so. Shorter ones stay plain bcrypt, which every
//! other system can read.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha384;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::interleaved::{Computation, Digest};

/// The most bytes that bcrypt takes whole: its 72 less the NUL that ends them.
const BCRYPT_MAX_BYTES: usize = 71;

/// Stands before the bcrypt hash of a prehashed password.
pub(super) const PREHASHED: &str = "hmac-sha384";

/// How the hashes begin that are made here.
pub(super) const CURRENT_VERSION: &str = "$2b$";

/// How long a bcrypt hash is without its digest: `$2b$12$` and 22 characters of salt.
const PREFIX_LENGTH: usize = 29;

/// Keeps our prehashed passwords apart from SHA-384 digests that leaked elsewhere: those could
/// otherwise be tried against our hashes without knowing the passwords behind them.
const PREHASH_KEY: &[u8] = b"vestibule: a password of more than 71 bytes";

/// A stored password: a bcrypt hash in its usual form, with a mark before it if the password was
/// prehashed.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(pub(super) String);

/// A stored form without its digest: the mark, the version, the cost and the salt.
pub(super) struct HashPrefix(String);

/// What has to come of a computation, if the password is the one that was stored.
pub(super) struct Expected {
    digest: Digest,
    /// Whether any password of this length can be the one.
    possible: bool,
}

impl PasswordHash {
    /// Creates a hash from its stored form.
    pub fn from_stored(stored: String) -> Self {
        Self(stored)
    }

    /// Returns what is to be stored.
    pub fn as_stored(&self) -> &str {
        &self.0
    }

    /// Begins to hash a password with a fresh salt: what [`Self::finish`] needs, and what is to be
    /// computed. `cost` is bcrypt's, from 4 to 31, each step doubling the work.
    pub(super) fn begin(password: &str, cost: u32) -> (HashPrefix, Computation) {
        let (mark, whole) = match password.len() {
            0..=BCRYPT_MAX_BYTES => ("", Zeroizing::new(password.to_owned())),
            _ => (PREHASHED, prehash(password)),
        };
        // bcrypt would cut it without a word: a mistake here must never weaken a password.
        assert!(whole.len() <= BCRYPT_MAX_BYTES, "a password is hashed whole");
        let salt = rand::random();
        let setting = format!("{mark}{CURRENT_VERSION}{cost:02}${}", bcrypt::BASE_64.encode(salt));
        (HashPrefix(setting), Computation::new(whole.as_bytes(), salt, cost))
    }

    /// Puts the computed digest to its setting.
    pub(super) fn finish(HashPrefix(setting): HashPrefix, digest: &Digest) -> Self {
        Self(setting + &bcrypt::BASE_64.encode(digest))
    }

    /// Creates the stored form of no password at all, with the right cost, without computing
    /// anything.
    pub(super) fn dummy(cost: u32) -> Self {
        Self::finish(Self::begin("", cost).0, &rand::random())
    }

    /// Returns what to compute to compare a password, and the digest to expect. Always one bcrypt
    /// of the stored cost.
    pub(super) fn compare(
        &self,
        password: &str,
    ) -> Result<(Computation, Expected), bcrypt::BcryptError> {
        let (stored_prehashed, hash) = match self.0.strip_prefix(PREHASHED) {
            Some(hash) => (true, hash),
            None => (false, self.0.as_str()),
        };
        let parts: bcrypt::HashParts = hash.parse()?;
        let (salt, cost) = (parts.get_salt_raw(), parts.get_cost());
        if !(4..=31).contains(&cost) {
            return Err(bcrypt::BcryptError::CostNotAllowed(cost));
        }
        let computation = if stored_prehashed {
            Computation::new(prehash(password).as_bytes(), salt, cost)
        } else {
            // A plain hash of a long password comes from a system that cut it, so it is cut here
            // too. Ours cannot be met this way: they were made with the NUL that ends a short
            // password.
            Computation::new(password.as_bytes(), salt, cost)
        };
        // The digest of a long password is a text that someone could type as a short one: it must
        // not be taken.
        let possible = password.len() > BCRYPT_MAX_BYTES || !stored_prehashed;
        // bcrypt repeats a short password with its NUL: what goes on behind a NUL that was typed
        // would not count.
        let possible = possible && !password.contains('\0');
        Ok((computation, Expected { digest: digest_of(hash)?, possible }))
    }

    /// Returns what to compute for its time alone, where there is nothing to compare with.
    pub(super) fn compare_with_dummy(password: &str, cost: u32) -> (Computation, Expected) {
        let computation = Computation::new(password.as_bytes(), rand::random(), cost);
        (computation, Expected { digest: Digest::default(), possible: false })
    }

    /// Returns the cost that it was made with, if it is bcrypt's.
    fn cost(&self) -> Option<u32> {
        let hash = self.0.strip_prefix(PREHASHED).unwrap_or(&self.0);
        hash.parse::<bcrypt::HashParts>().ok().map(|parts| parts.get_cost())
    }

    /// Returns whether this password would be stored in the same form and with this cost today.
    pub(super) fn is_current(&self, password: &str, cost: u32) -> bool {
        let hash = self.0.strip_prefix(PREHASHED);
        hash.is_some() == (password.len() > BCRYPT_MAX_BYTES)
            && hash.unwrap_or(&self.0).starts_with(CURRENT_VERSION)
            && self.cost() == Some(cost)
    }
}

impl Expected {
    /// Returns whether this digest was expected, in the same time wherever it differs.
    pub(super) fn is(&self, digest: &Digest) -> bool {
        bool::from(self.digest.ct_eq(digest)) && self.possible
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[hidden]")
    }
}

/// Reads the digest at the end of a bcrypt hash.
fn digest_of(hash: &str) -> Result<Digest, bcrypt::BcryptError> {
    let mut digest = Digest::default();
    let text = hash.get(PREFIX_LENGTH..).unwrap_or_default();
    match bcrypt::BASE_64.decode_slice(text, &mut digest) {
        Ok(length) if length == digest.len() => Ok(digest),
        _ => Err(bcrypt::BcryptError::InvalidHash("the digest is not valid base64")),
    }
}

/// Turns a password of any length into 64 characters that carry all of it.
fn prehash(password: &str) -> Zeroizing<String> {
    let mut mac =
        Hmac::<Sha384>::new_from_slice(PREHASH_KEY).expect("HMAC takes a key of any length");
    mac.update(password.as_bytes());
    Zeroizing::new(STANDARD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const COST: u32 = 4;

    impl PasswordHash {
        fn new(password: &str, cost: u32) -> Self {
            let (setting, computation) = Self::begin(password, cost);
            Self::finish(setting, &computation.compute())
        }

        fn matches(&self, password: &str) -> bool {
            let (computation, expected) = self.compare(password).unwrap();
            expected.is(&computation.compute())
        }
    }

    /// Shows: AUTH-35.
    #[test]
    fn no_byte_of_a_password_is_cut_whatever_its_length() {
        for length in [1, 8, 70, 71, 72, 73, 100, 256, 1024] {
            let password = "a".repeat(length);
            let hash = PasswordHash::new(&password, COST);
            assert!(hash.matches(&password), "{length}");
            assert!(!hash.matches(&format!("{password}a")), "{length} and one more");
            assert!(!hash.matches(&password[1..]), "{length} and one less");
        }
    }

    #[test]
    fn up_to_71_bytes_the_stored_form_is_plain_bcrypt_and_beyond_it_is_marked() {
        let short = PasswordHash::new(&"a".repeat(71), COST);
        assert!(short.as_stored().starts_with("$2b$04$"));
        assert_eq!(short.as_stored().len(), 60);
        let long = PasswordHash::new(&"a".repeat(72), COST);
        assert!(long.as_stored().starts_with("hmac-sha384$2b$04$"));
        assert!(long.is_current(&"a".repeat(72), COST));
    }

    #[test]
    fn the_digest_of_a_long_password_is_not_a_password() {
        let long = "a".repeat(72);
        let prehashed = prehash(&long);
        assert_eq!(prehashed.len(), 64);
        assert!(!PasswordHash::new(&long, COST).matches(&prehashed));
        assert!(!PasswordHash::new(&prehashed, COST).matches(&long));
        let short = PasswordHash::new(&prehash("short"), COST).0;
        assert!(!PasswordHash(format!("{PREHASHED}{short}")).matches("short"));
    }

    #[test]
    fn hashes_of_other_systems_are_read() {
        // Published test vectors of bcrypt, in the spellings of OpenBSD, PHP and the first C
        // library.
        let digest = "05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
        for version in ["2a", "2b", "2y"] {
            let hash = PasswordHash::from_stored(format!("${version}${digest}"));
            assert!(hash.matches("U*U"), "{version}");
            assert!(!hash.matches("U*U*"), "{version}");
        }
    }

    #[test]
    fn a_long_password_that_another_system_cut_is_right_and_is_made_again_whole() {
        for length in [72, 73, 100, 256] {
            let password = "é".repeat(length / 2) + &"x".repeat(length % 2);
            let cut = PasswordHash::import(&bcrypt::hash(&password, COST).unwrap()).unwrap();
            assert!(cut.matches(&password), "{length}");
            assert!(!cut.is_current(&password, COST), "it has to be made again");
            assert!(!cut.matches(&password[..70]));
            assert!(!cut.matches(&password.replacen('é', "e", 1)));
            let whole = PasswordHash::new(&password, COST);
            assert!(whole.matches(&password) && !whole.matches(&format!("{password}x")));
        }
    }

    #[test]
    fn what_another_system_made_of_a_short_password_is_made_again_unless_it_is_todays_form() {
        let hash = PasswordHash::new("correct horse", COST);
        assert!(
            hash.is_current("correct horse", COST) && !hash.is_current("correct horse", COST + 1)
        );
        let older = PasswordHash::from_stored(hash.as_stored().replacen("$2b$", "$2y$", 1));
        assert!(older.matches("correct horse") && !older.is_current("correct horse", COST));
    }

    #[test]
    fn nobodys_hash_has_the_form_and_the_cost_of_a_real_one() {
        let nobody = PasswordHash::dummy(5);
        assert!(nobody.is_current("password", 5));
        assert!(!nobody.matches("password"));
    }
}
