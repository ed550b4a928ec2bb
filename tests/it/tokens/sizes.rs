//! Tokens that are too large to be ours.

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::forge::Hall;
use crate::support::raw;

/// Shows: JWT-34, REL-22.
#[actix_web::test]
async fn a_token_longer_than_any_of_ours_is_refused_though_it_is_signed() {
    let hall = Hall::open().await;
    let padded = |bytes: usize| hall.access(|token| token.claims["x"] = json!("x".repeat(bytes)));
    let room = (2048 - padded(0).len()) * 3 / 4 - 3;
    hall.accepts(&padded(room), "as long as one may be").await;
    for bytes in [room + 6, 8_000, 40_000] {
        hall.refuses(&padded(bytes), &format!("{bytes} bytes more")).await;
    }
}

/// Shows: JWT-34.
#[actix_web::test]
async fn a_megabyte_of_token_in_a_header_is_refused_and_breaks_nothing() {
    let hall = Hall::open().await;
    let huge = "x".repeat(1_000_000);
    for header in [format!("authorization: Bearer {huge}"), format!("cookie: access_token={huge}")]
    {
        let request = format!(
            "GET /api/auth/me HTTP/1.1\r\nhost: x\r\n{header}\r\nconnection: close\r\n\r\n"
        );
        let status = raw::status(&send_what_is_taken(&hall, request.as_bytes()).await);
        assert!([400, 431].contains(&status), "{status}");
    }
    hall.accepts(&hall.ada.access, "afterwards").await;
}

/// Shows: JWT-34.
#[actix_web::test]
async fn a_megabyte_of_token_in_a_body_is_413() {
    let hall = Hall::open().await;
    let body = json!({ "refreshToken": "x".repeat(1_000_000) }).to_string();
    let head = "POST /api/auth/refresh HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nconnection: close\r\n";
    let length = body.len();
    let request = format!("{head}content-length: {length}\r\n\r\n{body}");
    let answer = send_what_is_taken(&hall, request.as_bytes()).await;
    assert_eq!(raw::status(&answer), 413);
    assert!(answer.contains("PAYLOAD_TOO_LARGE"), "{answer}");
    hall.has_harmed_nobody().await;
}

/// Sends a request to a server that may not want all of it.
async fn send_what_is_taken(hall: &Hall, request: &[u8]) -> String {
    let (mut from, mut to) = raw::connect(&hall.app).await.into_split();
    let mut answer = Vec::new();
    let (_sent, _read) = tokio::join!(to.write_all(request), from.read_to_end(&mut answer));
    String::from_utf8_lossy(&answer).into_owned()
}
