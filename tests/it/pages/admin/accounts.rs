//! `GET /admin/users` and `GET /admin/users/{id}`

use std::time::Duration;

use serde_json::json;

use super::{administrator, heading, pages};
use crate::support::{Answer, PASSWORD, START, TestApp};

fn names(answer: &Answer) -> Vec<String> {
    assert_eq!((answer.status, heading(answer).as_str()), (200, "Accounts"));
    answer.select("tbody th a")
}

#[actix_web::test]
async fn accounts_are_listed_page_by_page() {
    let app = TestApp::start_with(&["--rate-limits", "off"]);
    let root = administrator(&app, "root").await;
    for number in 0..24 {
        app.advance(Duration::from_millis(1));
        app.json().register(&format!("user-{number}")).await;
    }
    let first = root.get("/admin/users").await;
    assert_eq!(names(&first).len(), 20);
    assert_eq!(names(&first)[0], "root");
    let next = first.attribute("a[rel=next]", "href").unwrap();
    let second = root.get(&next).await;
    assert_eq!(names(&second), ["user-19", "user-20", "user-21", "user-22", "user-23"]);
    assert_eq!(second.attribute("a[rel=next]", "href"), None);
    assert_eq!(
        second.attribute("nav[aria-label=Pages] a", "href").as_deref(),
        Some("/admin/users")
    );
}

#[actix_web::test]
async fn a_search_stays_in_its_field_and_on_its_pages() {
    let app = TestApp::start_with(&["--rate-limits", "off"]);
    let root = administrator(&app, "root").await;
    for number in 0..22 {
        app.advance(Duration::from_millis(1));
        app.json().register(&format!("a_{number}")).await;
        app.json().register(&format!("ax{number}")).await;
    }
    let first = root.get("/admin/users?q=a_").await;
    assert_eq!(names(&first).len(), 20);
    assert!(names(&first).iter().all(|name| name.starts_with("a_")));
    assert_eq!(first.field("q").as_deref(), Some("a_"));
    let second = root.get(&first.attribute("a[rel=next]", "href").unwrap()).await;
    assert_eq!(names(&second), ["a_20", "a_21"]);
    assert_eq!(second.field("q").as_deref(), Some("a_"));

    let none = root.get("/admin/users?q=%25").await;
    assert!(names(&none).is_empty());
    assert_eq!(none.select("[role=status]"), ["No accounts found."]);
    assert_eq!(none.field("q").as_deref(), Some("%"));
    assert_eq!(root.get("/admin/users?cursor=x").await.status, 422);
}

#[actix_web::test]
async fn an_account_is_shown_with_its_devices_and_what_can_be_done() {
    let app = TestApp::start();
    let root = administrator(&app, "root").await;
    let ada = app.json().register("ada").await;
    app.json().log_in("ada").await;
    let page = format!("/admin/users/{}", ada.id);
    let answer = root.get(&page).await;
    assert_eq!((answer.status, heading(&answer).as_str()), (200, "ada"));
    assert_eq!(
        answer.select("dd"),
        ["ada@example.com", "Not confirmed", "1 January 2026, 00:00 UTC", &ada.id]
    );
    assert_eq!(answer.select(".head .badge"), ["Active", "User"]);
    assert_eq!(answer.select("#devices li").len(), 2);
    assert_eq!(answer.select(".trail h3"), ["Signed in", "Account created"]);
    let actions = |answer: &Answer| answer.select(".actions a");
    assert_eq!(
        actions(&answer),
        ["Make administrator", "Sign out everywhere", "Disable account", "Delete account"]
    );
    assert_eq!(answer.attribute(".actions a", "href"), Some(format!("{page}/promote")));
    for secret in ["$2b$", &ada.access, &ada.refresh] {
        assert!(!answer.body.contains(secret));
    }

    app.user("ada").disable_at(START);
    app.user("ada").make_administrator();
    let answer = root.get(&page).await;
    assert_eq!(actions(&answer), ["Remove administrator role", "Enable account", "Delete account"]);
    assert_eq!(answer.select(".head .badge"), ["Disabled", "Administrator"]);
    assert_eq!(answer.select("dd")[2], "1 January 2026, 00:00 UTC");
    assert_eq!(
        root.get("/admin/users?q=ada").await.select("td .badge"),
        ["Administrator", "Disabled"]
    );
}

