//! What the two kinds of tokens say.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};

use super::forge::{ACCESS_KEY, FLAGS, Hall, Parts, REFRESH_KEY, decode, encode, mac};
use crate::support::{PASSWORD, Person, TestApp};

/// When every test begins, in the whole seconds of a token.
const START: i64 = 1_767_225_600;

fn members(object: &Value) -> BTreeSet<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

async fn refresh(app: &TestApp, token: &str) -> Person {
    let answer = app.json().refresh(token).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    app.json().person(&answer)
}

fn claims(token: &str) -> Value {
    Parts::of(token).claims
}

/// Shows: ASVS 11.2.3, ASVS 11.4.3.
#[actix_web::test]
async fn each_kind_is_signed_with_hs256_and_the_bytes_of_its_own_key() {
    let hall = Hall::open().await;
    for (token, key) in [(&hall.ada.access, ACCESS_KEY), (&hall.ada.refresh, REFRESH_KEY)] {
        let (message, signature) = token.rsplit_once('.').unwrap();
        assert_eq!(Parts::of(token).header["alg"], "HS256");
        assert_eq!(signature, encode(mac(key, message)));
    }
}

#[actix_web::test]
async fn a_header_has_a_type_an_algorithm_and_a_key_id_and_nothing_else() {
    let hall = Hall::open().await;
    let headers =
        [(&hall.ada.access, "at+jwt"), (&hall.ada.refresh, "refresh+jwt")].map(|(token, typ)| {
            let header = Parts::of(token).header;
            assert_eq!(members(&header), BTreeSet::from(["alg", "kid", "typ"]));
            assert_eq!(header["typ"], typ);
            header
        });
    assert_ne!(headers[0]["kid"], headers[1]["kid"], "each kind has its own key");

    let later = refresh(&hall.app, &hall.ada.refresh).await;
    assert_eq!(
        [&later.access, &later.refresh].map(|token| Parts::of(token).header),
        headers,
        "a key keeps its id"
    );
}

/// Shows: JWT-44.
#[actix_web::test]
async fn an_access_token_has_the_promised_claims_and_no_other() {
    let hall = Hall::open().await;
    let claims = claims(&hall.ada.access);
    let promised = [
        "amr",
        "aud",
        "auth_time",
        "client_id",
        "exp",
        "gen",
        "iat",
        "iss",
        "jti",
        "roles",
        "sid",
        "sub",
        "username",
        "ver",
    ];
    assert_eq!(members(&claims), BTreeSet::from(promised));

    assert_eq!(claims["sid"], hall.app.sessions()[0].id.to_string());
    let (jti, sid) = (claims["jti"].clone(), claims["sid"].clone());
    let expected = json!({
        "iss": hall.app.origin, "aud": hall.app.origin, "sub": hall.ada.id, "client_id": "vestibule", "sid": sid,
        "gen": 1, "jti": jti, "iat": START, "exp": START + 900, "username": "ada", "roles": ["user"], "ver": 1,
        "auth_time": START, "amr": ["pwd"],
    });
    assert_eq!(claims, expected);
}

#[actix_web::test]
async fn a_refresh_token_has_the_promised_claims_and_no_other() {
    let hall = Hall::open().await;
    let claims = claims(&hall.ada.refresh);
    assert_eq!(
        members(&claims),
        BTreeSet::from(["aud", "exp", "gen", "iat", "iss", "jti", "sid", "sub"])
    );

    let sid = Parts::of(&hall.ada.access).claims["sid"].clone();
    let expected = json!({
        "iss": hall.app.origin, "aud": hall.app.origin, "sub": hall.ada.id, "sid": sid, "jti": claims["jti"],
        "gen": 1, "iat": START, "exp": START + 7 * 24 * 60 * 60,
    });
    assert_eq!(claims, expected);
}

