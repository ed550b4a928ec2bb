//! JSON bodies: typed, with members that never fail to be read, so that every error is reported at
//! once.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use serde::de::{self, DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::Error;
use crate::auth::{FieldErrorKind, FieldType, Input};
use crate::http::{self, body};
use crate::secret::SecretText;

/// A body that must be there.
#[derive(Debug)]
pub struct Body<T>(pub T);

/// A body that may be left out altogether: then it is empty.
#[derive(Debug)]
pub struct OptionalBody<T>(pub T);

/// A member of a body as it came.
#[derive(Debug, Default)]
pub enum Member<T> {
    /// It was left out.
    #[default]
    Absent,
    /// It is null.
    Null,
    /// It is there, of its type or of another.
    Given(Input<T>),
}

/// What a member can hold.
pub trait MemberType: Sized {
    /// What it is called where another type came.
    const TYPE: FieldType;

    /// Reads a value of its type.
    fn read(value: Value) -> Option<Self>;
}

impl<T: MemberType> Member<T> {
    /// Returns whether it is there and not null.
    pub fn is_given(&self) -> bool {
        matches!(self, Self::Given(_))
    }

    /// Returns the value, which must be there.
    pub fn required(self) -> Input<T> {
        self.optional().unwrap_or(Err(FieldErrorKind::Required))
    }

    /// Returns the value if there is one. Null counts as left out.
    pub fn optional(self) -> Option<Input<T>> {
        match self {
            Self::Absent | Self::Null => None,
            Self::Given(input) => Some(input),
        }
    }

    /// Returns the value, or `default` if there is none.
    pub fn or(self, default: T) -> Input<T> {
        self.optional().unwrap_or(Ok(default))
    }
}

impl Member<String> {
    /// Returns the text if it is there. Null empties it.
    pub fn nullable(self) -> Option<Input<String>> {
        match self {
            Self::Absent => None,
            Self::Null => Some(Ok(String::new())),
            Self::Given(input) => {
                Some(input.map_err(|_| FieldErrorKind::Type(FieldType::StringOrNull)))
            }
        }
    }
}

impl<'de, T: MemberType> Deserialize<'de> for Member<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Value::deserialize(deserializer)? {
            Value::Null => Self::Null,
            value => Self::Given(T::read(value).ok_or(FieldErrorKind::Type(T::TYPE))),
        })
    }
}

impl MemberType for String {
    const TYPE: FieldType = FieldType::String;

    fn read(value: Value) -> Option<Self> {
        match value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }
}

impl MemberType for SecretText {
    const TYPE: FieldType = FieldType::String;

    fn read(value: Value) -> Option<Self> {
        String::read(value).map(Self::new)
    }
}

impl MemberType for bool {
    const TYPE: FieldType = FieldType::Boolean;

    fn read(value: Value) -> Option<Self> {
        value.as_bool()
    }
}

impl MemberType for Vec<String> {
    const TYPE: FieldType = FieldType::Strings;

    fn read(value: Value) -> Option<Self> {
        match value {
            Value::Array(values) => values.into_iter().map(String::read).collect(),
            _ => None,
        }
    }
}

impl<T: DeserializeOwned> FromRequest for Body<T> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            Ok(Self(typed(read(&request, payload).await?.ok_or(http::Error::Malformed)?)?))
        })
    }
}

impl<T: DeserializeOwned> FromRequest for OptionalBody<T> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(
            async move { Ok(Self(typed(read(&request, payload).await?.unwrap_or_default())?)) },
        )
    }
}

/// Reads the members that a type has, and ignores others.
fn typed<T: DeserializeOwned>(members: Map<String, Value>) -> Result<T, http::Error> {
    serde_json::from_value(Value::Object(members)).map_err(|_| http::Error::Malformed)
}

async fn read(
    request: &HttpRequest,
    payload: Payload,
) -> Result<Option<Map<String, Value>>, http::Error> {
    let bytes = body::read(request, payload, "application/json").await?;
    if bytes.is_empty() {
        return Ok(None);
    }
    // Some editors and Windows' own tools put a byte-order mark before what they send (RFC 8259,
    // 8.1).
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    // The parser's message would show an attacker how we parse, and does not help others.
    serde_json::from_slice::<Object>(bytes)
        .map(|object| Some(object.0))
        .map_err(|_| http::Error::Malformed)
}

/// A JSON object without two members of one name: of two, each reader would believe another.
struct Object(Map<String, Value>);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Object;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Object, A::Error> {
                let mut members = Map::new();
                while let Some((name, value)) = access.next_entry::<String, Value>()? {
                    if members.insert(name, value).is_some() {
                        return Err(de::Error::custom("a member comes twice"));
                    }
                }
                Ok(Object(members))
            }
        }
        deserializer.deserialize_map(Members)
    }
}
