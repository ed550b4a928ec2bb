//! `GET /api/auth/me` and `GET /api/profile/me`, and who is believed to be asking.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;

use super::{hidden, with};
use crate::support::{PASSWORD, START, TestApp};

const ME: [&str; 2] = ["/api/auth/me", "/api/profile/me"];

#[actix_web::test]
async fn both_addresses_show_the_account() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let [first, second] = [ada.json.get(ME[0]).await, ada.json.get(ME[1]).await];

    assert_eq!((first.status, first.header("content-type")), (200, Some("application/json")));
    assert_eq!(first.header("cache-control"), Some("no-store"));
    assert_eq!(first.set_cookies(), []);
    assert_eq!(first.json()["user"]["id"], ada.id);
    insta::assert_json_snapshot!(hidden(&first), @r#"
    {
      "user": {
        "createdAt": "2026-01-01T00:00:00.250Z",
        "email": "ada@example.com",
        "emailVerified": false,
        "id": "[id]",
        "name": null,
        "roles": [
          "user"
        ],
        "username": "ada"
      }
    }
    "#);
    assert_eq!((second.status, second.body), (200, first.body));
}

#[actix_web::test]
async fn the_account_is_shown_as_the_database_has_it() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let user = app.user("ada");
    user.set_name("Ada");
    user.verify_email_at(START);
    user.make_administrator();
    user.rename("countess");
    for path in ME {
        let user = ada.json.get(path).await.json()["user"].clone();
        let changed = json!({ "username": "countess", "name": "Ada", "emailVerified": true, "roles": ["user", "admin"] });
        assert_eq!(with(user.clone(), changed), user, "{path}");
    }
}

#[actix_web::test]
async fn nobody_else_sees_the_account() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let stranger = TestApp::start().json().register("ada").await;
    let out = app.json().log_in("ada").await;
    app.json().post("/api/auth/logout", &json!({ "refreshToken": out.refresh })).await;
    let other = app.json().register("gone").await;
    app.user("gone").delete();

    let none = r#"Bearer realm="vestibule""#;
    let bad = r#"Bearer realm="vestibule", error="invalid_token""#;
    let bearer = |token: &str| Some(format!("Bearer {token}"));
    for (authorization, code, challenge) in [
        (None, "NO_TOKEN", none),
        (Some("Basic YWRhOng=".to_owned()), "NO_TOKEN", none),
        (bearer("garbage"), "INVALID_TOKEN", bad),
        (bearer(""), "INVALID_TOKEN", bad),
        (Some("Bearer".to_owned()), "INVALID_TOKEN", bad),
        (bearer("a b"), "INVALID_TOKEN", bad),
        (bearer(&ada.refresh), "INVALID_TOKEN", bad),
        (bearer(&stranger.access), "INVALID_TOKEN", bad),
        (bearer(&"x".repeat(8000)), "INVALID_TOKEN", bad),
        (bearer(&out.access), "TOKEN_REVOKED", bad),
        (bearer(&other.access), "TOKEN_REVOKED", bad),
    ] {
        for path in ME {
            let mut request = app.json().request(Method::GET, path);
            if let Some(authorization) = &authorization {
                request = request.header("authorization", authorization);
            }
            let answer = app.json().send(request).await;
            assert_eq!(answer.problem(), (401, code.to_owned()), "{authorization:?}");
            assert_eq!(answer.header("www-authenticate"), Some(challenge), "{authorization:?}");
            assert_eq!(answer.set_cookies(), [], "{authorization:?}");
        }
    }
}

#[actix_web::test]
async fn an_access_token_expires_after_15_minutes() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    app.advance(Duration::from_secs(899));
    assert_eq!(ada.json.get(ME[0]).await.status, 200);
    app.advance(Duration::from_secs(1));
    let answer = ada.json.get(ME[0]).await;
    assert_eq!(answer.problem(), (401, "TOKEN_EXPIRED".to_owned()));
    assert_eq!(
        answer.header("www-authenticate"),
        Some(r#"Bearer realm="vestibule", error="invalid_token""#)
    );
}

