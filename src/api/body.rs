//! JSON bodies: an object, its members taken one by one, so that every fault can be named.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::Error;
use crate::auth::{FieldErrorKind, FieldType, Input};
use crate::http::{self, body};
use crate::secret::SecretText;

/// The members of a body that must be there.
#[derive(Debug)]
pub struct Body(Map<String, Value>);

/// The members of a body that may be left out altogether.
#[derive(Debug)]
pub struct OptionalBody(pub Body);

impl Body {
    /// Removes a member and returns it. Null counts as left out.
    fn take(&mut self, name: &str) -> Option<Value> {
        self.0.remove(name).filter(|value| !value.is_null())
    }

    /// Returns a required text.
    pub fn text(&mut self, name: &str) -> Input<String> {
        self.optional_text(name).unwrap_or(Err(FieldErrorKind::Required))
    }

    /// Returns a required secret text.
    pub fn secret(&mut self, name: &str) -> Input<SecretText> {
        self.text(name).map(SecretText::new)
    }

    /// Returns a text whose null means empty; `None` where it is left out.
    pub fn nullable_text(&mut self, name: &str) -> Option<Input<String>> {
        match self.0.get(name)? {
            Value::Null => Some(Ok(String::new())),
            _ => self.optional_text(name).map(|typed| typed.map_err(|_| FieldErrorKind::Type(FieldType::StringOrNull))),
        }
    }

    /// Returns an optional text.
    pub fn optional_text(&mut self, name: &str) -> Option<Input<String>> {
        match self.take(name)? {
            Value::String(text) => Some(Ok(text)),
            _ => Some(Err(FieldErrorKind::Type(FieldType::String))),
        }
    }

    /// Returns an optional list of texts.
    pub fn optional_texts(&mut self, name: &str) -> Option<Input<Vec<String>>> {
        let text = |value| match value {
            Value::String(text) => Some(text),
            _ => None,
        };
        let list = match self.take(name)? {
            Value::Array(values) => values.into_iter().map(text).collect(),
            _ => None,
        };
        Some(list.ok_or(FieldErrorKind::Type(FieldType::Strings)))
    }

    /// Returns an optional boolean.
    pub fn optional_flag(&mut self, name: &str) -> Option<Input<bool>> {
        match self.take(name)? {
            Value::Bool(flag) => Some(Ok(flag)),
            _ => Some(Err(FieldErrorKind::Type(FieldType::Boolean))),
        }
    }

    /// Returns the refresh token, if there is one.
    pub fn refresh_token(&mut self) -> Result<Option<SecretText>, Error> {
        let token = self.optional_text("refreshToken").transpose();
        Ok(token.map_err(|kind| field_error("refreshToken", kind))?.map(SecretText::new))
    }

    /// Returns a boolean, or `default` where it is left out.
    pub fn flag(&mut self, name: &'static str, default: bool) -> Result<bool, Error> {
        let flag = self.optional_flag(name).transpose();
        Ok(flag.map_err(|kind| field_error(name, kind))?.unwrap_or(default))
    }

    /// Returns the index of one of several words, or 0 where it is left out.
    pub fn choice(&mut self, name: &'static str, words: &'static [&'static str]) -> Result<usize, Error> {
        let place = |word: String| words.iter().position(|known| *known == word).ok_or(FieldErrorKind::Choice(words));
        let place = self.optional_text(name).map(|word| word.and_then(place)).transpose();
        Ok(place.map_err(|kind| field_error(name, kind))?.unwrap_or(0))
    }

    /// Returns whether a member is there and not null.
    pub fn has(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|value| !value.is_null())
    }
}

fn field_error(field: &'static str, kind: FieldErrorKind) -> Error {
    kind.at(field).into()
}

impl FromRequest for Body {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move { Ok(Self(read(&request, payload).await?.ok_or(http::Error::Malformed)?)) })
    }
}

impl FromRequest for OptionalBody {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move { Ok(Self(Body(read(&request, payload).await?.unwrap_or_default()))) })
    }
}

async fn read(request: &HttpRequest, payload: Payload) -> Result<Option<Map<String, Value>>, http::Error> {
    let bytes = body::read(request, payload, "application/json").await?;
    if bytes.is_empty() {
        return Ok(None);
    }
    // Some editors and Windows' own tools put a byte-order mark before what they send (RFC 8259, 8.1).
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    // The parser's own words would tell an attacker how we read, and say nothing to anybody else.
    serde_json::from_slice::<Object>(bytes).map(|object| Some(object.0)).map_err(|_| http::Error::Malformed)
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
