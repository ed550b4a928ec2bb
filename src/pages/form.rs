//! Forms: `application/x-www-form-urlencoded`, read strictly.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use percent_encoding::percent_decode;

use super::Error;
use crate::auth::{FieldError, FieldErrorKind, Input};
use crate::http::{self, Face, body, messages};
use crate::secret::SecretText;

/// The fields of a form.
#[derive(Debug)]
pub struct Form(HashMap<String, SecretText>);

impl Form {
    /// Returns a text field.
    pub fn text(&self, name: &str) -> Input<String> {
        self.secret(name).map(|text| text.expose().to_owned())
    }

    /// Returns a secret text field.
    pub fn secret(&self, name: &str) -> Input<SecretText> {
        self.0.get(name).cloned().ok_or(FieldErrorKind::Required)
    }

    /// Returns a field as it came; one that did not come is empty.
    pub fn value(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |text| text.expose())
    }

    /// Returns what was typed, to show it again: without control characters, which HTML has no way to write.
    pub fn typed(&self, name: &str) -> String {
        self.value(name).chars().filter(|c| !c.is_control()).collect()
    }

    /// Returns whether a box is ticked. A browser leaves out one that is not.
    pub fn ticked(&self, name: &str) -> bool {
        !matches!(self.value(name), "" | "0" | "false" | "off" | "no")
    }
}

impl FromRequest for Form {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let read = async {
                let bytes = body::read(&request, payload, "application/x-www-form-urlencoded").await?;
                parse(&bytes).ok_or(http::Error::Malformed)
            };
            read.await.map_err(|error| Error::refuse(error, &request))
        })
    }
}

/// Reads the fields. What is not UTF-8, and a field that comes twice, is refused: guessing would store what nobody
/// typed.
fn parse(bytes: &[u8]) -> Option<Form> {
    let mut fields = HashMap::new();
    for pair in bytes.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
        let (name, value) = match pair.iter().position(|byte| *byte == b'=') {
            Some(at) => (&pair[..at], &pair[at + 1..]),
            None => (pair, &b""[..]),
        };
        if fields.insert(decode(name)?, SecretText::new(decode(value)?)).is_some() {
            return None;
        }
    }
    Some(Form(fields))
}

fn decode(bytes: &[u8]) -> Option<String> {
    let spaced: Vec<u8> = bytes.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    String::from_utf8(percent_decode(&spaced).collect()).ok()
}

/// What is wrong with the fields of a form, to be shown at each.
#[derive(Debug, Default)]
pub struct FormErrors(Vec<FieldError>);

impl FormErrors {
    /// Creates the list from the errors of a rule.
    pub fn new(faults: Vec<FieldError>) -> Self {
        Self(faults)
    }

    /// Returns what is wrong with a field.
    pub fn of(&self, field: &str) -> Option<String> {
        let error = self.0.iter().find(|error| error.field == field);
        error.map(|error| messages::field_error_message(error.kind))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_decoded_as_browsers_encode_them() {
        let form = parse(b"email=ada%40example.com&password=a+b%2Bc&name=&remember").unwrap();
        assert_eq!(form.typed("email"), "ada@example.com");
        assert_eq!(form.typed("password"), "a b+c");
        assert_eq!(form.text("name"), Ok(String::new()));
        assert_eq!(form.text("username"), Err(FieldErrorKind::Required));
    }

    #[test]
    fn what_is_not_utf_8_or_comes_twice_is_refused() {
        assert!(parse(b"email=%ff").is_none());
        assert!(parse(b"email=\xff").is_none());
        assert!(parse(b"%ff=a").is_none());
        assert!(parse(b"email=a&email=a").is_none());
        assert!(parse(b"email=a&%65mail=b").is_none());
    }
}
