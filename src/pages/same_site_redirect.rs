//! The step between another site's link and one of our pages.
//!
//! With `SameSite=Strict` a browser that follows a link from elsewhere sends no cookies, and would
//! go on sending none along a redirect: its owner would look signed out. A page of ours that goes
//! on by itself makes the next request come from this site, with the cookies. That request says so,
//! and thus is never sent here again.

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::{Error, next, render_without_script};
use crate::auth::{self, AccessError};
use crate::http::same_site::SEC_FETCH_SITE;
use crate::locale::Locale;

#[derive(Template)]
#[template(path = "same_site_redirect.html")]
struct SameSiteRedirectPage<'a> {
    t: Locale,
    to: &'a str,
    refresh: String,
}

/// Returns where a request has to be sent on to before its refusal can be believed, if it has.
pub fn needed(refusal: &auth::Error, request: &HttpRequest) -> Option<String> {
    let without_cookies = matches!(refusal, auth::Error::Access(AccessError::Missing));
    let looks = matches!(*request.method(), Method::GET | Method::HEAD);
    let site = request.headers().get(&SEC_FETCH_SITE)?;
    let elsewhere = !matches!(site.as_bytes(), b"same-origin" | b"none");
    (without_cookies && looks && elsewhere)
        .then(|| next::local(request.uri().path_and_query()?.as_str()))?
}

/// Sends the browser on by itself.
pub fn page(to: &str, t: Locale) -> Result<HttpResponse, Error> {
    let refresh = format!("0;url={to}");
    render_without_script(HttpResponse::Ok(), &SameSiteRedirectPage { t, to, refresh })
}
