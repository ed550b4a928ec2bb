//! What a well-signed access token must say to be believed.

use serde_json::{Value, json};

use super::forge::{ACCESS_KEY, Hall, Parts, sign};

const UNKNOWN: &str = "00000000-0000-7000-8000-000000000000";

/// Refuses Ada's token with each of these in the place of a claim, and with none.
async fn only_accepts(hall: &Hall, claim: &str, refused: &[Value]) {
    for value in refused {
        let token = hall.access(|token| token.claims[claim] = value.clone());
        hall.refuses(&token, &format!("{claim} is {value}")).await;
    }
    let token =
        hall.access(|token| drop(token.claims.as_object_mut().unwrap().remove(claim).unwrap()));
    hall.refuses(&token, &format!("no {claim}")).await;
    hall.accepts(&hall.access(|_| {}), "unchanged").await;
}

/// What is no text.
fn not_texts() -> Vec<Value> {
    vec![json!(null), json!(1), json!(true), json!([]), json!({}), json!({ "$ne": null })]
}

/// Shows: JWT-28.
#[actix_web::test]
async fn the_issuer_must_be_exactly_this_application() {
    let hall = Hall::open().await;
    let ours = hall.app.origin.clone();
    let upper = ours.to_uppercase();
    let mut refused = vec![
        json!("https://example.com"),
        json!(""),
        json!(format!("{ours}/")),
        json!(upper),
        json!(format!(" {ours}")),
        json!([ours]),
        json!([ours, "https://example.com"]),
        json!(ours.replace("http:", "https:")),
        json!("vestibule"),
        json!(format!("{ours}.example.com")),
        json!(ours.replace("127.0.0.1", "localhost")),
    ];
    refused.extend(not_texts());
    only_accepts(&hall, "iss", &refused).await;
}

/// Shows: JWT-29, ASVS 9.2.3, ASVS 9.2.4.
#[actix_web::test]
async fn the_audience_must_be_this_application_alone_and_as_a_text() {
    let hall = Hall::open().await;
    let ours = hall.app.origin.clone();
    let mut refused = vec![
        json!("https://example.com"),
        json!(""),
        json!(format!("{ours}/")),
        json!(ours.to_uppercase()),
        json!([ours]),
        json!([ours, "https://example.com"]),
        json!(["https://example.com", ours]),
        json!([""]),
        json!("*"),
        json!("vestibule"),
    ];
    refused.extend(not_texts());
    only_accepts(&hall, "aud", &refused).await;
}

/// Shows: JWT-30.
#[actix_web::test]
async fn subject_and_session_must_be_identifiers_in_the_one_form_that_we_write() {
    let hall = Hall::open().await;
    for claim in ["sub", "sid"] {
        let id = Parts::of(&hall.ada.access).claims[claim].as_str().unwrap().to_owned();
        let mut refused = vec![
            json!(""),
            json!("1"),
            json!("1 OR 1=1"),
            json!("ada"),
            json!(id.to_uppercase()),
            json!(id.replace('-', "")),
            json!(format!("{{{id}}}")),
            json!(format!("urn:uuid:{id}")),
            json!(format!(" {id}")),
            json!(format!("{id}\n")),
            json!(format!("{id}\u{0}")),
            json!([id]),
            json!(id[..35]),
            json!(format!("{id}0")),
            json!(id.as_bytes()),
        ];
        refused.extend(not_texts());
        only_accepts(&hall, claim, &refused).await;
    }
}

/// Shows: JWT-31.
#[actix_web::test]
async fn the_identifier_and_the_client_must_be_there() {
    let hall = Hall::open().await;
    let mut refused = not_texts();
    refused.push(json!(""));
    only_accepts(&hall, "jti", &refused).await;
    refused.extend([
        json!("another"),
        json!("Vestibule"),
        json!("vestibule "),
        json!(["vestibule"]),
    ]);
    only_accepts(&hall, "client_id", &refused).await;
}

