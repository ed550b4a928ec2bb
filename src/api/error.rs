//! Errors as `application/problem+json` (RFC 9457).

use std::borrow::Cow;

use actix_web::body::BoxBody;
use actix_web::dev::ServiceResponse;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use serde::Serialize;

use crate::auth;
use crate::http::{self, Face, locale, messages};
use crate::locale::Locale;

/// An error in the JSON face.
#[derive(Debug)]
pub struct Error(pub http::Error);

#[derive(Serialize)]
struct ProblemBody<'a> {
    r#type: &'static str,
    title: &'a str,
    status: u16,
    detail: Cow<'static, str>,
    code: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldErrorBody>,
}

#[derive(Serialize)]
struct FieldErrorBody {
    field: &'static str,
    code: &'static str,
    message: Cow<'static, str>,
}

impl Error {
    fn body(&self, t: Locale) -> String {
        let errors = match &self.0 {
            http::Error::Auth(auth::Error::Invalid(errors)) => errors
                .iter()
                .map(|error| FieldErrorBody {
                    field: error.field,
                    code: messages::field_error_code(error.kind),
                    message: messages::field_error_message(error.kind, t),
                })
                .collect(),
            _ => Vec::new(),
        };
        let body = ProblemBody {
            r#type: "about:blank",
            // Without a type of its own a problem is titled as its status is (RFC 9457, 4.2.1).
            title: self.0.status().canonical_reason().unwrap_or_default(),
            status: self.0.status().as_u16(),
            detail: messages::detail_for_program(&self.0, t),
            code: self.0.code(),
            errors,
        };
        serde_json::to_string(&body).unwrap_or_default()
    }
}

impl Face for Error {
    fn refuse(error: http::Error, _: &HttpRequest) -> Self {
        Self(error)
    }
}

impl From<http::Error> for Error {
    fn from(error: http::Error) -> Self {
        Self(error)
    }
}

impl From<auth::Error> for Error {
    fn from(error: auth::Error) -> Self {
        Self(error.into())
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.code())
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        self.0.status()
    }

    /// Begins the response. [`fill_in`] adds the body once the language is known.
    fn error_response(&self) -> HttpResponse {
        self.0.respond().content_type("application/problem+json").finish()
    }
}

/// Writes the problem of an error into its response, in the language of the request.
pub fn fill_in(response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
    let error = response.response().error().and_then(|error| error.as_error::<Error>());
    match error.map(|error| error.body(locale::answer(response.request()))) {
        Some(json) => response.map_body(|_, _| BoxBody::new(json)),
        None => response,
    }
}
