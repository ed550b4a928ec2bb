//! The files that pages need, compiled into the binary: it runs from any folder, and serves nothing
//! else by mistake.

use std::io::{self, Write};
use std::path::Path;
use std::sync::LazyLock;

use actix_web::http::header::{
    AcceptEncoding, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, Encoding, Header, VARY,
};
use actix_web::{HttpRequest, HttpResponse, web};
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use super::Error;
use crate::http::{self, Face};

const ICON: &[u8] = include_bytes!("../../static/icon.svg");

const FILES: [(&str, &[u8]); 3] = [
    ("vestibule.css", include_bytes!("../../static/vestibule.css")),
    ("enhance.js", include_bytes!("../../static/enhance.js")),
    ("icon.svg", ICON),
];

/// The files in the same order, compressed once; none where that makes one no smaller.
static COMPRESSED: LazyLock<Vec<Option<Vec<u8>>>> = LazyLock::new(|| {
    let compressed = FILES.iter().map(|(_, bytes)| gzip(bytes).ok());
    let is_smaller = |(all, (_, bytes)): (Option<Vec<u8>>, &(&str, &[u8]))| {
        all.filter(|compressed| compressed.len() < bytes.len())
    };
    compressed.zip(&FILES).map(is_smaller).collect()
});

fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// Changes when any of the files does; in their addresses, so that a browser may keep them for
/// good.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut digest = Sha256::new();
    FILES.iter().for_each(|(_, bytes)| digest.update(bytes));
    digest.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
});

/// Returns the address of a file, for templates.
pub fn address(file: &str) -> String {
    format!("/static/{file}?v={}", *VERSION)
}

/// How long a browser keeps the icon that it asks for by itself, at an address that never changes:
/// a day.
const KEEP_FAVICON: &str = "public, max-age=86400";

/// Sends the icon to browsers and programs that ask for it without having read a page.
pub async fn favicon() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, actix_files::file_extension_to_mime("svg")))
        .insert_header((CACHE_CONTROL, KEEP_FAVICON))
        .body(ICON)
}

/// Sends a file.
pub async fn show(request: HttpRequest, file: web::Path<String>) -> Result<HttpResponse, Error> {
    let found = FILES.iter().position(|(name, _)| *name == *file);
    let index = found.ok_or_else(|| Error::refuse(http::Error::NotFound, &request))?;
    let (name, bytes) = FILES[index];
    let extension =
        Path::new(name).extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let current = request.query_string().strip_prefix("v=") == Some(VERSION.as_str());
    let keep = if current { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut response = HttpResponse::Ok();
    response
        .insert_header((CONTENT_TYPE, actix_files::file_extension_to_mime(extension)))
        .insert_header((CACHE_CONTROL, keep))
        .insert_header((VARY, "Accept-Encoding"));
    match COMPRESSED[index].as_deref().filter(|_| accepts_gzip(&request)) {
        Some(compressed) => {
            response.insert_header((CONTENT_ENCODING, "gzip"));
            Ok(response.body(compressed))
        }
        None => Ok(response.body(bytes)),
    }
}

fn accepts_gzip(request: &HttpRequest) -> bool {
    let supported = [Encoding::gzip(), Encoding::identity()];
    let accepted = AcceptEncoding::parse(request).ok();
    let chosen = accepted.and_then(|accepted| accepted.negotiate(supported.iter()));
    chosen == Some(Encoding::gzip())
}
