//! Requests that another site's page made a browser send: they change nothing, whatever they bring
//! along.

use reqwest::{Method, RequestBuilder};

use super::{Line, TABLE, address, assert_face, fill, method, told, visitor};
use crate::support::{Answer, Browser, TestApp, UserRow};

const ORIGIN: &str = "http://accounts.example.com:8080";

/// Headers that do not come from a page of ours.
const FOREIGN: &[&[(&str, &str)]] = &[
    &[("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "same-site")],
    &[("sec-fetch-site", "cross-site"), ("origin", ORIGIN)],
    &[("sec-fetch-site", "same-site"), ("origin", ORIGIN)],
    &[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "Same-Origin")],
    &[("sec-fetch-site", "same-origin, none")],
    &[("sec-fetch-site", "")],
    &[("origin", "https://evil.example.com")],
    &[("origin", "null")],
    &[("origin", "")],
    &[("origin", "*")],
    &[("origin", "https://accounts.example.com:8080")],
    &[("origin", "http://accounts.example.com")],
    &[("origin", "http://accounts.example.com:80")],
    &[("origin", "http://accounts.example.com:8081")],
    &[("origin", "http://accounts.example.com:80801")],
    &[("origin", "http://accounts.example.com:8080.example.com")],
    &[("origin", "http://accounts.example.com:8080@example.com")],
    &[("origin", "http://accounts.example.com:8080/")],
    &[("origin", "http://evil-accounts.example.com:8080")],
    &[("origin", "http://evil.accounts.example.com:8080")],
    &[("origin", "http://example.com:8080")],
    &[("origin", "http://ACCOUNTS.example.com:8080")],
    &[("origin", ORIGIN), ("origin", "https://evil.example.com")],
    &[("origin", "https://evil.example.com"), ("origin", ORIGIN)],
    &[("origin", "https://evil.example.com"), ("x-forwarded-host", "evil.example.com")],
    &[("origin", "https://evil.example.com"), ("host", "evil.example.com")],
];

/// Headers of our own pages, of an address typed by hand, and of programs, which send neither.
const OURS: &[&[(&str, &str)]] = &[
    &[("sec-fetch-site", "same-origin")],
    &[("sec-fetch-site", "none")],
    &[("sec-fetch-site", "same-origin"), ("origin", ORIGIN)],
    &[("origin", ORIGIN)],
    &[],
];

/// Returns whether the method changes nothing for any visitor.
fn is_safe(line: &Line) -> bool {
    line.0 == "GET"
}

/// Shows: CSRF-01, CSRF-02, CSRF-03, CSRF-04, CSRF-05, CSRF-06, CSRF-17, CSRF-24, RT-24,
/// ASVS 3.5.1, ASVS 3.5.2, ASVS 7.6.2.
#[actix_web::test]
async fn another_site_changes_nothing_at_any_route() {
    let app = TestApp::start_with(&["--public-url", ORIGIN]);
    let browser = visitor(&app, "ada").await;
    let before = state(&app);
    for line in TABLE.iter().filter(|line| !is_safe(line)) {
        for headers in FOREIGN {
            let answer = send(&app, &browser, line, headers).await;
            let case = format!("{} {} {headers:?}", line.0, line.1);
            assert_eq!(answer.status, 403, "{case}");
            assert_face(&answer, line.1, "CROSS_SITE_REQUEST");
            assert!(answer.set_cookies().is_empty(), "{case}");
            assert_eq!(answer.header("access-control-allow-origin"), None, "{case}");
        }
    }
    assert_eq!(state(&app), before);
    assert!(browser.is_signed_in().await);
}

/// Shows: CSRF-16, JWT-38.
#[actix_web::test]
async fn a_bearer_token_is_no_exemption() {
    let app = TestApp::start_with(&["--public-url", ORIGIN]);
    let ada = app.json().register("ada").await;
    for authorization in
        [format!("Bearer {}", ada.access), "Bearer x".to_owned(), "Basic YTpi".to_owned()]
    {
        for line in TABLE.iter().filter(|line| !is_safe(line)) {
            let request =
                app.json().request(method(line), line.1).header("sec-fetch-site", "cross-site");
            let answer = app
                .json()
                .send(fill(request.header("authorization", &authorization), line.2))
                .await;
            assert_eq!(answer.status, 403, "{} {}", line.0, line.1);
        }
    }
    assert_eq!(ada.json.get("/api/auth/me").await.status, 200);
}

/// Shows: CSRF-08, ASVS 3.7.5.
#[actix_web::test]
async fn our_own_pages_and_programs_may_change_something() {
    let app = TestApp::start_with(&["--public-url", ORIGIN, "--rate-limits", "off"]);
    for line in TABLE.iter().filter(|line| !is_safe(line)) {
        for headers in OURS {
            let browser = visitor(&app, "ada").await;
            let answer = send(&app, &browser, line, headers).await;
            assert_eq!(told(&answer), line.3[1], "{} {} {headers:?}", line.0, line.1);
        }
    }
}

#[actix_web::test]
async fn requests_that_change_nothing_are_allowed_from_any_site() {
    let app = TestApp::start_with(&["--public-url", ORIGIN]);
    let browser = visitor(&app, "ada").await;
    for line in TABLE.iter().filter(|line| is_safe(line)) {
        for headers in [FOREIGN[0], FOREIGN[1], FOREIGN[8], FOREIGN[9]] {
            let case = format!("{} {headers:?}", line.1);
            assert_eq!(told(&send(&app, &browser, line, headers).await), line.3[1], "{case}");
            for (method, status) in [(Method::HEAD, &line.3[1][..3]), (Method::OPTIONS, "204")] {
                let request = with(app.json().request(method, &address(line.1)), headers);
                let answer = app.json().send(request.header("cookie", cookies(&browser))).await;
                assert_eq!(answer.status.to_string(), status, "{case}");
            }
        }
    }
}

/// Sends a line of the table with a browser's cookies and with other headers than that browser's.
async fn send(app: &TestApp, browser: &Browser, line: &Line, headers: &[(&str, &str)]) -> Answer {
    let request =
        app.json().request(method(line), &address(line.1)).header("cookie", cookies(browser));
    app.json().send(fill(with(request, headers), line.2)).await
}

fn with(request: RequestBuilder, headers: &[(&str, &str)]) -> RequestBuilder {
    headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))
}

