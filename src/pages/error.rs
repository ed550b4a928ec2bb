//! Errors as pages. Visitors who are not signed in are sent to sign in, and back again.

use actix_web::body::BoxBody;
use actix_web::dev::ServiceResponse;
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use askama::Template;

use super::icon::Icon;
use super::sign_out_reason::{SignOutReason, session_for_address};
use super::{login, same_site_redirect, see_other};
use crate::auth::{self, AccessError};
use crate::client::RequestId;
use crate::http::log::LoggedError;
use crate::http::{self, Face, cookies, locale, messages};
use crate::id::SessionId;
use crate::locale::Locale;

/// An error in the HTML face.
#[derive(Debug)]
pub struct Error {
    error: http::Error,
    /// Where to go back to after signing in.
    next: Option<String>,
    /// Where to go on to first, when the browser came from another site without its cookies.
    same_site_redirect: Option<(Locale, String)>,
    /// The session whose end the login page explains.
    session: Option<SessionId>,
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    status: u16,
    tone: &'static str,
    icon: Icon,
    title: &'a str,
    detail: &'a str,
    /// How long to wait, where that is known.
    wait: Option<String>,
    /// Where to try the same again, where that may help.
    again: Option<&'a str>,
    request: &'a RequestId,
    t: Locale,
}

/// Writes the page of an error into its response, in the language of the request and with the name
/// by which the log knows it. Most handlers fail without knowing either.
pub fn fill_in(
    response: ServiceResponse<BoxBody>,
    request: &RequestId,
) -> ServiceResponse<BoxBody> {
    let error = response.response().error().and_then(|error| error.as_error::<Error>());
    match error.and_then(|error| error.page(locale::answer(response.request()), request)) {
        Some(html) => response.map_body(|_, _| BoxBody::new(html)),
        None => response,
    }
}

impl Error {
    /// Fills the page in; none for what is answered by sending the browser elsewhere.
    fn page(&self, t: Locale, request: &RequestId) -> Option<String> {
        if matches!(
            &self.error,
            http::Error::Auth(auth::Error::Access(_) | auth::Error::Refresh(_))
        ) {
            return None;
        }
        let detail = messages::detail_on_page(&self.error, t);
        let (tone, icon) = picture(self.error.status());
        let passes = matches!(
            &self.error,
            http::Error::Auth(auth::Error::Busy(_) | auth::Error::RateLimited(_))
        );
        let page = ErrorPage {
            status: self.error.status().as_u16(),
            tone,
            icon,
            title: messages::title(&self.error, t),
            detail: &detail,
            wait: wait(&self.error, t),
            again: self.next.as_deref().filter(|_| passes),
            request,
            t,
        };
        Some(page.render().unwrap_or_else(|_| page.title.to_owned()))
    }
}

/// Returns how grave a status is, and its icon.
fn picture(status: StatusCode) -> (&'static str, Icon) {
    match status {
        StatusCode::FORBIDDEN => ("", Icon::Ban),
        StatusCode::NOT_FOUND => ("", Icon::Compass),
        StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT => ("warn", Icon::Timer),
        StatusCode::SERVICE_UNAVAILABLE => ("warn", Icon::Pause),
        _ => ("bad", Icon::Alert),
    }
}

/// Says how long to wait before the next attempt.
fn wait(error: &http::Error, t: Locale) -> Option<String> {
    let http::Error::Auth(auth::Error::RateLimited(wait)) = error else { return None };
    let seconds = u64::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u64::MAX).max(1);
    let words = match seconds {
        ..=90 => t.wait_seconds(seconds),
        _ => t.wait_minutes(seconds.div_ceil(60)),
    };
    Some(words)
}

impl Face for Error {
    fn refuse(error: http::Error, request: &HttpRequest) -> Self {
        // The data of a form is not kept while the user signs in, so they cannot return to it.
        let safe = matches!(*request.method(), Method::GET | Method::HEAD);
        let path = request
            .uri()
            .path_and_query()
            .filter(|_| safe)
            .map_or("/profile", |path| path.as_str());
        // The account was deleted, but its access token is still valid. With the cookies, the login
        // page would redirect the browser back here in a loop.
        if matches!(error, http::Error::Auth(auth::Error::Access(AccessError::Revoked(None)))) {
            cookies::clear_session(request);
        }
        let (same_site_redirect, session) = match &error {
            http::Error::Auth(refusal) => {
                let to = same_site_redirect::needed(refusal, request)
                    .map(|to| (locale::answer(request), to));
                (to, session_for_address(refusal))
            }
            _ => (None, None),
        };
        Self { error, next: Some(path.to_owned()), same_site_redirect, session }
    }
}

impl From<http::Error> for Error {
    fn from(error: http::Error) -> Self {
        Self { error, next: None, same_site_redirect: None, session: None }
    }
}

impl From<auth::Error> for Error {
    fn from(error: auth::Error) -> Self {
        http::Error::from(error).into()
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.error.code())
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        self.error.status()
    }

    /// Begins the response. [`fill_in`] adds the page once the language is known.
    fn error_response(&self) -> HttpResponse {
        if let http::Error::Auth(refusal @ (auth::Error::Access(_) | auth::Error::Refresh(_))) =
            &self.error
        {
            if let Some(page) = self
                .same_site_redirect
                .as_ref()
                .and_then(|(t, to)| same_site_redirect::page(to, *t).ok())
            {
                return page;
            }
            let reason = SignOutReason::of(refusal);
            let mut answer =
                see_other(&login::address_after(self.next.as_deref(), reason, self.session));
            answer.extensions_mut().insert(LoggedError::of(&self.error));
            return answer;
        }
        self.error.respond().content_type("text/html; charset=utf-8").finish()
    }
}
