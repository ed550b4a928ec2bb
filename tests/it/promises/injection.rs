//! What looks like a query, a template or markup is text like any other.

use serde_json::json;

use crate::support::{PASSWORD, TestApp};

const QUERIES: [&str; 10] = [
    "' OR '1'='1",
    "' OR 1=1 --",
    "ada' --",
    "ada'/*",
    "'; DROP TABLE users; --",
    "' UNION SELECT * FROM users --",
    "\" OR \"\"=\"",
    "%",
    "_da%",
    "ada\\",
];

/// Shows: INJ-01.
#[actix_web::test]
async fn sql_in_a_login_is_an_unknown_name() {
    let app = TestApp::start();
    app.json().register("ada").await;
    for query in QUERIES {
        for (member, login) in
            [("username", query.to_owned()), ("email", format!("{query}@example.com"))]
        {
            let body = json!({ member: login, "password": PASSWORD });
            let answer = app.json().post("/api/auth/login", &body).await;
            assert_eq!(answer.problem(), (401, "INVALID_CREDENTIALS".to_owned()), "{login}");
        }
        let answer =
            app.browser().post("/login", &[("login", query), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, 401, "{query}");
        assert_eq!(answer.field("login").as_deref(), Some(query), "it is shown as it was typed");
    }
    assert_eq!(app.users().len(), 1);
}

/// Shows: INJ-01.
#[actix_web::test]
async fn sql_in_a_password_is_a_password() {
    let app = TestApp::start_with(&["--rate-limits", "off"]);
    app.json().register("ada").await;
    for query in QUERIES {
        let body = json!({ "username": "ada", "password": query });
        assert_eq!(app.json().post("/api/auth/login", &body).await.status, 401, "{query}");
    }
    let password = "'; DROP TABLE users; -- ${7*7} {{7*7}}";
    let body = json!({ "username": "bob", "email": "bob@example.com", "password": password });
    assert_eq!(app.json().post("/api/auth/register", &body).await.status, 201);
    let body = json!({ "username": "bob", "password": password });
    assert_eq!(app.json().post("/api/auth/login", &body).await.status, 200);
    assert_eq!(app.users().len(), 2);
}

#[actix_web::test]
async fn sql_is_not_a_username() {
    let app = TestApp::start();
    for query in QUERIES {
        let body = json!({ "username": query, "email": "ada@example.com", "password": PASSWORD });
        let faults = app.json().post("/api/auth/register", &body).await.faults();
        assert_eq!(faults[0].0, "username", "{query}");
    }
    assert_eq!(app.users().len(), 0);
}

/// Shows: INJ-03, INJ-11, WEB-01, ASVS 3.2.2.
#[actix_web::test]
async fn sql_and_markup_are_stored_and_shown_as_typed() {
    let app = TestApp::start();
    let text =
        "x'); DELETE FROM users; -- <script>alert(1)</script> \" onfocus=\"alert(1)\" {{7*7}}";
    // The rules allow an address almost anything, too.
    let email = "'+(SELECT/**/1)+'<b>\"@example.com";
    let browser = app.browser().with_agent(text);
    let body = json!({ "username": "ada", "email": email, "password": PASSWORD, "name": text });
    let answer = browser.post_json("/api/auth/register", &body).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    assert_eq!(
        (&answer.json()["user"]["name"], &answer.json()["user"]["email"]),
        (&json!(text), &json!(email))
    );
    assert_eq!(app.session().user_agent, text);

    let page = browser.get("/profile").await;
    assert_eq!(page.select("h1"), [text]);
    assert!(page.select("dd").contains(&email.to_owned()));
    assert_eq!(
        page.select("script:not([src])").len()
            + page.select("dd b").len()
            + page.select("[onfocus]").len(),
        0
    );

    let answer = browser
        .post_json("/api/auth/login", &json!({ "email": email, "password": PASSWORD }))
        .await;
    assert_eq!(answer.status, 200);
    assert_eq!(app.users().len(), 1);
}

/// Shows: INJ-01.
#[actix_web::test]
async fn sql_in_a_token_is_an_invalid_token() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    for query in QUERIES {
        let answer = app.json().refresh(query).await;
        assert_eq!(answer.problem(), (401, "REFRESH_TOKEN_INVALID".to_owned()), "{query}");
        let answer = app.json().bearer(query).get("/api/auth/me").await;
        assert_eq!(answer.problem(), (401, "INVALID_TOKEN".to_owned()), "{query}");
    }
    assert_eq!(ada.json.get("/api/auth/me").await.status, 200);
}
