//! `POST /language`: the switch of languages.

use actix_web::http::header::REFERER;
use actix_web::{HttpRequest, HttpResponse};
use url::Url;

use super::form::Form;
use super::{Error, MaybeSignedIn, next, see_other};
use crate::auth::{Context, language};
use crate::http::{self, Face, cookies};

/// Remembers the language and goes back to the page that the switch is on.
pub async fn submit(
    context: Context,
    request: HttpRequest,
    visitor: MaybeSignedIn,
    form: Form,
) -> Result<HttpResponse, Error> {
    let claims = visitor.0.as_ref().ok();
    let chosen = language::choose(&context, claims.map(|claims| &**claims), form.text("language"));
    let chosen = chosen.await.map_err(|error| Error::refuse(http::Error::from(error), &request))?;
    cookies::set_language(&request, chosen);
    Ok(see_other(&came_from(&request, &context.app.config.public_url.origin)))
}

/// Returns the page that the request comes from. Our own pages always name it, as our referrer
/// policy says; without it this is the start page.
fn came_from(request: &HttpRequest, origin: &str) -> String {
    let referer = request.headers().get(REFERER).and_then(|value| value.to_str().ok());
    let url = referer.and_then(|referer| Url::parse(referer).ok());
    let ours = url.filter(|url| url.origin().ascii_serialization() == origin);
    let path = ours.and_then(|url| next::local(&url[url::Position::BeforePath..]));
    path.map_or_else(|| "/".to_owned(), |path| page_of(&path).map_or(path, str::to_owned))
}

/// Returns the page that has the form, where the address of a form that is shown again has no page
/// of its own.
fn page_of(path: &str) -> Option<&'static str> {
    match path.split('?').next().unwrap_or(path) {
        "/profile/password" | "/profile/email" | "/profile/delete" => Some("/profile/security"),
        "/verify-email/resend" => Some("/verify-email"),
        "/language" | "/logout" | "/logout-all" => Some("/"),
        path if path.starts_with("/profile/sessions/") => Some("/profile/sessions"),
        _ => None,
    }
}
