//! Requests that change something must come from our own pages.
//!
//! Browsers send the origin of a request, and no page can forge it. So forms need no CSRF token
//! (OWASP's CSRF cheat sheet, "Fetch Metadata"). Other clients send neither header, and only the
//! cookies that they were given.

use std::fmt;

use actix_web::HttpRequest;
use actix_web::http::Method;
use actix_web::http::header::{HeaderMap, HeaderName, ORIGIN};

/// The header in which a browser sends the relation of a request's origin (Fetch Metadata).
pub static SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The most bytes of a header that are shown: enough for a usual host with its port.
const MAX_SHOWN: usize = 64;

/// Checks whether a request may change something. `expected` is our own origin.
pub fn check(request: &HttpRequest, expected: &str) -> Result<(), CrossSite> {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS)
        || comes_from_us(request.headers(), expected)
    {
        return Ok(());
    }
    let shown = |name: &HeaderName| {
        let values: Vec<String> =
            request.headers().get_all(name).map(|value| show(value.as_bytes())).collect();
        (!values.is_empty()).then(|| values.join(","))
    };
    let (site, origin) = (shown(&SEC_FETCH_SITE), shown(&ORIGIN));
    Err(CrossSite { site, origin, expected: expected.to_owned() })
}

fn comes_from_us(headers: &HeaderMap, origin: &str) -> bool {
    let mut sites = headers.get_all(&SEC_FETCH_SITE).peekable();
    if sites.peek().is_some() {
        // `same-site` is not enough: sibling domains are not trusted.
        return sites.all(|site| matches!(site.as_bytes(), b"same-origin" | b"none"));
    }
    headers.get_all(ORIGIN).all(|value| value.as_bytes() == origin.as_bytes())
}

/// Why a request does not come from a page of ours: what its headers say, made harmless, and what
/// they should say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrossSite {
    /// `Sec-Fetch-Site`, which decides where it is there.
    pub site: Option<String>,
    /// `Origin`.
    pub origin: Option<String>,
    /// The origin of `PUBLIC_URL`.
    pub expected: String,
}

/// As the log has it.
impl fmt::Display for CrossSite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { site, origin, expected } = self;
        if let Some(site) = site {
            write!(f, " site=\"{site}\"")?;
        }
        if let Some(origin) = origin {
            write!(f, " origin=\"{origin}\"")?;
        }
        write!(f, " expected=\"{expected}\"")
    }
}

/// Returns the value of a header so that it can be shown. An origin is ASCII without spaces, so
/// everything else is escaped. It cannot look like another field of a log line or change the
/// direction of text on a page.
fn show(value: &[u8]) -> String {
    let mut shown = String::new();
    for &byte in value.iter().take(MAX_SHOWN) {
        match byte {
            b'"' | b'\\' => shown.extend(['\\', char::from(byte)]),
            b' ' => shown.push_str("\\x20"),
            _ if byte.is_ascii_graphic() => shown.push(char::from(byte)),
            _ => shown.extend(byte.escape_ascii().map(char::from)),
        }
    }
    if value.len() > MAX_SHOWN {
        shown.push('\u{2026}');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_is_shown_cut_and_as_plain_text() {
        for (value, shown) in [
            (&b"https://evil.example.com:8443"[..], "https://evil.example.com:8443"),
            (b"null", "null"),
            (b"", ""),
            (b"x] sign_in_failed ip=6.6.6.6", r"x]\x20sign_in_failed\x20ip=6.6.6.6"),
            (b"a\"b\\c", r#"a\"b\\c"#),
            (b"\xe2\x80\xae\t\xff", r"\xe2\x80\xae\t\xff"),
        ] {
            assert_eq!(show(value), shown);
        }
        assert_eq!(show(&[b'a'; 10_000]), format!("{}…", "a".repeat(MAX_SHOWN)));
    }
}
