//! Which language a request is answered in.

use std::convert::Infallible;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};

use crate::app::App;
use crate::locale::Locale;

/// Chooses the language of the answer to a request.
pub fn negotiate(_: &HttpRequest, app: &App) -> Locale {
    app.config.locale
}

/// Returns the language that was chosen for a request.
pub fn of(request: &HttpRequest) -> Locale {
    request.extensions().get::<Locale>().copied().unwrap_or_else(Locale::english)
}

impl FromRequest for Locale {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(of(request)))
    }
}
