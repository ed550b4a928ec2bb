//! What may stand in the fields of an account.

use serde_json::{Value, json};

use super::{registration, rows, unlimited, with};
use crate::support::TestApp;

const REGISTER: &str = "/api/auth/register";

/// Registers with one field as given. Returns the code that the field was refused with.
async fn refused(app: &TestApp, field: &str, value: Value) -> Option<String> {
    let number = app.users().len();
    let body = with(registration(&format!("person{number}")), json!({ field: value }));
    let answer = app.json().post(REGISTER, &body).await;
    if answer.status == 201 {
        return None;
    }
    let faults = answer.faults();
    assert_eq!(faults.len(), 1, "{body}: {faults:?}");
    assert_eq!(faults[0].0, field, "{body}");
    Some(faults[0].1.clone())
}

async fn assert_accepted<const N: usize>(field: &str, values: [String; N]) {
    let app = unlimited();
    for value in values {
        assert_eq!(refused(&app, field, json!(value)).await, None, "{field} {value:?}");
    }
}

async fn assert_refused<const N: usize>(field: &str, cases: [(Value, &str); N]) {
    let app = unlimited();
    for (value, code) in cases {
        assert_eq!(
            refused(&app, field, value.clone()).await.as_deref(),
            Some(code),
            "{field} {value}"
        );
    }
    assert_eq!(rows(&app).await, [0; 4], "a refusal changes nothing");
}

/// Shows: AUTH-49, INP-03.
#[actix_web::test]
async fn a_username_has_3_to_32_letters_digits_dots_underscores_and_hyphens() {
    assert_accepted(
        "username",
        ["ada".to_owned(), "A.d_a-18.15".to_owned(), "1..".to_owned(), "a".repeat(32)],
    )
    .await;
    assert_refused(
        "username",
        [
            (json!("ad"), "TOO_SHORT"),
            (json!(" ad "), "TOO_SHORT"),
            (json!("a".repeat(33)), "TOO_LONG"),
            (json!("a".repeat(10_000)), "TOO_LONG"),
            (json!("ada lovelace"), "INVALID_CHARACTERS"),
            (json!("ada@example.com"), "INVALID_CHARACTERS"),
            (json!("ada\0"), "INVALID_CHARACTERS"),
            (json!("ada\r\nX-Header: 1"), "INVALID_CHARACTERS"),
            (json!("<svg>"), "INVALID_CHARACTERS"),
            (json!("åda"), "INVALID_CHARACTERS"),
            // A Cyrillic letter, a zero-width blank, a full-width letter and a right-to-left
            // override.
            (json!("аda"), "INVALID_CHARACTERS"),
            (json!("a\u{200b}da"), "INVALID_CHARACTERS"),
            (json!("ａda"), "INVALID_CHARACTERS"),
            (json!("ad\u{202e}a"), "INVALID_CHARACTERS"),
            (json!("🦀🦀🦀"), "INVALID_CHARACTERS"),
            (json!("..."), "INVALID_CHARACTERS"),
            (json!("root"), "RESERVED"),
        ],
    )
    .await;
}

/// Shows: AUTH-48.
#[actix_web::test]
async fn an_address_has_something_on_both_sides_of_one_at_sign_and_254_characters_at_most() {
    // 64 bytes before the `@`, and the labels of a domain behind it.
    let long = |characters: usize| {
        let (label, rest) = ("a".repeat(63), "a".repeat(characters - 65 - 2 * 64));
        format!("{}@{label}.{label}.{rest}", "a".repeat(64))
    };
    let good = ["a@b", "ada+tag@example.com", "'{}|~@example.com", "Ådå@exämple.com"];
    let [a, b, c, d] = good.map(str::to_owned);
    assert_accepted("email", [a, b, c, d, long(254)]).await;
    assert_refused(
        "email",
        [
            (json!("ada"), "INVALID_EMAIL"),
            (json!("@"), "INVALID_EMAIL"),
            (json!("ada@"), "INVALID_EMAIL"),
            (json!("@example.com"), "INVALID_EMAIL"),
            (json!("ada@example@com"), "INVALID_EMAIL"),
            (json!("ada lovelace@example.com"), "INVALID_EMAIL"),
            (json!("ada@exam\tple.com"), "INVALID_EMAIL"),
            (json!("ada@exam\u{a0}ple.com"), "INVALID_EMAIL"),
            (json!("ada@example.com\0"), "INVALID_EMAIL"),
            (json!("ada@example.com\r\nBcc: eve@example.com"), "INVALID_EMAIL"),
            (json!("ada@example.com,eve@example.com"), "INVALID_EMAIL"),
            (json!(long(255)), "INVALID_EMAIL"),
            (json!(format!("{}@example.com", "a".repeat(65))), "INVALID_EMAIL"),
            (json!(format!("{}@example.com", "å".repeat(33))), "INVALID_EMAIL"),
            (json!(format!("ada@{}.example", "a".repeat(64))), "INVALID_EMAIL"),
            (json!("ada@127.0.0.1"), "INVALID_EMAIL"),
            (json!("ada@[127.0.0.1]"), "INVALID_EMAIL"),
            (json!("ada@example..com"), "INVALID_EMAIL"),
            (json!("\"ada lovelace\"@example.com"), "INVALID_EMAIL"),
            (json!(""), "REQUIRED"),
            (json!(" "), "REQUIRED"),
        ],
    )
    .await;
}

