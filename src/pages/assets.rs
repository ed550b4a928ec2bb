//! The files that pages need, compiled into the binary: it runs from any folder, and serves nothing
//! else by mistake.

use std::path::Path;
use std::sync::LazyLock;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse, web};
use sha2::{Digest, Sha256};

use super::Error;
use crate::http::{self, Face};

const ICON: &[u8] = include_bytes!("../../static/icon.svg");

const FILES: [(&str, &[u8]); 2] =
    [("vestibule.css", include_bytes!("../../static/vestibule.css")), ("icon.svg", ICON)];

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
    let found = FILES.iter().find(|(name, _)| *name == *file);
    let (name, bytes) = found.ok_or_else(|| Error::refuse(http::Error::NotFound, &request))?;
    let extension =
        Path::new(name).extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let current = request.query_string().strip_prefix("v=") == Some(VERSION.as_str());
    let keep = if current { "public, max-age=31536000, immutable" } else { "no-cache" };
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, actix_files::file_extension_to_mime(extension)))
        .insert_header((CACHE_CONTROL, keep))
        .body(*bytes))
}
