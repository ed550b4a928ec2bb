//! A timeout for the headers of every request of a connection.
//!
//! The framework has a timeout only for the headers of a connection's first request. After that, a
//! client could keep a connection open without limit by sending a byte from time to time.
//!
//! This module can go when actix-http times the headers of every request. actix/actix-web#928 asked
//! for a timeout and is closed, but version 3.20 still sets the timer for the first request only.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use memchr::memchr;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// What is sent to a slow client before the connection is closed.
const TOO_SLOW: &[u8] =
    b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";

/// A connection with a timeout for the headers of its requests.
pub(super) struct HeaderTimeout<S> {
    stream: S,
    timeout: Duration,
    state: State,
}

/// What a connection waits for.
enum State {
    /// For nothing that has to be timed here: the framework times the first headers and the bodies,
    /// and the time of a response is not limited.
    Untimed,
    /// For a request, after an answer. The framework counts how long.
    Request,
    /// For the rest of a request's headers.
    Headers(HeaderScanner, Pin<Box<Sleep>>),
}

/// Where in the headers a connection is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum HeaderScanner {
    /// Before the first line. Empty lines may come before it (RFC 9112, 2.2).
    Before,
    /// Inside a line.
    Inside,
    /// At the beginning of a line.
    Start,
    /// After the empty line that ends the headers.
    End,
}

impl HeaderScanner {
    fn after(mut self, mut bytes: &[u8]) -> Self {
        loop {
            if self == Self::Inside {
                // Nearly all of it is inside of lines: a byte at a time, this would be a seventh of
                // the smallest request.
                bytes = memchr(b'\n', bytes).map_or(&[], |at| &bytes[at..]);
            }
            let Some((byte, rest)) = bytes.split_first() else { return self };
            self = match (self, byte) {
                (Self::End, _) | (Self::Start, b'\n') => return Self::End,
                (Self::Before, b'\r' | b'\n') => Self::Before,
                (Self::Start, b'\r') | (Self::Inside, b'\n') => Self::Start,
                _ => Self::Inside,
            };
            bytes = rest;
        }
    }
}

impl<S> HeaderTimeout<S> {
    /// Watches a connection on which nothing was said yet.
    pub(super) fn new(stream: S, timeout: Duration) -> Self {
        Self { stream, timeout, state: State::Untimed }
    }

    fn record_read(&mut self, bytes: &[u8]) {
        if bytes.is_empty() {
            return;
        }
        let before = match &self.state {
            State::Untimed => return,
            State::Request => HeaderScanner::Before,
            State::Headers(scanner, _) => *scanner,
        };
        let scanner = before.after(bytes);
        match &mut self.state {
            state if scanner == HeaderScanner::End => *state = State::Untimed,
            State::Headers(at, _) => *at = scanner,
            state => *state = State::Headers(scanner, Box::pin(sleep(self.timeout))),
        }
    }

    fn record_write(&mut self, bytes: &[u8]) {
        // An invitation to send the body is no answer yet.
        if !bytes.is_empty() && !bytes.starts_with(b"HTTP/1.1 100") {
            self.state = State::Request;
        }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for HeaderTimeout<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        if matches!(read, Poll::Ready(Ok(()))) {
            self.record_read(&buffer.filled()[before..]);
        }
        if let State::Headers(_, deadline) = &mut self.state
            && deadline.as_mut().poll(context).is_ready()
        {
            self.state = State::Untimed;
            // A client that has sent so little has room for this; if not, the connection is closed
            // without it.
            let _ = Pin::new(&mut self.stream).poll_write(context, TOO_SLOW);
            // As if the client had closed its side.
            buffer.set_filled(before);
            return Poll::Ready(Ok(()));
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for HeaderTimeout<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.stream).poll_write(context, bytes))?;
        self.record_write(&bytes[..written]);
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_the_headers_is_found_wherever_they_are_cut() {
        for whole in [
            "GET / HTTP/1.1\r\n\r\n",
            "\r\n\nGET / HTTP/1.1\nHost: a\n\n",
            "GET / HTTP/1.1\r\nA: b\r\n\r\nbody",
        ] {
            let end = whole
                .find("\n\r\n")
                .map(|at| at + 3)
                .or(whole.rfind("\n\n").map(|at| at + 2))
                .unwrap();
            for cut in 0..whole.len() {
                let (first, second) = whole.as_bytes().split_at(cut);
                let scanner = HeaderScanner::Before.after(first);
                assert_eq!(
                    scanner == HeaderScanner::End,
                    cut >= end,
                    "{whole:?} cut at {cut}: {scanner:?}"
                );
                assert_eq!(scanner.after(second), HeaderScanner::End, "{whole:?} cut at {cut}");
            }
        }
        assert_eq!(
            HeaderScanner::Before.after(b"\r\n\r\n\r\n"),
            HeaderScanner::Before,
            "empty lines are no headers"
        );
    }
}
