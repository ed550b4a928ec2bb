//! When and how the person last proved who they are: `auth_time` and `amr`.

use std::time::Duration;

use serde_json::{Value, json};

use super::forge::{ACCESS_KEY, Hall, Parts, sign};
use crate::support::{Browser, PASSWORD, TestApp};

/// When every test begins, in the whole seconds of a token.
const START: i64 = 1_767_225_600;
const NEW: &str = "a better horse battery";

/// What a token says about the proof, in seconds after the start.
fn proof(token: &str) -> (i64, Value) {
    let claims = Parts::of(token).claims;
    assert!(claims["auth_time"].is_i64(), "{claims}");
    (claims["auth_time"].as_i64().unwrap() - START, claims["amr"].clone())
}

fn at(seconds: i64) -> (i64, Value) {
    (seconds, json!(["pwd"]))
}

fn in_jar(browser: &Browser) -> (i64, Value) {
    proof(&browser.cookie("access_token").unwrap())
}

#[actix_web::test]
async fn registering_and_signing_in_prove_it_and_a_refresh_does_not() {
    let app = TestApp::start();
    let mut ada = app.json().register("ada").await;
    assert_eq!(proof(&ada.access), at(0));
    for hours in 1..=3 {
        app.advance(Duration::from_secs(3600));
        let answer = app.json().refresh(&ada.refresh).await;
        let repeated = app.json().refresh(&ada.refresh).await;
        ada = app.json().person(&answer);
        assert_eq!(
            [proof(&ada.access), proof(&app.json().person(&repeated).access)],
            [at(0), at(0)],
            "{hours} h"
        );
    }
    assert_eq!(proof(&app.json().log_in("ada").await.access), at(3 * 3600));

    let browser = app.browser();
    browser.log_in("ada").await;
    app.advance(Duration::from_secs(3600));
    assert_eq!(browser.get("/profile").await.status, 200);
    assert_eq!(
        Parts::of(&browser.cookie("access_token").unwrap()).claims["gen"],
        2,
        "it was renewed for the page"
    );
    assert_eq!(in_jar(&browser), at(3 * 3600));
}

#[actix_web::test]
async fn a_registration_that_is_sent_twice_opens_a_session_with_the_same_kind_of_proof() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    app.advance(Duration::from_secs(10));
    assert_eq!(proof(&app.json().register("ada").await.access), at(0), "the tokens of the first");
    app.json().refresh(&ada.refresh).await;
    assert_eq!(proof(&app.json().register("ada").await.access), at(10), "a session of its own");
}

#[actix_web::test]
async fn changing_the_password_proves_it_again_and_only_for_the_session_that_does() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    let ada = app.json().log_in("ada").await;
    app.advance(Duration::from_secs(100));

    let change = json!({ "currentPassword": "wrong password", "newPassword": NEW });
    assert_eq!(browser.post_json("/api/profile/password", &change).await.status, 403);
    app.advance(Duration::from_secs(900));
    assert_eq!(browser.get("/profile").await.status, 200);
    assert_eq!(in_jar(&browser), at(0), "a wrong password proves nothing");

    let change = json!({ "currentPassword": PASSWORD, "newPassword": NEW });
    assert_eq!(browser.post_json("/api/profile/password", &change).await.status, 204);
    assert_eq!(in_jar(&browser), at(1000));
    app.advance(Duration::from_secs(1000));
    assert_eq!(browser.get("/profile").await.status, 200);
    assert_eq!(in_jar(&browser), at(1000), "it stays the same");
    assert_eq!(
        app.json().refresh(&ada.refresh).await.status,
        401,
        "the other device's session has ended"
    );
}

#[actix_web::test]
async fn a_program_that_changes_the_password_has_the_new_proof_in_its_next_token() {
    let app = TestApp::start();
    let ada = app.json().register("ada").await;
    app.advance(Duration::from_secs(100));
    let change = json!({ "currentPassword": PASSWORD, "newPassword": NEW });
    assert_eq!(ada.json.post("/api/profile/password", &change).await.status, 204);
    app.advance(Duration::from_secs(50));
    let next = app.json().person(&app.json().refresh(&ada.refresh).await);
    assert_eq!(proof(&next.access), at(100));
}

#[actix_web::test]
async fn a_token_of_an_earlier_version_works_until_it_ends_and_its_successor_says_both() {
    let hall = Hall::open().await;
    let earlier = hall.access(|token| {
        let claims = token.claims.as_object_mut().unwrap();
        assert!(claims.remove("auth_time").is_some() && claims.remove("amr").is_some());
    });
    hall.accepts(&earlier, "neither").await;
    hall.accepts(
        &hall.access(|token| token.claims["amr"] = json!(["pwd", "otp", "mfa"])),
        "a later version",
    )
    .await;
    hall.has_harmed_nobody().await;

    hall.browser.log_in("ada").await;
    hall.browser.set_cookie("access_token", Some(&earlier));
    hall.app.advance(Duration::from_secs(900));
    assert_eq!(hall.browser.get("/profile").await.status, 200);
    assert_eq!(in_jar(&hall.browser), at(0));
}

#[actix_web::test]
async fn neither_may_be_of_another_type() {
    let hall = Hall::open().await;
    for value in [
        json!(null),
        json!("1767225600"),
        json!(1.5),
        json!([START]),
        json!({}),
        json!(true),
        json!(u64::MAX),
    ] {
        let token = hall.access(|token| token.claims["auth_time"] = value.clone());
        hall.refuses(&token, &format!("auth_time is {value}")).await;
    }
    for value in [
        json!(null),
        json!("pwd"),
        json!({ "pwd": true }),
        json!([1]),
        json!([null]),
        json!([["pwd"]]),
        json!(1),
    ] {
        let token = hall.access(|token| token.claims["amr"] = value.clone());
        hall.refuses(&token, &format!("amr is {value}")).await;
    }
    let Parts { header, claims } = Parts::of(&hall.ada.access);
    let payload =
        claims.to_string().replace(&format!("\"auth_time\":{START}"), "\"auth_time\":1e400");
    hall.refuses(&sign(ACCESS_KEY, header.to_string().as_bytes(), payload.as_bytes()), "1e400")
        .await;
}
