//! The two session cookies, the device cookie and the language cookie: read from the raw header,
//! written in one place.
//!
//! The framework's own parser decodes names, trims Unicode white space, accepts the first of two
//! cookies with the same name and rejects all cookies if one has an invalid byte. In each of these
//! ways a cookie of another site on the domain could replace or hide ours.

use std::time::Duration;

use actix_web::dev::ServiceResponse;
use actix_web::http::header::{CLEAR_SITE_DATA, COOKIE, HeaderMap, HeaderValue, SET_COOKIE};
use actix_web::{HttpMessage, HttpRequest};

use super::credentials::Credentials;
use crate::auth::{self, Issued, RefreshError, RevokedFor};
use crate::config::{Config, SameSite};
use crate::locale::Locale;
use crate::secret::SecretText;
use crate::token::DeviceCookie;

/// How long a browser keeps its device cookie, in seconds: 400 days, as long as any (RFC 6265bis,
/// 5.5).
const DEVICE_MAX_AGE: u64 = 400 * 24 * 60 * 60;

/// The name of the cookie with the language that a visitor chose. It is no credential, so it has no
/// prefix: whoever could set it could only change the language.
const LANGUAGE: &str = "language";
/// How long a browser keeps it, in seconds: a year.
const LANGUAGE_MAX_AGE: u64 = 365 * 24 * 60 * 60;

/// The names and attributes of the cookies, which follow from the settings.
#[derive(Clone, Debug)]
pub struct Cookies {
    access: String,
    refresh: String,
    device: String,
    attributes: String,
    device_attributes: String,
    language_attributes: String,
}

/// How often a cookie was found.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Found<'a> {
    Nothing,
    Once(&'a [u8]),
    Twice,
}

impl Cookies {
    /// Derives names and attributes.
    pub fn new(config: &Config) -> Self {
        // `__Host-` has the browser itself refuse a cookie that another host or plain http has set
        // (RFC 6265bis, 4.1.3).
        let (prefix, secure) =
            if config.public_url.https { ("__Host-", "; Secure") } else { ("", "") };
        let same_site = match config.cookie_same_site {
            SameSite::Strict => "Strict",
            SameSite::Lax => "Lax",
        };
        Self {
            access: format!("{prefix}access_token"),
            refresh: format!("{prefix}refresh_token"),
            device: format!("{prefix}device"),
            attributes: format!("; Path=/; HttpOnly; SameSite={same_site}{secure}"),
            device_attributes: format!(
                "; Max-Age={DEVICE_MAX_AGE}; Path=/; HttpOnly; SameSite=Strict{secure}"
            ),
            // Sent after a link in a mail too, so that the page is in the same language.
            language_attributes: format!(
                "; Max-Age={LANGUAGE_MAX_AGE}; Path=/; HttpOnly; SameSite=Lax{secure}"
            ),
        }
    }

