//! Everything that a request can be refused for, with its status and its code. What it looks like
//! is up to a face.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};

use super::same_site::CrossSite;
use crate::auth::{self, AccessError, Conflict, Forbidden, RefreshError};

/// Why a request is refused.
#[derive(Clone, Debug)]
pub enum Error {
    /// A rule refuses it.
    Auth(auth::Error),
    /// The body is not what its type says.
    Malformed,
    /// There is no such place.
    NotFound,
    /// There is, but not with this method; the value of `Allow`.
    MethodNotAllowed(&'static str),
    /// The body is too large.
    PayloadTooLarge,
    /// The body is of a type or a coding that is not taken here.
    UnsupportedMediaType(Wanted),
    /// The body did not arrive in time.
    RequestTimeout,
    /// Another site's page made the browser send it.
    CrossSite(Box<CrossSite>),
}

/// What a body should have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The media type that is taken.
    pub essence: &'static str,
    /// Whether the type was right and the coding was not.
    pub is_coded: bool,
}

/// One of the two faces: how it shows an error.
///
/// An extractor is generic over the face and fails with its error, so a handler's own types pick
/// the face and nobody looks at `Accept`.
pub trait Face: Into<actix_web::Error> + 'static {
    /// Creates the face's error for a request.
    fn refuse(error: Error, request: &HttpRequest) -> Self;
}

/// Answers a request that no handler took, in the face that belongs to its path.
pub type Refuse = fn(Error, &HttpRequest) -> HttpResponse;

impl From<auth::Error> for Error {
    fn from(error: auth::Error) -> Self {
        Self::Auth(error)
    }
}

impl Error {
    /// Returns the status of the answer.
    pub fn status(&self) -> StatusCode {
        use auth::Error as Auth;
        match self {
            Self::Malformed => StatusCode::BAD_REQUEST,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::PayloadTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::RequestTimeout => StatusCode::REQUEST_TIMEOUT,
            Self::CrossSite(_) => StatusCode::FORBIDDEN,
            Self::Auth(error) => match error {
                Auth::Invalid(_) | Auth::InvalidLink => StatusCode::UNPROCESSABLE_ENTITY,
                Auth::Conflict(_) | Auth::LastAdmin => StatusCode::CONFLICT,
                Auth::WrongCredentials | Auth::Access(_) | Auth::Refresh(_) => {
                    StatusCode::UNAUTHORIZED
                }
                Auth::Forbidden(_) => StatusCode::FORBIDDEN,
                Auth::NotFound => StatusCode::NOT_FOUND,
                Auth::RateLimited(_) => StatusCode::TOO_MANY_REQUESTS,
                Auth::Busy(_) | Auth::MailUnavailable => StatusCode::SERVICE_UNAVAILABLE,
                Auth::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
            },
        }
    }

