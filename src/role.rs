//! What an account may do.

use serde::{Deserialize, Serialize};

const USER: &str = "user";
const ADMIN: &str = "admin";

/// A name that is no role.
#[derive(Debug, thiserror::Error)]
#[error("unknown role")]
pub struct UnknownRole;

/// The roles of an account: `user`, which everyone has, and perhaps `admin`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "&'static [&'static str]")]
pub struct Roles {
    admin: bool,
}

impl Roles {
    /// Returns what every account has.
    pub const fn user() -> Self {
        Self { admin: false }
    }

    /// Returns what an administrator has.
    pub const fn admin() -> Self {
        Self { admin: true }
    }

    /// Returns whether `admin` is among them.
    pub const fn is_admin(self) -> bool {
        self.admin
    }

    /// Lists them by name.
    pub const fn names(self) -> &'static [&'static str] {
        if self.admin { &[USER, ADMIN] } else { &[USER] }
    }

    /// Returns their names joined by commas.
    pub const fn as_list(self) -> &'static str {
        if self.admin { "user,admin" } else { USER }
    }

    /// Reads roles from their names. Every account has `user`, also if it is not listed. Returns
    /// `None` for an unknown name.
    pub fn from_names(names: &[String]) -> Option<Self> {
        let known = names.iter().all(|name| matches!(name.as_str(), USER | ADMIN));
        known.then(|| Self { admin: names.iter().any(|name| name == ADMIN) })
    }

    /// Reads them from their names joined by commas. An unknown name gives no right.
    pub fn from_list(list: &str) -> Self {
        Self { admin: list.split(',').any(|name| name == ADMIN) }
    }
}

impl From<Roles> for &'static [&'static str] {
    fn from(roles: Roles) -> Self {
        roles.names()
    }
}

impl TryFrom<Vec<String>> for Roles {
    type Error = UnknownRole;

    fn try_from(names: Vec<String>) -> Result<Self, UnknownRole> {
        Self::from_names(&names).ok_or(UnknownRole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_lists_the_names_and_an_unknown_one_is_refused() {
        for (roles, json) in
            [(Roles::user(), r#"["user"]"#), (Roles::admin(), r#"["user","admin"]"#)]
        {
            assert_eq!(serde_json::to_string(&roles).unwrap(), json);
            assert_eq!(serde_json::from_str::<Roles>(json).unwrap(), roles);
        }
        assert_eq!(serde_json::from_str::<Roles>("[]").unwrap(), Roles::user());
        for wrong in [r#"["root"]"#, r#"["user","Admin"]"#, r#""admin""#, "[1]", "null"] {
            assert!(serde_json::from_str::<Roles>(wrong).is_err(), "{wrong}");
        }
    }
}
