//! A member that is null counts as left out, where leaving it out is allowed.

use reqwest::Method;
use serde_json::{Value, json};

use super::{registration, unlimited, with};
use crate::support::PASSWORD;

/// Shows: AUTH-75.
#[actix_web::test]
async fn a_null_counts_as_left_out() {
    let app = unlimited();
    let everything = json!({ "username": null, "name": null, "refreshTokenIn": null });
    let answer =
        app.json().post("/api/auth/register", &with(registration("ada"), everything)).await;
    assert_eq!(
        (answer.status, &answer.json()["user"]["username"]),
        (201, &json!("ada")),
        "made from the address"
    );
    assert!(
        answer.json()["refreshToken"].is_null() && answer.set_cookies().len() > 1,
        "cookies are the default"
    );

    for body in [
        json!({ "email": null, "username": "ada" }),
        json!({ "email": "ada@example.com", "username": null }),
        json!({ "username": "ada", "remember": null, "refreshTokenIn": null }),
        json!({ "email": "ada@example.com", "username": "bob", "remember": null }),
    ] {
        let answer = app
            .json()
            .post("/api/auth/login", &with(body.clone(), json!({ "password": PASSWORD })))
            .await;
        assert_eq!(answer.status, 200, "{body}");
        assert!(answer.set_cookie("refresh_token").max_age().is_some(), "{body}: remembered");
    }

    let ada = app.json().log_in("ada").await;
    let answer = app.json().post("/api/auth/refresh", &json!({ "refreshToken": null })).await;
    assert_eq!(answer.problem(), (401, "REFRESH_TOKEN_MISSING".to_owned()));
    assert_eq!(
        app.json().post("/api/auth/logout", &json!({ "refreshToken": null })).await.status,
        200
    );

    let names =
        |answer: Value| (answer["user"]["username"].clone(), answer["user"]["name"].clone());
    let change = async |body: Value| {
        let answer = ada.json.patch("/api/profile/me", &body).await;
        assert_eq!(answer.status, 200, "{body}");
        names(answer.json())
    };
    assert_eq!(
        change(json!({ "username": null, "name": "Ada" })).await,
        (json!("ada"), json!("Ada"))
    );
    assert_eq!(
        change(json!({ "username": null })).await,
        (json!("ada"), json!("Ada")),
        "a name left out stays"
    );
    assert_eq!(
        change(json!({ "name": null })).await,
        (json!("ada"), json!(null)),
        "a null name is removed"
    );

    let root = app.administrator("root").await;
    for body in [
        json!({ "roles": null, "disabled": null }),
        json!({ "roles": null }),
        json!({ "disabled": null }),
    ] {
        let answer = root.json.patch(&format!("/api/users/{}", ada.id), &body).await;
        assert_eq!(
            (answer.status, &answer.json()["user"]["disabled"]),
            (200, &json!(false)),
            "{body}"
        );
        assert_eq!(answer.json()["user"]["roles"], json!(["user"]));
    }

    app.json().register("bob").await;
    let mail = app
        .mails("verify_email")
        .await
        .into_iter()
        .find(|mail| mail.to == ["bob@example.com"])
        .unwrap();
    let body = json!({ "token": null, "email": "bob@example.com", "code": mail.code() });
    assert_eq!(app.json().post("/api/auth/verify-email", &body).await.status, 204);
}

/// Shows: AUTH-75.
#[actix_web::test]
async fn a_null_counts_as_missing_where_a_value_is_required() {
    let app = unlimited();
    let ada = app.json().register("ada").await;
    let required = |fields: &[&str]| {
        fields.iter().map(|field| (field.to_string(), "REQUIRED".to_owned())).collect::<Vec<_>>()
    };
    for (method, path, body, fields) in [
        (
            Method::POST,
            "/api/auth/register",
            json!({ "email": null, "password": null }),
            &["email", "password"][..],
        ),
        (
            Method::POST,
            "/api/auth/login",
            json!({ "email": null, "username": null, "password": null }),
            &["email", "password"],
        ),
        (
            Method::POST,
            "/api/auth/login",
            json!({ "username": "ada", "password": null }),
            &["password"],
        ),
        (Method::POST, "/api/auth/forgot-password", json!({ "email": null }), &["email"]),
        (Method::POST, "/api/auth/verify-email", json!({ "token": null }), &["token"]),
        (
            Method::POST,
            "/api/auth/verify-email",
            json!({ "code": "123456", "email": null }),
            &["email"],
        ),
        (
            Method::POST,
            "/api/auth/reset-password",
            json!({ "token": null, "password": null }),
            &["token", "password"],
        ),
        (
            Method::POST,
            "/api/profile/password",
            json!({ "currentPassword": null, "newPassword": null }),
            &["currentPassword", "newPassword"],
        ),
        (
            Method::POST,
            "/api/profile/email",
            json!({ "email": null, "password": null }),
            &["email", "password"],
        ),
        (Method::DELETE, "/api/profile/me", json!({ "password": null }), &["password"]),
    ] {
        let answer = ada.json.call(method, path, Some(&body)).await;
        assert_eq!((answer.status, answer.faults()), (422, required(fields)), "{path} {body}");
    }
}