    /// Returns the word that a program can go by.
    pub fn code(&self) -> &'static str {
        use auth::Error as Auth;
        match self {
            Self::Malformed => "MALFORMED_JSON",
            Self::NotFound => "NOT_FOUND",
            Self::MethodNotAllowed(_) => "METHOD_NOT_ALLOWED",
            Self::PayloadTooLarge => "PAYLOAD_TOO_LARGE",
            Self::UnsupportedMediaType(_) => "UNSUPPORTED_MEDIA_TYPE",
            Self::RequestTimeout => "REQUEST_TIMEOUT",
            Self::CrossSite(_) => "CROSS_SITE_REQUEST",
            Self::Auth(error) => match error {
                Auth::Invalid(_) => "VALIDATION_FAILED",
                Auth::Conflict(Conflict::Email) => "EMAIL_TAKEN",
                Auth::Conflict(Conflict::Username) => "USERNAME_TAKEN",
                Auth::LastAdmin => "LAST_ADMIN",
                Auth::NotFound => "NOT_FOUND",
                Auth::InvalidLink => "INVALID_LINK",
                Auth::MailUnavailable => "MAIL_UNAVAILABLE",
                Auth::WrongCredentials => "INVALID_CREDENTIALS",
                Auth::Forbidden(Forbidden::Disabled) => "ACCOUNT_DISABLED",
                Auth::Forbidden(Forbidden::NotAdmin) => "FORBIDDEN",
                Auth::Forbidden(Forbidden::WrongPassword) => "WRONG_PASSWORD",
                Auth::Access(AccessError::Missing) => "NO_TOKEN",
                Auth::Access(AccessError::Invalid) => "INVALID_TOKEN",
                Auth::Access(AccessError::Expired) => "TOKEN_EXPIRED",
                Auth::Access(AccessError::Revoked(_)) => "TOKEN_REVOKED",
                Auth::Refresh(RefreshError::Missing) => "REFRESH_TOKEN_MISSING",
                Auth::Refresh(RefreshError::Invalid) => "REFRESH_TOKEN_INVALID",
                Auth::Refresh(RefreshError::Expired) => "REFRESH_TOKEN_EXPIRED",
                Auth::Refresh(RefreshError::Revoked(_)) => "REFRESH_TOKEN_REVOKED",
                Auth::Refresh(RefreshError::Reused(_)) => "REFRESH_TOKEN_REUSED",
                Auth::RateLimited(_) => "RATE_LIMITED",
                Auth::Busy(_) => "BUSY",
                Auth::Internal(_) => "INTERNAL",
            },
        }
    }

    /// Returns the value of `WWW-Authenticate`, which every 401 carries (RFC 9110, 15.5.2).
    ///
    /// Only a token that was sent and is invalid is an `invalid_token`. Without a token, there is
    /// no error code (RFC 6750, 3.1).
    pub fn challenge(&self) -> Option<&'static str> {
        use auth::Error as Auth;
        match self {
            Self::Auth(
                Auth::WrongCredentials
                | Auth::Access(AccessError::Missing)
                | Auth::Refresh(RefreshError::Missing),
            ) => Some(r#"Bearer realm="vestibule""#),
            Self::Auth(Auth::Access(_) | Auth::Refresh(_)) => {
                Some(r#"Bearer realm="vestibule", error="invalid_token""#)
            }
            Self::Auth(Auth::Forbidden(Forbidden::NotAdmin)) => {
                Some(r#"Bearer realm="vestibule", error="insufficient_scope""#)
            }
            _ => None,
        }
    }

    /// Returns the cause, for the log only.
    pub fn cause(&self) -> Option<&str> {
        match self {
            Self::Auth(auth::Error::Busy(cause) | auth::Error::Internal(cause)) => Some(cause),
            _ => None,
        }
    }

    /// Begins the answer: the status, and the headers that go with it in either face.
    pub fn respond(&self) -> actix_web::HttpResponseBuilder {
        let mut response = HttpResponse::build(self.status());
        if let Some(challenge) = self.challenge() {
            response.insert_header(("WWW-Authenticate", challenge));
        }
        match self {
            Self::MethodNotAllowed(allow) => {
                response.insert_header(("Allow", *allow));
            }
            // What would be taken instead (RFC 9110, 15.5.16). Of codings only where one is why
            // (12.5.3).
            Self::UnsupportedMediaType(wanted) => {
                response.insert_header(("Accept", wanted.essence));
                if wanted.is_coded {
                    response.insert_header(("Accept-Encoding", "identity"));
                }
            }
            Self::Auth(auth::Error::Busy(_)) => {
                response.insert_header(("Retry-After", "1"));
            }
            Self::Auth(auth::Error::RateLimited(wait)) => {
                // Whole seconds (RFC 9110, 10.2.3), and none too few: who comes back then is to be
                // let in.
                let seconds = wait.as_millis().div_ceil(1000).max(1);
                response.insert_header(("Retry-After", seconds.to_string()));
            }
            // The rest of the body may still be on its way; it must not be taken for the next
            // request.
            Self::PayloadTooLarge | Self::RequestTimeout => {
                response.force_close();
            }
            _ => {}
        }
        response.extensions_mut().insert(super::log::LoggedError::of(self));
        response
    }
}