#[actix_web::test]
async fn the_next_tokens_are_of_the_same_session_and_the_next_generation() {
    let hall = Hall::open().await;
    hall.app.advance(Duration::from_secs(60));
    let next = refresh(&hall.app, &hall.ada.refresh).await;
    for (before, after) in [(&hall.ada.access, &next.access), (&hall.ada.refresh, &next.refresh)] {
        let mut expected = claims(before);
        let after = claims(after);
        assert_ne!(after["jti"], expected["jti"]);
        expected["jti"] = after["jti"].clone();
        expected["gen"] = json!(2);
        expected["iat"] = json!(START + 60);
        expected["exp"] = json!(expected["exp"].as_i64().unwrap() + 60);
        assert_eq!(after, expected);
    }
}

#[actix_web::test]
async fn an_access_token_shows_the_account_as_it_is_now() {
    let hall = Hall::open().await;
    let user = hall.app.user("ada");
    user.make_administrator();
    user.set_token_version(7);
    user.rename("Countess");
    let claims = claims(&refresh(&hall.app, &hall.ada.refresh).await.access);
    assert_eq!(claims["roles"], json!(["user", "admin"]));
    assert_eq!(claims["ver"], 7);
    assert_eq!(claims["username"], "Countess");
}

/// Shows: ASVS 7.2.3, ASVS 11.5.1.
#[actix_web::test]
async fn tokens_made_in_the_same_second_have_identifiers_that_nobody_can_guess() {
    let hall = Hall::open().await;
    let mut seen = BTreeSet::new();
    let mut note = |person: &Person| {
        for token in [&person.access, &person.refresh] {
            let jti = claims(token)["jti"].as_str().unwrap().to_owned();
            assert_eq!(decode(&jti).len(), 16, "128 bits: {jti}");
            assert!(seen.insert(jti), "each has its own");
        }
    };
    note(&hall.ada);
    for _ in 0..4 {
        note(&hall.json.log_in("ada").await);
    }
}

/// Shows: JWT-44.
#[actix_web::test]
async fn nothing_private_is_in_a_token() {
    let app = TestApp::start_with(FLAGS);
    let body = json!({
        "username": "ada", "email": "countess@example.com", "name": "Augusta King", "password": PASSWORD,
        "refreshTokenIn": "body",
    });
    let answer = app.json().post("/api/auth/register", &body).await;
    let person = app.json().person(&answer);
    let hash = app.users().remove(0).password_hash;
    for token in [&person.access, &person.refresh] {
        let parts = Parts::of(token);
        let text = format!("{}{}", parts.header, parts.claims).to_lowercase();
        for private in
            ["countess", "example.com", "augusta", "king", PASSWORD, &hash, "127.0.0.1\"", "$2"]
        {
            assert!(!text.contains(&private.to_lowercase()), "{private} in {text}");
        }
    }
}

#[actix_web::test]
async fn issuer_and_audience_are_the_public_url_as_browsers_write_it() {
    let cases = [
        ("https://accounts.example.com/", "https://accounts.example.com"),
        ("HTTPS://Accounts.Example.com:443", "https://accounts.example.com"),
        ("http://accounts.example.com:8080/", "http://accounts.example.com:8080"),
    ];
    for (url, origin) in cases {
        let app = TestApp::start_with(&["--public-url", url]);
        let ada = app.json().register("ada").await;
        for token in [&ada.access, &ada.refresh] {
            assert_eq!([&claims(token)["iss"], &claims(token)["aud"]], [origin, origin], "{url}");
        }
        assert_eq!(ada.json.get("/api/auth/me").await.status, 200, "{url}");
    }
}

#[actix_web::test]
async fn keys_have_different_ids_that_do_not_reveal_them() {
    let mut seen = BTreeSet::new();
    for key in [ACCESS_KEY, REFRESH_KEY, "another key"] {
        let app = TestApp::start_with(&["--access-token-secret", key]);
        let header = Parts::of(&app.json().register("ada").await.access).header;
        let id = header["kid"].as_str().unwrap().to_owned();
        assert!(!key.contains(&id) && !encode(key).contains(&id), "{id}");
        assert!(seen.insert(id));
    }
}
