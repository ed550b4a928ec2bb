//! Usernames of accounts whose owners chose none.

use super::names;
use crate::clock::Timestamp;
use crate::email::EmailAddress;
use crate::store::{self, Transaction};
use crate::username::{USERNAME_CHARACTERS, Username};

/// How often a number is drawn for a name.
const DRAWS: usize = 64;
/// The username if the email address has no character that a username may contain.
const NAMELESS: &str = "member";

/// Returns a username made from what stands before the `@`, with a number behind it if the name
/// alone is taken or reserved.
///
/// It is free until the transaction ends, because only one transaction writes at a time. The caller
/// must store it in the same transaction.
pub(super) fn generate_username(
    tx: &mut Transaction<'_>,
    email: &EmailAddress,
    now: Timestamp,
) -> store::Result<Username> {
    let stem = stem(email);
    let small = (2..10).map(|number| format!("{stem}-{number}"));
    // Drawn, so that the many who are called `info` do not have to be counted.
    let large = (0..DRAWS).map(|_| format!("{stem}-{:06}", rand::random_range(0..1_000_000)));
    let any = std::iter::repeat_with(|| {
        format!("{NAMELESS}-{:09}", rand::random_range(0..1_000_000_000))
    });
    let mut names = std::iter::once(stem.clone()).chain(small).chain(large).chain(any);
    loop {
        if let Some(Ok(username)) = names.next().map(|name| Username::parse(&name))
            && names::is_free_username(tx, &username.folded(), None, now)?
        {
            return Ok(username);
        }
    }
}

/// Returns the part of an email address that a username may contain. It begins with a letter or a
/// digit and leaves room for a number.
fn stem(email: &EmailAddress) -> String {
    let local = email.as_str().split('@').next().unwrap_or_default();
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_') { c } else { '-' };
    let plain: String = local.chars().map(plain).collect();
    let stem = plain.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    // A hyphen and six digits.
    let room = USERNAME_CHARACTERS.end() - 7;
    match stem.get(..room).unwrap_or(stem) {
        "" => NAMELESS.to_owned(),
        stem => stem.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stem_is_the_beginning_of_a_user_name() {
        for (email, expected) in [
            ("ada@example.com", "ada"),
            ("Ada.Lovelace_1@example.com", "Ada.Lovelace_1"),
            ("ada+news@example.com", "ada-news"),
            ("jürgen@example.com", "j-rgen"),
            ("-x@example.com", "x"),
            (".@example.com", "member"),
            ("..@example.com", "member"),
            ("_ada@example.com", "ada"),
            ("юзер@example.com", "member"),
            ("ada.@example.com", "ada"),
            ("\"ada\"@example.com", "ada"),
            (&format!("{}@example.com", "x".repeat(64)), &"x".repeat(25)),
        ] {
            assert_eq!(stem(&EmailAddress::parse(email).unwrap()), expected, "{email}");
        }
    }
}
