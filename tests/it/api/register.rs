//! `POST /api/auth/register`

use serde_json::json;

use crate::support::{PASSWORD, TestApp};

#[actix_web::test]
async fn registering_answers_201_with_tokens_and_the_account() {
    let app = TestApp::start();
    let body = json!({ "username": "ada", "email": "Ada@Example.com", "password": PASSWORD, "name": " Ada Lovelace " });
    let answer = app.json().post("/api/auth/register", &body).await;

    assert_eq!(answer.status, 201);
    let tokens = answer.json();
    assert_eq!(tokens["tokenType"], "Bearer");
    assert_eq!(tokens["expiresIn"], 900);
    assert!(tokens.get("refreshToken").is_none(), "it is in the cookie");
    let user = &tokens["user"];
    assert_eq!(user["username"], "ada");
    assert_eq!(user["email"], "Ada@Example.com");
    assert_eq!(user["name"], "Ada Lovelace");
    assert_eq!(user["roles"], json!(["user"]));
    assert_eq!(user["emailVerified"], false);
    assert_eq!(user["createdAt"], "2026-01-01T00:00:00.250Z");
}
