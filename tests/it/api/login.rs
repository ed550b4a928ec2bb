//! `POST /api/auth/login`, when it goes well.

use serde_json::{Value, json};

use super::{hidden, registration, unlimited, with};
use crate::support::{PASSWORD, TestApp};

const LOGIN: &str = "/api/auth/login";

#[actix_web::test]
async fn signing_in_answers_200_with_tokens_and_the_account() {
    let app = TestApp::start();
    app.json().register("ada").await;
    let answer = app.json().post(LOGIN, &json!({ "username": "ada", "password": PASSWORD })).await;

    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.token_cookies().len(), 2);
    insta::assert_json_snapshot!(hidden(&answer), @r#"
    {
      "accessToken": "[token]",
      "expiresIn": 900,
      "tokenType": "Bearer",
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
}

#[actix_web::test]
async fn a_program_gets_its_refresh_token_in_the_body_and_no_cookie() {
    let app = TestApp::start();
    app.json().register("ada").await;
    let body = json!({ "username": "ada", "password": PASSWORD, "refreshTokenIn": "body" });
    let answer = app.json().post(LOGIN, &body).await;

    assert_eq!(answer.set_cookies(), []);
    let body = answer.json();
    let mut members: Vec<&str> = body.as_object().unwrap().keys().map(String::as_str).collect();
    members.sort_unstable();
    assert_eq!(members, ["accessToken", "expiresIn", "refreshToken", "tokenType", "user"]);
    assert_eq!(app.json().person(&answer).json.get("/api/auth/me").await.status, 200);
}

#[actix_web::test]
async fn an_account_is_found_by_address_or_username_in_any_case() {
    let app = unlimited();
    let body = json!({ "username": "Ada.L", "email": "Åda@Example.com", "password": PASSWORD });
    app.json().post("/api/auth/register", &body).await;

    for (member, login) in [
        ("username", "Ada.L"),
        ("username", "ada.l"),
        ("username", "ADA.L"),
        ("username", " ada.l\t"),
        ("email", "Åda@Example.com"),
        ("email", "åda@example.com"),
        ("email", "ÅDA@EXAMPLE.COM"),
        ("email", " a\u{30a}da@example.com "),
    ] {
        let answer = app.json().post(LOGIN, &json!({ member: login, "password": PASSWORD })).await;
        assert_eq!(answer.status, 200, "{member} {login:?}");
        assert_eq!(answer.json()["user"]["username"], "Ada.L", "{member} {login:?}");
    }
}

#[actix_web::test]
async fn unknown_members_have_no_effect() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    let body = json!({
        "username": "ada", "password": PASSWORD, "roles": ["admin"], "admin": true, "id": "x", "emailVerified": true,
        "refreshToken": "x", "expiresIn": 1_000_000, "sub": "x",
    });
    let answer = app.json().post(LOGIN, &body).await;
    let user = &answer.json()["user"];
    assert_eq!(
        (answer.status, &user["id"], &user["roles"]),
        (200, &json!(ada.id), &json!(["user"]))
    );
    assert_eq!((&user["emailVerified"], &answer.json()["expiresIn"]), (&json!(false), &json!(900)));
}

#[actix_web::test]
async fn signing_in_again_ends_the_session_that_the_browser_had() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    app.json().register("bob").await;
    for username in ["ada", "bob", "ada"] {
        let old =
            [browser.cookie("access_token").unwrap(), browser.cookie("refresh_token").unwrap()];
        let answer =
            browser.post_json(LOGIN, &json!({ "username": username, "password": PASSWORD })).await;
        assert_eq!(answer.status, 200);

        let me = app.json().bearer(&old[0]).get("/api/auth/me").await;
        assert_eq!(me.problem(), (401, "TOKEN_REVOKED".to_owned()), "{username}");
        assert_eq!(
            app.json().refresh(&old[1]).await.problem(),
            (401, "REFRESH_TOKEN_REVOKED".to_owned()),
            "{username}"
        );
        assert_eq!(browser.get("/api/auth/me").await.json()["user"]["username"], username);
    }
}