    /// Reads the access token that came as a cookie.
    pub fn access<'a>(&self, headers: &'a HeaderMap) -> Option<&'a str> {
        read(headers, &self.access)
    }

    /// Reads the refresh token that came as a cookie.
    pub fn refresh(&self, headers: &HeaderMap) -> Option<SecretText> {
        read(headers, &self.refresh).map(SecretText::new)
    }

    /// Reads the refresh token of a browser whose session the response renews. For a request with
    /// `Authorization: Bearer` only that counts, and the response leaves its cookies unchanged.
    pub fn held_refresh(&self, headers: &HeaderMap) -> Option<SecretText> {
        if Credentials::of(headers).are_cookies() { self.refresh(headers) } else { None }
    }

    /// Reads the device cookie. For a request with `Authorization: Bearer` only that counts.
    pub fn device(&self, headers: &HeaderMap) -> Option<DeviceCookie> {
        let cookie =
            if Credentials::of(headers).are_cookies() { read(headers, &self.device) } else { None };
        cookie.and_then(|cookie| DeviceCookie::read(&SecretText::new(cookie)))
    }

    /// Reads the language that the visitor chose, if there is such a language. For a request with
    /// `Authorization: Bearer` only that counts.
    pub fn language(&self, headers: &HeaderMap) -> Option<Locale> {
        let is_read = Credentials::of(headers).are_cookies();
        is_read.then(|| read(headers, LANGUAGE)).flatten().and_then(Locale::find)
    }

    fn set(&self, name: &str, token: &SecretText, max_age: Option<Duration>) -> HeaderValue {
        let max_age = max_age.map(|age| format!("; Max-Age={}", age.as_secs())).unwrap_or_default();
        header(&format!("{name}={}{max_age}{}", token.expose(), self.attributes))
    }

    /// Signing out does not clear this cookie: it lets the account recognize the browser later.
    fn set_device(&self, device: &SecretText) -> HeaderValue {
        header(&format!("{}={}{}", self.device, device.expose(), self.device_attributes))
    }

    fn set_language(&self, chosen: Locale) -> HeaderValue {
        header(&format!("{LANGUAGE}={}{}", chosen.tag(), self.language_attributes))
    }

    fn clear(&self, name: &str) -> HeaderValue {
        header(&format!("{name}=; Max-Age=0{}", self.attributes))
    }
}

fn header(value: &str) -> HeaderValue {
    HeaderValue::from_str(value).expect("tokens and attributes are plain ASCII")
}

/// Reads a cookie. A cookie that comes twice is ignored: the order does not show which one is ours.
fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    match find(headers.get_all(COOKIE).map(HeaderValue::as_bytes), name.as_bytes()) {
        // A value that is not UTF-8 is not a token. It becomes an empty token, which is invalid.
        Found::Once(value) => Some(std::str::from_utf8(value).unwrap_or_default()),
        Found::Nothing | Found::Twice => None,
    }
}

fn find<'a>(headers: impl Iterator<Item = &'a [u8]>, name: &[u8]) -> Found<'a> {
    let mut found = Found::Nothing;
    for pair in headers.flat_map(|header| header.split(|byte| *byte == b';')) {
        let pair = trim(pair);
        let Some(value) = pair.strip_prefix(name).and_then(|rest| rest.strip_prefix(b"=")) else {
            continue;
        };
        found = match found {
            Found::Nothing => Found::Once(value),
            _ => return Found::Twice,
        };
    }
    found
}

/// Trims the white space between cookies: only spaces and tabs, not other Unicode white space.
fn trim(bytes: &[u8]) -> &[u8] {
    let blank = |byte: &u8| matches!(byte, b' ' | b'\t');
    let start = bytes.iter().position(|byte| !blank(byte)).unwrap_or(bytes.len());
    let end = bytes.iter().rposition(|byte| !blank(byte)).map_or(start, |last| last + 1);
    &bytes[start..end]
}

/// A change of the browser's cookies, noted with the request until [`write()`] adds it to the
/// response. Each request has one slot, and the last change counts. So a response never sets a
/// cookie twice, and a handler that signs out overrides an earlier renewal.
enum CookieChange {
    Set(Box<Issued>),
    Clear,
    SetDevice(SecretText),
}

/// The language that the visitor has just chosen. It has a slot of its own, because the session may
/// be renewed at the same time.
struct ChosenLanguage(Locale);

/// Notes that [`write()`] is to set the language cookie in the response.
pub fn set_language(request: &HttpRequest, chosen: Locale) {
    request.extensions_mut().insert(ChosenLanguage(chosen));
}

/// Notes that [`write()`] is to set the session cookies in the response.
pub fn set_session(request: &HttpRequest, issued: &Issued) {
    request.extensions_mut().insert(CookieChange::Set(Box::new(issued.clone())));
}

/// Notes that [`write()`] is to clear the session cookies in the response.
pub fn clear_session(request: &HttpRequest) {
    request.extensions_mut().insert(CookieChange::Clear);
}

/// Notes that [`write()`] is to set the device cookie in the response. The session cookies stay as
/// they are.
pub fn set_device(request: &HttpRequest, device: SecretText) {
    request.extensions_mut().insert(CookieChange::SetDevice(device));
}