/// Shows: WEB-01.
#[actix_web::test]
async fn names_are_shown_as_text_whatever_is_in_them() {
    let app = TestApp::start();
    let root = administrator(&app, "root").await;
    let name = r#"<script>alert(1)</script>"' onload='x' &amp; {{7*7}}"#;
    let email = r#""><img/src=x>@example.com"#;
    let body = json!({
        "username": "ada", "email": email, "password": PASSWORD, "name": name, "refreshTokenIn": "body",
    });
    let ada = app.json().person(&app.json().post("/api/auth/register", &body).await);
    for page in pages(&ada.id).into_iter().skip(1) {
        let answer = root.get(&page).await;
        heading(&answer);
        let shown = answer.select("bdi");
        assert!(
            shown.contains(&name.to_owned()) && shown.contains(&email.to_owned()),
            "{page}: {shown:?}"
        );
        assert!(answer.select("img").is_empty());
    }
    let q: String = url::form_urlencoded::byte_serialize(name.as_bytes()).collect();
    let answer = root.get(&format!("/admin/users?q={q}")).await;
    assert_eq!(names(&answer), [name]);
    assert_eq!(answer.field("q").as_deref(), Some(name));
}

#[actix_web::test]
async fn accounts_are_filtered_by_role_and_state() {
    let app = TestApp::start_with(&["--rate-limits", "off"]);
    let root = administrator(&app, "root").await;
    for name in ["ada", "bob", "eve"] {
        app.advance(Duration::from_millis(1));
        app.json().register(name).await;
    }
    app.user("ada").verify_email_at(START);
    app.user("eve").verify_email_at(START);
    app.user("eve").disable();
    for (query, expected) in [
        ("role=admin", &["root"][..]),
        ("role=user", &["ada", "bob", "eve"]),
        ("state=active", &["ada"]),
        ("state=unconfirmed", &["root", "bob"]),
        ("state=disabled", &["eve"]),
        ("role=user&state=unconfirmed", &["bob"]),
        ("q=a&state=active", &["ada"]),
        ("role=king&state=of", &["root", "ada", "bob", "eve"]),
    ] {
        let answer = root.get(&format!("/admin/users?{query}")).await;
        assert_eq!(names(&answer), expected, "{query}");
    }
    let answer = root.get("/admin/users?role=user&state=disabled").await;
    assert_eq!(answer.select("option[selected]"), ["User", "Disabled", "Oldest first"]);
}

#[actix_web::test]
async fn accounts_are_sorted_on_every_page() {
    let app = TestApp::start_with(&["--rate-limits", "off"]);
    let root = administrator(&app, "root").await;
    for number in 0..24 {
        app.advance(Duration::from_millis(1));
        app.json().register(&format!("user-{:02}", (number * 7) % 24)).await;
    }
    for (sort, first, last) in [
        ("newest", "user-17", "root"),
        ("username", "root", "user-23"),
        ("oldest", "root", "user-17"),
    ] {
        let mut path = format!("/admin/users?sort={sort}");
        let mut seen = Vec::new();
        loop {
            let page = root.get(&path).await;
            seen.extend(names(&page));
            match page.attribute("a[rel=next]", "href") {
                Some(next) => path = next,
                None => break,
            }
        }
        assert_eq!(seen.len(), 25, "{sort}");
        assert_eq!((seen[0].as_str(), seen[24].as_str()), (first, last), "{sort}");
        if sort == "username" {
            assert!(seen.is_sorted());
        }
    }
    assert_eq!(root.get("/admin/users?sort=newest&cursor=x").await.status, 422);
    let gone = root.get("/admin/users?sort=username&cursor=zzz%00").await;
    assert_eq!(gone.select("[role=status]"), ["No more accounts."]);
}

#[actix_web::test]
async fn a_row_shows_the_devices_and_when_one_was_last_seen() {
    let app = TestApp::start();
    let root = administrator(&app, "root").await;
    app.json().register("ada").await;
    app.json().log_in("ada").await;
    app.advance(Duration::from_secs(7200));
    root.log_in("root").await;
    let answer = root.get("/admin/users?q=ada").await;
    assert_eq!(answer.select("td"), ["User", "Not confirmed", "2", "2 hours ago"]);
    app.user("ada").revoke_sessions(START, "admin");
    let answer = root.get("/admin/users?q=ada").await;
    assert_eq!(answer.select("td")[2..], ["0", "2 hours ago"]);
}
