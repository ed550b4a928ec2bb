//! Which language a request is answered in.

use std::convert::Infallible;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{AcceptLanguage, Header, Preference, Quality};
use actix_web::{FromRequest, HttpRequest, web};

use crate::app::App;
use crate::locale::Locale;

/// Chooses the language of the answer to a request: the first in `Accept-Language` (RFC 9110,
/// 12.5.4) that there is, or the default.
pub fn of(request: &HttpRequest) -> Locale {
    let default =
        request.app_data::<web::Data<App>>().map_or_else(Locale::english, |app| app.config.locale);
    let Ok(mut accepted) = AcceptLanguage::parse(request) else { return default };
    // `q=0` says "not acceptable" (RFC 9110, 12.4.2).
    accepted.retain(|preference| preference.quality > Quality::ZERO);
    let preferred = accepted.ranked().into_iter().find_map(|preference| match preference {
        Preference::Any => Some(default),
        Preference::Specific(tag) => Locale::find(tag.primary_language()),
    });
    preferred.unwrap_or(default)
}

impl FromRequest for Locale {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(of(request)))
    }
}
