//! What every refusal looks like: `application/problem+json`, and the headers that belong to its
//! status.

use reqwest::Method;
use serde_json::{Value, json};

use super::{registration, rows, with};
use crate::support::{Answer, TestApp};

/// One refusal of every status that the API gives without waiting.
async fn refusals(app: &TestApp) -> Vec<Answer> {
    let ada = app.json().register("ada").await;
    let client = app.json();
    let post = |path: &str, content_type: &str, body: &str| {
        let request =
            client.request(Method::POST, path).header("content-type", content_type.to_owned());
        client.send(request.body(body.to_owned()))
    };
    let cross_site =
        client.request(Method::POST, "/api/auth/logout").header("sec-fetch-site", "cross-site");
    vec![
        post("/api/auth/login", "application/json", "{").await,
        client.get("/api/auth/me").await,
        client.bearer("garbage").get("/api/auth/me").await,
        client.refresh("garbage").await,
        client
            .post("/api/auth/login", &json!({ "username": "ada", "password": "wrong password" }))
            .await,
        client.send(cross_site).await,
        client.get("/api/nowhere").await,
        client.get("/api/auth/login").await,
        client
            .post("/api/auth/register", &with(registration("ada"), json!({ "name": "Ada" })))
            .await,
        client.post("/api/auth/login", &json!({ "username": "x".repeat(20_000) })).await,
        post("/api/auth/login", "text/plain", "{}").await,
        ada.json.patch("/api/profile/me", &json!({ "username": "" })).await,
    ]
}

/// Shows: HTTP-25, ASVS 4.1.1.
#[actix_web::test]
async fn a_refusal_has_the_members_of_rfc_9457_and_a_code() {
    let app = TestApp::start();
    let mut statuses = Vec::new();
    for answer in refusals(&app).await {
        let (status, code) = answer.problem();
        let problem = answer.json();
        let mut members: Vec<&str> =
            problem.as_object().unwrap().keys().map(String::as_str).collect();
        members.retain(|member| status != 422 || *member != "errors");
        members.sort_unstable();
        assert_eq!(members, ["code", "detail", "status", "title", "type"], "{code}");
        for text in ["type", "title", "detail", "code"] {
            assert!(problem[text].as_str().is_some_and(|text| !text.is_empty()), "{code}: {text}");
        }
        statuses.push(status);
    }
    statuses.dedup();
    assert_eq!(statuses, [400, 401, 403, 404, 405, 409, 413, 415, 422]);
}

/// Shows: ASVS 4.1.2.
#[actix_web::test]
async fn no_error_is_cacheable_sets_a_cookie_or_redirects() {
    let app = TestApp::start();
    for answer in refusals(&app).await {
        let (_, code) = answer.problem();
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{code}");
        assert_eq!(answer.set_cookies(), [], "{code}");
        assert_eq!(answer.header("location"), None, "{code}");
    }
}

/// Shows: HTTP-26.
#[actix_web::test]
async fn each_status_has_the_header_that_belongs_to_it_and_no_other() {
    let app = TestApp::start();
    for answer in refusals(&app).await {
        let (status, code) = answer.problem();
        let challenge = answer.header("www-authenticate");
        assert_eq!(
            challenge.is_some_and(|challenge| challenge.starts_with("Bearer realm=")),
            status == 401,
            "{code}"
        );
        assert_eq!(challenge.is_some(), status == 401, "{code}");
        assert_eq!(answer.header("allow").is_some(), status == 405, "{code}");
        assert_eq!(answer.header("retry-after"), None, "{code}");
    }
}

#[actix_web::test]
async fn a_problem_reads_like_this() {
    let app = TestApp::start();
    insta::assert_json_snapshot!(app.json().get("/api/auth/me").await.json(), @r#"
    {
      "code": "NO_TOKEN",
      "detail": "Sign in first.",
      "status": 401,
      "title": "Unauthorized",
      "type": "about:blank"
    }
    "#);
    let body = with(registration("ada"), json!({ "username": "a", "email": 1 }));
    insta::assert_json_snapshot!(app.json().post("/api/auth/register", &body).await.json(), @r#"
    {
      "code": "VALIDATION_FAILED",
      "detail": "Correct the listed fields and send the request again.",
      "errors": [
        {
          "code": "TOO_SHORT",
          "field": "username",
          "message": "Use at least 3 characters."
        },
        {
          "code": "WRONG_TYPE",
          "field": "email",
          "message": "Must be a string."
        }
      ],
      "status": 422,
      "title": "Unprocessable Entity",
      "type": "about:blank"
    }
    "#);
}

/// Shows: WEB-04.
#[actix_web::test]
async fn an_error_does_not_repeat_what_was_typed() {
    let app = TestApp::start();
    let marker = "<script>typed</script>";
    let body = json!({ "username": marker, "email": marker, "password": marker.repeat(20), "name": "\u{0}typed" });
    for answer in [
        app.json().post("/api/auth/register", &body).await,
        app.json()
            .post("/api/auth/login", &json!({ "username": marker, "password": marker }))
            .await,
        app.json().refresh(marker).await,
        app.json().bearer("typed").get("/api/auth/me").await,
        app.json().get("/api/typed").await,
    ] {
        let (status, code) = answer.problem();
        assert!(
            (400..500).contains(&status) && !answer.body.contains("typed"),
            "{code}: {}",
            answer.body
        );
    }
}

#[actix_web::test]
async fn another_sites_page_changes_nothing() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    let before = rows(&app).await;
    let calls: [(Method, &str, Value); 6] = [
        (Method::POST, "/api/auth/register", registration("eve")),
        (
            Method::POST,
            "/api/auth/login",
            json!({ "username": "ada", "password": crate::support::PASSWORD }),
        ),
        (Method::POST, "/api/auth/refresh", json!({})),
        (Method::POST, "/api/auth/logout", json!({})),
        (Method::POST, "/api/auth/logout-all", json!({})),
        (Method::PATCH, "/api/profile/me", json!({ "name": "Eve" })),
    ];
    for (method, path, body) in calls {
        for (header, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "https://evil.example.com"),
            ("origin", "null"),
        ] {
            let cookies = ["access_token", "refresh_token"]
                .map(|name| format!("{name}={}", browser.cookie(name).unwrap()));
            let request =
                app.json().request(method.clone(), path).header("cookie", cookies.join("; "));
            let request = request.header("content-type", "application/json").header(header, value);
            let answer = app.json().send(request.body(body.to_string())).await;
            assert_eq!(
                answer.problem(),
                (403, "CROSS_SITE_REQUEST".to_owned()),
                "{path} {header}: {value}"
            );
            assert_eq!(answer.set_cookies(), [], "{path} {header}: {value}");
        }
    }
    assert_eq!(rows(&app).await, before);
    assert_eq!(app.generations(), [1]);
}
