//! Only what the right key has signed with the right algorithm is believed, and only as it was
//! signed.

use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::json;

use super::forge::{ACCESS_KEY, Hall, Parts, REFRESH_KEY, decode, encode, mac, pieces, sign};

#[actix_web::test]
async fn a_token_signed_with_the_key_is_accepted() {
    // All the refusals below would mean nothing if what they are made from were not good.
    let hall = Hall::open().await;
    hall.accepts(&hall.ada.access, "ours").await;
    hall.accepts(&hall.access(|_| {}), "made again").await;
    assert_eq!(hall.json.refresh(&hall.ada.refresh).await.status, 200);
}

/// Shows: JWT-01, ASVS 9.1.2.
#[actix_web::test]
async fn a_token_that_claims_to_need_no_signature_is_refused() {
    let hall = Hall::open().await;
    for alg in ["none", "None", "NONE", "nOnE", "none ", " none", "none\u{0}", "", "null"] {
        let parts =
            Parts { header: json!({ "typ": "at+jwt", "alg": alg }), ..Parts::of(&hall.ada.access) };
        let signed = parts.signed(ACCESS_KEY);
        let (message, signature) = signed.rsplit_once('.').unwrap();
        for token in [format!("{message}."), message.to_owned(), format!("{message}.{signature}")] {
            hall.refuses(&token, &format!("alg {alg:?}: {token}")).await;
        }
    }
    let escaped = sign(
        ACCESS_KEY,
        br#"{"typ":"at+jwt","alg":"\u006eone"}"#,
        &decode(payload(&hall.ada.access)),
    );
    hall.refuses(&escaped, "none in disguise").await;
    hall.has_harmed_nobody().await;
}

/// Shows: JWT-01.
#[actix_web::test]
async fn an_algorithm_that_is_not_one_text_is_refused() {
    let hall = Hall::open().await;
    for alg in [
        json!(null),
        json!([]),
        json!(["HS256"]),
        json!({}),
        json!(256),
        json!(true),
        json!("hs256"),
    ] {
        hall.refuses(
            &hall.access(|token| token.header["alg"] = alg.clone()),
            &format!("alg {alg}"),
        )
        .await;
    }
    let missing = hall.access(|token| drop(token.header.as_object_mut().unwrap().remove("alg")));
    hall.refuses(&missing, "no alg").await;
}

/// Shows: JWT-03, ASVS 9.1.2.
#[actix_web::test]
async fn another_hmac_with_the_right_key_is_refused() {
    let hall = Hall::open().await;
    let parts = Parts::of(&hall.ada.access);
    for (algorithm, refused) in
        [(Algorithm::HS384, true), (Algorithm::HS512, true), (Algorithm::HS256, false)]
    {
        let mut header = Header::new(algorithm);
        header.typ = Some("at+jwt".to_owned());
        let key = EncodingKey::from_secret(ACCESS_KEY.as_bytes());
        let token = jsonwebtoken::encode(&header, &parts.claims, &key).unwrap();
        match refused {
            true => hall.refuses(&token, &format!("{algorithm:?}")).await,
            false => hall.accepts(&token, &format!("{algorithm:?}")).await,
        }
    }
}

/// Shows: JWT-04.
#[actix_web::test]
async fn a_signature_of_an_asymmetric_algorithm_is_refused() {
    let hall = Hall::open().await;
    let parts = Parts::of(&hall.ada.access);
    // Any 32 bytes are a private key for these two; around them stands what PKCS #8 wants.
    let key = |before: &str| {
        let bytes: Vec<u8> = (0..before.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&before[at..at + 2], 16).unwrap())
            .collect();
        [bytes, vec![7; 32]].concat()
    };
    let ed25519 = key("302e020100300506032b657004220420");
    let p256 = key("3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420");
    let signers = [
        (Algorithm::EdDSA, EncodingKey::from_ed_der(&ed25519)),
        (Algorithm::ES256, EncodingKey::from_ec_der(&p256)),
    ];
    for (algorithm, key) in signers {
        let mut header = Header::new(algorithm);
        header.typ = Some("at+jwt".to_owned());
        let token = jsonwebtoken::encode(&header, &parts.claims, &key).unwrap();
        hall.refuses(&token, &format!("{algorithm:?}")).await;
    }
}

