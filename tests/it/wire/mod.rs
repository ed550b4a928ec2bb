//! What comes over the wire, byte by byte: where a request ends, what a head may be, and how slow
//! it may come.

mod framing;
mod heads;
mod slow;

use crate::support::{TestApp, raw};

/// The head of a sign-in that is to be followed by more lines.
const LOGIN: &str =
    "POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

/// The same application goes on answering everybody else.
async fn assert_well(app: &TestApp) {
    let answer =
        raw::exchange(app, b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            .await;
    assert_eq!(raw::status(&answer), 200);
}

/// How many answers came over one connection.
fn answers(answer: &str) -> usize {
    answer.matches("HTTP/1.1 ").count()
}
