//! Failed sign-ins of one account: from the sixth on a pause that grows, whether the account exists
//! or not.

use std::time::Duration;

use futures_util::FutureExt;
use serde_json::json;
use vestibule::password::{PasswordHash, TypedPassword};
use vestibule::secret::SecretText;

use super::{FACES, Face, WRONG, hammer, pause};
use crate::support::{Answer, PASSWORD, TestApp};

const LOGINS: [&str; 4] = ["ada", "ada@example.com", "nobody", "nobody@example.com"];

/// Shows: AUTH-15, ASVS 6.3.1.
#[actix_web::test]
async fn the_delay_starts_after_the_sixth_failure_and_grows_to_30_seconds() {
    for (face, login) in FACES.into_iter().flat_map(|face| LOGINS.map(|login| (face, login))) {
        let app = TestApp::start();
        app.json().register("ada").await;
        let browser = app.browser();
        for number in 1..=6 {
            assert_eq!(
                face.log_in(&browser, login, WRONG).await.status,
                401,
                "{face:?} {login} {number}"
            );
        }
        for seconds in [1, 2, 4, 8, 16, 30, 30] {
            assert_eq!(
                pause(&face.log_in(&browser, login, WRONG).await),
                seconds,
                "{face:?} {login}"
            );
            app.advance(Duration::from_millis(seconds * 1000 - 1));
            assert_eq!(
                pause(&face.log_in(&browser, login, WRONG).await),
                1,
                "rounded up, and a refused attempt does not add to it"
            );
            app.advance(Duration::from_millis(1));
            assert_eq!(
                face.log_in(&browser, login, WRONG).await.status,
                401,
                "{face:?} {login} after {seconds}"
            );
        }
    }
}

/// Shows: AUTH-15.
#[actix_web::test]
async fn the_right_password_waits_too_and_then_resets_the_count() {
    for face in FACES {
        let app = TestApp::start();
        app.json().register("ada").await;
        hammer(&app, "ada").await;
        assert_eq!(
            pause(&face.log_in(&app.browser(), "ada", PASSWORD).await),
            1,
            "otherwise a guesser would learn that it exists"
        );
        assert_eq!(app.events_of_kind("signed_in").len(), 0);
        app.advance(Duration::from_secs(1));
        assert!(face.is_welcome(&face.log_in(&app.browser(), "ada", PASSWORD).await));
        hammer(&app, "ada").await;
        assert_eq!(pause(&face.log_in(&app.browser(), "ada", WRONG).await), 1);
    }
}

/// Shows: AUTH-25, AUTH-26.
#[actix_web::test]
async fn an_account_has_one_count_for_all_its_names_and_both_interfaces() {
    let app = TestApp::start();
    app.json().register("ada").await;
    let names = ["ada", "ada@example.com", "ADA", " Ada@Example.COM ", "\tada", "aDa@example.com"];
    for (number, name) in names.into_iter().enumerate() {
        assert_eq!(
            FACES[number % 2].log_in(&app.browser(), name, WRONG).await.status,
            401,
            "{name:?}"
        );
    }
    for (face, name) in FACES.into_iter().flat_map(|face| names.map(|name| (face, name))) {
        assert_eq!(pause(&face.log_in(&app.browser(), name, WRONG).await), 1, "{face:?} {name:?}");
    }
    let other = app.json().register("bob").await;
    assert_eq!(other.json.get("/api/auth/me").await.status, 200, "it is not another account's");
    assert!(Face::Api.is_welcome(&Face::Api.log_in(&app.browser(), "bob", PASSWORD).await));
}

/// Shows: AUTH-10.
#[actix_web::test]
async fn a_delay_looks_the_same_whether_the_account_exists_or_not() {
    /// Everything of an answer but when it was sent and the name that was typed.
    fn bytes(answer: &Answer, typed: &str) -> (u16, Vec<String>, String) {
        let differs = |name: &str| matches!(name, "date" | "x-request-id" | "content-length");
        let headers = answer.headers.iter().filter(|(name, _)| !differs(name.as_str()));
        let mut headers: Vec<_> =
            headers.map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect();
        headers.sort();
        (answer.status, headers, answer.body.replace(typed, "TYPED"))
    }
    for face in FACES {
        let app = TestApp::start();
        app.json().register("ada").await;
        app.json().register("eve").await;
        app.user("eve").disable();
        let mut first = None;
        for (login, password) in
            LOGINS.into_iter().chain(["eve"]).flat_map(|login| [(login, WRONG), (login, PASSWORD)])
        {
            let (browser, mut answer) = (app.browser(), None);
            for _ in 0..7 {
                answer = Some(face.log_in(&browser, login, WRONG).await);
            }
            let limited = if password == WRONG {
                answer.unwrap()
            } else {
                face.log_in(&browser, login, password).await
            };
            let seen = bytes(&limited, login);
            assert_eq!(first.get_or_insert_with(|| seen.clone()), &seen, "{face:?} {login}");
            app.advance(Duration::from_secs(3600));
        }
    }
}

