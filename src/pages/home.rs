//! `GET /`

use actix_web::{HttpRequest, HttpResponse};

use super::sign_out_reason::{SignOutReason, session_for_address};
use super::{Error, MaybeSignedIn, login, same_site_redirect, see_other};
use crate::locale::Locale;

/// Redirects to the profile or to the sign-in page.
pub async fn show(
    request: HttpRequest,
    locale: Locale,
    visitor: MaybeSignedIn,
) -> Result<HttpResponse, Error> {
    let refusal = match &visitor.0 {
        Ok(_) => return Ok(see_other("/profile")),
        Err(refusal) => refusal,
    };
    match same_site_redirect::needed(refusal, &request) {
        Some(to) => same_site_redirect::page(&to, locale),
        None => {
            let session = session_for_address(refusal);
            Ok(see_other(&login::address_after(None, SignOutReason::of(refusal), session)))
        }
    }
}
