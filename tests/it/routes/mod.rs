//! The route table: what nobody, a user and an administrator get at every address.

mod headers;
mod methods;
mod other_sites;
mod requirements;
mod tricks;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, Ordering};

use reqwest::{Method, RequestBuilder};
use vestibule::server::ROUTES;

use crate::support::{Answer, Browser, TestApp};

/// A method and an address, what is sent there, and what nobody, a user and an administrator get
/// for it: the status, and the code of a problem or where a redirect goes.
type Line = (&'static str, &'static str, &'static str, [&'static str; 3]);

// A number stands in for `{n}`, another each time.
const NEW_JSON: &str =
    r#"{"username":"new{n}","email":"new{n}@example.com","password":"correct horse battery"}"#;
const NEW_FORM: &str = "username=new{n}&email=new{n}%40example.com&password=correct+horse+battery";
const ADA_JSON: &str = r#"{"username":"ada","password":"correct horse battery"}"#;
const ADA_FORM: &str = "login=ada&password=correct+horse+battery&remember=true";

/// An identifier that no account or session has.
const NOBODYS_ID: &str = "00000000-0000-7000-8000-000000000000";

const TABLE: &[Line] = &[
    ("POST", "/api/auth/register", NEW_JSON, ["201", "201", "201"]),
    ("POST", "/api/auth/login", ADA_JSON, ["200", "200", "200"]),
    ("POST", "/api/auth/refresh", "", ["401 REFRESH_TOKEN_MISSING", "200", "200"]),
    ("POST", "/api/auth/logout", "", ["200", "200", "200"]),
    ("POST", "/api/auth/logout-all", "", ["401 NO_TOKEN", "200", "200"]),
    ("GET", "/api/auth/me", "", ["401 NO_TOKEN", "200", "200"]),
    ("GET", "/api/auth/verify", "", ["401 NO_TOKEN", "200", "200"]),
    ("GET", "/api/profile/me", "", ["401 NO_TOKEN", "200", "200"]),
    ("PATCH", "/api/profile/me", r#"{"name":"Ada Lovelace"}"#, ["401 NO_TOKEN", "200", "200"]),
    (
        "DELETE",
        "/api/profile/me",
        r#"{"password":"wrong"}"#,
        ["401 NO_TOKEN", "403 WRONG_PASSWORD", "403 WRONG_PASSWORD"],
    ),
    (
        "POST",
        "/api/profile/password",
        "{}",
        ["401 NO_TOKEN", "422 VALIDATION_FAILED", "422 VALIDATION_FAILED"],
    ),
    ("GET", "/api/profile/sessions", "", ["401 NO_TOKEN", "200", "200"]),
    (
        "DELETE",
        "/api/profile/sessions/{id}",
        "",
        ["401 NO_TOKEN", "404 NOT_FOUND", "404 NOT_FOUND"],
    ),
    ("GET", "/api/profile/activity", "", ["401 NO_TOKEN", "200", "200"]),
    ("GET", "/", "", ["303 /login", "303 /profile", "303 /profile"]),
    ("GET", "/login", "", ["200", "303 /profile", "303 /profile"]),
    ("POST", "/login", ADA_FORM, ["303 /profile", "303 /profile", "303 /profile"]),
    ("GET", "/register", "", ["200", "303 /profile", "303 /profile"]),
    ("POST", "/register", NEW_FORM, ["303 /profile", "303 /profile", "303 /profile"]),
    ("POST", "/language", "language=de", ["303 /", "303 /", "303 /"]),
    ("GET", "/profile", "", ["303 /login?next=%2Fprofile", "200", "200"]),
    ("POST", "/profile", "username=-", ["303 /login?next=%2Fprofile", "422", "422"]),
    ("GET", "/profile/edit", "", ["303 /login?next=%2Fprofile%2Fedit", "200", "200"]),
    ("GET", "/profile/sessions", "", ["303 /login?next=%2Fprofile%2Fsessions", "200", "200"]),
    ("POST", "/profile/sessions/{id}/revoke", "", ["303 /login?next=%2Fprofile", "404", "404"]),
    ("POST", "/logout-all", "", ["303 /login?next=%2Fprofile", "303 /login", "303 /login"]),
    ("GET", "/profile/security", "", ["303 /login?next=%2Fprofile%2Fsecurity", "200", "200"]),
    ("POST", "/profile/password", "", ["303 /login?next=%2Fprofile", "422", "422"]),
    ("GET", "/profile/activity", "", ["303 /login?next=%2Fprofile%2Factivity", "200", "200"]),
    ("GET", "/profile/delete", "", ["303 /login?next=%2Fprofile%2Fdelete", "200", "200"]),
    ("POST", "/profile/delete", "password=wrong", ["303 /login?next=%2Fprofile", "403", "403"]),
    ("POST", "/logout", "", ["303 /login", "303 /login", "303 /login"]),
    ("GET", "/api/users", "", ["401 NO_TOKEN", "403 FORBIDDEN", "200"]),
    ("GET", "/api/users/{id}", "", ["401 NO_TOKEN", "403 FORBIDDEN", "404 NOT_FOUND"]),
    (
        "PATCH",
        "/api/users/{id}",
        r#"{"disabled":true}"#,
        ["401 NO_TOKEN", "403 FORBIDDEN", "404 NOT_FOUND"],
    ),
    ("DELETE", "/api/users/{id}", "", ["401 NO_TOKEN", "403 FORBIDDEN", "404 NOT_FOUND"]),
    ("POST", "/api/users/{id}/logout", "", ["401 NO_TOKEN", "403 FORBIDDEN", "404 NOT_FOUND"]),
    ("GET", "/admin", "", ["303 /login?next=%2Fadmin", "403", "200"]),
    ("GET", "/admin/log", "", ["303 /login?next=%2Fadmin%2Flog", "403", "200"]),
    ("GET", "/admin/log.csv", "", ["303 /login?next=%2Fadmin%2Flog.csv", "403", "200"]),
    ("GET", "/admin/users", "", ["303 /login?next=%2Fadmin%2Fusers", "403", "200"]),
    (
        "GET",
        "/admin/users/{id}",
        "",
        ["303 /login?next=%2Fadmin%2Fusers%2F00000000-0000-7000-8000-000000000000", "403", "404"],
    ),
    (
        "GET",
        "/admin/users/{id}/{action}",
        "",
        [
            "303 /login?next=%2Fadmin%2Fusers%2F00000000-0000-7000-8000-000000000000%2Fdisable",
            "403",
            "404",
        ],
    ),
    ("POST", "/admin/users/{id}/{action}", "", ["303 /login?next=%2Fprofile", "403", "404"]),
    (
        "POST",
        "/api/profile/email",
        "{}",
        ["401 NO_TOKEN", "422 VALIDATION_FAILED", "422 VALIDATION_FAILED"],
    ),
    (
        "POST",
        "/api/auth/verify-email",
        r#"{"token":"wrong"}"#,
        ["422 INVALID_LINK", "422 INVALID_LINK", "422 INVALID_LINK"],
    ),
    ("POST", "/api/auth/verify-email/resend", "", ["401 NO_TOKEN", "202", "202"]),
    (
        "POST",
        "/api/auth/forgot-password",
        r#"{"email":"nobody@example.com"}"#,
        ["202", "202", "202"],
    ),
    (
        "POST",
        "/api/auth/reset-password",
        r#"{"token":"wrong","password":"correct horse battery"}"#,
        ["422 INVALID_LINK", "422 INVALID_LINK", "422 INVALID_LINK"],
    ),
    (
        "POST",
        "/profile/email",
        "email=new%40example.com&password=wrong",
        ["303 /login?next=%2Fprofile", "403", "403"],
    ),
    ("GET", "/verify-email", "", ["200", "200", "200"]),
    ("POST", "/verify-email", "token=wrong", ["422", "422", "422"]),
    ("POST", "/verify-email/resend", "", ["303 /login?next=%2Fprofile", "200", "200"]),
    ("GET", "/forgot-password", "", ["200", "200", "200"]),
    ("POST", "/forgot-password", "email=nobody%40example.com", ["200", "200", "200"]),
    ("GET", "/reset-password", "", ["200", "200", "200"]),
    (
        "POST",
        "/reset-password",
        "token=wrong&password=correct+horse+battery",
        ["422", "422", "422"],
    ),
    ("GET", "/static/{file}", "", ["200", "200", "200"]),
    ("GET", "/favicon.ico", "", ["200", "200", "200"]),
    ("GET", "/robots.txt", "", ["200", "200", "200"]),
    ("GET", "/.well-known/change-password", "", ["303 /profile/security"; 3]),
    ("GET", "/.well-known/security.txt", "", ["404", "404", "404"]),
    ("GET", "/healthz", "", ["200", "200", "200"]),
    ("GET", "/readyz", "", ["200", "200", "200"]),
];

/// Shows: ASVS 6.3.4.
#[test]
fn every_route_is_in_the_table_and_every_line_of_the_table_is_a_route() {
    let routes =
        ROUTES.iter().flat_map(|route| route.methods.iter().map(|method| (*method, route.path)));
    let routes: BTreeSet<_> = routes.collect();
    let lines: BTreeSet<_> = TABLE.iter().map(|(method, path, ..)| (*method, *path)).collect();
    assert_eq!(
        routes.difference(&lines).collect::<Vec<_>>(),
        [] as [&_; 0],
        "routes without a line"
    );
    assert_eq!(
        lines.difference(&routes).collect::<Vec<_>>(),
        [] as [&_; 0],
        "lines without a route"
    );
    assert_eq!(lines.len(), TABLE.len(), "no line is there twice");
}

/// Shows: AZ-01, AZ-14.
#[actix_web::test]
async fn every_route_answers_each_kind_of_visitor_as_the_table_says() {
    let app = TestApp::start();
    for line in TABLE {
        for (who, expected) in ["nobody", "ada", "grace"].into_iter().zip(line.3) {
            let browser = visitor(&app, who).await;
            let answer =
                browser.send(fill(browser.request(method(line), &address(line.1)), line.2)).await;
            assert_eq!(told(&answer), expected, "{} {} as {who}: {}", line.0, line.1, answer.body);
        }
    }
}

#[actix_web::test]
async fn the_visitors_of_the_table_have_different_roles() {
    let app = TestApp::start();
    for (who, groups) in [("ada", "user"), ("grace", "user,admin")] {
        let answer = visitor(&app, who).await.get("/api/auth/verify").await;
        assert_eq!(
            answer.header("remote-groups"),
            Some(groups),
            "the two visitors have different roles"
        );
    }
}

/// Shows: ASVS 7.4.4.
#[actix_web::test]
async fn every_page_that_needs_a_session_has_a_way_out_of_it() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let grace = visitor(&app, "grace").await;
    let is_private = |line: &&Line| line.0 == "GET" && line.3[0].starts_with("303 /login?next=");
    for line in TABLE.iter().filter(is_private) {
        let path = address(line.1).replace(NOBODYS_ID, &ada.id);
        let page = grace.get(&path).await;
        assert_eq!(page.status, 200, "{path}");
        if page.header("content-disposition").is_some() {
            continue;
        }
        assert_eq!(
            page.select("header form[method=post][action='/logout'] button"),
            ["Sign out"],
            "{path}"
        );
    }
}

