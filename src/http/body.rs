//! Bodies: read whole, not too much of them, not too slowly.

use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use actix_web::web::{Bytes, BytesMut};
use actix_web::{HttpMessage, HttpRequest, web};
use futures_util::StreamExt;

use super::Error;
use crate::app::App;

/// The most bytes that a body may have.
pub const MAX_BYTES: usize = 16 * 1024;

/// Reads a body of the given type. A request without one has no type either, and gives no bytes.
pub async fn read(request: &HttpRequest, mut payload: Payload, essence: &str) -> Result<Bytes, Error> {
    let announced =
        request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > MAX_BYTES) {
        return Err(Error::PayloadTooLarge);
    }
    let app = request.app_data::<web::Data<App>>().ok_or(Error::NotFound)?;
    let whole = async {
        let mut bytes = BytesMut::new();
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|_| Error::Malformed)?;
            if bytes.len() + chunk.len() > MAX_BYTES {
                return Err(Error::PayloadTooLarge);
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes.freeze())
    };
    // The server gives the headers five seconds and a body for ever; a byte a second would hold a place for hours.
    let bytes = tokio::time::timeout(app.config.body_timeout, whole).await.map_err(|_| Error::RequestTimeout)??;
    if !bytes.is_empty() {
        require_type(request, essence)?;
    }
    Ok(bytes)
}

/// Requires the type, in UTF-8 and not packed.
fn require_type(request: &HttpRequest, essence: &str) -> Result<(), Error> {
    let mime = request.mime_type().ok().flatten().ok_or(Error::UnsupportedMediaType)?;
    let utf8 = mime.get_param("charset").is_none_or(|charset| charset == "utf-8");
    let packed = request.headers().contains_key(CONTENT_ENCODING);
    if mime.essence_str() == essence && utf8 && !packed { Ok(()) } else { Err(Error::UnsupportedMediaType) }
}
