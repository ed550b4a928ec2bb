//! Requests that change something must come from our own pages.
//!
//! A browser tells where a request comes from and no page can make it lie, so no secret has to be hidden in every form
//! (OWASP's cheat sheet on request forgery, "Fetch Metadata"). What is no browser sends neither header, and carries no
//! cookies that it was not given.

use actix_web::HttpRequest;
use actix_web::http::Method;
use actix_web::http::header::{HeaderMap, HeaderName, ORIGIN};

/// From where a browser says that a request comes (Fetch Metadata).
pub static SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Tells whether a request may change something. `origin` is ours.
pub fn allows(request: &HttpRequest, origin: &str) -> bool {
    matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS)
        || comes_from_us(request.headers(), origin)
}

fn comes_from_us(headers: &HeaderMap, origin: &str) -> bool {
    let mut sites = headers.get_all(&SEC_FETCH_SITE).peekable();
    if sites.peek().is_some() {
        // `same-site` is not enough: a neighbour on a sibling domain is a stranger too.
        return sites.all(|site| matches!(site.as_bytes(), b"same-origin" | b"none"));
    }
    headers.get_all(ORIGIN).all(|value| value.as_bytes() == origin.as_bytes())
}
