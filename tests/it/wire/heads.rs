//! What the first line and the headers of a request may be.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

use super::{answers, assert_well};
use crate::support::{TestApp, raw};

async fn send(app: &TestApp, request: &[u8]) -> String {
    raw::exchange(app, request).await
}

/// Shows: HTTP-08, HTTP-09, HTTP-10, HTTP-13, HTTP-22.
#[actix_web::test]
async fn a_head_that_is_not_well_formed_is_refused() {
    let app = TestApp::start();
    let well = "GET /healthz HTTP/1.1\r\n";
    for (head, what) in [
        (format!("{well}\r\n"), "no host"),
        (format!("{well}Host: localhost\r\nHost: evil.example.com\r\n\r\n"), "two hosts"),
        (format!("{well}Host: localhost\rX: y\r\n\r\n"), "a bare carriage return"),
        (format!("{well}Host: localhost\r\nX: a\0b\r\n\r\n"), "a NUL"),
        (format!("{well}Host: localhost\r\nX: a\r\n b\r\n\r\n"), "a folded line"),
        (format!("{well}Host : localhost\r\n\r\n"), "a blank before the colon"),
        (format!("{well} X: y\r\nHost: localhost\r\n\r\n"), "a blank before the first line"),
        (format!("{well}Host: localhost\r\nX y\r\n\r\n"), "no colon"),
        (format!("{well}Host: localhost\r\nX\u{e9}: y\r\n\r\n"), "a name that is no token"),
        ("GET /healthz\r\n".to_owned(), "HTTP/0.9"),
        ("GET /healthz HTTP/1.2\r\nHost: localhost\r\n\r\n".to_owned(), "HTTP/1.2"),
        ("GET /healthz HTTP/2.0\r\nHost: localhost\r\n\r\n".to_owned(), "HTTP/2.0"),
        ("GET /healthz HTTP/9.9\r\nHost: localhost\r\n\r\n".to_owned(), "HTTP/9.9"),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(), "the preface of HTTP/2"),
        ("GET  /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".to_owned(), "two blanks"),
        (
            "G(T /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".to_owned(),
            "a method that is no token",
        ),
        ("\u{16}\u{3}\u{1}\u{2}\0\u{1}\0".repeat(20), "TLS"),
    ] {
        let answer = send(&app, head.as_bytes()).await;
        assert_eq!((raw::status(&answer), answers(&answer)), (400, 1), "{what}: {answer}");
    }
    assert_well(&app).await;
}

/// Shows: CK-07, HTTP-21.
#[actix_web::test]
async fn a_head_that_is_too_large_is_refused_and_nobody_else_notices() {
    let app = TestApp::start();
    let with = |lines: String| {
        format!("GET /healthz HTTP/1.1\r\nHost: localhost\r\n{lines}Connection: close\r\n\r\n")
    };
    let many = (0..200).map(|number| format!("X-{number}: y\r\n")).collect::<String>();
    let crumbs = |before: &str, after: &str| {
        (0..100)
            .map(|number| format!("{before}c{number}={}{after}", "a".repeat(4000)))
            .collect::<String>()
    };
    for (request, status, what) in [
        (with(many), 431, "two hundred lines"),
        (with(format!("X: {}\r\n", "a".repeat(200_000))), 431, "one line of 200 kB"),
        (with(crumbs("Cookie: ", "\r\n")), 431, "a hundred lines of cookies"),
        (with(format!("Cookie: {}\r\n", crumbs("", "; "))), 431, "a hundred cookies"),
        (
            format!("GET /{} HTTP/1.1\r\nHost: localhost\r\n\r\n", "a".repeat(70_000)),
            400,
            "a long address",
        ),
    ] {
        let answer = send(&app, request.as_bytes()).await;
        // What is sent on regardless may reset the connection before the answer is read.
        assert!(answer.is_empty() || raw::status(&answer) == status, "{what}: {answer}");
    }
    assert_well(&app).await;
}

/// Shows: HTTP-30.
#[actix_web::test]
async fn a_head_has_128_kib_and_96_lines_at_most_and_an_address_65534_bytes() {
    let app = TestApp::start();
    let sized = |bytes: usize| {
        let (start, end) =
            ("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX: ", "\r\n\r\n");
        format!("{start}{}{end}", "a".repeat(bytes - start.len() - end.len()))
    };
    let lines = |number: usize| {
        let more = (2..number).map(|number| format!("X-{number}: y\r\n")).collect::<String>();
        format!("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{more}\r\n")
    };
    let address = |bytes: usize| {
        format!(
            "GET /{} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            "a".repeat(bytes - 1)
        )
    };
    for (request, status) in [
        (sized(128 * 1024), 200),
        (sized(128 * 1024 + 1), 431),
        (lines(96), 200),
        (lines(97), 431),
        (address(65_534), 404),
        (address(65_535), 400),
    ] {
        let answer = send(&app, request.as_bytes()).await;
        assert_eq!(raw::status(&answer), status, "{} bytes: {answer}", request.len());
    }
}

