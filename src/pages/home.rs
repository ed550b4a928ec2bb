//! `GET /`

use actix_web::{HttpRequest, HttpResponse};

use super::reason::Reason;
use super::{Error, MaybeSignedIn, arrival, login, see_other};

/// Sends whoever comes to where they belong.
pub async fn show(request: HttpRequest, visitor: MaybeSignedIn) -> Result<HttpResponse, Error> {
    match &visitor.claims {
        Ok(_) => Ok(see_other("/profile")),
        Err(refusal) => match arrival::needed(refusal, &request) {
            Some(to) => arrival::page(&to),
            None => Ok(see_other(&login::address(None, Reason::of(refusal)))),
        },
    }
}
