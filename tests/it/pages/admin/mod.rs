//! `/admin`: what administrators see, and nobody else.

mod accounts;
mod actions;
mod log;
mod overview;

use reqwest::Method;

use crate::support::{Answer, Browser, TestApp};

/// An account that nobody has.
const NOBODY: &str = "01890000-0000-7000-8000-000000000000";
const ACTIONS: [&str; 6] = ["promote", "demote", "logout", "disable", "enable", "delete"];

/// A browser in which an administrator is signed in.
async fn administrator(app: &TestApp, username: &str) -> Browser {
    let browser = app.browser();
    let (chosen, email) = (format!("the{username}"), format!("{username}@example.com"));
    let fields =
        [("username", chosen.as_str()), ("email", &email), ("password", crate::support::PASSWORD)];
    assert_eq!(browser.post("/register", &fields).await.status, 303);
    app.user(&chosen).rename(username);
    app.user(username).make_administrator();
    browser.log_in(username).await;
    browser
}

/// Every page, about an account.
fn pages(id: &str) -> Vec<String> {
    let mut pages =
        vec!["/admin".to_owned(), "/admin/users".to_owned(), format!("/admin/users/{id}")];
    pages.extend(ACTIONS.map(|action| format!("/admin/users/{id}/{action}")));
    pages
}

/// The heading of a page that is well-formed, ours, and needs neither script nor style of its own.
#[track_caller]
fn heading(answer: &Answer) -> String {
    assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert!(answer.select("main script, style, [style], [onclick]").is_empty());
    assert!(answer.select("main").len() == 1 && answer.select("h1").len() == 1);
    answer.select("h1").remove(0)
}

/// Shows: AZ-14.
#[actix_web::test]
async fn anonymous_visitors_are_sent_to_sign_in_and_users_are_refused() {
    let app = TestApp::start();
    let user = app.browser();
    user.register("ada").await;
    let bob = app.json().register("bob").await;
    let before = app.settled_event_kinds().await;
    for page in pages(&bob.id) {
        let next: String = url::form_urlencoded::byte_serialize(page.as_bytes()).collect();
        assert_eq!(
            app.browser().get(&page).await.redirect(),
            (303, format!("/login?next={next}").as_str())
        );

        let answer = user.get(&page).await;
        assert_eq!((answer.status, heading(&answer).as_str()), (403, "Not allowed"), "{page}");
        assert!(answer.header("www-authenticate").unwrap().contains("insufficient_scope"));
        assert!(!answer.body.contains("bob"));
    }
    for action in ACTIONS {
        let page = format!("/admin/users/{}/{action}", bob.id);
        assert_eq!(
            app.browser().post(&page, &[]).await.redirect(),
            (303, "/login?next=%2Fprofile")
        );
        assert_eq!(user.post(&page, &[]).await.status, 403);
    }
    assert_eq!(app.settled_event_kinds().await, before, "no account has changed");
    assert_eq!(app.users().len(), 2);
}

#[actix_web::test]
async fn signing_in_leads_to_the_requested_page() {
    let app = TestApp::start();
    administrator(&app, "root").await;
    let browser = app.browser();
    let fields = [
        ("login", "root"),
        ("password", crate::support::PASSWORD),
        ("next", "/admin/users?q=a%25"),
    ];
    let answer = browser.post("/login", &fields).await;
    assert_eq!(answer.redirect(), (303, "/admin/users?q=a%25"));
    assert_eq!(browser.get(answer.location()).await.status, 200);
}

#[actix_web::test]
async fn only_administrators_see_the_link() {
    let app = TestApp::start();
    let (root, user) = (administrator(&app, "root").await, app.browser());
    user.register("ada").await;
    let link = "nav a[href='/admin']";
    assert_eq!(root.get("/profile").await.select(link), ["Administration"]);
    assert!(user.get("/profile").await.select(link).is_empty());
}

#[actix_web::test]
async fn losing_the_role_takes_effect_at_the_next_click() {
    let app = TestApp::start();
    let (root, other) = (app.administrator("root").await, administrator(&app, "other").await);
    let other_id =
        other.get("/api/auth/me").await.json()["user"]["id"].as_str().unwrap().to_owned();
    assert_eq!(other.get("/admin/users").await.status, 200);

    let body = serde_json::json!({ "roles": ["user"] });
    assert_eq!(root.json.patch(&format!("/api/users/{other_id}"), &body).await.status, 200);
    // A form that was already open is not obeyed either. Its answer renews the cookies all the
    // same.
    let answer = other.post(&format!("/admin/users/{}/disable", root.id), &[]).await;
    assert_eq!((answer.status, answer.set_cookies().len()), (403, 2));
    assert_eq!(other.get("/admin").await.status, 403);
    assert!(other.is_signed_in().await);
    assert!(other.get("/profile").await.select("a[href='/admin']").is_empty());

    let body = serde_json::json!({ "roles": ["admin"] });
    root.json.patch(&format!("/api/users/{other_id}"), &body).await;
    assert_eq!(other.get("/admin").await.status, 200, "a new role takes effect too");
}

#[actix_web::test]
async fn another_sites_page_changes_nothing() {
    let app = TestApp::start();
    let root = administrator(&app, "root").await;
    let bob = app.json().register("bob").await;
    let before = app.settled_event_kinds().await;
    for action in ACTIONS {
        for site in ["cross-site", "same-site"] {
            let request = root.request(Method::POST, &format!("/admin/users/{}/{action}", bob.id));
            let answer = root.send(request.header("sec-fetch-site", site)).await;
            assert_eq!(answer.status, 403, "{action} from {site}");
        }
    }
    assert_eq!(app.settled_event_kinds().await, before);
    assert_eq!(app.users().len(), 2);
}

#[actix_web::test]
async fn an_unknown_account_or_action_is_not_found() {
    let app = TestApp::start();
    let root = administrator(&app, "root").await;
    let id = root.get("/api/auth/me").await.json()["user"]["id"].as_str().unwrap().to_owned();
    for wrong in [NOBODY, "0", "root", &id.to_uppercase(), "%FF", "%00"] {
        for page in pages(wrong).into_iter().skip(2) {
            let answer = root.get(&page).await;
            assert_eq!(
                (answer.status, heading(&answer).as_str()),
                (404, "Page not found"),
                "{page}"
            );
        }
        for action in ACTIONS {
            assert_eq!(root.post(&format!("/admin/users/{wrong}/{action}"), &[]).await.status, 404);
        }
    }
    for page in [
        format!("/admin/users/{id}/explode"),
        format!("/admin/users/{id}/DELETE"),
        "/admin/".to_owned(),
    ] {
        assert_eq!(root.get(&page).await.status, 404, "{page}");
        assert_eq!(root.post(&page, &[]).await.status, 404, "{page}");
    }
    assert_eq!(root.post("/admin/users", &[]).await.header("allow"), Some("GET, HEAD, OPTIONS"));
}