/// Opens a browser with nobody or with somebody signed in: `ada` is a user and `grace` an
/// administrator.
async fn visitor(app: &TestApp, who: &str) -> Browser {
    let browser = app.browser();
    if who == "nobody" {
        return browser;
    }
    if !app.user(who).exists() {
        app.browser().register(who).await;
        if who == "grace" {
            app.user("grace").make_administrator();
        }
    }
    browser.log_in(who).await;
    browser
}

/// Every call of the API: the method, the address and what is sent there.
pub fn calls_of_programs() -> impl Iterator<Item = (&'static str, String, &'static str)> {
    let calls = TABLE.iter().filter(|(_, path, ..)| path.starts_with("/api/"));
    calls.map(|(method, path, body, _)| (*method, address(path), *body))
}

fn method(line: &Line) -> Method {
    line.0.parse().unwrap()
}

/// A real address for the pattern of a route.
fn address(pattern: &str) -> String {
    pattern
        .replace("{file}", "vestibule.css")
        .replace("{id}", NOBODYS_ID)
        .replace("{action}", "disable")
}

/// Adds a body of the type that it looks like.
fn fill(request: RequestBuilder, body: &str) -> RequestBuilder {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let body = body.replace("{n}", &NUMBER.fetch_add(1, Ordering::Relaxed).to_string());
    let essence = if body.starts_with('{') {
        "application/json"
    } else {
        "application/x-www-form-urlencoded"
    };
    if body.is_empty() { request } else { request.header("content-type", essence).body(body) }
}

/// An answer in the words of the table.
fn told(answer: &Answer) -> String {
    let more = match answer.header("content-type") {
        Some("application/problem+json") => answer.problem().1,
        _ => answer.location().to_owned(),
    };
    format!("{} {more}", answer.status).trim_end().to_owned()
}

/// Whether an answer shows the face that belongs to an address: problems for programs, pages for
/// people.
#[track_caller]
fn assert_face(answer: &Answer, path: &str, code: &str) {
    let for_programs = path.starts_with("/api/") || matches!(path, "/api" | "/healthz" | "/readyz");
    if for_programs {
        assert_eq!(answer.problem(), (answer.status, code.to_owned()), "{path}");
    } else {
        assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"), "{path}");
        assert_eq!(answer.select("main h1").len(), 1, "{path}: {}", answer.body);
    }
    assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
}