/// Shows: HTTP-29.
#[actix_web::test]
async fn a_connection_is_closed_after_large_headers() {
    let app = TestApp::start();
    for (line, is_kept) in [
        (format!("X: {}", "a".repeat(8_000)), true),
        (format!("X: {}", "a".repeat(20_000)), false),
        (format!("Cookie: a={}", "b".repeat(100_000)), false),
        (
            (0..60)
                .map(|number| format!("X-{number}: {}", "a".repeat(300)))
                .collect::<Vec<_>>()
                .join("\r\n"),
            false,
        ),
    ] {
        for path in ["/healthz", "/nothing", "/api/auth/me"] {
            let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{line}\r\n\r\n");
            let mut socket = raw::connect(&app).await;
            socket.write_all(request.as_bytes()).await.unwrap();
            let mut answer = String::new();
            let closed =
                timeout(Duration::from_secs(2), socket.read_to_string(&mut answer)).await.is_ok();
            assert_eq!(closed, !is_kept, "{path}, {} bytes", line.len());
            assert_eq!(answer.to_lowercase().contains("connection: close"), closed, "{answer}");
        }
    }
    assert_well(&app).await;
}

/// Shows: HTTP-10, INJ-08.
#[actix_web::test]
async fn a_host_or_absolute_url_in_the_request_line_changes_nothing() {
    let app = TestApp::start();
    for head in [
        "GET / HTTP/1.1\r\nHost: evil.example.com",
        "GET / HTTP/1.1\r\nHost: localhost/evil",
        "GET / HTTP/1.1\r\nHost: a@evil.example.com",
        "GET / HTTP/1.1\r\nHost:",
        "GET http://evil.example.com/ HTTP/1.1\r\nHost: localhost",
        "GET / HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Host: evil.example.com",
        "GET / HTTP/1.1\r\nHost: localhost\r\nForwarded: host=evil.example.com",
    ] {
        let answer = send(&app, format!("{head}\r\nConnection: close\r\n\r\n").as_bytes()).await;
        assert!(answer.to_lowercase().contains("\r\nlocation: /login\r\n"), "{head}: {answer}");
        assert!(!answer.contains("evil"), "{head}: {answer}");
    }
}

/// Shows: HTTP-13, ASVS 4.4.1.
#[actix_web::test]
async fn no_protocol_upgrade_is_accepted() {
    let app = TestApp::start();
    for upgrade in [
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__",
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Connection: Upgrade\r\nUpgrade: TLS/1.2",
    ] {
        let request = format!("GET /healthz HTTP/1.1\r\nHost: localhost\r\n{upgrade}\r\n\r\n");
        let answer = send(&app, request.as_bytes()).await;
        assert_eq!((raw::status(&answer), answers(&answer)), (200, 1), "{upgrade}: {answer}");
    }
}

/// Shows: HTTP-17, ASVS 13.4.4.
#[actix_web::test]
async fn no_method_echoes_the_request() {
    let app = TestApp::start();
    for (method, to) in [
        ("TRACE", "/login"),
        ("OPTIONS", "*"),
        ("CONNECT", "localhost:1"),
        (&*"A".repeat(10_000), "/"),
    ] {
        let request = format!(
            "{method} {to} HTTP/1.1\r\nHost: localhost\r\nX-Canary: canary\r\nConnection: close\r\n\r\n"
        );
        let answer = send(&app, request.as_bytes()).await;
        assert!(matches!(raw::status(&answer), 404 | 405), "{answer}");
        assert!(!answer.contains("canary") && !answer.contains("AAAA"), "{answer}");
    }
}

/// Shows: HTTP-19, HTTP-24.
#[actix_web::test]
async fn no_header_makes_a_private_page_come_in_parts_or_not_at_all() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    let whole = browser.get("/profile").await;
    for (name, value) in [
        ("range", "bytes=0-10"),
        ("if-none-match", "*"),
        ("if-modified-since", "Fri, 01 Jan 2100 00:00:00 GMT"),
        ("if-match", "\"x\""),
        ("accept", "image/*"),
        ("accept", "*/*;q=0"),
        ("accept-language", "tlh"),
        ("accept-encoding", "identity;q=0"),
        ("accept", &"text/xml,".repeat(1000)),
    ] {
        let answer = browser
            .send(browser.request(reqwest::Method::GET, "/profile").header(name, value))
            .await;
        assert_eq!((answer.status, answer.body == whole.body), (200, true), "{name}: {value:.50}");
        let refusal = app
            .json()
            .send(app.json().request(reqwest::Method::GET, "/api/auth/me").header(name, value))
            .await;
        assert_eq!(refusal.problem(), (401, "NO_TOKEN".to_owned()), "{name}: {value:.50}");
    }
}

/// Shows: REL-19.
#[actix_web::test]
async fn an_aborted_request_harms_nobody() {
    let app = TestApp::start();
    for request in [
        "",
        "G",
        "GET /login HTTP/1.1\r\n",
        "POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nlog",
    ] {
        for _ in 0..20 {
            let mut socket = raw::connect(&app).await;
            socket.write_all(request.as_bytes()).await.unwrap();
            // Dropped at once, in the middle of the request.
        }
    }
    assert_well(&app).await;
}
