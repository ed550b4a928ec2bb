//! `GET /static/{file}`

use std::io::Write;

use super::every::all_pages;
use flate2::Compression;
use flate2::write::GzEncoder;
use reqwest::Method;

use crate::support::{TestApp, raw};

/// The addresses by which a page names its files.
async fn addresses(app: &TestApp) -> [String; 2] {
    let page = app.browser().get("/login").await;
    ["stylesheet", "icon"].map(|rel| page.attribute(&format!("link[rel={rel}]"), "href").unwrap())
}

/// Shows: ASVS 4.1.1.
#[actix_web::test]
async fn pages_link_to_file_urls_that_can_be_cached_forever() {
    let app = TestApp::start();
    let browser = app.browser();

    for (address, content_type) in addresses(&app).await.iter().zip(["text/css", "image/svg+xml"]) {
        assert!(address.starts_with("/static/") && address.contains("?v="), "{address}");
        let answer = browser.get(address).await;
        assert_eq!(answer.status, 200, "{address}");
        let named = answer.header("content-type").unwrap();
        assert_eq!(named.split(';').next(), Some(content_type), "{address}");
        assert_eq!(
            answer.header("cache-control"),
            Some("public, max-age=31536000, immutable"),
            "{address}"
        );
        assert!(!answer.body.is_empty(), "{address}");
    }
}

#[actix_web::test]
async fn any_other_url_of_a_file_is_not_cached() {
    let app = TestApp::start();
    let browser = app.browser();
    let [style, _] = addresses(&app).await;
    let (plain, version) = style.split_once("?v=").unwrap();

    for query in
        ["", "?", "?v=", "?v=000000000000", &format!("?w={version}"), &format!("?v={version}x")]
    {
        let answer = browser.get(&format!("{plain}{query}")).await;
        assert_eq!(answer.status, 200, "{query}");
        assert_eq!(
            answer.header("cache-control"),
            Some("no-cache"),
            "{query}: its content may change"
        );
    }
}

#[actix_web::test]
async fn a_file_is_compressed_for_those_who_take_that() {
    let app = TestApp::start();
    let browser = app.browser();
    let [style, icon] = addresses(&app).await;
    let plain = browser.get(&style).await;
    assert_eq!(plain.header("content-encoding"), None);
    for (accepted, expected) in [
        ("gzip", Some("gzip")),
        ("br, gzip;q=0.5", Some("gzip")),
        ("gzip;q=0", None),
        ("identity", None),
        ("br", None),
    ] {
        let request = browser.request(Method::GET, &style).header("accept-encoding", accepted);
        let answer = browser.send(request).await;
        assert_eq!(answer.header("content-encoding"), expected, "{accepted}");
        assert_eq!(answer.header("vary"), Some("Accept-Encoding"), "{accepted}");
    }
    let request = browser.request(Method::GET, &icon).header("accept-encoding", "gzip");
    assert_eq!(browser.send(request).await.status, 200);
}

/// The limit is 30 kB for a page with all that it loads, in one round trip after the HTML.
#[actix_web::test]
async fn every_page_with_all_it_loads_is_small() {
    let app = TestApp::start();
    let (mut files, browser) = (0, app.browser());
    for file in ["vestibule.css", "enhance.js", "icon.svg"] {
        files += gzip(browser.get(&format!("/static/{file}")).await.body.as_bytes());
    }
    let script = browser.get("/static/enhance.js").await.body.len();
    assert!(script < 6000, "the script has {script} bytes");
    for (name, page) in all_pages(&app).await {
        let size = gzip(page.body.as_bytes()) + files;
        assert!(size < 30_000, "{name} and its files have {size} bytes");
        let loaded = page.select("link[rel=stylesheet], script, img, link[rel=icon]").len();
        assert!(loaded <= 3, "{name} loads {loaded} files");
    }
}

fn gzip(bytes: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap().len()
}

/// Shows: CK-11.
#[actix_web::test]
async fn files_are_for_everybody_and_the_same_for_all() {
    let app = TestApp::start();
    let (stranger, browser) = (app.browser(), app.browser());
    browser.register("ada").await;
    browser.set_cookie("access_token", None);

    for address in addresses(&app).await {
        let (theirs, ours) = (stranger.get(&address).await, browser.get(&address).await);
        assert_eq!(theirs.body, ours.body, "{address}");
        assert!(theirs.set_cookies().is_empty() && ours.set_cookies().is_empty(), "{address}");
    }
}

#[actix_web::test]
async fn head_of_a_file_matches_get() {
    let app = TestApp::start();
    let browser = app.browser();

    for address in addresses(&app).await {
        let get = browser.get(&address).await;
        let head = browser.send(browser.request(Method::HEAD, &address)).await;
        assert_eq!(head.status, 200, "{address}");
        assert!(head.body.is_empty(), "{address}");
        for name in ["content-type", "cache-control", "content-length"] {
            assert_eq!(head.header(name), get.header(name), "{name} of {address}");
        }
        assert_eq!(
            head.header("content-length"),
            Some(get.body.len().to_string().as_str()),
            "{address}"
        );
    }
}

/// Shows: INJ-09, INJ-10, ASVS 13.2.5, ASVS 13.4.7.
#[actix_web::test]
async fn nothing_else_is_served() {
    let app = TestApp::start();

    // Bytes on a socket: a client library would purge_expired these paths before sending them.
    for path in [
        "/static",
        "/static/",
        "/static/unknown.css",
        "/static/vestibule.css/",
        "/static//vestibule.css",
        "/static/VESTIBULE.CSS",
        "/static/vestibule.css%00",
        "/static/vestibule.css%00.svg",
        "/static/.",
        "/static/..",
        "/static/../Cargo.toml",
        "/static/../../etc/passwd",
        "/static/..%2fCargo.toml",
        "/static/..%2FCargo.toml",
        "/static/%2e%2e%2fCargo.toml",
        "/static/%2e%2e/Cargo.toml",
        "/static/..%252fCargo.toml",
        "/static/..%5cCargo.toml",
        "/static/..\\Cargo.toml",
        "/static/%2fetc%2fpasswd",
        "/static/.env",
        "/static/vestibule.db",
        "/static/..%2fvestibule.db",
        "/static/..%2fvestibule.secrets",
        "/static/%ff",
        "/.env",
        "/vestibule.db",
        "/.git/config",
    ] {
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        let answer = raw::exchange(&app, request.as_bytes()).await;
        assert_eq!(raw::status(&answer), 404, "{path}: {answer}");
        assert!(answer.contains("no-store"), "{path}: {answer}");
        assert!(answer.contains("<h1>Page not found</h1>"), "{path}: {answer}");
    }
}