/// Notes that [`write()`] is to clear the session cookies if the error means that the refresh token
/// is invalid. Other errors, such as a busy database, clear nothing.
///
/// If another session in the same browser has replaced this one, the cookies stay: the response may
/// be late, and would clear the cookies of the new session.
pub fn clear_session_if_invalid(request: &HttpRequest, error: &auth::Error) {
    match error {
        auth::Error::Refresh(RefreshError::Revoked(revoked))
            if revoked.reason == RevokedFor::Replaced => {}
        auth::Error::Refresh(_) => clear_session(request),
        _ => {}
    }
}

/// Adds the `Set-Cookie` headers for the noted changes to the response. The server calls this for
/// every response, after its handler.
pub fn write<B>(cookies: &Cookies, response: &mut ServiceResponse<B>) {
    let change = response.request().extensions_mut().remove::<CookieChange>();
    let language = response.request().extensions_mut().remove::<ChosenLanguage>();
    let mut headers = match change {
        None => vec![],
        Some(CookieChange::Clear) => {
            // Browsers keep visited pages even if they forbid caching, and another tab could go
            // back to one.
            response.headers_mut().insert(CLEAR_SITE_DATA, HeaderValue::from_static("\"cache\""));
            vec![cookies.clear(&cookies.access), cookies.clear(&cookies.refresh)]
        }
        Some(CookieChange::SetDevice(device)) => vec![cookies.set_device(&device)],
        Some(CookieChange::Set(issued)) => {
            let age = |lifetime| issued.persistent.then_some(lifetime);
            let mut headers = vec![
                cookies.set(&cookies.access, &issued.access, age(issued.access_lifetime)),
                cookies.set(&cookies.refresh, &issued.refresh, age(issued.refresh_lifetime)),
            ];
            headers.extend(issued.device.as_ref().map(|device| cookies.set_device(device)));
            headers
        }
    };
    headers.extend(language.map(|ChosenLanguage(chosen)| cookies.set_language(chosen)));
    for header in headers {
        response.headers_mut().append(SET_COOKIE, header);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'a>(headers: &[&'a [u8]]) -> Found<'a> {
        find(headers.iter().copied(), b"__Host-access_token")
    }

    #[test]
    fn a_cookie_is_found_by_its_exact_name_among_others() {
        assert_eq!(found(&[b"a=1; __Host-access_token=x.y.z; b=2"]), Found::Once(b"x.y.z"));
        assert_eq!(found(&[b"a=1", b"\t__Host-access_token=x "]), Found::Once(b"x"));
        assert_eq!(found(&[b"__Host-access_token="]), Found::Once(b""));
        assert_eq!(found(&[b"a=\x80\xff; __Host-access_token=x"]), Found::Once(b"x"));
        assert_eq!(found(&[b"", b";;; =; foo"]), Found::Nothing);
    }

    #[test]
    fn names_are_compared_byte_by_byte() {
        for foreign in [
            &b"__%48ost-access_token=evil"[..],
            b"\xe2\x80\x80__Host-access_token=evil",
            b"\xc2\xa0__Host-access_token=evil",
            b"__Host-access_token\xc2\x85=evil",
            b"__host-access_token=evil",
            b"__Host-access_token =evil",
            b"x__Host-access_token=evil",
            b"__Host-access_tokens=evil",
            b"__Host-access_token",
        ] {
            assert_eq!(found(&[foreign]), Found::Nothing, "{foreign:?}");
            assert_eq!(
                found(&[foreign, b"__Host-access_token=x"]),
                Found::Once(b"x"),
                "{foreign:?}"
            );
        }
    }

    #[test]
    fn neither_of_two_is_believed() {
        assert_eq!(found(&[b"__Host-access_token=evil; __Host-access_token=x"]), Found::Twice);
        assert_eq!(found(&[b"__Host-access_token=x", b"__Host-access_token=x"]), Found::Twice);
    }
}
