//! A token cannot say which key it is to be checked with.

use std::io::ErrorKind;
use std::net::TcpListener;

use serde_json::{Value, json};

use super::forge::{ACCESS_KEY, FLAGS, Hall, Parts, REFRESH_KEY, encode};

/// Key ids that some have looked up in a folder, a database or a shell.
fn odd_ids() -> Vec<Value> {
    let texts = [
        "",
        "unknown",
        "0",
        "1",
        "../../../../dev/null",
        "/dev/null",
        "file:///dev/null",
        "http://127.0.0.1/key",
        "x' UNION SELECT 'secret",
        "' OR '1'='1",
        "|sleep 5",
        "$(sleep 5)",
        "`sleep 5`",
        "a\u{0}b",
        "\u{0}",
        "\r\nx: y",
        "{{7*7}}",
        "../vestibule.secrets",
    ];
    let values = [
        json!([]),
        json!(["kid"]),
        json!({}),
        json!(1),
        json!(true),
        json!("k".repeat(1000)),
        json!("k".repeat(40_000)),
    ];
    texts.map(|text| json!(text)).into_iter().chain(values).collect()
}

/// Shows: JWT-14, ASVS 9.1.3.
#[actix_web::test]
async fn a_key_id_can_only_agree_with_ours() {
    let hall = Hall::open().await;
    hall.accepts(&hall.access(|token| assert!(token.header["kid"].is_string())), "ours").await;
    let absent = hall.access(|token| drop(token.header.as_object_mut().unwrap().remove("kid")));
    hall.accepts(&absent, "absent").await;

    let kid = Parts::of(&hall.ada.access).header["kid"].as_str().unwrap().to_owned();
    let near = [
        json!(format!("{kid} ")),
        json!(kid.to_lowercase() + "x"),
        json!([kid]),
        json!(kid[1..]),
        Parts::of(&hall.ada.refresh).header["kid"].clone(),
    ];
    for kid in odd_ids().into_iter().chain(near) {
        let case = format!("{kid:.100}");
        hall.refuses(&hall.access(|token| token.header["kid"] = kid.clone()), &case).await;
    }
}

/// Shows: JWT-14.
#[actix_web::test]
async fn a_key_id_does_not_choose_a_weak_key() {
    let hall = Hall::open().await;
    for kid in odd_ids() {
        let mut parts = Parts::of(&hall.ada.access);
        parts.header["kid"] = kid.clone();
        // The content of /dev/null, and what the query above selects.
        for key in ["", "\0", "secret"] {
            hall.refuses(&parts.signed(key), &format!("{kid:.100} signed with {key:?}")).await;
        }
    }
}

#[actix_web::test]
async fn a_refresh_tokens_key_id_can_only_agree_with_ours() {
    let hall = Hall::open().await;
    for kid in odd_ids() {
        // A body has room for 16 KiB, which others test.
        if kid.to_string().len() < 2000 {
            let token = hall.refresh(|token| token.header["kid"] = kid.clone());
            hall.refuses_refresh(&token, &kid.to_string()).await;
        }
    }
    hall.has_harmed_nobody().await;
}

/// Shows: JWT-15, JWT-16, ASVS 9.1.3, ASVS 13.2.4.
#[actix_web::test]
async fn a_key_that_a_token_brings_or_points_to_is_neither_used_nor_fetched() {
    let hall = Hall::open().await;
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let url = format!("http://{}/jwks.json", listener.local_addr().unwrap());
    let key = "a key that the attacker made, of a good length";
    let jwk =
        json!({ "kty": "oct", "k": encode(key), "kid": "mine", "alg": "HS256", "use": "sig" });
    let hints = [
        json!({ "jku": url }),
        json!({ "jku": url, "kid": "mine" }),
        json!({ "x5u": url }),
        json!({ "url": url }),
        json!({ "jwk": jwk }),
        json!({ "jwk": jwk, "kid": "mine" }),
        json!({ "jwks": { "keys": [jwk] } }),
        json!({ "x5c": [encode(key)] }),
        json!({ "x5t": "AAAA", "x5t#S256": "AAAA" }),
        json!({ "k": encode(key) }),
        json!({ "jwk": 1 }),
        json!({ "x5c": "x" }),
    ];
    for hint in hints {
        let add = |token: &str, key: &str| {
            let mut parts = Parts::of(token);
            parts.header.as_object_mut().unwrap().remove("kid");
            parts.header.as_object_mut().unwrap().extend(hint.as_object().unwrap().clone());
            parts.signed(key)
        };
        hall.refuses(&add(&hall.ada.access, key), &hint.to_string()).await;
        hall.refuses_refresh(&add(&hall.ada.refresh, key), &hint.to_string()).await;
        // With our own signature the hint may be ignored, but must not be followed either.
        hall.present(&add(&hall.ada.access, ACCESS_KEY)).await;
    }
    let nobody = listener.accept().map(|_| ()).map_err(|error| error.kind());
    assert_eq!(nobody, Err(ErrorKind::WouldBlock), "the server received no request");
    hall.has_harmed_nobody().await;
}

