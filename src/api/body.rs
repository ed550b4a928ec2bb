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
use crate::auth::{self, Fault, Problem, Typed};
use crate::http::{self, body};
use crate::secret::SecretText;

/// The members of a body that must be there.
#[derive(Debug)]
pub struct Body(Map<String, Value>);

/// The members of a body that may be left out altogether.
#[derive(Debug)]
pub struct OptionalBody(pub Body);

impl Body {
    /// Takes a text that is needed.
    pub fn text(&mut self, name: &str) -> Typed<String> {
        match self.0.remove(name) {
            Some(Value::String(text)) => Ok(text),
            None => Err(Problem::Required),
            Some(_) => Err(Problem::Type("a string")),
        }
    }

    /// Takes a secret text that is needed.
    pub fn secret(&mut self, name: &str) -> Typed<SecretText> {
        self.text(name).map(SecretText::new)
    }

    /// Takes a text that may be null, which is as good as empty, or not there.
    pub fn nullable_text(&mut self, name: &str) -> Option<Typed<String>> {
        match self.0.remove(name)? {
            Value::Null => Some(Ok(String::new())),
            Value::String(text) => Some(Ok(text)),
            _ => Some(Err(Problem::Type("a string or null"))),
        }
    }

    /// Takes a text that may be left out, but not be null.
    pub fn optional_text(&mut self, name: &str) -> Option<Typed<String>> {
        self.0.contains_key(name).then(|| self.text(name))
    }

    /// Takes a list of texts that may be left out, but not be null.
    pub fn optional_texts(&mut self, name: &str) -> Option<Typed<Vec<String>>> {
        let text = |value| match value {
            Value::String(text) => Some(text),
            _ => None,
        };
        let list = match self.0.remove(name)? {
            Value::Array(values) => values.into_iter().map(text).collect(),
            _ => None,
        };
        Some(list.ok_or(Problem::Type("a list of strings")))
    }

    /// Takes a yes or no that may be left out, but not be null.
    pub fn optional_flag(&mut self, name: &str) -> Option<Typed<bool>> {
        match self.0.remove(name)? {
            Value::Bool(flag) => Some(Ok(flag)),
            _ => Some(Err(Problem::Type("true or false"))),
        }
    }

    /// Takes a refresh token, if there is one; null is none.
    pub fn refresh_token(&mut self) -> Result<Option<SecretText>, Error> {
        match self.0.remove("refreshToken") {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(token)) => Ok(Some(SecretText::new(token))),
            Some(_) => Err(fault("refreshToken", Problem::Type("a string"))),
        }
    }

    /// Takes a yes or no that may be left out.
    pub fn flag(&mut self, name: &'static str, default: bool) -> Result<bool, Error> {
        match self.0.remove(name) {
            None => Ok(default),
            Some(Value::Bool(flag)) => Ok(flag),
            Some(_) => Err(fault(name, Problem::Type("true or false"))),
        }
    }

    /// Takes one of several words, the first of which is meant when it is left out; gives its place among them.
    pub fn choice(&mut self, name: &'static str, words: &'static [&'static str]) -> Result<usize, Error> {
        match self.0.remove(name) {
            None => Ok(0),
            Some(Value::String(word)) => {
                words.iter().position(|known| *known == word).ok_or_else(|| fault(name, Problem::Choice(words)))
            }
            Some(_) => Err(fault(name, Problem::Type("a string"))),
        }
    }

    /// Tells whether a member is there.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}

fn fault(field: &'static str, problem: Problem) -> Error {
    auth::Error::Invalid(vec![Fault { field, problem }]).into()
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
    // The parser's own words would tell an attacker how we read, and say nothing to anybody else.
    serde_json::from_slice::<Object>(&bytes).map(|object| Some(object.0)).map_err(|_| http::Error::Malformed)
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
