//! What the address of a request carries: an identifier in its path, values in its query.

use actix_web::HttpRequest;
use url::form_urlencoded;

use crate::auth;
use crate::id::UserId;

/// Reads the account that `{id}` in the path names. What is no identifier names nothing, and is not
/// found either.
pub fn user_id(request: &HttpRequest) -> Result<UserId, auth::Error> {
    request.match_info().query("id").parse().map_err(|_| auth::Error::NotFound)
}

/// Reads a value of the query, the first of its name.
pub fn query(request: &HttpRequest, name: &str) -> Option<String> {
    let mut pairs = form_urlencoded::parse(request.query_string().as_bytes());
    pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}
