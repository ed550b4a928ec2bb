//! Codes as people type them.

use serde_json::json;

use crate::support::TestApp;

/// The same code in other digits and with other separators.
fn spellings(code: &str) -> Vec<String> {
    let digits = |zero: char| -> String {
        let digit = |c: char| char::from_u32(u32::from(zero) + c.to_digit(10).unwrap()).unwrap();
        code.chars().map(digit).collect()
    };
    let mut spellings: Vec<String> =
        ['０', '٠', '۰', '०', '০', '๐', '𝟎'].into_iter().map(digits).collect();
    let (first, last) = code.split_at(3);
    for between in [
        " ", "\u{a0}", "\u{2009}", "\u{200b}", "-", "‐", "‑", "‒", "–", "—", "―", "−", "－", ".",
        "·", "_", " / ",
    ] {
        spellings.push(format!("{first}{between}{last}"));
    }
    spellings
}

#[actix_web::test]
async fn a_code_confirms_in_any_digits_and_with_any_separators() {
    let app = TestApp::start_with(&["--rate-limits", "off"]);
    app.json().register("ada").await;
    let code = app.mail("verify_email").await.code();
    let spellings = spellings(&code);
    for (number, _) in spellings.iter().enumerate() {
        let name = format!("ada{number}");
        app.advance(std::time::Duration::from_millis(1));
        app.json().register(&name).await;
        let email = format!("{name}@example.com");
        let mail = app
            .mails("verify_email")
            .await
            .into_iter()
            .find(|mail| mail.to == [email.clone()])
            .unwrap();
        let typed = &self::spellings(&mail.code())[number];
        let confirm = |code: String| {
            let (app, email) = (&app, email.clone());
            async move {
                app.json()
                    .post("/api/auth/verify-email", &json!({ "email": email, "code": code }))
                    .await
            }
        };
        assert_eq!(confirm(format!("{typed}x")).await.status, 422, "{typed}");
        assert_eq!(confirm(typed.clone()).await.status, 204, "{typed}");
    }
    let unverified = app.users().into_iter().filter(|user| user.email_verified_at.is_none());
    assert_eq!(unverified.count(), 1);
}

/// Shows: AUTH-63.
#[actix_web::test]
async fn text_that_is_not_a_code_costs_no_attempt() {
    let app = TestApp::start_with(&["--rate-limits", "off"]);
    app.json().register("ada").await;
    let code = app.mail("verify_email").await.code();
    for wrong in ["12345", "1234567", "12345a", "１２３４５", "½23456", "Ⅰ23456"] {
        let answer = app
            .json()
            .post("/api/auth/verify-email", &json!({ "email": "ada@example.com", "code": wrong }))
            .await;
        assert_eq!(answer.problem(), (422, "INVALID_LINK".to_owned()), "{wrong}");
    }
    let answer = app
        .json()
        .post("/api/auth/verify-email", &json!({ "email": "ada@example.com", "code": "\u{200b}" }))
        .await;
    assert_eq!(answer.faults(), [("code".to_owned(), "REQUIRED".to_owned())]);
    let answer = app
        .json()
        .post("/api/auth/verify-email", &json!({ "email": "ada@example.com", "code": code }))
        .await;
    assert_eq!(answer.status, 204);
}