fn cookies(browser: &Browser) -> String {
    let cookie = |name| format!("{name}={}", browser.cookie(name).unwrap());
    [cookie("access_token"), cookie("refresh_token")].join("; ")
}

/// Everything that a request could have changed.
fn state(app: &TestApp) -> (Vec<UserRow>, usize, usize) {
    (app.users(), app.unrevoked_sessions().len(), app.count_refreshed())
}

/// Shows: CSRF-20, CSRF-21, CSRF-22, ASVS 3.4.2.
#[actix_web::test]
async fn no_answer_may_be_read_by_another_site() {
    let app = TestApp::start_with(&["--public-url", ORIGIN]);
    let browser = visitor(&app, "ada").await;
    let enormous = format!("https://{}.example.com", "a".repeat(10_000));
    for origin in ["https://evil.example.com", "null", "*", ORIGIN, &enormous] {
        for line in TABLE {
            let asked = [
                app.json().request(method(line), &address(line.1)),
                app.json()
                    .request(Method::OPTIONS, &address(line.1))
                    .header("access-control-request-method", line.0)
                    .header("access-control-request-headers", "authorization, content-type")
                    .header("access-control-request-private-network", "true"),
            ];
            for request in asked {
                let request =
                    request.header("origin", origin).header("sec-fetch-site", "cross-site");
                let answer = app.json().send(request.header("cookie", cookies(&browser))).await;
                let allowed =
                    answer.headers.keys().find(|name| name.as_str().starts_with("access-control-"));
                assert_eq!(allowed, None, "{} {} from {origin:.50}", line.0, line.1);
                assert!(answer.status < 500, "{} {} from {origin:.50}", line.0, line.1);
            }
        }
    }
}
