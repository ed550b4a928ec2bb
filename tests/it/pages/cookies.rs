//! The two cookies, as they are set, cleared and read.

use super::{ACCESS_ENDED, ada};
use crate::support::{Answer, SetCookie, TestApp, raw};

const HTTPS: [&str; 2] = ["--public-url", "https://vestibule.example.com"];

/// Asks for the profile with these `Cookie` headers, byte for byte.
async fn ask(app: &TestApp, headers: &[&[u8]]) -> String {
    let mut request = b"GET /profile HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n".to_vec();
    for header in headers {
        request.extend_from_slice(b"Cookie: ");
        request.extend_from_slice(header);
        request.extend_from_slice(b"\r\n");
    }
    request.extend_from_slice(b"\r\n");
    raw::exchange(app, &request).await
}

/// A `Cookie` header from parts.
fn line(parts: &[&[u8]]) -> Vec<u8> {
    parts.concat()
}

#[track_caller]
fn assert_attributes(answer: &Answer, prefix: &str, expected: [&[&str]; 2]) {
    let mut cookies = answer.token_cookies();
    assert_eq!(cookies.len(), 2, "{answer:?}");
    for cookie in &mut cookies {
        cookie.attributes.sort();
    }
    let [access, refresh] = ["access_token", "refresh_token"].map(|name| format!("{prefix}{name}"));
    let view = |cookie: &SetCookie| (cookie.name.clone(), cookie.attributes.clone());
    let wanted = |name: String, attributes: &[&str]| {
        (name, attributes.iter().map(ToString::to_string).collect())
    };
    assert_eq!(
        cookies.iter().map(view).collect::<Vec<_>>(),
        [wanted(access, expected[0]), wanted(refresh, expected[1])]
    );
}

/// Shows: CK-01, ASVS 3.3.2.
#[actix_web::test]
async fn cookies_are_for_this_host_and_hidden_from_scripts_and_other_sites() {
    let app = TestApp::start();
    let browser = app.browser();

    let set: [&[_]; 2] = [
        &["HttpOnly", "Max-Age=900", "Path=/", "SameSite=Strict"],
        &["HttpOnly", "Max-Age=604800", "Path=/", "SameSite=Strict"],
    ];
    assert_attributes(&browser.register("ada").await, "", set);
    app.advance(ACCESS_ENDED);
    assert_attributes(&browser.get("/profile").await, "", set);
    let cleared: &[_] = &["HttpOnly", "Max-Age=0", "Path=/", "SameSite=Strict"];
    assert_attributes(&browser.post("/logout", &[]).await, "", [cleared; 2]);
}

/// Shows: CK-02, CK-10, ASVS 3.3.3.
#[actix_web::test]
async fn with_https_cookies_have_the_prefix_that_browsers_guard() {
    let app = TestApp::start_with(&HTTPS);
    let browser = app.browser();

    let set: [&[_]; 2] = [
        &["HttpOnly", "Max-Age=900", "Path=/", "SameSite=Strict", "Secure"],
        &["HttpOnly", "Max-Age=604800", "Path=/", "SameSite=Strict", "Secure"],
    ];
    assert_attributes(&browser.register("ada").await, "__Host-", set);
    app.advance(ACCESS_ENDED);
    assert_attributes(&browser.get("/profile").await, "__Host-", set);
    assert!(browser.is_signed_in().await);
    let cleared: &[_] = &["HttpOnly", "Max-Age=0", "Path=/", "SameSite=Strict", "Secure"];
    assert_attributes(&browser.post("/logout", &[]).await, "__Host-", [cleared; 2]);
}

/// Shows: ASVS 3.3.2.
#[actix_web::test]
async fn same_site_follows_the_settings() {
    let app = TestApp::start_with(&["--cookie-same-site", "lax"]);
    let browser = app.browser();

    for answer in [browser.register("ada").await, browser.post("/logout", &[]).await] {
        for cookie in answer.token_cookies() {
            assert!(cookie.has("SameSite=Lax"), "{cookie:?}");
        }
    }
}

#[actix_web::test]
async fn with_https_cookies_without_the_prefix_are_not_ours() {
    let app = TestApp::start_with(&HTTPS);
    let browser = app.browser();
    browser.register("ada").await;
    let access = browser.cookie("__Host-access_token").unwrap();
    let refresh = browser.cookie("__Host-refresh_token").unwrap();

    let plain = format!("access_token={access}; refresh_token={refresh}");
    assert_eq!(raw::status(&ask(&app, &[plain.as_bytes()]).await), 303);
    let beside = format!("{plain}; __Host-access_token={access}");
    assert_eq!(raw::status(&ask(&app, &[beside.as_bytes()]).await), 200);
}

