//! What an account may do.

use std::fmt;

use serde::de::{self, SeqAccess, Visitor};
use serde::ser::SerializeSeq;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

const USER: &str = "user";
const ADMIN: &str = "admin";

/// The roles of an account: `user`, which everyone has, and perhaps `admin`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
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

    /// Reads them from their names, of which everyone has `user` without being told; `None` for an unknown name.
    pub fn from_names(names: &[String]) -> Option<Self> {
        let known = names.iter().all(|name| matches!(name.as_str(), USER | ADMIN));
        known.then(|| Self { admin: names.iter().any(|name| name == ADMIN) })
    }

    /// Reads them from their names joined by commas. An unknown name gives no right.
    pub fn from_list(list: &str) -> Self {
        Self { admin: list.split(',').any(|name| name == ADMIN) }
    }
}

impl Serialize for Roles {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.names().len()))?;
        for name in self.names() {
            list.serialize_element(name)?;
        }
        list.end()
    }
}

impl<'de> Deserialize<'de> for Roles {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Names;
        impl<'de> Visitor<'de> for Names {
            type Value = Roles;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of roles")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut names: A) -> Result<Roles, A::Error> {
                let mut roles = Roles::user();
                while let Some(name) = names.next_element::<String>()? {
                    match name.as_str() {
                        USER => {}
                        ADMIN => roles.admin = true,
                        _ => return Err(de::Error::custom("an unknown role")),
                    }
                }
                Ok(roles)
            }
        }
        deserializer.deserialize_seq(Names)
    }
}
