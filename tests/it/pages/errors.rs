//! Errors as pages.

use std::time::Duration;

use reqwest::Method;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::{ada, expire_access, from_another_site};
use crate::support::{Answer, PASSWORD, TestApp, raw};

const FORM: &str = "application/x-www-form-urlencoded";

/// Requires an error as a page: a heading that names it, a way back, and nothing of its cause.
#[track_caller]
fn assert_error_page(answer: &Answer, status: u16, title: &str) {
    assert_eq!(answer.status, status, "{answer:?}");
    assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"), "{answer:?}");
    assert_eq!(answer.select("h1"), [title]);
    assert_eq!(answer.attribute("main a", "href").as_deref(), Some("/"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}

#[actix_web::test]
async fn an_unknown_address_is_a_page() {
    let app = TestApp::start();
    let browser = app.browser();

    for path in [
        "/unknown",
        "/profile/",
        "/profile/a.css",
        "/profile;a.css",
        "/PROFILE",
        "//profile",
        "/login%2f",
        "/apix",
    ] {
        for method in [Method::GET, Method::POST, Method::DELETE] {
            let answer = browser.send(browser.request(method.clone(), path)).await;
            assert_error_page(&answer, 404, "Page not found");
        }
    }
}

#[actix_web::test]
async fn a_wrong_method_is_a_page_that_names_the_right_ones() {
    let app = TestApp::start();
    let browser = app.browser();

    for (method, path, allow) in [
        (Method::POST, "/", "GET, HEAD, OPTIONS"),
        (Method::POST, "/profile/edit", "GET, HEAD, OPTIONS"),
        (Method::DELETE, "/profile", "GET, HEAD, POST, OPTIONS"),
        (Method::PUT, "/login", "GET, HEAD, POST, OPTIONS"),
        (Method::TRACE, "/register", "GET, HEAD, POST, OPTIONS"),
        (Method::from_bytes(b"BREW").unwrap(), "/register", "GET, HEAD, POST, OPTIONS"),
        (Method::GET, "/logout", "POST, OPTIONS"),
        (Method::POST, "/static/icon.svg", "GET, HEAD, OPTIONS"),
    ] {
        let answer = browser.send(browser.request(method.clone(), path)).await;
        assert_error_page(&answer, 405, "Method not allowed");
        assert_eq!(answer.header("allow"), Some(allow), "{method} {path}");
    }
}

/// Shows: AUTH-43.
#[actix_web::test]
async fn a_form_that_is_too_large_is_413() {
    let app = TestApp::start();
    let browser = app.browser();
    let name = |length: usize| [("login", "a".repeat(length - "login=".len()))];

    for path in ["/login", "/register"] {
        for (length, too_large) in [(16 * 1024, false), (16 * 1024 + 1, true), (1024 * 1024, true)]
        {
            let [(field, value)] = name(length);
            let answer = browser.post(path, &[(field, &value)]).await;
            assert_eq!(answer.status == 413, too_large, "{path} {length}: {}", answer.status);
            if too_large {
                assert_error_page(&answer, 413, "Request too large");
            }
        }
    }
}

/// Shows: INP-07.
#[actix_web::test]
async fn a_form_that_is_too_large_is_413_without_a_length_too() {
    let app = TestApp::start();
    let chunk = format!("1000\r\n{}\r\n", "a".repeat(0x1000));
    let head = format!(
        "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: {FORM}\r\nTransfer-Encoding: chunked\r\n\
         Connection: close\r\n\r\n"
    );

    let request = format!("{head}{}0\r\n\r\n", chunk.repeat(5));
    let answer = raw::exchange(&app, request.as_bytes()).await;

    assert_eq!(raw::status(&answer), 413, "{answer}");
    assert!(answer.contains("<h1>Request too large</h1>"), "{answer}");
}

/// Shows: HTTP-18, INP-06.
#[actix_web::test]
async fn a_body_of_another_type_is_415() {
    let app = TestApp::start();
    let browser = app.browser();
    let body = format!("login=ada&password={PASSWORD}");

    for path in ["/login", "/register"] {
        for content_type in [
            Some("application/json"),
            Some("text/plain"),
            Some("multipart/form-data; boundary=x"),
            Some("application/x-www-form-urlencoded; charset=utf-16"),
            Some("application/x-www-form-urlencoded-not"),
            Some("nonsense"),
            Some(""),
            None,
        ] {
            let mut request = browser.request(Method::POST, path).body(body.clone());
            if let Some(content_type) = content_type {
                request = request.header("content-type", content_type);
            }
            let answer = browser.send(request).await;
            assert_error_page(&answer, 415, "Unsupported media type");
            assert!(!answer.body.contains(PASSWORD), "{content_type:?}");
        }
    }
}

#[actix_web::test]
async fn a_form_may_name_its_charset_and_its_type_in_any_case() {
    let app = TestApp::start();
    ada(&app).await;

    for content_type in [
        FORM,
        "Application/X-WWW-Form-URLencoded",
        "application/x-www-form-urlencoded;charset=UTF-8",
    ] {
        let browser = app.browser();
        let body = "login=ada&password=correct+horse%20battery";
        let request =
            browser.request(Method::POST, "/login").header("content-type", content_type).body(body);
        assert_eq!(browser.send(request).await.redirect(), (303, "/profile"), "{content_type}");
    }
}

/// Shows: AUTH-73, INP-07.
#[actix_web::test]
async fn a_form_that_cannot_be_read_is_400() {
    let app = TestApp::start();
    let browser = app.browser();

    for path in ["/login", "/register"] {
        for body in [
            &b"login=%ff&password=x"[..],
            b"login=\xff&password=x",
            b"login=%c0%af",
            b"login=%ed%a0%80",
            b"%ff=x",
            b"login=ada&login=grace",
            b"login=ada&%6cogin=ada",
            b"password=a&password=b",
            b"next=%2F&next=%2F%2Fevil.example",
        ] {
            let request = browser
                .request(Method::POST, path)
                .header("content-type", FORM)
                .body(body.to_vec());
            assert_error_page(&browser.send(request).await, 400, "Malformed request");
        }
    }
}

/// Shows: INP-07.
#[actix_web::test]
async fn odd_but_readable_forms_are_read() {
    let app = TestApp::start();
    let browser = app.browser();

    for (body, status) in [
        ("", 422),
        ("&&&", 422),
        ("=", 422),
        ("login", 422),
        ("login=%", 422),
        ("login=%00", 422),
        ("a=b=c&&d", 422),
        ("login=%zz&password=%0", 401),
        ("login=%00&password=%00", 401),
        ("login=a=b&password==", 401),
    ] {
        let request =
            browser.request(Method::POST, "/login").header("content-type", FORM).body(body);
        let answer = browser.send(request).await;
        assert_eq!(answer.status, status, "{body:?}");
        assert_eq!(answer.select("[role=alert]").len(), 1, "{body:?}");
    }
}

/// Shows: REL-16.
#[actix_web::test]
async fn a_body_that_does_not_arrive_is_408() {
    let app = TestApp::start();
    let mut socket = raw::connect(&app).await;
    let head = format!(
        "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: {FORM}\r\nContent-Length: 100\r\n\r\n"
    );
    socket.write_all(head.as_bytes()).await.unwrap();

    let mut answer = Vec::new();
    // A byte now and then does not buy more time.
    let dripping = async {
        loop {
            tokio::time::sleep(Duration::from_millis(50)).await;
            let mut part = [0; 4096];
            if socket.write_all(b"a").await.is_err() {
                break;
            }
            match tokio::time::timeout(Duration::from_millis(1), socket.read(&mut part)).await {
                Ok(Ok(0) | Err(_)) => break,
                Ok(Ok(read)) => answer.extend_from_slice(&part[..read]),
                Err(_) => {}
            }
        }
    };
    let ended = tokio::time::timeout(Duration::from_secs(5), dripping).await;

    let answer = String::from_utf8_lossy(&answer);
    assert!(ended.is_ok(), "the connection is closed: {answer}");
    assert_eq!(raw::status(&answer), 408, "{answer}");
    assert!(answer.contains("<h1>Request timed out</h1>"), "{answer}");
    assert!(answer.to_lowercase().contains("connection: close"), "{answer}");
}

#[actix_web::test]
async fn a_form_from_another_site_is_refused_with_a_page() {
    let app = TestApp::start();
    let browser = ada(&app).await;

    for path in ["/login", "/register", "/logout", "/unknown"] {
        let request = from_another_site(browser.request(Method::POST, path));
        let answer = browser.send(request).await;
        assert_error_page(&answer, 403, "Cross-site request");
        assert!(answer.set_cookies().is_empty(), "{path}");
    }
    assert!(browser.is_signed_in().await);
}

/// Shows: ASVS 16.5.1.
#[actix_web::test]
async fn an_invalid_row_is_500_without_its_cause_and_signs_nobody_out() {
    let app = TestApp::start();
    let browser = ada(&app).await;
    let hash = app.session().token_hash;
    app.set_token_hashes(&[0]);
    expire_access(&app, &browser);

    let answer = browser.get("/profile").await;

    assert_error_page(&answer, 500, "Something went wrong");
    assert!(!answer.body.to_lowercase().contains("hash"), "{}", answer.body);
    assert!(answer.set_cookies().is_empty(), "{answer:?}");
    app.set_token_hashes(&hash.0);
    assert!(browser.is_signed_in().await);
}