/// Shows: JWT-20, JWT-21.
#[actix_web::test]
async fn each_kind_is_refused_where_the_other_belongs() {
    let hall = Hall::open().await;
    hall.refuses(&hall.ada.refresh, "a refresh token as access token").await;
    hall.refuses_refresh(&hall.ada.access, "an access token as refresh token").await;
    hall.has_harmed_nobody().await;
}

/// Shows: JWT-20, ASVS 9.2.2.
#[actix_web::test]
async fn each_kind_is_refused_where_the_other_belongs_even_with_every_claim_of_it() {
    let hall = Hall::open().await;
    let [access, refresh] = [&hall.ada.access, &hall.ada.refresh].map(|token| Parts::of(token));
    let swapped = [
        (
            Parts { header: access.header.clone(), claims: access.claims.clone() }
                .signed(REFRESH_KEY),
            "the other key",
        ),
        (
            Parts { header: refresh.header.clone(), claims: access.claims.clone() }
                .signed(ACCESS_KEY),
            "the other header",
        ),
        (
            Parts { header: access.header.clone(), claims: refresh.claims.clone() }
                .signed(ACCESS_KEY),
            "the other claims",
        ),
    ];
    for (token, case) in swapped {
        hall.refuses(&token, case).await;
    }
    let swapped = [
        (
            Parts { header: refresh.header.clone(), claims: refresh.claims.clone() }
                .signed(ACCESS_KEY),
            "the other key",
        ),
        (
            Parts { header: access.header, claims: refresh.claims }.signed(REFRESH_KEY),
            "the other header",
        ),
    ];
    for (token, case) in swapped {
        hall.refuses_refresh(&token, case).await;
    }
    hall.has_harmed_nobody().await;
}

/// Shows: JWT-21, ASVS 9.2.4.
#[actix_web::test]
async fn the_type_distinguishes_the_kinds_where_both_keys_are_equal() {
    let flags = ["--access-token-secret", ACCESS_KEY, "--refresh-token-secret", ACCESS_KEY];
    let hall = Hall::open_with(&flags).await;
    hall.refuses(&hall.ada.refresh, "a refresh token as access token").await;
    // Each with the claims of the other, so that its type is all that is wrong with it.
    let [access, refresh] = [&hall.ada.access, &hall.ada.refresh].map(|token| Parts::of(token));
    let everything = Parts { header: refresh.header.clone(), claims: access.claims.clone() };
    hall.refuses(&everything.signed(ACCESS_KEY), "with the claims of an access token").await;
    hall.refuses_refresh(&hall.ada.access, "an access token as refresh token").await;
    let everything = Parts { header: access.header, claims: refresh.claims };
    hall.refuses_refresh(&everything.signed(ACCESS_KEY), "with the claims of a refresh token")
        .await;
    hall.has_harmed_nobody().await;
}

/// Shows: JWT-41.
#[actix_web::test]
async fn a_restart_with_the_same_keys_signs_nobody_out() {
    let Hall { app, ada, .. } = Hall::open().await;
    let app = app.restart();
    assert_eq!(ada.json.at(&app).get("/api/auth/me").await.status, 200);
    assert_eq!(app.json().refresh(&ada.refresh).await.status, 200);
}

/// Shows: ASVS 11.2.2.
#[actix_web::test]
async fn after_a_change_of_the_access_key_the_refresh_token_renews_the_session() {
    let Hall { app, browser, .. } = Hall::open().await;
    browser.log_in("ada").await;
    let before = browser.cookie("access_token");
    let app = app.restart_with(&[
        "--access-token-secret",
        "another",
        "--refresh-token-secret",
        REFRESH_KEY,
    ]);
    let answer = browser.at(&app).get("/profile").await;
    assert_eq!(answer.status, 200);
    assert_ne!(browser.cookie("access_token"), before);
}

/// Shows: JWT-41.
#[actix_web::test]
async fn other_keys_end_every_session_and_let_everybody_sign_in_again() {
    let Hall { app, ada, browser, .. } = Hall::open().await;
    browser.log_in("ada").await;
    let app = app.restart_with(&[
        "--access-token-secret",
        REFRESH_KEY,
        "--refresh-token-secret",
        "another",
    ]);
    let answer = ada.json.at(&app).get("/api/auth/me").await;
    assert_eq!(answer.problem(), (401, "INVALID_TOKEN".to_owned()));
    assert_eq!(
        app.json().refresh(&ada.refresh).await.problem(),
        (401, "REFRESH_TOKEN_INVALID".to_owned())
    );

    let browser = browser.at(&app);
    let answer = browser.get("/profile").await;
    assert_eq!(answer.redirect(), (303, "/login?next=%2Fprofile&reason=expired"));
    assert!(answer.clears_cookies());
    browser.log_in("ada").await;
    assert!(browser.is_signed_in().await);
    assert!(!FLAGS.contains(&"another"), "the keys are different");
}
