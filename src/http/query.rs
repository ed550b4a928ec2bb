//! The query of a request's address.

use actix_web::HttpRequest;

/// Gives the first value of a name in the query.
pub fn value(request: &HttpRequest, name: &str) -> Option<String> {
    let mut pairs = url::form_urlencoded::parse(request.query_string().as_bytes());
    pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}
