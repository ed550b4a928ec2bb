//! `GET /`

use actix_web::{HttpRequest, HttpResponse};

use super::reason::{Reason, session_for_address};
use super::{Error, MaybeSignedIn, arrival, login, see_other};

/// Sends whoever comes to where they belong.
pub async fn show(request: HttpRequest, visitor: MaybeSignedIn) -> Result<HttpResponse, Error> {
    let refusal = match &visitor.claims {
        Ok(_) => return Ok(see_other("/profile")),
        Err(refusal) => refusal,
    };
    match arrival::needed(refusal, &request) {
        Some(to) => arrival::page(&to),
        None => {
            let session = session_for_address(refusal);
            Ok(see_other(&login::address_after(None, Reason::of(refusal), session)))
        }
    }
}
