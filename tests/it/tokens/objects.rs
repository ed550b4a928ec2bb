//! Header and payload are JSON objects, in which no name that we know comes twice.

use serde_json::{Value, json};

use super::forge::{ACCESS_KEY, Hall, Parts, REFRESH_KEY, decode, encode, pieces, sign};

/// Shows: JWT-13.
#[actix_web::test]
async fn a_header_or_payload_that_is_not_an_object_in_utf8_is_refused() {
    let hall = Hall::open().await;
    let [header, payload, _] = pieces(&hall.ada.access).map(decode);
    let utf16 = |bytes: &[u8]| -> Vec<u8> {
        String::from_utf8_lossy(bytes).encode_utf16().flat_map(u16::to_le_bytes).collect()
    };
    let odd = |object: &[u8], text: &str| {
        vec![
            Vec::new(),
            b"null".to_vec(),
            b"\"text\"".to_vec(),
            b"1".to_vec(),
            b"[]".to_vec(),
            b"{}".to_vec(),
            b"{".to_vec(),
            b"\xff\xfe".to_vec(),
            [b"\xef\xbb\xbf", object].concat(),
            utf16(object),
            [object, b","].concat(),
            [object, object].concat(),
            [object, b"\0"].concat(),
            [b"[", object, b"]"].concat(),
            object.iter().map(|byte| if *byte == b'"' { b'\'' } else { *byte }).collect(),
            [&object[..object.len() - 1], b",}"].concat(),
            String::from_utf8_lossy(object)
                .replace(text, "\u{e9}")
                .chars()
                .map(|latin| latin as u8)
                .collect(),
        ]
    };
    hall.accepts(&sign(ACCESS_KEY, &header, &payload), "unchanged").await;
    for header in odd(&header, "at+jwt") {
        hall.refuses(
            &sign(ACCESS_KEY, &header, &payload),
            &format!("header {}", header.escape_ascii()),
        )
        .await;
    }
    for payload in odd(&payload, "ada") {
        hall.refuses(
            &sign(ACCESS_KEY, &header, &payload),
            &format!("payload {}", payload.escape_ascii()),
        )
        .await;
    }
}

#[actix_web::test]
async fn claims_in_their_order_without_their_names_are_refused() {
    let hall = Hall::open().await;
    let list = |token: &str, names: &[&str]| {
        let Parts { header, claims } = Parts::of(token);
        let values: Vec<&Value> = names.iter().map(|name| &claims[name]).collect();
        (header.to_string(), json!(values).to_string())
    };
    // Some readers take a list for an object of the same members; `nbf` stands where it would be.
    let names = [
        "iss",
        "aud",
        "sub",
        "client_id",
        "sid",
        "gen",
        "jti",
        "iat",
        "exp",
        "nbf",
        "username",
        "roles",
        "ver",
    ];
    let (header, payload) = list(&hall.ada.access, &names);
    hall.refuses(&sign(ACCESS_KEY, header.as_bytes(), payload.as_bytes()), &payload).await;
    let (header, payload) =
        list(&hall.ada.refresh, &["iss", "aud", "sub", "sid", "jti", "gen", "iat", "exp"]);
    hall.refuses_refresh(&sign(REFRESH_KEY, header.as_bytes(), payload.as_bytes()), &payload).await;
    hall.has_harmed_nobody().await;
}

/// Shows: JWT-13, JWT-32.
#[actix_web::test]
async fn an_object_with_a_name_twice_is_refused() {
    let hall = Hall::open().await;
    let [header, payload, _] = pieces(&hall.ada.access);
    let (header, payload) = (decode(header), decode(payload));
    let twice = |object: &[u8], member: &str| {
        let rest = String::from_utf8_lossy(&object[1..]);
        let name = member.split(':').next().unwrap().replace("\\u0073", "s");
        assert!(rest.contains(&name), "{name} is already there once");
        format!("{{{member},{rest}").into_bytes()
    };
    for member in [r#""alg":"HS256""#, r#""alg":"none""#, r#""typ":"at+jwt""#, r#""kid":"x""#] {
        hall.refuses(&sign(ACCESS_KEY, &twice(&header, member), &payload), member).await;
    }
    let claims = [
        r#""sub":"00000000-0000-7000-8000-000000000000""#,
        r#""\u0073ub":"00000000-0000-7000-8000-000000000000""#,
        r#""roles":["user","admin"]"#,
        r#""roles":["user"]"#,
        r#""exp":4000000000"#,
        r#""iss":"x""#,
        r#""ver":9"#,
        r#""sid":"00000000-0000-7000-8000-000000000000""#,
        r#""username":"root""#,
        r#""gen":1"#,
        r#""jti":"x""#,
    ];
    for member in claims {
        hall.refuses(&sign(ACCESS_KEY, &header, &twice(&payload, member)), member).await;
    }
}

/// Shows: JWT-36.
#[actix_web::test]
async fn the_same_object_in_another_spelling_of_json_is_as_good() {
    let hall = Hall::open().await;
    let Parts { header, claims } = Parts::of(&hall.ada.access);
    let spaced = |value: &Value| serde_json::to_vec_pretty(value).unwrap();
    hall.accepts(&sign(ACCESS_KEY, &spaced(&header), &spaced(&claims)), "with blanks").await;
    let escaped = |value: &Value| value.to_string().replace("\"a", "\"\\u0061").into_bytes();
    hall.accepts(&sign(ACCESS_KEY, &escaped(&header), &escaped(&claims)), "with escapes").await;
}

#[actix_web::test]
async fn claims_that_are_not_known_change_nothing() {
    let hall = Hall::open().await;
    let mut deep = json!(1);
    for _ in 0..100 {
        deep = json!([deep]);
    }
    let values =
        [json!(null), json!("x"), json!(["user", "admin"]), json!({ "admin": true }), deep];
    for value in values {
        for name in ["admin", "role", "scope", "groups", "email", "cnf", "x"] {
            let token = hall.access(|token| token.claims[name] = value.clone());
            hall.accepts(&token, &format!("{name} is {value}")).await;
        }
    }
}

/// Shows: JWT-35.
#[actix_web::test]
async fn a_payload_nested_deeply_is_refused_and_breaks_nothing() {
    let hall = Hall::open().await;
    let [header, payload, signature] = pieces(&hall.ada.access);
    let header = decode(header);
    for depth in [200, 300, 10_000, 20_000] {
        for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
            let nested = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            let unsigned = format!("{}.{}.{signature}", encode(&header), encode(&nested));
            let claim = String::from_utf8(decode(payload)).unwrap().replacen(
                '{',
                &format!(r#"{{"sub":{nested},"#),
                1,
            );
            for token in [
                unsigned,
                sign(ACCESS_KEY, &header, nested.as_bytes()),
                sign(ACCESS_KEY, &header, claim.as_bytes()),
            ] {
                if token.len() < 60_000 {
                    hall.refuses(&token, &format!("{depth} times {open}")).await;
                }
            }
        }
    }
    hall.has_harmed_nobody().await;
}
