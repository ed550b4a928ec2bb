//! Where a body ends is told in one way or not at all, so that nothing in front of us can see
//! another request than we do (RFC 9112, 6.3 and 11.2).

use super::{LOGIN, answers, assert_well};
use crate::support::{TestApp, raw};

/// A request that would be answered if anybody took it for one.
const SMUGGLED: &str = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

/// Header lines that give the length of a body in two ways, or in an invalid one.
const UNCLEAR: &[&str] = &[
    "Content-Length: 2\r\nTransfer-Encoding: chunked",
    "Transfer-Encoding: chunked\r\nContent-Length: 2",
    "Content-Length: 2\r\nContent-Length: 3",
    "Content-Length: 2\r\nContent-Length: 2",
    "Content-Length: 2, 2",
    "Content-Length: +2",
    "Content-Length: -2",
    "Content-Length: 0x2",
    "Content-Length: 2.0",
    "Content-Length: 2 2",
    "Content-Length: two",
    "Content-Length: 18446744073709551618",
    "Content-Length:",
    "Transfer-Encoding: xchunked",
    "Transfer-Encoding: identity",
    "Transfer-Encoding: gzip, chunked",
    "Transfer-Encoding: chunked, identity",
    "Transfer-Encoding: identity, chunked",
    "Transfer-Encoding: chunked;x=1",
    "Transfer-Encoding: \"chunked\"",
    "Transfer-Encoding : chunked",
    "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
    "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
];

/// Shows: HTTP-01, HTTP-02, HTTP-03, HTTP-04, HTTP-05, HTTP-14, ASVS 4.2.1.
#[actix_web::test]
async fn a_body_whose_length_is_unclear_is_refused_and_the_connection_closed() {
    let app = TestApp::start();
    for lines in UNCLEAR {
        let request = format!("{LOGIN}{lines}\r\n\r\n2\r\n{{}}\r\n0\r\n\r\n{SMUGGLED}");
        let answer = raw::exchange(&app, request.as_bytes()).await;
        assert_eq!((raw::status(&answer), answers(&answer)), (400, 1), "{lines}: {answer}");
    }
    let old = format!("{LOGIN}Transfer-Encoding: chunked\r\n\r\n2\r\n{{}}\r\n0\r\n\r\n")
        .replace("HTTP/1.1", "HTTP/1.0");
    assert_eq!(
        raw::status(&raw::exchange(&app, old.as_bytes()).await),
        400,
        "HTTP/1.0 has no chunked encoding"
    );
    assert_well(&app).await;
}

/// Shows: HTTP-06, ASVS 4.2.1.
#[actix_web::test]
async fn a_body_in_broken_chunks_is_refused_and_the_connection_closed() {
    let app = TestApp::start();
    for (chunks, what) in [
        ("2\n{}\n0\n\n", "line feeds alone"),
        ("10000000000000000\r\n{}\r\n0\r\n\r\n", "a size beyond all numbers"),
        ("-2\r\n{}\r\n0\r\n\r\n", "a negative size"),
        ("0x2\r\n{}\r\n0\r\n\r\n", "a size with a prefix"),
        ("2\r\n{}0\r\n\r\n", "no line end behind a chunk"),
        ("\r\n{}\r\n0\r\n\r\n", "no size"),
        ("g\r\n{}\r\n0\r\n\r\n", "a size that is no number"),
    ] {
        let request = format!("{LOGIN}Transfer-Encoding: chunked\r\n\r\n{chunks}{SMUGGLED}");
        let answer = raw::exchange(&app, request.as_bytes()).await;
        assert_eq!((raw::status(&answer), answers(&answer)), (400, 1), "{what}: {answer}");
    }
    assert_well(&app).await;
}

/// Shows: HTTP-07.
#[actix_web::test]
async fn trailers_add_nothing_to_the_headers() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let trailers = format!(
        "Authorization: Bearer {}\r\nCookie: access_token={}\r\nHost: x",
        ada.access, ada.access
    );
    let head = "POST /api/auth/logout-all HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\
                Connection: close\r\n\r\n";
    let answer = raw::exchange(&app, format!("{head}0\r\n{trailers}\r\n\r\n").as_bytes()).await;
    assert_eq!(raw::status(&answer), 401, "{answer}");
    assert_eq!(ada.json.get("/api/auth/me").await.status, 200);
}

/// Shows: HTTP-06.
#[actix_web::test]
async fn a_long_extension_of_a_chunk_is_ignored() {
    let app = TestApp::start();
    let chunks = format!("2;{}\r\n{{}}\r\n0\r\n\r\n", "a".repeat(1_000_000));
    let request = format!("{LOGIN}Transfer-Encoding: chunked\r\n\r\n{chunks}{SMUGGLED}");
    let answer = raw::exchange(&app, request.as_bytes()).await;
    assert_eq!((raw::status(&answer), answers(&answer)), (422, 2), "{answer}");
}

/// Shows: HTTP-11.
#[actix_web::test]
async fn a_body_is_not_taken_for_the_next_request() {
    let app = TestApp::start();
    for method in ["GET", "HEAD", "POST", "DELETE", "OPTIONS"] {
        for path in ["/healthz", "/login", "/nothing"] {
            let length = SMUGGLED.len();
            let first = format!(
                "{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n{SMUGGLED}"
            );
            let last = "GET /api/nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            let answer = raw::exchange(&app, format!("{first}{last}").as_bytes()).await;
            // A connection whose body nobody wanted may be closed, and then the last is not
            // answered at all.
            assert!(answers(&answer) <= 2, "{method} {path}: {answer}");
            let second = answer.rsplit("HTTP/1.1 ").next().unwrap();
            assert!(
                answers(&answer) == 1 || second.starts_with("404"),
                "{method} {path}: {answer}"
            );
        }
    }
}

/// Shows: HTTP-23, ASVS 4.2.2.
#[actix_web::test]
async fn requests_in_a_row_are_answered_in_their_order() {
    let app = TestApp::start();
    let mut requests = String::new();
    for number in 0..100 {
        let path = if number % 2 == 0 { "/healthz" } else { "/nothing" };
        let close = if number == 99 { "Connection: close\r\n" } else { "" };
        requests.push_str(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{close}\r\n"));
    }
    let answer = raw::exchange(&app, requests.as_bytes()).await;
    let statuses: Vec<&str> =
        answer.split("HTTP/1.1 ").skip(1).map(|answer| &answer[..3]).collect();
    assert_eq!(statuses, [["200", "404"]; 50].concat());
}

/// Shows: HTTP-20.
#[actix_web::test]
async fn a_body_that_is_announced_too_large_is_refused_before_it_arrives() {
    let app = TestApp::start();
    let request = format!("{LOGIN}Expect: 100-continue\r\nContent-Length: 2000000\r\n\r\n");
    let answer = raw::exchange(&app, request.as_bytes()).await;
    let answer = answer.strip_prefix("HTTP/1.1 100 Continue\r\n\r\n").unwrap_or(&answer);
    assert_eq!(raw::status(answer), 413, "{answer}");
}
