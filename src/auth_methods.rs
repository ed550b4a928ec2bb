//! How a person proved who they are, in the words of RFC 8176.

use std::fmt;
use std::sync::LazyLock;

use serde::de::{SeqAccess, Visitor};
use serde::ser::SerializeSeq;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Every method and its name. The place in the list is the method's bit.
const NAMES: [&str; 1] = ["pwd"];

/// The names of every set of methods, joined by commas.
static LISTS: LazyLock<[String; 1 << NAMES.len()]> = LazyLock::new(|| {
    std::array::from_fn(|bits| {
        let names = NAMES.iter().enumerate().filter(|(bit, _)| bits & 1 << bit != 0);
        names.map(|(_, name)| *name).collect::<Vec<_>>().join(",")
    })
});

/// The methods by which a person proved who they are: the claim `amr`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct AuthMethods(u8);

impl AuthMethods {
    /// A password.
    pub const PASSWORD: Self = Self(1);

    fn names(self) -> impl Iterator<Item = &'static str> {
        NAMES
            .into_iter()
            .enumerate()
            .filter(move |(bit, _)| self.0 & 1 << bit != 0)
            .map(|(_, name)| name)
    }

    /// Returns their names, joined by commas.
    pub fn as_list(self) -> &'static str {
        &LISTS[usize::from(self.0)]
    }

    /// Reads names that are joined by commas. An unknown name, which a later version wrote, proves
    /// nothing here.
    pub fn from_list(list: &str) -> Self {
        list.split(',').fold(Self::default(), Self::with)
    }

    fn with(self, name: &str) -> Self {
        NAMES.iter().position(|known| *known == name).map_or(self, |bit| Self(self.0 | 1 << bit))
    }
}

impl Serialize for AuthMethods {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        for name in self.names() {
            list.serialize_element(name)?;
        }
        list.end()
    }
}

impl<'de> Deserialize<'de> for AuthMethods {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Names;
        impl<'de> Visitor<'de> for Names {
            type Value = AuthMethods;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of authentication methods")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut names: A) -> Result<AuthMethods, A::Error> {
                let mut methods = AuthMethods::default();
                while let Some(name) = names.next_element::<String>()? {
                    methods = methods.with(&name);
                }
                Ok(methods)
            }
        }
        deserializer.deserialize_seq(Names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_are_read_as_they_are_written_and_unknown_ones_prove_nothing() {
        assert_eq!(AuthMethods::PASSWORD.as_list(), "pwd");
        assert_eq!(AuthMethods::default().as_list(), "");
        assert_eq!(serde_json::to_string(&AuthMethods::PASSWORD).unwrap(), r#"["pwd"]"#);
        for (list, json, expected) in [
            ("pwd", r#"["pwd"]"#, AuthMethods::PASSWORD),
            ("hwk,pwd", r#"["hwk","pwd"]"#, AuthMethods::PASSWORD),
            ("pwd,pwd", r#"["pwd","pwd"]"#, AuthMethods::PASSWORD),
            ("hwk", r#"["hwk"]"#, AuthMethods::default()),
            ("PWD", r#"["PWD"]"#, AuthMethods::default()),
            ("", "[]", AuthMethods::default()),
        ] {
            assert_eq!(AuthMethods::from_list(list), expected, "{list}");
            assert_eq!(serde_json::from_str::<AuthMethods>(json).unwrap(), expected, "{json}");
        }
        for json in ["null", r#""pwd""#, "1", r#"[1]"#, r#"{"pwd":true}"#, "[null]"] {
            assert!(serde_json::from_str::<AuthMethods>(json).is_err(), "{json}");
        }
    }
}