/// Shows: JWT-04.
#[actix_web::test]
async fn an_hmac_labelled_as_another_algorithm_is_refused() {
    let hall = Hall::open().await;
    let names = [
        "RS256",
        "RS384",
        "RS512",
        "PS256",
        "PS384",
        "PS512",
        "ES256",
        "ES384",
        "ES512",
        "ES256K",
        "EdDSA",
        "HS1",
        "HS384",
        "HS512",
        "A256GCM",
        "dir",
        "RSA-OAEP",
        "HS256 ",
        "HMACSHA256",
    ];
    for alg in names {
        hall.refuses(&hall.access(|token| token.header["alg"] = json!(alg)), alg).await;
    }
}

/// Shows: JWT-06, ASVS 7.2.3.
#[actix_web::test]
async fn a_token_signed_with_another_key_is_refused() {
    let hall = Hall::open().await;
    let kid = Parts::of(&hall.ada.access).header["kid"].as_str().unwrap().to_owned();
    let upper = ACCESS_KEY.to_uppercase();
    let keys = [
        "",
        "\0",
        "secret",
        "changeme",
        "your-256-bit-secret",
        "vestibule",
        REFRESH_KEY,
        &upper,
        &ACCESS_KEY[1..],
        &kid,
        &hall.app.origin,
        &encode(ACCESS_KEY),
        &format!("{ACCESS_KEY} "),
        &format!("{ACCESS_KEY}\n"),
    ];
    for key in keys {
        hall.refuses(&Parts::of(&hall.ada.access).signed(key), &format!("signed with {key:?}"))
            .await;
    }
}

/// Shows: JWT-07, ASVS 7.2.1, ASVS 9.1.1.
#[actix_web::test]
async fn a_token_changed_after_signing_is_refused() {
    let hall = Hall::open().await;
    let bob = hall.json.register("bob").await;
    let [header, payload, signature] = pieces(&hall.ada.access);
    let changes = [
        ("sub", json!(bob.id)),
        ("roles", json!(["user", "admin"])),
        ("exp", json!(Parts::of(&hall.ada.access).claims["exp"].as_i64().unwrap() + 1)),
        ("ver", json!(2)),
        ("username", json!("bob")),
    ];
    for (claim, value) in changes {
        let mut claims = Parts::of(&hall.ada.access).claims;
        claims[claim] = value;
        let token = format!("{header}.{}.{signature}", encode(claims.to_string()));
        hall.refuses(&token, &format!("another {claim}")).await;
    }
    let [bobs_header, bobs_payload, bobs_signature] = pieces(&bob.access);
    hall.refuses(&format!("{header}.{bobs_payload}.{signature}"), "the payload of another").await;
    hall.refuses(&format!("{bobs_header}.{payload}.{bobs_signature}"), "the signature of another")
        .await;
    let spaced = encode([decode(header), b" ".to_vec()].concat());
    hall.refuses(&format!("{spaced}.{payload}.{signature}"), "a blank more in the header").await;
}

/// Shows: JWT-08, JWT-43, ASVS 9.1.1.
#[actix_web::test]
async fn a_signature_with_any_one_bit_flipped_is_refused() {
    let hall = Hall::open().await;
    let (message, signature) = hall.ada.access.rsplit_once('.').unwrap();
    let signature = decode(signature);
    assert_eq!(signature.len(), 32);
    for bit in 0..256 {
        let mut flipped = signature.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let answer = hall
            .json
            .bearer(&format!("{message}.{}", encode(flipped)))
            .get("/api/auth/verify")
            .await;
        assert_eq!(answer.problem(), (401, "INVALID_TOKEN".to_owned()), "bit {bit}");
    }
}

/// Shows: JWT-08.
#[actix_web::test]
async fn a_signature_of_another_length_is_refused() {
    let hall = Hall::open().await;
    let (message, signature) = hall.ada.access.rsplit_once('.').unwrap();
    let signature = decode(signature);
    for length in [0, 1, 15, 16, 31] {
        let token = format!("{message}.{}", encode(&signature[..length]));
        hall.refuses(&token, &format!("{length} bytes")).await;
    }
    for more in [vec![0], vec![0; 16], signature.clone()] {
        let token = format!("{message}.{}", encode([signature.clone(), more].concat()));
        hall.refuses(&token, "more bytes").await;
    }
    hall.refuses(&format!("{message}.{}", encode([0; 32])), "nothing but zeros").await;
    let doubled = encode(mac(ACCESS_KEY, &format!("{message}.")));
    hall.refuses(&format!("{message}.{doubled}"), "over one dot more").await;
}

fn payload(token: &str) -> &str {
    pieces(token)[1]
}
