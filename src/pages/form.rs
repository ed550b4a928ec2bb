//! Forms: `application/x-www-form-urlencoded`, read strictly.

use std::borrow::Cow;
use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, HttpResponse, HttpResponseBuilder};
use percent_encoding::percent_decode;

use super::Error;
use crate::auth::{self, Conflict, FieldErrorKind, Forbidden, Input};
use crate::http::{self, Face, body, messages};
use crate::locale::Locale;
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

    /// Returns what was typed, to show it again: without control characters, which HTML has no way
    /// to write.
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
                let bytes =
                    body::read(&request, payload, "application/x-www-form-urlencoded").await?;
                parse(&bytes).ok_or(http::Error::Malformed)
            };
            read.await.map_err(|error| Error::refuse(error, &request))
        })
    }
}

/// Reads the fields. What is not UTF-8, and a field that comes twice, is refused: guessing would
/// store what nobody typed.
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
    let spaced: Vec<u8> =
        bytes.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    String::from_utf8(percent_decode(&spaced).collect()).ok()
}

/// What is wrong with a form that is shown again.
#[derive(Debug, Default)]
pub struct FormErrors {
    error: Option<http::Error>,
    alert: Option<&'static str>,
    fields: Vec<(&'static str, Cow<'static, str>)>,
}

impl FormErrors {
    /// Sorts an error of a rule by the fields of the form. Fails with the error where filling in
    /// the form again would not help.
    pub fn from(error: auth::Error, t: Locale) -> Result<Self, auth::Error> {
        let fields = match &error {
            auth::Error::Invalid(errors) => errors
                .iter()
                .map(|error| (error.field, messages::field_error_message(error.kind, t)))
                .collect(),
            auth::Error::Conflict(Conflict::Email) => vec![("email", t.error_email_taken().into())],
            auth::Error::Conflict(Conflict::Username) => {
                vec![("username", t.error_username_taken().into())]
            }
            // Forms for a new password call the current one by another name.
            auth::Error::Forbidden(Forbidden::WrongPassword) => ["password", "currentPassword"]
                .map(|field| (field, t.error_wrong_password().into()))
                .into(),
            auth::Error::WrongCredentials
            | auth::Error::Forbidden(Forbidden::Disabled)
            | auth::Error::InvalidLink
            | auth::Error::LastAdmin
            | auth::Error::RateLimited(_) => Vec::new(),
            _ => return Err(error),
        };
        let error = http::Error::from(error);
        Ok(Self { alert: Some(messages::detail_for_person(&error, t)), error: Some(error), fields })
    }

    /// Returns no errors.
    pub const fn none() -> Self {
        Self { error: None, alert: None, fields: Vec::new() }
    }

    /// Returns it with another alert, and with no error at a field.
    pub fn with_alert(self, alert: &'static str) -> Self {
        Self { alert: Some(alert), fields: Vec::new(), ..self }
    }

    /// Returns what is wrong with the form as a whole.
    pub fn alert(&self) -> Option<&'static str> {
        self.alert
    }

    /// Returns whether several fields are wrong, so that a list of them helps.
    pub fn several(&self) -> bool {
        self.fields.len() > 1
            && matches!(self.error, Some(http::Error::Auth(auth::Error::Invalid(_))))
    }

    /// Lists the fields that are wrong, in their order in the form.
    pub fn list(&self, t: Locale) -> Vec<ListedError<'_>> {
        let listed = self.fields.iter().map(|(field, message)| {
            let (id, label) = named(field, t);
            ListedError { id, label, message }
        });
        listed.collect()
    }

    /// Returns the first field that is wrong.
    pub fn first(&self) -> Option<&'static str> {
        self.fields.first().map(|(field, _)| *field)
    }

    /// Returns what is wrong with a field.
    pub fn of(&self, field: &str) -> Option<&str> {
        self.fields.iter().find(|(name, _)| *name == field).map(|(_, message)| &**message)
    }

    /// Begins the response: the status and headers of the error, or 200 where there is none.
    pub fn respond(&self) -> HttpResponseBuilder {
        self.error.as_ref().map_or_else(HttpResponse::Ok, http::Error::respond)
    }
}

/// A field that is wrong, in the list above its form.
#[derive(Debug)]
pub struct ListedError<'a> {
    /// The end of its `id` in the page.
    pub id: &'static str,
    /// Its label.
    pub label: &'static str,
    /// What is wrong with it.
    pub message: &'a str,
}

/// Returns the `id` and the label of a field that the rules call `field`.
fn named(field: &'static str, t: Locale) -> (&'static str, &'static str) {
    match field {
        "username" => (field, t.username()),
        "email" => (field, t.email_address()),
        "name" => (field, t.name()),
        "code" => (field, t.code()),
        "currentPassword" => ("current_password", t.current_password()),
        "newPassword" => ("new_password", t.new_password()),
        "password" => (field, t.password()),
        _ => (field, t.login_identifier()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::FieldError;

    #[test]
    fn fields_are_decoded_as_browsers_encode_them() {
        let form = parse(b"email=ada%40example.com&password=a+b%2Bc&name=&remember").unwrap();
        assert_eq!(form.typed("email"), "ada@example.com");
        assert_eq!(form.typed("password"), "a b+c");
        assert_eq!(form.text("name"), Ok(String::new()));
        assert_eq!(form.text("username"), Err(FieldErrorKind::Required));
    }

    #[test]
    fn errors_stand_at_their_fields_or_above_the_form_or_on_a_page_of_their_own() {
        let t = Locale::english();
        let fields = |error| {
            let errors = FormErrors::from(error, t).unwrap();
            let fields: Vec<_> = errors
                .fields
                .iter()
                .map(|(field, message)| (*field, message.to_string()))
                .collect();
            (errors.alert().unwrap(), fields)
        };
        let required = FieldError { field: "login", kind: FieldErrorKind::Required };
        let fix = "Please fix the errors below.";
        for (error, expected) in [
            (auth::Error::Invalid(vec![required]), (fix, vec![("login", t.field_required())])),
            (auth::Error::Conflict(Conflict::Email), (fix, vec![("email", t.error_email_taken())])),
            (
                auth::Error::Conflict(Conflict::Username),
                (fix, vec![("username", t.error_username_taken())]),
            ),
            (auth::Error::LastAdmin, (t.error_last_admin(), vec![])),
            (auth::Error::InvalidLink, (t.error_invalid_link(), vec![])),
            (auth::Error::Forbidden(Forbidden::Disabled), (t.error_account_disabled(), vec![])),
        ] {
            let expected: (_, Vec<_>) = (
                expected.0,
                expected
                    .1
                    .into_iter()
                    .map(|(field, message)| (field, message.to_owned()))
                    .collect(),
            );
            assert_eq!(fields(error), expected);
        }
        let wrong = FormErrors::from(auth::Error::Forbidden(Forbidden::WrongPassword), t).unwrap();
        assert_eq!(wrong.of("currentPassword"), Some(t.error_wrong_password()));
        assert_eq!(wrong.of("newPassword"), None);
        for error in [
            auth::Error::NotFound,
            auth::Error::Forbidden(Forbidden::NotAdmin),
            auth::Error::MailUnavailable,
        ] {
            assert!(FormErrors::from(error, t).is_err());
        }
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