/// Shows: AUTH-15.
#[actix_web::test]
async fn no_password_is_checked_during_a_delay() {
    let app = TestApp::start();
    app.json().register("ada").await;
    hammer(&app, "ada").await;
    hammer(&app, "nobody").await;
    // Each of these takes seconds, and there is room for more behind them. A request
    // that needed a hash now would wait for it, even if it ignored the outcome.
    let dear = PasswordHash::from_stored(format!("$2b$16${}", ".".repeat(53)));
    let threads = std::thread::available_parallelism().unwrap().get();
    let check = |_| {
        Box::pin(
            app.app.passwords.check(TypedPassword::new(&SecretText::new("x")), Some(dear.clone())),
        )
    };
    let mut ahead: Vec<_> = (0..16 * threads).map(check).collect();
    assert!(
        ahead.iter_mut().all(|check| check.as_mut().now_or_never().is_none()),
        "all wait, none is refused"
    );
    tokio::time::sleep(Duration::from_millis(100)).await;
    for face in FACES {
        for (login, password) in [("ada", WRONG), ("ada", PASSWORD), ("nobody", WRONG)] {
            let browser = app.browser();
            let answer = tokio::time::timeout(
                Duration::from_secs(2),
                face.log_in(&browser, login, password),
            )
            .await;
            assert_eq!(pause(&answer.expect("nothing is waited for")), 1, "{face:?} {login}");
        }
    }
    let browser = app.browser();
    let hashed =
        tokio::time::timeout(Duration::from_millis(500), Face::Api.log_in(&browser, "bob", WRONG))
            .await;
    assert!(hashed.is_err(), "a hash would have taken longer");
}

#[actix_web::test]
async fn the_form_comes_back_with_what_was_typed_but_the_password() {
    let app = TestApp::start();
    hammer(&app, "ada").await;
    let fields = [
        ("login", "ada"),
        ("password", PASSWORD),
        ("remember", "true"),
        ("next", "/profile/security"),
    ];
    let answer = app.browser().post("/login", &fields).await;
    assert_eq!(pause(&answer), 1);
    assert_eq!(answer.select("[role=alert]"), ["Too many attempts. Wait a little and try again."]);
    assert_eq!(
        (answer.field("login"), answer.field("next")),
        (Some("ada".into()), Some("/profile/security".into()))
    );
    assert_eq!(answer.attribute("#remember", "checked").as_deref(), Some(""));
    assert_eq!(answer.field("password"), None);
    assert!(!answer.body.contains(PASSWORD));
}

/// Shows: AUTH-32.
#[actix_web::test]
async fn an_incomplete_request_is_not_counted_as_an_attempt() {
    let app = TestApp::start();
    app.json().register("ada").await;
    for _ in 0..20 {
        let missing = app.json().post("/api/auth/login", &json!({ "username": "ada" })).await;
        assert_eq!(missing.problem().0, 422);
        assert_eq!(
            app.browser().post("/login", &[("login", "ada"), ("password", "")]).await.status,
            422
        );
    }
    assert!(Face::Api.is_welcome(&Face::Api.log_in(&app.browser(), "ada", PASSWORD).await));
}

/// Shows: AUTH-18.
#[actix_web::test]
async fn a_new_password_has_its_own_count() {
    let app = TestApp::start();
    app.json().register("ada").await;
    app.json().post("/api/auth/forgot-password", &json!({ "email": "ada@example.com" })).await;
    let token = app.mail("reset_password").await.token();
    hammer(&app, "ada").await;
    let reset = json!({ "token": token, "password": "another good one" });
    assert_eq!(app.json().post("/api/auth/reset-password", &reset).await.status, 204);
    let answer = Face::Api.log_in(&app.browser(), "ada", "another good one").await;
    assert!(Face::Api.is_welcome(&answer), "{answer:?}");
}

/// Shows: AUTH-34.
#[actix_web::test]
async fn a_clock_that_is_set_back_neither_frees_nor_locks() {
    let app = TestApp::start();
    app.json().register("ada").await;
    hammer(&app, "ada").await;
    app.clock.set_back(Duration::from_secs(3600));
    assert_eq!(pause(&Face::Api.log_in(&app.browser(), "ada", PASSWORD).await), 1);
    app.advance(Duration::from_secs(1));
    assert!(Face::Api.is_welcome(&Face::Api.log_in(&app.browser(), "ada", PASSWORD).await));
}

/// Shows: REL-27, ASVS 13.1.3.
#[actix_web::test]
async fn an_hour_without_a_failure_resets_the_count_and_frees_its_memory() {
    let app = TestApp::start();
    for login in LOGINS {
        hammer(&app, login).await;
    }
    assert!(app.app.limits.len() >= LOGINS.len());
    app.app.limits.forget_idle();
    assert_eq!(
        pause(&Face::Api.log_in(&app.browser(), "ada", WRONG).await),
        1,
        "what matters is kept"
    );
    app.advance(Duration::from_secs(3600));
    app.app.limits.forget_idle();
    assert!(app.app.limits.is_empty());
    hammer(&app, "ada").await;
}

#[actix_web::test]
async fn limits_can_be_turned_off() {
    let app = TestApp::start_with(&["--rate-limits", "off"]);
    app.json().register("ada").await;
    for face in FACES {
        for _ in 0..60 {
            assert_eq!(face.log_in(&app.browser(), "ada", WRONG).await.status, 401);
        }
        assert!(face.is_welcome(&face.log_in(&app.browser(), "ada", PASSWORD).await));
    }
    assert!(app.app.limits.is_empty());
}
