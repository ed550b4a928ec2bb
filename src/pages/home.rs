//! `GET /`

use actix_web::HttpResponse;

use super::reason::Reason;
use super::{MaybeSignedIn, login, see_other};

/// Sends whoever comes to where they belong.
pub async fn show(visitor: MaybeSignedIn) -> HttpResponse {
    match &visitor.claims {
        Ok(_) => see_other("/profile"),
        Err(refusal) => see_other(&login::address(None, Reason::of(refusal))),
    }
}
