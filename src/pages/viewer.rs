//! Who looks at a page of the account area or of the administration, and how an account is pictured.

use crate::id::UserId;
use crate::store::users::User;
use crate::token::AccessClaims;

/// How many colours there are for the circles with initials.
const HUES: u8 = 5;

/// The signed-in user, as the top of each page shows them.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// Their username.
    pub username: String,
    /// Whether the way to the administration is shown.
    pub is_admin: bool,
    hue: u8,
}

impl Viewer {
    /// Returns their initials.
    pub fn initials(&self) -> String {
        initials(&self.username)
    }

    /// Returns the number of their colour.
    pub fn hue(&self) -> u8 {
        self.hue
    }
}

impl From<&AccessClaims> for Viewer {
    fn from(claims: &AccessClaims) -> Self {
        let (username, is_admin) = (claims.username.clone(), claims.roles.is_admin());
        Self { username, is_admin, hue: hue(claims.user) }
    }
}

/// Returns the first two letters of a username, in capitals.
pub fn initials(username: &str) -> String {
    username.chars().filter(|c| c.is_alphanumeric()).take(2).flat_map(char::to_uppercase).collect()
}

/// Returns the number of an account's colour, always the same.
pub fn hue(id: UserId) -> u8 {
    id.to_string().bytes().fold(0, u8::wrapping_add) % HUES
}

/// Returns what an account is headed by: its name, or its username.
pub fn shown_name(user: &User) -> &str {
    user.name.as_deref().unwrap_or(&user.username)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_the_first_letters_and_digits_of_a_username() {
        for (username, expected) in [("ada", "AD"), ("d.k", "DK"), ("7_x", "7X"), ("a", "A")] {
            assert_eq!(initials(username), expected);
        }
    }
}
