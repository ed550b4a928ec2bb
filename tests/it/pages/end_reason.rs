//! How the login page shows why, when and from where a session was ended.

use std::time::Duration;

use serde_json::json;

use crate::support::{Browser, PASSWORD, TestApp};

const NEW: &str = "a better horse battery";

fn session(app: &TestApp) -> String {
    app.sessions()[0].id.to_string()
}

/// What the login page says below the reason.
async fn told(browser: &Browser, address: &str) -> Vec<String> {
    let page = browser.get(address).await;
    assert_eq!(page.status, 200);
    page.select("[role=status] > p + p:not(:has(strong))")
}

#[actix_web::test]
async fn after_theft_the_page_shows_when_and_from_where_the_copy_was_used() {
    let app = TestApp::start_with(&["--trusted-proxies", "127.0.0.1"]);
    let owner = app.browser();
    owner.register("ada").await;
    let copy = owner.cookie("refresh_token").unwrap();
    for _ in 0..2 {
        app.advance(Duration::from_secs(901));
        assert!(owner.is_signed_in().await);
    }
    let request = app
        .json()
        .request(reqwest::Method::POST, "/api/auth/refresh")
        .header("x-forwarded-for", "203.0.113.9");
    let request = request
        .header("content-type", "application/json")
        .body(json!({ "refreshToken": copy }).to_string());
    assert_eq!(app.json().send(request).await.problem().1, "REFRESH_TOKEN_REUSED");
    app.advance(Duration::from_secs(3600));

    let answer = owner.get("/profile").await;

    let location = format!("/login?next=%2Fprofile&reason=security&session={}", session(&app));
    assert_eq!(answer.redirect(), (303, location.as_str()));
    assert!(answer.clears_cookies());
    let told = told(&owner, &location).await;
    assert_eq!(told.len(), 1);
    assert!(
        told[0].starts_with("The copy was used on 1 January 2026, 00:30 UTC from 203.0.113.9."),
        "{told:?}"
    );
    assert!(told[0].contains("change your password"));
}

#[actix_web::test]
async fn the_user_of_the_copy_sees_the_same_details() {
    let app = TestApp::start();
    let owner = app.browser();
    owner.register("ada").await;
    let copy = owner.copy();
    for _ in 0..2 {
        app.advance(Duration::from_secs(901));
        assert!(owner.is_signed_in().await);
    }
    // Nobody can know which of the two is the owner.
    let answer = copy.get("/").await;
    assert_eq!(answer.location(), format!("/login?reason=security&session={}", session(&app)));
    assert!(told(&copy, answer.location()).await[0].contains("UTC from 127.0.0.1"));
}

#[actix_web::test]
async fn a_deliberate_end_is_shown_with_its_time() {
    let cases = [
        (
            "elsewhere",
            "signed-out",
            "You were signed out from another device on 1 January 2026, 00:01 UTC.",
        ),
        (
            "everywhere",
            "signed-out",
            "You were signed out from another device on 1 January 2026, 00:01 UTC.",
        ),
        (
            "password",
            "password-changed",
            "It was changed on 1 January 2026, 00:01 UTC. If this wasn't you, someone else knows your password.",
        ),
        ("admin", "admin", "It was ended on 1 January 2026, 00:01 UTC."),
    ];
    for (how, reason, words) in cases {
        let app = TestApp::start();
        let (here, there) = (app.browser(), app.browser());
        here.register("ada").await;
        app.advance(Duration::from_secs(60));
        there.log_in("ada").await;
        let answer = match how {
            "elsewhere" => {
                there.post(&format!("/profile/sessions/{}/revoke", session(&app)), &[]).await
            }
            "everywhere" => there.post("/logout-all", &[]).await,
            "password" => {
                let fields = [("current_password", PASSWORD), ("new_password", NEW)];
                there.post("/profile/password", &fields).await
            }
            _ => {
                app.user("ada").revoke_sessions(app.clock.now(), "admin");
                app.advance(Duration::from_secs(901));
                there.get("/login").await
            }
        };
        assert!(matches!(answer.status, 200 | 303), "{how}: {answer:?}");
        app.advance(Duration::from_secs(901));

        let copy = here.copy();
        assert_eq!(
            here.get("/profile").await.location(),
            format!("/login?next=%2Fprofile&reason={reason}"),
            "{how}"
        );
        assert_eq!(
            told(&copy, "/login").await,
            [words],
            "{how}: the login page finds it by the cookie"
        );
    }
}

#[actix_web::test]
async fn the_login_page_itself_shows_the_same_details() {
    let app = TestApp::start();
    let (here, there) = (app.browser(), app.browser());
    here.register("ada").await;
    there.log_in("ada").await;
    there.post("/logout-all", &[]).await;
    assert_eq!(told(&here, "/login").await.len(), 1);
    assert_eq!(told(&here, "/login").await.len(), 0, "only once: the cookies are cleared");
}

#[actix_web::test]
async fn signing_out_on_this_device_and_expiry_show_no_details() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    let copy = browser.copy();
    browser.post("/logout", &[]).await;
    assert_eq!(copy.get("/profile").await.location(), "/login?next=%2Fprofile&reason=signed-out");
    assert_eq!(copy.get("/profile").await.location(), "/login?next=%2Fprofile");
}

#[actix_web::test]
async fn a_reason_that_does_not_match_the_session_shows_no_details() {
    let app = TestApp::start();
    let (here, there) = (app.browser(), app.browser());
    here.register("ada").await;
    let ended = session(&app);
    let stranger = app.browser();
    assert_eq!(
        told(&stranger, &format!("/login?reason=security&session={ended}")).await.len(),
        0,
        "the session is active"
    );
    there.log_in("ada").await;
    there.post("/logout-all", &[]).await;
    assert_eq!(
        told(&stranger, &format!("/login?reason=signed-out&session={ended}")).await.len(),
        1
    );
    let upper = ended.to_uppercase();
    let unknown = "019b0000-0000-7000-8000-000000000000";
    for (reason, session) in [
        ("security", ended.as_str()),
        ("expired", &ended),
        ("", &ended),
        ("signed-out", unknown),
        ("signed-out", &upper),
        ("signed-out", "%00"),
        ("signed-out", "%22%3E%3Cscript%3E"),
        ("signed-out", ""),
    ] {
        let address = format!("/login?reason={reason}&session={session}");
        assert_eq!(told(&stranger, &address).await.len(), 0, "{address}");
    }
}