#[actix_web::test]
async fn signing_in_with_tokens_in_the_body_leaves_the_browsers_session_alone() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    let old = browser.cookie("refresh_token").unwrap();
    let body = json!({ "username": "ada", "password": PASSWORD, "refreshTokenIn": "body" });
    assert_eq!(browser.post_json(LOGIN, &body).await.status, 200);

    assert_eq!(browser.get("/api/auth/me").await.status, 200);
    assert_eq!(app.json().refresh(&old).await.status, 200);
}

#[actix_web::test]
async fn a_refused_sign_in_leaves_the_browsers_session_alone() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    let answer =
        browser.post_json(LOGIN, &json!({ "username": "ada", "password": "wrong password" })).await;

    assert_eq!(answer.problem(), (401, "INVALID_CREDENTIALS".to_owned()));
    assert_eq!(answer.set_cookies(), []);
    assert_eq!(browser.get("/api/auth/me").await.status, 200);
}

#[actix_web::test]
async fn sessions_of_one_account_are_independent() {
    let app = TestApp::start();
    let [first, second] = [app.json().register("ada").await, app.json().log_in("ada").await];
    assert_eq!(
        app.json().post("/api/auth/logout", &json!({ "refreshToken": first.refresh })).await.status,
        200
    );
    assert_eq!(second.json.get("/api/auth/me").await.status, 200);
    assert_eq!(app.json().refresh(&second.refresh).await.status, 200);
}

/// The stored hash of Ada's password.
fn stored(app: &TestApp) -> String {
    app.user("ada").password_hash()
}

/// Shows: AUTH-09, ASVS 11.2.2.
#[actix_web::test]
async fn a_hash_of_another_cost_is_replaced_at_the_next_sign_in_and_only_then() {
    let app = unlimited();
    app.json().register("ada").await;
    let log_in = async |password: &str| {
        app.json().post(LOGIN, &json!({ "username": "ada", "password": password })).await.status
    };
    let current = stored(&app);
    assert_eq!(log_in(PASSWORD).await, 200);
    assert_eq!(stored(&app), current, "a hash of today's cost stays");

    // Older, newer, and as another system writes it.
    for (cost, version) in [(5, "2b"), (6, "2b"), (5, "2y"), (5, "2a")] {
        let old = bcrypt::hash(PASSWORD, cost).unwrap().replacen("2b", version, 1);
        app.user("ada").set_password_hash(&old);
        assert_eq!(log_in("wrong password").await, 401);
        assert_eq!(stored(&app), old, "a wrong password changes nothing");
        assert_eq!(log_in(PASSWORD).await, 200);
        let new = stored(&app);
        assert!(new.starts_with("$2b$04$"), "{old} became {new}");
        assert_eq!(log_in(PASSWORD).await, 200, "the new hash is of the same password");
        assert_eq!(stored(&app), new);
    }
}

#[actix_web::test]
async fn a_hash_that_cannot_be_read_is_a_wrong_password() {
    let app = TestApp::start();
    app.json().register("ada").await;
    for broken in
        ["", "x", "$2b$04$short", "hmac-sha384", "$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA"]
    {
        app.user("ada").set_password_hash(broken);
        let answer =
            app.json().post(LOGIN, &json!({ "username": "ada", "password": PASSWORD })).await;
        assert_eq!(answer.problem(), (401, "INVALID_CREDENTIALS".to_owned()), "{broken:?}");
    }
}

#[actix_web::test]
async fn the_password_of_one_account_does_not_open_another() {
    let app = TestApp::start();
    app.json().register("ada").await;
    let other: Value = with(registration("bob"), json!({ "password": "another good one" }));
    app.json().post("/api/auth/register", &other).await;
    let body = json!({ "username": "ada", "password": "another good one" });
    assert_eq!(
        app.json().post(LOGIN, &body).await.problem(),
        (401, "INVALID_CREDENTIALS".to_owned())
    );
}

/// Shows: AUTH-77, ASVS 6.3.2.
#[actix_web::test]
async fn a_fresh_instance_knows_nobody() {
    let app = unlimited();
    assert_eq!(app.users().len(), 0);
    for name in ["admin", "root", "administrator", "vestibule", "test", "user"] {
        for password in [name, "admin", "password", "changeme", "vestibule", PASSWORD] {
            let answer =
                app.json().post(LOGIN, &json!({ "username": name, "password": password })).await;
            assert_eq!(
                answer.problem(),
                (401, "INVALID_CREDENTIALS".to_owned()),
                "{name} {password}"
            );
        }
    }
}
