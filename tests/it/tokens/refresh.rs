//! Which refresh tokens are refused as none of ours, and that this harms nobody.

use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use super::forge::{ACCESS_KEY, Hall, NO_TOKEN, Parts, REFRESH_KEY, decode, encode, pieces, sign};

const UNKNOWN: &str = "00000000-0000-7000-8000-000000000000";

/// Shows: RT-19.
#[actix_web::test]
async fn a_refresh_token_that_was_not_signed_with_its_key_is_refused() {
    let hall = Hall::open().await;
    let parts = Parts::of(&hall.ada.refresh);
    for key in ["", "\0", "secret", "changeme", ACCESS_KEY, &REFRESH_KEY[1..], &encode(REFRESH_KEY)]
    {
        hall.refuses_refresh(&parts.signed(key), &format!("signed with {key:?}")).await;
    }
    for alg in ["none", "None", "NONE", "", "RS256", "ES256", "EdDSA", "HS384", "HS512", "hs256"] {
        let token = hall.refresh(|token| token.header["alg"] = json!(alg));
        let (message, _) = token.rsplit_once('.').unwrap();
        hall.refuses_refresh(&token, &format!("alg {alg:?}")).await;
        hall.refuses_refresh(&format!("{message}."), &format!("alg {alg:?} without a signature"))
            .await;
    }
    for algorithm in [Algorithm::HS384, Algorithm::HS512] {
        let mut header = Header::new(algorithm);
        header.typ = Some("refresh+jwt".to_owned());
        let key = EncodingKey::from_secret(REFRESH_KEY.as_bytes());
        let token = jsonwebtoken::encode(&header, &parts.claims, &key).unwrap();
        hall.refuses_refresh(&token, &format!("{algorithm:?}")).await;
    }
    hall.has_harmed_nobody().await;
}

#[actix_web::test]
async fn a_refresh_token_that_was_changed_is_refused() {
    let hall = Hall::open().await;
    let [header, payload, signature] = pieces(&hall.ada.refresh);
    for (claim, value) in [
        ("sub", json!(UNKNOWN)),
        ("sid", json!(UNKNOWN)),
        ("gen", json!(2)),
        ("exp", json!(4_000_000_000_i64)),
    ] {
        let mut claims = Parts::of(&hall.ada.refresh).claims;
        claims[claim] = value;
        let token = format!("{header}.{}.{signature}", encode(claims.to_string()));
        hall.refuses_refresh(&token, &format!("another {claim}")).await;
    }
    let bytes = decode(signature);
    for bit in 0..256 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let answer = hall.json.refresh(&format!("{header}.{payload}.{}", encode(flipped))).await;
        assert_eq!(answer.problem(), (401, "REFRESH_TOKEN_INVALID".to_owned()), "bit {bit}");
    }
    let last = signature.chars().last().map(|last| char::from(last as u8 + 1)).unwrap();
    let shapes = [
        format!("{header}.{payload}"),
        format!("{header}.{payload}."),
        format!("{header}.{payload}.{signature}="),
        format!("{header}.{payload}.{}{last}", &signature[..42]),
        format!("{header}.{payload}.{}", &signature[..42]),
        format!("{header}.{payload}.{signature}.{signature}"),
        format!("{header}..{signature}"),
        header.to_owned(),
        "x".to_owned(),
        "..".to_owned(),
        String::new(),
        "é".to_owned(),
        format!("{}.{}", hall.ada.refresh, "é"),
        json!({ "protected": header, "payload": payload, "signature": signature }).to_string(),
    ];
    for token in shapes {
        hall.refuses_refresh(&token, &token).await;
    }
    hall.has_harmed_nobody().await;
}

#[actix_web::test]
async fn a_refresh_token_in_a_body_is_compared_exactly() {
    let hall = Hall::open().await;
    let token = &hall.ada.refresh;
    for odd in [
        format!(" {token}"),
        format!("{token}\n"),
        format!("{token}\u{0}"),
        format!("Bearer {token}"),
    ] {
        let answer = hall.json.refresh(&odd).await;
        assert_eq!(answer.problem(), (401, "REFRESH_TOKEN_INVALID".to_owned()), "{odd:?}");
    }
    hall.has_harmed_nobody().await;
}

