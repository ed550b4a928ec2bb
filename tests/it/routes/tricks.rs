//! Other ways to write an address: none of them gives more than the address itself gives.

use super::{assert_face, visitor};
use crate::support::{Browser, TestApp, raw};

/// Spellings of an address that something on the way might take for it.
fn spellings(path: &str) -> Vec<String> {
    let (folder, name) = path.rsplit_once('/').unwrap();
    let (first, rest) = name.split_at(1);
    let code = first.as_bytes()[0];
    vec![
        format!("/{path}"),
        format!("{path}/"),
        format!("{path}//"),
        format!("{path}/."),
        format!("{path}/.."),
        path.to_uppercase(),
        format!("{folder}/./{name}"),
        format!("{folder}/x/../{name}"),
        format!("{folder}/%2e/{name}"),
        format!("{folder}/x/%2e%2e/{name}"),
        format!("{folder}//{name}"),
        format!("{folder}/\\{name}"),
        format!("{folder}%2f{name}"),
        format!("{folder}/%{code:02x}{rest}"),
        format!("{folder}/%25{code:02x}{rest}"),
        format!("{folder}/{name};a"),
        format!("{folder}/{name};a=b"),
        format!("{folder};a/{name}"),
        format!("{path}%00"),
        format!("{path}%0a"),
        format!("{path}%20"),
        format!("{path}%23"),
        format!("{path}%3f"),
        format!("{path}%ff"),
        format!("{path}/x.css"),
        format!("{path}%2fx.css"),
        format!("{path}.css"),
        format!("{path}.html"),
        format!("{path}?/x.css"),
        format!("http://example.com{path}"),
    ]
}

/// Shows: AZ-10.
#[actix_web::test]
async fn no_spelling_of_a_private_url_shows_it_without_a_session() {
    let app = TestApp::start();
    visitor(&app, "ada").await;
    for path in ["/profile", "/api/auth/me", "/api/profile/me"] {
        for spelling in spellings(path) {
            let answer = get(&app, &spelling, None).await;
            let status = raw::status(&answer);
            assert!(matches!(status, 303 | 400 | 401 | 404), "{spelling}: {answer}");
            let location = line(&answer, "location: ").unwrap_or("/login");
            assert!(location.starts_with("/login"), "{spelling}: {answer}");
            assert!(!answer.contains("ada@example.com"), "{spelling}: {answer}");
        }
    }
}

/// Shows: AZ-10, WEB-17.
#[actix_web::test]
async fn no_spelling_of_a_private_url_shows_its_owner_more_or_for_longer() {
    let app = TestApp::start();
    let browser = visitor(&app, "ada").await;
    for path in ["/profile", "/api/auth/me", "/api/profile/me"] {
        let plain = body(&get(&app, path, Some(&browser)).await).to_owned();
        assert!(plain.contains("ada"));
        for spelling in spellings(path) {
            let answer = get(&app, &spelling, Some(&browser)).await;
            match raw::status(&answer) {
                200 => assert_eq!(body(&answer), plain, "{spelling}"),
                status => assert!(matches!(status, 400 | 404), "{spelling}: {answer}"),
            }
            // What looks like a style sheet must not be kept like one, by whatever stands between.
            assert!(
                raw::status(&answer) == 400 || answer.contains("cache-control: no-store"),
                "{spelling}: {answer}"
            );
        }
    }
}

/// Ways to the administrators' pages that only look like ways to others.
const DETOURS: [&str; 8] = [
    "/profile/../admin",
    "/profile/%2e%2e/admin",
    "/profile/..%2fadmin",
    "/static/%2e%2e/admin",
    "/static/..%2fadmin%2fusers",
    "/admin%2fusers",
    "/admin/..;/admin/users",
    "/%61dmin/%75sers",
];

#[actix_web::test]
async fn no_spelling_of_an_administrators_address_shows_it_to_others() {
    let app = TestApp::start();
    let (user, admin) = (visitor(&app, "ada").await, visitor(&app, "grace").await);
    let id = user.get("/api/auth/me").await.json()["user"]["id"].as_str().unwrap().to_owned();
    let pages = [
        "/admin",
        "/admin/users",
        &format!("/admin/users/{id}"),
        &format!("/admin/users/{id}/delete"),
    ];
    for path in pages {
        let plain = body(&get(&app, path, Some(&admin)).await).to_owned();
        assert!(plain.contains("aria-label=\"Administration\""), "{path}");
        for spelling in spellings(path).into_iter().chain(DETOURS.map(str::to_owned)) {
            for who in [None, Some(&user)] {
                let answer = get(&app, &spelling, who).await;
                let expected: &[u16] =
                    if who.is_some() { &[400, 403, 404] } else { &[303, 400, 404] };
                assert!(expected.contains(&raw::status(&answer)), "{spelling}: {answer}");
                for content in ["grace", "ada@", "Administration", "/admin/users/", "The last"] {
                    let shown = body(&answer).contains(content);
                    assert!(!shown, "{spelling} shows {content}: {answer}");
                }
            }
            let answer = get(&app, &spelling, Some(&admin)).await;
            assert!(matches!(raw::status(&answer), 200 | 400 | 404), "{spelling}: {answer}");
        }
    }
}

