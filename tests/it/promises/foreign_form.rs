//! A form from an origin that is not ours: it is nearly always a wrong setting, and the page and
//! the log say which.

use reqwest::Method;
use reqwest::header::HeaderValue;
use rustix::process::Signal;

use crate::support::{Answer, Binary, JsonClient, TestApp};

const OURS: &str = "https://accounts.example.com";

async fn send(json: &JsonClient, path: &str, headers: &[(&str, &[u8])]) -> Answer {
    let request = json
        .request(Method::POST, path)
        .header("cookie", "access_token=canary; refresh_token=canary");
    let request = headers.iter().fold(request, |request, (name, value)| {
        request.header(*name, HeaderValue::from_bytes(value).unwrap())
    });
    json.send(
        request.header("content-type", "application/x-www-form-urlencoded").body("login=canary"),
    )
    .await
}

/// Shows: CSRF-25.
#[actix_web::test]
async fn the_page_and_the_problem_name_the_origin_and_the_expected_one() {
    let app = TestApp::start_with(&["--public-url", OURS]);
    for (origin, shown) in [
        ("http://192.168.1.20:8080", "from http://192.168.1.20:8080"),
        ("http://accounts.example.com", "from http://accounts.example.com"),
        ("null", "from null"),
        ("", "with an empty Origin header"),
    ] {
        let page = send(&app.json(), "/login", &[("origin", origin.as_bytes())]).await;
        let said = page.select("main h1 + p")[0].clone();
        let expected =
            format!("This was sent {shown}, but this server is configured as PUBLIC_URL={OURS}.");
        assert!(said.starts_with(&expected), "{said}");
        assert!(
            page.status == 403 && page.set_cookies().is_empty() && !page.body.contains("canary"),
            "{page:?}"
        );

        let problem = send(&app.json(), "/api/auth/login", &[("origin", origin.as_bytes())]).await;
        assert_eq!(problem.problem(), (403, "CROSS_SITE_REQUEST".to_owned()));
        let detail = problem.json()["detail"].as_str().unwrap().to_owned();
        assert!(
            detail.contains(shown) && detail.contains(OURS) && !detail.contains("canary"),
            "{detail}"
        );
    }
}

#[actix_web::test]
async fn the_site_is_named_instead_if_the_browser_sends_it() {
    let app = TestApp::start_with(&["--public-url", OURS]);
    for site in ["cross-site", "same-site"] {
        for origin in [&[][..], &[("origin", &b"https://evil.example.com"[..])]] {
            let headers = [&[("sec-fetch-site", site.as_bytes())], origin].concat();
            let page = send(&app.json(), "/login", &headers).await;
            let said = page.select("main h1 + p")[0].clone();
            assert!(
                said.contains(&format!("(Sec-Fetch-Site: {site})")) && said.contains(OURS),
                "{said}"
            );
            assert!(!said.contains("PUBLIC_URL") && page.status == 403, "{said}");
        }
    }
}

/// What somebody might send to have it stand in a page or in the log.
const ODD: [&[u8]; 8] = [
    b"<script>alert(1)</script>",
    b"\"><img src=x onerror=alert(1)>",
    b"https://evil.example.com\" ip=6.6.6.6 code=\"X",
    b"x] sign_in_failed user=unknown request=0000000000000000 ip=6.6.6.6",
    b"https://\xe2\x80\xae.example.com",
    b"\xff\xfe\x80",
    b"a\tb",
    b"{{7*7}}${7*7}%s%n",
];

/// Shows: CSRF-25.
#[actix_web::test]
async fn the_origin_is_shown_as_text() {
    let binary = Binary::new(&[("BCRYPT_COST", "4"), ("PUBLIC_URL", OURS)]);
    let serving = binary.serve(&[]);
    let json = JsonClient::to(&serving.address);
    let enormous = [b"https://".as_slice(), &b"a".repeat(10_000)].concat();
    for name in ["origin", "sec-fetch-site"] {
        for value in ODD.into_iter().chain([enormous.as_slice()]) {
            let page = send(&json, "/login", &[(name, value)]).await;
            assert_eq!(page.status, 403);
            assert_eq!(page.select("main script, main img"), [""; 0], "{}", page.body);
            assert!(
                page.body.len() < 4000 && !page.body.contains(['\u{202e}', '\u{fffd}']),
                "{}",
                page.body
            );
            let problem = send(&json, "/api/auth/login", &[(name, value)]).await;
            assert_eq!(problem.problem().0, 403);
        }
    }
    let log = serving.stop(Signal::TERM).err;
    let lines: Vec<&str> =
        log.lines().filter(|line| line.contains("code=CROSS_SITE_REQUEST")).collect();
    assert_eq!(lines.len(), 2 * 2 * (ODD.len() + 1), "{log}");
    for line in lines {
        assert!(line.ends_with(&format!(" expected=\"{OURS}\"")), "{line}");
        assert!(line.len() < 700, "{line}");
        assert_eq!(line.split(' ').filter(|word| word.starts_with("ip=")).count(), 1, "{line}");
        assert!(line.contains(" origin=\"") || line.contains(" site=\""), "{line}");
        assert!(!line.contains("] sign_in_failed") && !line.contains("canary"), "{line}");
        assert!(line.chars().all(|c| c.is_ascii_graphic() || c == ' ' || c == '…'), "{line}");
    }
}

#[actix_web::test]
async fn the_log_has_the_origin_that_came_and_the_one_that_was_expected() {
    let binary = Binary::new(&[("BCRYPT_COST", "4"), ("PUBLIC_URL", OURS)]);
    let serving = binary.serve(&[]);
    let json = JsonClient::to(&serving.address);
    send(&json, "/login", &[("origin", b"http://10.0.0.5:8080")]).await;
    send(
        &json,
        "/register",
        &[("sec-fetch-site", b"cross-site"), ("origin", b"https://evil.example.com")],
    )
    .await;
    send(&json, "/logout", &[("origin", b"http://a.example"), ("origin", b"http://b.example")])
        .await;
    let log = serving.stop(Signal::TERM).err;
    for end in [
        "code=CROSS_SITE_REQUEST origin=\"http://10.0.0.5:8080\" expected=\"https://accounts.example.com\"",
        "site=\"cross-site\" origin=\"https://evil.example.com\" expected=\"https://accounts.example.com\"",
        "origin=\"http://a.example,http://b.example\" expected=\"https://accounts.example.com\"",
    ] {
        assert!(log.lines().any(|line| line.ends_with(end)), "{end}: {log}");
    }
}
