//! Poolers, which hand each transaction to any connection that they have to the server. What is kept
//! by name on one of these is not on the next, or is another client's statement of that name.
//!
//! PgBouncer keeps statements by name for its clients from version 1.21 on, if it is set up so, and
//! does not say that it does. Nothing is kept by name behind any pooler.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_util::future::{Ready, ready};
use parking_lot::Mutex;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_postgres::tls::{ChannelBinding, TlsConnect, TlsStream};
use tokio_postgres::{Client, SimpleQueryMessage};

/// Returns whether something stands between the client and the server: the process that answers is
/// not the one that was announced when the connection was opened, by which a query is cancelled.
pub(super) async fn is_between(client: &Client) -> Result<bool, tokio_postgres::Error> {
    let answers = client.simple_query("SELECT pg_backend_pid()").await?;
    let answering = answers.iter().find_map(|answer| match answer {
        SimpleQueryMessage::Row(row) => row.get(0)?.parse().ok(),
        _ => None,
    });
    Ok(answering != announced(client).await)
}

/// Returns the number of the process that was announced. The driver shows it nowhere, but writes it
/// into a request to cancel a query, which is not sent here.
async fn announced(client: &Client) -> Option<i32> {
    let written = Written::default();
    client.cancel_token().cancel_query_raw(written.clone(), written.clone()).await.ok()?;
    let bytes = written.0.lock();
    // At the end: the process and its key, four bytes each.
    let (_, process_and_key) = bytes.split_last_chunk::<8>()?;
    let (process, _) = process_and_key.split_first_chunk::<4>()?;
    Some(i32::from_be_bytes(*process))
}

/// What is written to a server that agrees to TLS and to nothing else.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl AsyncRead for Written {
    fn poll_read(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        buffer.put_slice(b"S");
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Written {
    fn poll_write(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.0.lock().extend_from_slice(bytes);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

impl TlsStream for Written {
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

impl TlsConnect<Written> for Written {
    type Stream = Written;
    type Error = io::Error;
    type Future = Ready<io::Result<Written>>;

    fn connect(self, stream: Written) -> Self::Future {
        ready(Ok(stream))
    }
}
