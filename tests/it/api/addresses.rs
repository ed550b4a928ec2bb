//! Addresses as people type them: international ones, with invisible characters, in any case.

use serde_json::json;

use super::{registration, rows, unlimited, with};
use crate::support::{PASSWORD, TestApp};

/// Each group is one address, as a browser's field, a phone and a person write it.
const SAME: [&[&str]; 5] = [
    &[
        "ada@xn--bcher-kva.example",
        "ada@bücher.example",
        "ADA@BÜCHER.EXAMPLE",
        "ada@bu\u{308}cher.example",
        "ada@ｂücher．example",
        "ada@bücher。example",
        "ada@XN--BCHER-KVA.example",
    ],
    &["ådä@example.com", "a\u{30a}da\u{308}@example.com", "ÅDÄ@Example.com"],
    &["σίσυφος@example.com", "ΣΊΣΥΦΟΣ@example.com", "σίσυφοσ@example.com"],
    &["straße@example.com", "STRASSE@example.com"],
    &[
        "eve@example.net",
        "\u{feff}eve@example.net\u{200b}",
        "eve@example.net\u{ad}",
        "\u{202e}eve@example.net\u{3164}",
    ],
];

/// Shows: AUTH-47.
#[actix_web::test]
async fn an_owner_signs_in_with_any_spelling_of_the_address() {
    for group in SAME {
        for registered in group {
            let app = unlimited();
            let body = with(registration("ada"), json!({ "email": registered }));
            assert_eq!(
                app.json().post("/api/auth/register", &body).await.status,
                201,
                "{registered}"
            );
            for typed in group {
                let body = json!({ "email": typed, "password": PASSWORD });
                assert_eq!(
                    app.json().post("/api/auth/login", &body).await.status,
                    200,
                    "{registered} {typed}"
                );
                let body = with(registration("bob"), json!({ "email": typed }));
                let answer = app.json().post("/api/auth/register", &body).await;
                assert_eq!(
                    answer.problem(),
                    (409, "EMAIL_TAKEN".to_owned()),
                    "{registered} {typed}"
                );
                let answer =
                    app.browser().post("/login", &[("login", typed), ("password", PASSWORD)]).await;
                assert_eq!(answer.status, 303, "{registered} {typed}");
            }
            assert_eq!(app.users().len(), 1);
        }
    }
}

/// Shows: AUTH-47.
#[actix_web::test]
async fn resets_changes_and_codes_accept_any_spelling_of_the_address() {
    let app = unlimited();
    let body = with(
        registration("ada"),
        json!({ "email": "ada@xn--bcher-kva.example", "refreshTokenIn": "body" }),
    );
    let ada = app.json().person(&app.json().post("/api/auth/register", &body).await);
    let bob = app.json().register("bob").await;
    let change = json!({ "email": "ada@Bücher.example", "password": PASSWORD });
    let answer = bob.json.post("/api/profile/email", &change).await;
    assert_eq!(answer.problem(), (409, "EMAIL_TAKEN".to_owned()));
    // Her own address, written in another way, is the same address.
    let own = ada.json.post("/api/profile/email", &change).await;
    assert_eq!(own.faults(), [("email".to_owned(), "UNCHANGED".to_owned())]);

    let code = app
        .mails("verify_email")
        .await
        .into_iter()
        .find(|mail| mail.to[0].starts_with("ada"))
        .unwrap()
        .code();
    let body = json!({ "email": "ADA@bu\u{308}cher。example", "code": code });
    assert_eq!(app.json().post("/api/auth/verify-email", &body).await.status, 204);
    for typed in ["ada@bücher.example", "Ada@BÜCHER.example\u{200b}"] {
        assert_eq!(
            app.json().post("/api/auth/forgot-password", &json!({ "email": typed })).await.status,
            202
        );
        app.settle().await;
    }
    assert_eq!(app.mail_rows_of_kind("reset_password").len(), 2);
    let code = app.mail("reset_password").await.code();
    let body = json!({ "email": "ada@ｂücher.example", "code": code, "password": "another horse battery" });
    assert_eq!(app.json().post("/api/auth/reset-password", &body).await.status, 204);
}