#[actix_web::test]
async fn names_roles_and_numbers_must_be_there_and_of_their_type() {
    let hall = Hall::open().await;
    only_accepts(&hall, "username", &not_texts()).await;
    let roles = [
        json!("admin"),
        json!("user,admin"),
        json!(null),
        json!({}),
        json!({ "admin": true }),
        json!(["root"]),
        json!([1]),
        json!([null]),
        json!([["admin"]]),
        json!(["user", "Admin"]),
        json!(["admin "]),
        json!(1),
        json!(true),
    ];
    only_accepts(&hall, "roles", &roles).await;
    let numbers = [
        json!("1"),
        json!(1.5),
        json!(1.0),
        json!(null),
        json!([]),
        json!([1]),
        json!({}),
        json!(true),
        json!(""),
        json!(u64::MAX),
    ];
    only_accepts(&hall, "ver", &numbers).await;
    only_accepts(&hall, "gen", &numbers).await;
}

/// Shows: JWT-24.
#[actix_web::test]
async fn times_must_be_whole_numbers() {
    let hall = Hall::open().await;
    let exp = Parts::of(&hall.ada.access).claims["exp"].as_i64().unwrap();
    #[expect(clippy::cast_precision_loss, reason = "a float is what is wanted")]
    let odd = [
        json!(exp.to_string()),
        json!("123"),
        json!(""),
        json!("2030-01-01T00:00:00Z"),
        json!(exp as f64 + 0.5),
        json!(exp as f64),
        json!(1e9 + 0.5),
        json!(1e18),
        json!([]),
        json!([exp]),
        json!({}),
        json!(true),
        json!(u64::MAX),
    ];
    let and_null = [odd.as_slice(), &[json!(null)]].concat();
    only_accepts(&hall, "exp", &and_null).await;
    only_accepts(&hall, "iat", &and_null).await;
    for value in odd {
        let token = hall.access(|token| token.claims["nbf"] = value.clone());
        hall.refuses(&token, &format!("nbf is {value}")).await;
    }
}

/// Shows: INP-02, JWT-24.
#[actix_web::test]
async fn numbers_that_no_machine_can_hold_are_refused() {
    let hall = Hall::open().await;
    let Parts { header, claims } = Parts::of(&hall.ada.access);
    for claim in ["exp", "iat", "gen", "ver"] {
        let number = &claims[claim];
        let whole = format!("\"{claim}\":{number}");
        assert!(claims.to_string().contains(&whole), "{whole}");
        for odd in [
            "1e400",
            "-1e400",
            "99999999999999999999999999",
            "1e9999999",
            "NaN",
            "Infinity",
            "0x7fffffff",
            "007",
        ] {
            let payload = claims.to_string().replace(&whole, &format!("\"{claim}\":{odd}"));
            let token = sign(ACCESS_KEY, header.to_string().as_bytes(), payload.as_bytes());
            hall.refuses(&token, &format!("{claim} is {odd}")).await;
        }
    }
}

/// Shows: JWT-30.
#[actix_web::test]
async fn a_token_of_an_unknown_account_is_refused() {
    let hall = Hall::open().await;
    let token = hall.access(|token| token.claims["sub"] = json!(UNKNOWN));
    let answer = hall.json.bearer(&token).get("/api/auth/me").await;
    assert_eq!(answer.problem(), (401, "TOKEN_REVOKED".to_owned()));
    hall.browser.set_cookie("access_token", Some(&token));
    assert_eq!(hall.browser.get("/profile").await.status, 303);
    hall.has_harmed_nobody().await;
}

/// Shows: JWT-45, ASVS 11.2.5.
#[actix_web::test]
async fn every_reason_to_refuse_a_token_looks_the_same_from_outside() {
    let hall = Hall::open().await;
    let garbage = hall.json.bearer("garbage").get("/api/auth/me").await;
    let tokens = [
        Parts::of(&hall.ada.access).signed("another key"),
        hall.access(|token| token.header["kid"] = json!("x")),
        hall.access(|token| token.header["typ"] = json!("JWT")),
        hall.access(|token| token.header["alg"] = json!("none")),
        hall.access(|token| token.claims["iss"] = json!("x")),
        hall.access(|token| token.claims["sub"] = json!(1)),
        hall.ada.refresh.clone(),
    ];
    for token in tokens {
        let answer = hall.json.bearer(&token).get("/api/auth/me").await;
        assert_eq!((answer.status, &answer.body), (garbage.status, &garbage.body), "{token}");
    }
}
