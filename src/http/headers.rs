//! The headers that every answer carries.

use std::io::Write;

use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CROSS_ORIGIN_OPENER_POLICY,
    CROSS_ORIGIN_RESOURCE_POLICY, HeaderMap, HeaderName, HeaderValue, PERMISSIONS_POLICY,
    REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};

use super::client::X_REQUEST_ID;
use crate::client::{MAX_REQUEST_ID, RequestId};
use crate::config::{Config, Hsts};

static ALWAYS: [(HeaderName, HeaderValue); 7] = [
    // Nothing is allowed but what the pages need: our style sheet, our icon, forms that come back
    // to us.
    (
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
        ),
    ),
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    // What the policy says of frames, for scanners and for browsers that do not know it.
    (X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    // Not `no-referrer`: with it a browser sends our own forms with `Origin: null`.
    (REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (
        PERMISSIONS_POLICY,
        HeaderValue::from_static(
            "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
        ),
    ),
    (CROSS_ORIGIN_OPENER_POLICY, HeaderValue::from_static("same-origin")),
    (CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("same-origin")),
];

/// The policy of a page with our script. All others run none.
pub static POLICY_WITH_SCRIPT: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
);

/// Adds the headers. What an answer already says about caching and scripts stays; otherwise nobody
/// may keep it, and no script runs.
pub fn add(headers: &mut HeaderMap, config: &Config, request: &RequestId) {
    for (name, value) in &ALWAYS {
        if name != CONTENT_SECURITY_POLICY || !headers.contains_key(name) {
            headers.insert(name.clone(), value.clone());
        }
    }
    headers.insert(X_REQUEST_ID.clone(), name(request));
    let hsts = match config.hsts {
        _ if !config.public_url.https => None,
        // This host alone: a subdomain may be somebody else's, and would be pinned for a year.
        Hsts::On => Some("max-age=31536000"),
        Hsts::Subdomains => Some("max-age=31536000; includeSubDomains"),
        Hsts::Off => None,
    };
    if let Some(hsts) = hsts {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(hsts));
    }
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

/// The most bytes of headers after which a connection is kept: with every cookie of its host a
/// browser sends less.
const MAX_KEPT: usize = 16 * 1024;

/// Checks whether headers are so large that the connection is closed after the answer. The
/// framework keeps the room that a head took for as long as its connection is idle: a crowd could
/// hold a hundred kilobytes each that way.
pub fn are_large(headers: &HeaderMap) -> bool {
    headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum::<usize>() > MAX_KEPT
}

/// Writes the name of a request as a header, which nothing but its own bytes is allocated for.
fn name(request: &RequestId) -> HeaderValue {
    let mut text = [0; MAX_REQUEST_ID];
    let mut rest = &mut text[..];
    // It fits: no name is longer.
    let _ = write!(rest, "{request}");
    let length = MAX_REQUEST_ID - rest.len();
    HeaderValue::from_bytes(&text[..length]).expect("a name is plain ASCII")
}