#[actix_web::test]
async fn an_address_is_shown_as_it_was_typed() {
    let app = unlimited();
    for (number, typed) in ["Ada@BÜCHER.example", "ada@XN--exmple-cua.com", "\"Ada\"@example.com"]
        .into_iter()
        .enumerate()
    {
        let body = with(
            registration(&format!("ada{number}")),
            json!({ "email": format!("\u{200b} {typed}\u{feff}") }),
        );
        let answer = app.json().post("/api/auth/register", &body).await;
        assert_eq!(answer.json()["user"]["email"], typed);
    }
}

/// Shows: AUTH-42.
#[actix_web::test]
async fn the_address_is_refused_as_a_password_in_any_spelling() {
    let app = unlimited();
    for (email, password) in [
        ("ada.l@xn--bcher-kva.example", "ada.l@bücher.example"),
        ("ada.l@bücher.example", "Ada.L@XN--bcher-kva.example1"),
        ("ada.l@bücher.example", "ADA.L@BÜCHER.EXAMPLE!!"),
        ("straßenfest@example.com", "STRASSENFEST2026"),
    ] {
        let body = with(registration("ada"), json!({ "email": email, "password": password }));
        let answer = app.json().post("/api/auth/register", &body).await;
        assert_eq!(
            answer.faults(),
            [("password".to_owned(), "ACCOUNT_NAME".to_owned())],
            "{email} {password}"
        );
    }
}

/// Shows: AUTH-48.
#[actix_web::test]
async fn invisible_characters_inside_an_address_are_refused_and_in_a_name_they_are_no_name() {
    let app = TestApp::start_with(&["--rate-limits", "off"]);
    for inside in [
        "\u{200b}",
        "\u{200d}",
        "\u{ad}",
        "\u{202e}",
        "\u{2066}",
        "\u{feff}",
        "\u{3164}",
        "\u{fe0f}",
        "\u{e0041}",
        "\u{2800}",
    ] {
        for email in [
            format!("e{inside}ve@example.net"),
            format!("eve@exam{inside}ple.net"),
            format!("eve{inside}@example.net"),
        ] {
            let answer = app
                .json()
                .post("/api/auth/register", &with(registration("eve"), json!({ "email": email })))
                .await;
            assert_eq!(
                answer.faults(),
                [("email".to_owned(), "INVALID_EMAIL".to_owned())],
                "{email:?}"
            );
        }
    }
    for email in ["\u{200b}", " \u{feff}\u{3164} "] {
        let answer = app
            .json()
            .post("/api/auth/register", &with(registration("eve"), json!({ "email": email })))
            .await;
        assert_eq!(answer.faults(), [("email".to_owned(), "REQUIRED".to_owned())]);
    }
    assert_eq!(rows(&app).await, [0; 4], "a refusal changes nothing");
    for (number, (typed, shown)) in [
        ("\u{200b}\u{3164}\u{2800}\u{fe0f}", None),
        ("\u{202e}Ada\u{202c} ", Some("Ada")),
        ("\u{feff}Ada \u{202e}Lovelace", Some("Ada \u{202e}Lovelace")),
        ("می\u{200c}خواهم\u{200c}", Some("می\u{200c}خواهم")),
        ("क्\u{200d}ष", Some("क्\u{200d}ष")),
        ("👩\u{200d}🚀", Some("👩\u{200d}🚀")),
        ("Ada ❤\u{fe0f}", Some("Ada ❤\u{fe0f}")),
    ]
    .into_iter()
    .enumerate()
    {
        let username = format!("\u{200b}ada{number}\u{ad}");
        let body = json!({ "username": username, "email": format!("ada{number}@example.com"), "password": PASSWORD, "name": typed });
        let user = app.json().post("/api/auth/register", &body).await.json()["user"].clone();
        assert_eq!(
            (&user["name"], &user["username"]),
            (&json!(shown), &json!(format!("ada{number}"))),
            "{typed:?}"
        );
    }
}