#[actix_web::test]
async fn the_scheme_is_written_in_any_case() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    for scheme in ["Bearer", "bearer", "BEARER"] {
        let request = app
            .json()
            .request(Method::GET, ME[0])
            .header("authorization", format!("{scheme} {}", ada.access));
        assert_eq!(app.json().send(request).await.status, 200, "{scheme}");
    }
}

#[actix_web::test]
async fn a_token_counts_in_its_header_or_cookie_and_nowhere_else() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let query = app.json().get(&format!("{}?access_token={1}&token={1}", ME[0], ada.access)).await;
    assert_eq!(query.problem(), (401, "NO_TOKEN".to_owned()));
    let header = app.json().request(Method::GET, ME[0]).header("x-access-token", &ada.access);
    assert_eq!(app.json().send(header).await.problem(), (401, "NO_TOKEN".to_owned()));
    let refresh = app
        .json()
        .request(Method::GET, ME[0])
        .header("cookie", format!("access_token={}", ada.refresh));
    let answer = app.json().send(refresh).await;
    assert_eq!(answer.problem(), (401, "INVALID_TOKEN".to_owned()));
    assert!(answer.clears_cookies(), "a cookie that is not ours is cleared");
}

#[actix_web::test]
async fn a_bearer_token_comes_before_the_cookies() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let browser = app.browser();
    browser.register("bob").await;
    let request = browser
        .request(Method::GET, ME[0])
        .header("authorization", format!("Bearer {}", ada.access));
    assert_eq!(browser.send(request).await.json()["user"]["username"], "ada");
}

#[actix_web::test]
async fn cookies_do_not_make_up_for_a_bad_bearer_token() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    let good = format!("Bearer {}", browser.cookie("access_token").unwrap());
    for pause in [0, 901] {
        // After the pause the cookies alone would be renewed.
        app.advance(Duration::from_secs(pause));
        for values in [
            &["Bearer garbage"][..],
            &["Bearer"],
            &["Basic x", "Bearer garbage"],
            &["", "bearer"],
            &[&good, &good],
        ] {
            let mut request = browser.request(Method::GET, ME[0]);
            for value in values {
                request = request.header("authorization", *value);
            }
            let answer = app.json().send(request).await;
            assert_eq!(answer.status, 401, "{values:?} after {pause} seconds");
            assert_eq!(answer.set_cookies(), [], "{values:?} after {pause} seconds");
        }
    }
    assert_eq!(app.generations(), [1]);
    assert_eq!(browser.get(ME[0]).await.status, 200);
}

#[actix_web::test]
async fn a_browser_is_renewed_by_the_same_request() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    app.advance(Duration::from_secs(901));
    let renewed = browser.get(ME[1]).await;
    assert_eq!((renewed.status, renewed.set_cookies().len()), (200, 2));
    let next = browser.get(ME[1]).await;
    assert_eq!((next.status, next.set_cookies().len()), (200, 0));
}

/// Shows: CK-04.
#[actix_web::test]
async fn a_cookie_that_comes_twice_is_ignored() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let cookies = format!("access_token={0}; access_token={0}", ada.access);
    let answer =
        app.json().send(app.json().request(Method::GET, ME[0]).header("cookie", cookies)).await;
    assert_eq!(answer.problem(), (401, "NO_TOKEN".to_owned()));
    assert_eq!(answer.set_cookies(), []);
}

/// Shows: AZ-06.
#[actix_web::test]
async fn a_new_account_with_the_same_names_is_another_account() {
    let app = TestApp::start();
    let old = app.json().register("ada").await;
    app.user("ada").delete();
    let new = app.json().register("ada").await;
    assert_ne!(new.id, old.id);
    assert_eq!(old.json.get(ME[0]).await.status, 401);
    assert_eq!(app.json().refresh(&old.refresh).await.status, 401);
    let login = json!({ "username": "ada", "password": PASSWORD });
    assert_eq!(app.json().post("/api/auth/login", &login).await.json()["user"]["id"], new.id);
}
