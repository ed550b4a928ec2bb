//! A token has one spelling: three parts in plain base64url.

use serde_json::json;

use super::forge::{ACCESS_KEY, Hall, encode, mac, pieces};

const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Shows: JWT-02, JWT-11.
#[actix_web::test]
async fn a_token_of_more_or_fewer_than_three_parts_is_refused() {
    let hall = Hall::open().await;
    let [header, payload, signature] = pieces(&hall.ada.access);
    let tokens = [
        "",
        ".",
        "..",
        "...",
        "token",
        header,
        &format!("{header}.{payload}"),
        &format!("{header}.{payload}."),
        &format!("{header}..{signature}"),
        &format!(".{payload}.{signature}"),
        &format!(".{header}.{payload}.{signature}"),
        &format!("{header}.{payload}.{signature}."),
        &format!("{header}.{payload}..{signature}"),
        &format!("{header}.{payload}.{signature}.{signature}"),
        &format!("{header}.{payload}.{payload}.{signature}"),
        &format!("{header}.{payload}.{payload}.{payload}.{signature}"),
        &".".repeat(1000),
        &".".repeat(10_000),
    ];
    for token in tokens {
        hall.refuses(token, &format!("{:.300}", token)).await;
    }
    // Even where the signature is over what stands before it.
    for message in
        [header.to_owned(), format!("{header}.{payload}.{payload}"), format!("{header}.{payload}.")]
    {
        let token = format!("{message}.{}", encode(mac(ACCESS_KEY, &message)));
        hall.refuses(&token, &message).await;
    }
    hall.has_harmed_nobody().await;
}

/// Shows: JWT-09.
#[actix_web::test]
async fn the_unused_bits_of_the_last_character_must_be_zero() {
    let hall = Hall::open().await;
    let (rest, last) = hall.ada.access.split_at(hall.ada.access.len() - 1);
    let place = ALPHABET.find(last).unwrap();
    assert_eq!(place % 4, 0, "32 bytes leave two unused bits");
    for bits in 1..4 {
        // A careless decoder reads the same 32 bytes from it.
        let token = format!("{rest}{}", &ALPHABET[place + bits..=place + bits]);
        hall.refuses(&token, &format!("unused bits {bits:02b}")).await;
    }
}

/// Shows: JWT-10, JWT-43.
#[actix_web::test]
async fn other_characters_than_those_of_base64url_are_refused_in_any_part() {
    let hall = Hall::open().await;
    for part in 0..3 {
        let changed = |change: &dyn Fn(&str) -> String| {
            let mut parts = pieces(&hall.ada.access).map(str::to_owned);
            parts[part] = change(&parts[part]);
            parts.join(".")
        };
        for odd in [
            "=", "==", "+", "/", "%2E", "%3D", "!", "*", "~", "\\", "\u{200b}", "\u{ff21}",
            "\u{e9}",
        ] {
            hall.refuses(
                &changed(&|part| format!("{part}{odd}")),
                &format!("{odd:?} after part {part}"),
            )
            .await;
            hall.refuses(
                &changed(&|part| format!("{odd}{part}")),
                &format!("{odd:?} before part {part}"),
            )
            .await;
        }
        for blank in [" ", "\t"] {
            let inside = changed(&|part| format!("{}{blank}{}", &part[..7], &part[7..]));
            hall.refuses(&inside, &format!("{blank:?} in part {part}")).await;
        }
    }
    let quoted = format!("\"{}\"", hall.ada.access);
    hall.refuses(&quoted, "in quotes").await;
}

/// Shows: JWT-10.
#[actix_web::test]
async fn the_alphabet_of_plain_base64_is_refused_though_its_signature_is_right() {
    let hall = Hall::open().await;
    let [header, payload, _] = pieces(&hall.ada.access);
    // Only some signatures are spelled differently in the two alphabets, and the rest should not
    // be: so we look for one.
    let other = |part: &str| part.replace('-', "+").replace('_', "/");
    let token = (0..1000)
        .map(|round| hall.access(|token| token.claims["jti"] = json!(format!("{round}"))))
        .find(|token| {
            let (message, signature) = token.rsplit_once('.').unwrap();
            message == other(message) && signature != other(signature)
        })
        .unwrap();
    hall.accepts(&token, "base64url").await;
    hall.refuses(&other(&token), "base64").await;
    // Signed as it is spelled, so that only the spelling is wrong.
    for message in [format!("{header}=.{payload}"), format!("{header}.{payload}=")] {
        let token = format!("{message}.{}", encode(mac(ACCESS_KEY, &message)));
        hall.refuses(&token, "padding that was signed").await;
    }
}

/// Shows: JWT-12.
#[actix_web::test]
async fn the_json_forms_of_a_signature_are_refused() {
    let hall = Hall::open().await;
    let [header, payload, signature] = pieces(&hall.ada.access);
    let flattened = json!({ "protected": header, "payload": payload, "signature": signature });
    let general = json!({ "payload": payload, "signatures": [{ "protected": header, "signature": signature }] });
    for token in [
        flattened.to_string(),
        general.to_string(),
        json!([header, payload, signature]).to_string(),
    ] {
        hall.refuses(&token, &token).await;
        hall.refuses(&encode(&token), "the same in base64").await;
    }
}
