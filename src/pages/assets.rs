//! The files that pages need: those compiled into the binary, and those that a brand gives. The
//! server runs from any folder, and serves nothing else by mistake.

use std::io::{self, Write};
use std::path::Path;
use std::sync::LazyLock;

use actix_web::http::header::{
    AcceptEncoding, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    Encoding, Header, VARY,
};
use actix_web::web::{self, Bytes};
use actix_web::{HttpRequest, HttpResponse};
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use super::Error;
use super::brand::PageBrand;
use crate::http::{self, Face};

const ICON: &[u8] = include_bytes!("../../static/icon.svg");

/// The built-in files.
static FILES: LazyLock<[Asset; 3]> = LazyLock::new(|| {
    [
        Asset::new("vestibule.css", include_bytes!("../../static/vestibule.css").as_slice()),
        Asset::new("enhance.js", include_bytes!("../../static/enhance.js").as_slice()),
        Asset::new("icon.svg", ICON),
    ]
});

/// Returns the address of a built-in file, for templates.
pub fn address(file: &str) -> String {
    let found = FILES.iter().find(|asset| asset.name == file);
    found.map_or_else(|| format!("/static/{file}"), Asset::address)
}

/// A file, with what is worked out from it once.
pub(super) struct Asset {
    name: &'static str,
    bytes: Bytes,
    /// None where compressing makes it no smaller.
    compressed: Option<Bytes>,
    /// Changes when the file does; in its address, so that a browser may keep it for good.
    version: String,
    policy: Option<&'static str>,
}

impl Asset {
    /// Compresses a file and names its version.
    pub(super) fn new(name: &'static str, bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        let compressed = gzip(&bytes).ok().filter(|compressed| compressed.len() < bytes.len());
        let compressed = compressed.map(Bytes::from);
        let digest = Sha256::digest(&bytes);
        let version = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        Self { name, bytes, compressed, version, policy: None }
    }

    /// Sets the `Content-Security-Policy` for those who open it by itself.
    pub(super) fn with_policy(self, policy: &'static str) -> Self {
        Self { policy: Some(policy), ..self }
    }

    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    /// Returns its address, at which it never changes.
    pub(super) fn address(&self) -> String {
        format!("/static/{}?v={}", self.name, self.version)
    }

    fn respond(&self, request: &HttpRequest) -> HttpResponse {
        let extension = Path::new(self.name).extension().and_then(|extension| extension.to_str());
        let kind = actix_files::file_extension_to_mime(extension.unwrap_or_default());
        let current = request.query_string().strip_prefix("v=") == Some(self.version.as_str());
        let keep = if current { "public, max-age=31536000, immutable" } else { "no-cache" };
        let mut response = HttpResponse::Ok();
        response
            .insert_header((CONTENT_TYPE, kind))
            .insert_header((CACHE_CONTROL, keep))
            .insert_header((VARY, "Accept-Encoding"));
        if let Some(policy) = self.policy {
            response.insert_header((CONTENT_SECURITY_POLICY, policy));
        }
        match self.compressed.as_ref().filter(|_| accepts_gzip(request)) {
            Some(compressed) => {
                response.insert_header((CONTENT_ENCODING, "gzip")).body(compressed.clone())
            }
            None => response.body(self.bytes.clone()),
        }
    }
}

fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
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
pub async fn show(
    brand: web::Data<PageBrand>,
    request: HttpRequest,
    file: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let built_in = FILES.iter().find(|asset| asset.name == *file);
    let found = built_in.or_else(|| brand.file(&file));
    let asset = found.ok_or_else(|| Error::refuse(http::Error::NotFound, &request))?;
    Ok(asset.respond(&request))
}

fn accepts_gzip(request: &HttpRequest) -> bool {
    let supported = [Encoding::gzip(), Encoding::identity()];
    let accepted = AcceptEncoding::parse(request).ok();
    let chosen = accepted.and_then(|accepted| accepted.negotiate(supported.iter()));
    chosen == Some(Encoding::gzip())
}
