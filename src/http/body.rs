//! Bodies: read whole, not too much of them, not too slowly.

use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use actix_web::web::{Bytes, BytesMut};
use actix_web::{HttpRequest, web};
use futures_util::StreamExt;

use super::error::Wanted;
use super::{Error, media_type};
use crate::app::App;

/// The most bytes that a body may have.
pub const MAX_BYTES: usize = 16 * 1024;

/// Reads a body of the given type. A request without one has no type either, and gives no bytes.
pub async fn read(
    request: &HttpRequest,
    mut payload: Payload,
    essence: &'static str,
) -> Result<Bytes, Error> {
    let announced = request
        .headers()
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
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
    // The server has a timeout of five seconds for the headers and none for a body. A client that
    // sends a byte a second would keep the connection open for hours.
    let bytes = tokio::time::timeout(app.config.body_timeout, whole)
        .await
        .map_err(|_| Error::RequestTimeout)??;
    if !bytes.is_empty() {
        require_type(request, essence)?;
    }
    Ok(bytes)
}

/// Requires the type, in UTF-8 and not packed.
fn require_type(request: &HttpRequest, essence: &'static str) -> Result<(), Error> {
    let headers = request.headers();
    let mut types = headers.get_all(CONTENT_TYPE);
    // Of two types, each reader would believe another.
    let is_taken = match (types.next(), types.next()) {
        (Some(value), None) => media_type::is_utf8(value.as_bytes(), essence),
        _ => false,
    };
    let plain = |coding: &[u8]| coding.is_empty() || coding.eq_ignore_ascii_case(b"identity");
    let codings = headers
        .get_all(CONTENT_ENCODING)
        .flat_map(|value| value.as_bytes().split(|byte| *byte == b','));
    let is_coded = !codings.map(<[u8]>::trim_ascii).all(plain);
    if is_taken && !is_coded {
        return Ok(());
    }
    Err(Error::UnsupportedMediaType(Wanted { essence, is_coded: is_taken && is_coded }))
}