/// Shows: INP-10.
#[actix_web::test]
async fn a_name_has_at_most_100_characters_of_any_script_and_no_controls() {
    let [latin, han, emoji] =
        ["Ada \"Countess\" <Lovelace> & Sons", "愛達", "🦀"].map(str::to_owned);
    assert_accepted("name", [latin, han, emoji, "å".repeat(100), format!(" {} ", "å".repeat(100))])
        .await;
    assert_refused(
        "name",
        [
            (json!("å".repeat(101)), "TOO_LONG"),
            (json!("Ada\0"), "INVALID_CHARACTERS"),
            (json!("Ada\nLovelace"), "INVALID_CHARACTERS"),
            (json!("Ada\u{7f}"), "INVALID_CHARACTERS"),
            (json!("Ada\u{85}Lovelace"), "INVALID_CHARACTERS"),
        ],
    )
    .await;
}

/// Shows: AUTH-75.
#[actix_web::test]
async fn a_null_or_another_type_is_an_error_of_its_field() {
    let app = unlimited();
    for field in ["email", "password"] {
        assert_eq!(refused(&app, field, json!(null)).await.as_deref(), Some("REQUIRED"), "{field}");
    }
    for field in ["username", "email", "password", "name", "refreshTokenIn"] {
        for value in [json!(true), json!(1), json!(1.5), json!([]), json!(["ada"]), json!({})] {
            assert_eq!(
                refused(&app, field, value.clone()).await.as_deref(),
                Some("WRONG_TYPE"),
                "{field} {value}"
            );
        }
    }
    assert_eq!(rows(&app).await, [0; 4]);
}

#[actix_web::test]
async fn refresh_tokens_travel_in_cookies_or_in_the_body_and_nowhere_else() {
    let cases = ["", "Body", "header", "cookie,body"].map(|value| (json!(value), "UNKNOWN_VALUE"));
    assert_refused("refreshTokenIn", cases).await;
}

#[actix_web::test]
async fn all_errors_of_a_body_are_reported_in_the_order_of_the_contract() {
    let app = TestApp::start();
    let of = |field: &str, code: &str| (field.to_owned(), code.to_owned());
    let register = async |body: Value| app.json().post(REGISTER, &body).await.faults();

    let nothing = [of("email", "REQUIRED"), of("password", "REQUIRED")];
    assert_eq!(register(json!({})).await, nothing);
    let wrong = json!({ "username": "a", "email": 1, "name": "\u{7}", "password": "short" });
    let faults = [
        of("username", "TOO_SHORT"),
        of("email", "WRONG_TYPE"),
        of("name", "INVALID_CHARACTERS"),
        of("password", "TOO_SHORT"),
    ];
    assert_eq!(register(wrong).await, faults);
    assert_eq!(rows(&app).await, [0; 4]);
}

#[actix_web::test]
async fn field_errors_are_reported_before_conflicts() {
    let app = TestApp::start();
    app.json().register("ada").await;
    let answer =
        app.json().post(REGISTER, &with(registration("ada"), json!({ "password": "short" }))).await;
    assert_eq!(answer.faults(), [("password".to_owned(), "TOO_SHORT".to_owned())]);
}
