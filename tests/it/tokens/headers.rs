//! What a header may say: the one type of token, and nothing that would change what the token
//! means.

use serde_json::{Value, json};

use super::forge::{ACCESS_KEY, Hall, Parts, REFRESH_KEY, encode, sign};

/// Types that are neither kind of ours, however the header is written.
fn foreign_types() -> Vec<Value> {
    let texts = [
        "",
        "JWT",
        "jwt",
        "rt+jwt",
        "at",
        "+jwt",
        "at jwt",
        "at+jwt ",
        " at+jwt",
        "at+jwt;v=1",
        "at+jwt\u{0}",
        "at+jws",
        "text/at+jwt",
        "application/",
        "application/application/at+jwt",
        "application/ at+jwt",
        "at+\u{212a}wt",
        "application/jwt",
        "secevent+jwt",
        "dpop+jwt",
    ];
    let values = [json!(null), json!(1), json!(true), json!(["at+jwt"]), json!({ "at+jwt": 1 })];
    texts.map(|text| json!(text)).into_iter().chain(values).collect()
}

/// Shows: JWT-23.
#[actix_web::test]
async fn an_access_token_says_its_type_in_any_case_and_with_or_without_application() {
    let hall = Hall::open().await;
    for typ in [
        "at+jwt",
        "AT+JWT",
        "At+Jwt",
        "application/at+jwt",
        "Application/AT+jwt",
        "APPLICATION/AT+JWT",
    ] {
        hall.accepts(&hall.access(|token| token.header["typ"] = json!(typ)), typ).await;
    }
    for typ in
        foreign_types().into_iter().chain([json!("refresh+jwt"), json!("application/refresh+jwt")])
    {
        hall.refuses(
            &hall.access(|token| token.header["typ"] = typ.clone()),
            &format!("typ {typ}"),
        )
        .await;
    }
    let missing = hall.access(|token| drop(token.header.as_object_mut().unwrap().remove("typ")));
    hall.refuses(&missing, "no typ").await;
}

/// Shows: JWT-23.
#[actix_web::test]
async fn a_refresh_token_of_another_type_is_refused() {
    let hall = Hall::open().await;
    for typ in foreign_types().into_iter().chain([json!("at+jwt"), json!("application/at+jwt")]) {
        hall.refuses_refresh(
            &hall.refresh(|token| token.header["typ"] = typ.clone()),
            &format!("typ {typ}"),
        )
        .await;
    }
    let missing = hall.refresh(|token| drop(token.header.as_object_mut().unwrap().remove("typ")));
    hall.refuses_refresh(&missing, "no typ").await;
    hall.has_harmed_nobody().await;
}

/// Shows: JWT-17, JWT-18.
#[actix_web::test]
async fn extensions_that_would_change_what_a_token_means_are_refused() {
    let hall = Hall::open().await;
    let extensions = [
        json!({ "crit": ["x"], "x": 1 }),
        json!({ "crit": ["exp"], "exp": 4_000_000_000_i64 }),
        json!({ "crit": ["b64"], "b64": true }),
        json!({ "crit": ["b64"], "b64": false }),
        json!({ "crit": ["kid"] }),
        json!({ "crit": ["alg"] }),
        json!({ "crit": [] }),
        json!({ "crit": "x" }),
        json!({ "crit": {} }),
        json!({ "crit": [1] }),
        json!({ "b64": false }),
        json!({ "b64": true }),
        json!({ "zip": "DEF" }),
        json!({ "zip": "GZIP" }),
        json!({ "zip": 1 }),
        json!({ "cty": "JWT" }),
        json!({ "cty": "application/json" }),
        json!({ "enc": "A256GCM" }),
    ];
    for extension in extensions {
        let add = |token: &mut Parts| {
            token.header.as_object_mut().unwrap().extend(extension.as_object().unwrap().clone());
        };
        hall.refuses(&hall.access(add), &extension.to_string()).await;
        hall.refuses_refresh(&hall.refresh(add), &extension.to_string()).await;
    }
    hall.has_harmed_nobody().await;
}

/// Shows: JWT-18, JWT-19.
#[actix_web::test]
async fn a_payload_that_is_itself_a_token_is_refused() {
    let hall = Hall::open().await;
    let header = Parts::of(&hall.ada.access).header;
    for kept in [header.clone(), json!({ "typ": "at+jwt", "alg": "HS256", "cty": "JWT" })] {
        let kept = kept.to_string();
        for payload in [hall.ada.access.clone(), json!(hall.ada.access).to_string()] {
            hall.refuses(
                &sign(ACCESS_KEY, kept.as_bytes(), payload.as_bytes()),
                &format!("{kept} {payload}"),
            )
            .await;
        }
    }
    let refresh = Parts::of(&hall.ada.refresh).header.to_string();
    let nested = sign(REFRESH_KEY, refresh.as_bytes(), hall.ada.refresh.as_bytes());
    hall.refuses_refresh(&nested, "a refresh token in a refresh token").await;
    hall.has_harmed_nobody().await;
}

/// Shows: JWT-17.
#[actix_web::test]
async fn a_payload_that_was_signed_unencoded_is_refused() {
    let hall = Hall::open().await;
    let Parts { mut header, claims } = Parts::of(&hall.ada.access);
    header["b64"] = json!(false);
    header["crit"] = json!(["b64"]);
    // RFC 7797 signs the payload as it stands, dots and all, and a token then carries it so.
    let claims = claims.to_string().replace('.', "\\u002e");
    let message = format!("{}.{claims}", encode(header.to_string()));
    let signature = encode(super::forge::mac(ACCESS_KEY, &message));
    hall.refuses(&format!("{message}.{signature}"), "unencoded").await;
    hall.refuses(
        &format!("{}.{}.{signature}", encode(header.to_string()), encode(&claims)),
        "encoded later",
    )
    .await;
}

#[actix_web::test]
async fn members_that_are_not_known_change_nothing() {
    let hall = Hall::open().await;
    for (name, value) in [
        ("x", json!(1)),
        ("exp", json!(0)),
        ("iss", json!("https://example.com")),
        ("url", json!("x")),
    ] {
        let token = hall.access(|token| token.header[name] = value.clone());
        hall.accepts(&token, name).await;
    }
}
