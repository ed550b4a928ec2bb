//! Connections as they are used: encrypted where a certificate is served, plain where none is.

use std::io;
use std::time::Duration;

use actix_web::rt::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_util::either::Either;

/// How long a client may take to agree on encryption.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(5);

/// What requests come over and answers go out over.
pub(super) type Connection = Either<TcpStream, Box<TlsStream<TcpStream>>>;

/// Agrees with a client on encryption, if there is to be any. Nothing is answered in plain where
/// there is.
pub(super) async fn accept(stream: TcpStream, tls: Option<TlsAcceptor>) -> io::Result<Connection> {
    let Some(tls) = tls else { return Ok(Either::Left(stream)) };
    // In a box: every connection, plain ones too, would keep the room that this takes for as long
    // as it stands.
    let agreed = match timeout(HANDSHAKE_TIMEOUT, Box::pin(tls.accept(stream))).await {
        Ok(agreed) => agreed,
        Err(_) => Err(io::ErrorKind::TimedOut.into()),
    };
    // Every port scan causes one of these.
    agreed
        .map(|stream| Either::Right(Box::new(stream)))
        .inspect_err(|error| log::debug!("TLS handshake failed: {error}"))
}
