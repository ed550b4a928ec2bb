//! Passwords that are on every attacker's list.
//!
//! `blocklist.txt` has 16,293 of at least eight characters, in lower case, composed and in the
//! order of their bytes: what the lists of Django (BSD) and zxcvbn (MIT) have together.

use std::sync::LazyLock;

static LIST: LazyLock<Vec<&str>> =
    LazyLock::new(|| include_str!("blocklist.txt").lines().collect());

/// Returns whether a password is well known, in any mixture of case.
pub(super) fn contains(password: &str) -> bool {
    LIST.binary_search(&password.to_lowercase().as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shows: AUTH-42, ASVS 6.2.4.
    #[test]
    fn the_list_is_long_enough_and_in_order() {
        assert!(LIST.len() > 10_000);
        assert!(LIST.is_sorted());
    }

    #[test]
    fn passphrases_are_not_well_known() {
        for password in ["correct horse battery staple", "tr0ub4dor&3xyz", "Blau-grüner Kasten 7"]
        {
            assert!(!contains(password), "{password}");
        }
    }
}