#[actix_web::test]
async fn another_spelling_of_an_administrators_address_is_not_found_by_anybody() {
    let app = TestApp::start();
    let (user, admin) = (visitor(&app, "ada").await, visitor(&app, "grace").await);
    for path in [
        "//admin",
        "/admin/",
        "/admin//",
        "/ADMIN",
        "/Admin/users",
        "/admin/users/",
        "/admin//users",
        "/admin/./users",
    ] {
        for who in [None, Some(&user), Some(&admin)] {
            assert_eq!(raw::status(&get(&app, path, who).await), 404, "{path}");
        }
    }
}

#[actix_web::test]
async fn no_spelling_of_an_action_lets_a_user_perform_it() {
    let app = TestApp::start();
    let user = visitor(&app, "ada").await;
    let grace = visitor(&app, "grace").await;
    let id = grace.get("/api/auth/me").await.json()["user"]["id"].as_str().unwrap().to_owned();
    let before = app.settled_event_kinds().await;
    for action in ["promote", "demote", "logout", "disable", "enable", "delete"] {
        for spelling in spellings(&format!("/admin/users/{id}/{action}")) {
            for who in [None, Some(&user)] {
                let answer =
                    raw::exchange(&app, request("POST", &spelling, who, "").as_bytes()).await;
                assert!(
                    matches!(raw::status(&answer), 303 | 400 | 403 | 404 | 405),
                    "{spelling}: {answer}"
                );
            }
        }
    }
    assert_eq!(app.settled_event_kinds().await, before);
    assert!(app.administrators().contains(&"grace".to_owned()));
    assert!(grace.is_signed_in().await);
}

#[actix_web::test]
async fn no_spelling_of_an_address_opens_it_to_another_site() {
    let app = TestApp::start();
    let browser = visitor(&app, "ada").await;
    for path in ["/logout", "/api/auth/logout", "/api/auth/logout-all"] {
        for spelling in spellings(path) {
            let request =
                request("POST", &spelling, Some(&browser), "Sec-Fetch-Site: cross-site\r\n");
            let answer = raw::exchange(&app, request.as_bytes()).await;
            assert!(matches!(raw::status(&answer), 400 | 403), "{spelling}: {answer}");
        }
    }
    assert!(browser.is_signed_in().await);
}

/// Shows: AZ-11.
#[actix_web::test]
async fn no_header_names_another_address_than_the_first_line() {
    let app = TestApp::start();
    let browser = visitor(&app, "ada").await;
    for header in
        ["X-Original-URL: /profile", "X-Rewrite-URL: /profile", "X-User-Id: 1", "Remote-User: ada"]
    {
        let answer =
            raw::exchange(&app, request("GET", "/", None, &format!("{header}\r\n")).as_bytes())
                .await;
        assert_eq!(
            (raw::status(&answer), line(&answer, "location: ")),
            (303, Some("/login")),
            "{header}"
        );
        let answer = raw::exchange(
            &app,
            request("GET", "/nothing", Some(&browser), &format!("{header}\r\n")).as_bytes(),
        )
        .await;
        assert_eq!(raw::status(&answer), 404, "{header}");
    }
}

/// Shows: INJ-09, INJ-10, INP-08, ASVS 13.4.1, ASVS 13.4.3.
#[actix_web::test]
async fn an_unknown_url_is_404_as_page_or_as_json() {
    let app = TestApp::start();
    let json = app.json();
    for path in [
        "/nothing",
        "/nothing/at/all",
        "/api",
        "/api/",
        "/api/nothing",
        "/api/auth",
        "/api/auth/me/",
        "/apiary",
        "/profile/me",
        "/login/",
        "/static",
        "/static/",
        "/static/nothing.css",
        "/static/vestibule.css/x",
        "/static/..%2fvestibule.css",
        "/static/%2e%2e%2f%2e%2e%2fCargo.toml",
        "/favicon.svg",
        "/.well-known",
        "/.well-known/",
        "/.well-known/openid-configuration",
        "/.env",
        "/.git/config",
        "/vestibule.db",
        "/%ff",
        "/{}",
        "/<script>",
    ] {
        for method in ["GET", "POST", "DELETE"] {
            let answer = json.call(method.parse().unwrap(), path, None).await;
            let is_asset =
                path.starts_with("/static/") && !path.ends_with('/') && !path.ends_with("/x");
            let expected = if is_asset && method != "GET" {
                (405, "METHOD_NOT_ALLOWED")
            } else {
                (404, "NOT_FOUND")
            };
            assert_eq!(answer.status, expected.0, "{method} {path}");
            assert_face(&answer, path, expected.1);
            assert!(!answer.body.contains("<script"), "{path}");
        }
    }
}

/// Asks with the very bytes, which a client library would purge_expired up.
async fn get(app: &TestApp, path: &str, browser: Option<&Browser>) -> String {
    raw::exchange(app, request("GET", path, browser, "").as_bytes()).await
}

fn request(method: &str, path: &str, browser: Option<&Browser>, headers: &str) -> String {
    let cookie = browser.map(|browser| {
        format!("Cookie: access_token={}\r\n", browser.cookie("access_token").unwrap())
    });
    let cookie = cookie.unwrap_or_default();
    format!(
        "{method} {path} HTTP/1.1\r\nHost: localhost\r\n{cookie}{headers}Content-Length: 0\r\nConnection: close\r\n\r\n"
    )
}

fn line<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    answer.lines().find_map(|line| line.strip_prefix(name))
}

fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").unwrap().1
}
