//! The brand: a name, an accent, a logo and links, on every page.

use std::fs;

use super::every::all_pages;
use crate::support::{Answer, TestApp};

const SVG: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 2 1\"><script>alert(1)</script></svg>";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01";
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// Starts with a logo that is a file with these bytes.
fn start_with_logo(bytes: &[u8]) -> TestApp {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("logo");
    fs::write(&path, bytes).unwrap();
    TestApp::start_with(&[
        "--brand-name",
        "Marigold <Kitchens>",
        "--brand-logo",
        path.to_str().unwrap(),
    ])
}

fn assert_is_kept(answer: &Answer) {
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("cache-control"), Some("public, max-age=31536000, immutable"));
}

#[actix_web::test]
async fn the_name_is_in_the_header_and_the_title_of_every_page() {
    let app = TestApp::start_with(&["--brand-name", "Marigold <Kitchens> & Söhne"]);
    for (name, page) in all_pages(&app).await {
        let title = page.select("head title").remove(0);
        assert!(title.ends_with(" · Marigold <Kitchens> & Söhne"), "{name}: {title}");
        assert_eq!(page.select("header .brand"), ["Marigold <Kitchens> & Söhne"], "{name}");
        assert!(!page.body.contains("Vestibule"), "{name}");
    }
}

/// Shows: WEB-05.
#[actix_web::test]
async fn the_accent_is_a_second_style_sheet_under_its_checksum() {
    let app = TestApp::start_with(&["--brand-accent", "#D62"]);
    let mut sheets = Vec::new();
    for (name, page) in all_pages(&app).await {
        let links = page.attributes("link[rel=stylesheet]", "href");
        assert_eq!(links.len(), 2, "{name}");
        assert!(links[0].starts_with("/static/vestibule.css?v="), "the accent wins: {name}");
        sheets.push(links[1].clone());
    }
    sheets.dedup();
    let [sheet] = sheets.try_into().unwrap();
    let answer = app.browser().get(&sheet).await;
    assert_is_kept(&answer);
    assert_eq!(answer.body, ":root { --accent: #dd6622; }\n");
    assert!(answer.header("content-type").unwrap().starts_with("text/css"));
    let page = app.browser().get("/login").await;
    assert_eq!(page.header("content-security-policy"), Some(POLICY));

    let other = app.restart_with(&["--brand-accent", "#dd6623"]);
    assert_ne!(
        other.browser().get("/login").await.attributes("link[rel=stylesheet]", "href")[1],
        sheet
    );
    assert_eq!(other.browser().get(&sheet).await.header("cache-control"), Some("no-cache"));
}

/// Shows: INJ-09.
#[actix_web::test]
async fn no_script_in_an_svg_logo_runs() {
    let app = start_with_logo(SVG.as_bytes());
    let page = app.browser().get("/login").await;
    assert_eq!(page.header("content-security-policy"), Some(POLICY));
    assert_eq!(page.attribute(".brand img", "alt").as_deref(), Some("Marigold <Kitchens>"));
    assert!(page.select(".brand svg").is_empty(), "it takes the place of the mark");
    assert_eq!(page.select(".brand"), [""], "and of the name");

    let address = page.attribute(".brand img", "src").unwrap();
    assert!(address.starts_with("/static/logo.svg?v="), "{address}");
    let logo = app.browser().get(&address).await;
    assert_is_kept(&logo);
    assert_eq!((logo.header("content-type"), logo.body.as_str()), (Some("image/svg+xml"), SVG));
    let policy = logo.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none';") && policy.ends_with("; sandbox"), "{policy}");
    assert!(!policy.contains("script") && !policy.contains('*'), "{policy}");
    assert_eq!(logo.header("x-content-type-options"), Some("nosniff"));
}

#[actix_web::test]
async fn a_png_logo_is_served_whatever_its_file_is_called() {
    let app = start_with_logo(PNG);
    for path in ["/login", "/unknown"] {
        let address = app.browser().get(path).await.attribute(".brand img", "src").unwrap();
        assert!(address.starts_with("/static/logo.png?v="), "{address}");
        let logo = app.browser().get(&address).await;
        assert_is_kept(&logo);
        assert_eq!(logo.header("content-type"), Some("image/png"));
    }
    assert_eq!(app.browser().get("/static/logo.svg").await.status, 404);
}

#[actix_web::test]
async fn the_footer_of_every_page_has_the_links_that_are_set() {
    let links = [
        ("--terms-url", "https://example.com/terms?a=1&b=2", "Terms"),
        ("--privacy-url", "http://example.com/privacy", "Privacy"),
        ("--support-url", "mailto:help@example.com", "Help"),
    ];
    let flags: Vec<&str> = links.iter().flat_map(|(flag, url, _)| [*flag, *url]).collect();
    for (name, page) in all_pages(&TestApp::start_with(&flags)).await {
        assert_eq!(page.attributes(".foot > a", "href"), links.map(|link| link.1), "{name}");
        assert_eq!(page.select(".foot > a"), links.map(|link| link.2), "{name}");
    }
    for (flag, url, words) in links {
        let page = TestApp::start_with(&[flag, url]).browser().get("/login").await;
        assert_eq!(page.select(".foot > a"), [words], "only what is set");
    }
}

#[actix_web::test]
async fn without_settings_pages_have_the_built_in_brand() {
    let app = TestApp::start();
    for (name, page) in all_pages(&app).await {
        assert!(page.select("head title")[0].ends_with(" · Vestibule"), "{name}");
        assert_eq!(page.select("header .brand"), ["Vestibule"], "{name}");
        assert_eq!(page.select("header .brand > svg").len(), 1, "{name}");
        assert_eq!(page.select("link[rel=stylesheet]").len(), 1, "{name}");
        assert!(page.select(".foot > a").is_empty(), "{name}");
    }
    for file in ["brand.css", "logo.svg", "logo.png"] {
        assert_eq!(app.browser().get(&format!("/static/{file}")).await.status, 404, "{file}");
    }
}