#[actix_web::test]
async fn a_refresh_token_must_have_every_claim_in_its_type() {
    let hall = Hall::open().await;
    let ours = hall.app.origin.clone();
    let id = Parts::of(&hall.ada.refresh).claims["sid"].as_str().unwrap().to_owned();
    let texts = [json!(null), json!(1), json!(true), json!([]), json!({})];
    let ids = [
        json!(""),
        json!("1 OR 1=1"),
        json!(id.to_uppercase()),
        json!(format!("{{{id}}}")),
        json!([id]),
    ];
    let numbers = [
        json!("1"),
        json!(1.5),
        json!(null),
        json!([]),
        json!({}),
        json!(true),
        json!(""),
        json!(u64::MAX),
        json!(1e300),
    ];
    let names = [
        json!("https://example.com"),
        json!(format!("{ours}/")),
        json!(ours.to_uppercase()),
        json!([ours]),
        json!(""),
    ];
    let cases: [(&str, Vec<Value>); 8] = [
        ("iss", [&texts[..], &names].concat()),
        ("aud", [&texts[..], &names, &[json!([ours, "https://example.com"])]].concat()),
        ("sub", [&texts[..], &ids].concat()),
        ("sid", [&texts[..], &ids].concat()),
        ("jti", texts.to_vec()),
        ("gen", numbers.to_vec()),
        ("iat", numbers.to_vec()),
        ("exp", numbers.to_vec()),
    ];
    for (claim, values) in cases {
        let missing = hall
            .refresh(|token| drop(token.claims.as_object_mut().unwrap().remove(claim).unwrap()));
        hall.refuses_refresh(&missing, &format!("no {claim}")).await;
        for value in values {
            let token = hall.refresh(|token| token.claims[claim] = value.clone());
            hall.refuses_refresh(&token, &format!("{claim} is {value}")).await;
        }
    }
    hall.has_harmed_nobody().await;
}