/// Shows: CK-05, CK-06.
#[actix_web::test]
async fn our_cookie_is_found_among_any_others() {
    let app = TestApp::start();
    let access = ada(&app).await.cookie("access_token").unwrap();
    let ours = format!("access_token={access}");
    let ours = ours.as_bytes();

    for others in [
        &[ours][..],
        &[b"a=1", ours],
        &[ours, b"a=1"],
        &[b"\x80\xff=\xfe", ours],
        &[b"a=\x80", ours, b"b=\xc3\x28"],
        &[b"access%5Ftoken=evil", ours],
        &[b"%61ccess_token=evil", ours],
        &[b"Access_Token=evil; ACCESS_TOKEN=evil", ours],
        &[b"\xe2\x80\x80access_token=evil", ours],
        &[b"\xc2\xa0access_token=evil", ours],
        &[b"access_token\xc2\x85=evil", ours],
        &[b"access_token =evil", ours],
        &[b"xaccess_token=evil; access_tokens=evil", ours],
        &[b"access_token", ours],
        &[b"$Version=1; =; ;; foo; =bar", ours],
        &[br#"a="x; y""#, ours],
        &[b"a=%00%ff%zz", ours],
    ] {
        let joined = others.join(&b"; "[..]);
        let named = String::from_utf8_lossy(&joined).into_owned();
        assert_eq!(raw::status(&ask(&app, &[&joined]).await), 200, "in one header: {named}");
        assert_eq!(raw::status(&ask(&app, others).await), 200, "in several headers: {named}");
        let tight = others.join(&b";"[..]);
        assert_eq!(raw::status(&ask(&app, &[&tight]).await), 200, "without blanks: {named}");
    }
}

/// Shows: CK-03.
#[actix_web::test]
async fn a_cookie_that_resembles_ours_is_ignored() {
    let app = TestApp::start();
    let access = ada(&app).await.cookie("access_token").unwrap();
    let access = access.as_bytes();

    for header in [
        line(&[b"access%5Ftoken=", access]),
        line(&[b"%61ccess_token=", access]),
        line(&[b"Access_token=", access]),
        line(&[b"\xe2\x80\x80access_token=", access]),
        line(&[b"\xc2\xa0access_token=", access]),
        line(&[b"access_token\xc2\x85=", access]),
        line(&[b"access_token =", access]),
        line(&[b"__Host-access_token=", access]),
        line(&[b"a=1, access_token=", access]),
        line(&[b"access_token"]),
    ] {
        let answer = ask(&app, &[&header]).await;
        let named = String::from_utf8_lossy(&header).into_owned();
        assert_eq!(raw::status(&answer), 303, "{named}");
        assert!(
            answer.contains("\r\nlocation: /login?next=%2Fprofile\r\n"),
            "no cookie came: {named}: {answer}"
        );
        assert!(!answer.to_lowercase().contains("set-cookie"), "{named}: {answer}");
    }
}

/// Shows: CK-04.
#[actix_web::test]
async fn two_cookies_with_our_name_are_ignored() {
    let app = TestApp::start();
    let browser = ada(&app).await;
    for name in ["access_token", "refresh_token"] {
        let ours = format!("{name}={}", browser.cookie(name).unwrap());
        let ours = ours.as_bytes();
        let other = format!("{name}=evil");
        let other = other.as_bytes();
        let empty = format!("{name}=");
        for pair in [[other, ours], [ours, other], [ours, ours], [ours, empty.as_bytes()]] {
            let named = String::from_utf8_lossy(&pair.join(&b"; "[..])).into_owned();
            for answer in [ask(&app, &[&pair.join(&b"; "[..])]).await, ask(&app, &pair).await] {
                assert_eq!(raw::status(&answer), 303, "{named}");
                assert!(!answer.to_lowercase().contains("set-cookie"), "{named}: {answer}");
            }
        }
    }
    assert!(browser.is_signed_in().await);
}

#[actix_web::test]
async fn a_good_refresh_cookie_makes_up_for_two_access_cookies() {
    let app = TestApp::start();
    let browser = ada(&app).await;
    let refresh = browser.cookie("refresh_token").unwrap();

    let header = format!("access_token=evil; refresh_token={refresh}; access_token=evil");
    let answer = ask(&app, &[header.as_bytes()]).await;

    assert_eq!(raw::status(&answer), 200, "{answer}");
    assert_eq!(answer.matches("\r\nset-cookie: ").count(), 2, "{answer}");
}