/// Shows: JWT-32.
#[actix_web::test]
async fn a_refresh_token_with_a_claim_twice_is_refused() {
    let hall = Hall::open().await;
    let Parts { header, claims } = Parts::of(&hall.ada.refresh);
    for member in [
        format!(r#""sub":"{UNKNOWN}""#),
        r#""gen":1"#.to_owned(),
        format!(r#""\u0073id":"{UNKNOWN}""#),
    ] {
        let payload = claims.to_string().replacen('{', &format!("{{{member},"), 1);
        let token = sign(REFRESH_KEY, header.to_string().as_bytes(), payload.as_bytes());
        hall.refuses_refresh(&token, &member).await;
    }
    hall.has_harmed_nobody().await;
}

/// Shows: RT-20.
#[actix_web::test]
async fn a_well_signed_refresh_token_of_no_session_is_refused() {
    let hall = Hall::open().await;
    let token = hall.refresh(|token| token.claims["sid"] = json!(UNKNOWN));
    hall.refuses_refresh(&token, "an unknown session").await;
    hall.has_harmed_nobody().await;
}

/// Shows: JWT-31, RT-20.
#[actix_web::test]
async fn a_well_signed_refresh_token_of_somebody_elses_session_is_refused_and_revokes_nothing() {
    let hall = Hall::open().await;
    let bob = hall.json.register("bob").await;
    let bobs = Parts::of(&bob.refresh).claims;
    for sub in [bob.id.as_str(), UNKNOWN] {
        let token = hall.refresh(|token| token.claims["sub"] = json!(sub));
        hall.refuses_refresh(&token, &format!("the session of Ada for {sub}")).await;
    }
    let token = hall.refresh(|token| token.claims["sid"] = bobs["sid"].clone());
    hall.refuses_refresh(&token, "the session of Bob for Ada").await;

    assert_eq!(hall.app.revoked_sessions().len(), 0);
    for person in [&hall.ada, &bob] {
        assert_eq!(hall.json.refresh(&person.refresh).await.status, 200);
    }
}

#[actix_web::test]
async fn a_well_signed_refresh_token_that_the_session_never_had_is_a_theft() {
    let changes: [(&str, Value); 8] = [
        ("jti", json!("")),
        ("gen", json!(0)),
        ("gen", json!(2)),
        ("gen", json!(-1)),
        ("gen", json!(i64::MAX)),
        ("gen", json!(i64::MIN)),
        ("exp", json!(i64::MAX)),
        ("iat", json!(i64::MAX)),
    ];
    let hall = Hall::open().await;
    for (claim, value) in changes {
        let person = hall.json.log_in("ada").await;
        let mut parts = Parts::of(&person.refresh);
        parts.claims[claim] = value.clone();
        let case = format!("{claim} is {value}");
        let answer = hall.json.refresh(&parts.signed(REFRESH_KEY)).await;
        assert_eq!(answer.status, 401, "{case}: {answer:?}");
        assert_eq!(answer.problem().1, "REFRESH_TOKEN_REUSED", "{case}");
        assert_eq!(
            hall.json.refresh(&person.refresh).await.problem().1,
            "REFRESH_TOKEN_REVOKED",
            "{case}"
        );
    }
    assert_eq!(hall.json.refresh(&hall.ada.refresh).await.status, 200, "other sessions are active");
}

#[actix_web::test]
async fn nobody_is_signed_out_by_a_token_that_we_never_signed() {
    let hall = Hall::open().await;
    let [header, payload, _] = pieces(&hall.ada.refresh);
    let none = encode(json!({ "typ": "refresh+jwt", "alg": "none" }).to_string());
    let tokens = [
        Parts::of(&hall.ada.refresh).signed(ACCESS_KEY),
        Parts::of(&hall.ada.access).signed(REFRESH_KEY),
        Parts::of(&hall.ada.access).signed("secret"),
        format!("{none}.{payload}."),
        format!("{header}.{payload}."),
        hall.refresh(|token| token.claims["aud"] = json!("https://example.com")),
        hall.refresh(|token| token.header["typ"] = json!("JWT")),
        hall.access(|token| token.claims["iss"] = json!("https://example.com")),
        hall.access(|token| token.header["typ"] = json!("JWT")),
    ];
    for token in tokens {
        let body = json!({ "refreshToken": token });
        assert_eq!(hall.json.post("/api/auth/logout", &body).await.status, 200);
        assert_eq!(hall.json.bearer(&token).post("/api/auth/logout", &json!({})).await.status, 200);
        for name in ["access_token", "refresh_token"] {
            hall.browser.set_cookie(name, Some(&token));
            assert_eq!(hall.browser.post("/api/auth/logout", &[]).await.status, 200);
            hall.browser.set_cookie(name, Some(&token));
            assert_eq!(hall.browser.post("/logout", &[]).await.redirect(), (303, "/login"));
        }
    }
    hall.has_harmed_nobody().await;
}

/// Shows: RT-23.
#[actix_web::test]
async fn a_refresh_token_anywhere_else_is_not_seen() {
    let hall = Hall::open().await;
    let token = &hall.ada.refresh;
    for name in ["refresh_token", "refreshToken", "token"] {
        let answer = hall.json.post(&format!("/api/auth/refresh?{name}={token}"), &json!({})).await;
        assert_eq!(answer.problem(), (401, "REFRESH_TOKEN_MISSING".to_owned()), "?{name}=");
        assert_eq!(answer.header("www-authenticate"), Some(NO_TOKEN), "?{name}=");
    }
    for name in ["refresh_token", "token", "RefreshToken", "accessToken"] {
        let answer = hall.json.post("/api/auth/refresh", &json!({ name: token })).await;
        assert_eq!(answer.problem(), (401, "REFRESH_TOKEN_MISSING".to_owned()), "{name} in a body");
    }
    let answer = hall.json.bearer(token).post("/api/auth/refresh", &json!({})).await;
    assert_eq!(answer.problem(), (401, "REFRESH_TOKEN_MISSING".to_owned()), "as a Bearer");
    let form = hall.browser.post("/api/auth/refresh", &[("refreshToken", token)]).await;
    assert_eq!(form.problem(), (415, "UNSUPPORTED_MEDIA_TYPE".to_owned()));
    hall.has_harmed_nobody().await;
}
