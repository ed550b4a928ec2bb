//! `GET /profile/email` and `POST /profile/email`

use crate::support::{PASSWORD, TestApp};

#[actix_web::test]
async fn another_address_is_asked_for_in_a_form_and_confirmed_by_a_link() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    assert_eq!(browser.get("/profile/email").await.status, 200);
    let answer = browser.post("/profile/email", &[("email", "ada@example.org"), ("password", PASSWORD)]).await;
    assert_eq!((answer.status, answer.select("[role=status]").len()), (200, 1));
    let mail = app.mail("change_email").await;
    let phone = app.browser();
    assert_eq!(phone.get(&mail.path()).await.status, 200);
    let answer = phone.post("/verify-email", &[("token", &mail.token())]).await;
    assert_eq!((answer.status, answer.set_cookies().len()), (200, 0));
    assert!(browser.get("/profile").await.select("dd").contains(&"ada@example.org".to_owned()));
    assert!(!phone.is_signed_in().await);
}

#[actix_web::test]
async fn what_is_wrong_stands_at_its_field_and_the_password_does_not_stay() {
    let app = TestApp::start();
    app.browser().register("bob").await;
    let browser = app.browser();
    browser.register("ada").await;
    for (email, password, status, fields) in [
        ("ada@example.org", "not the password", 403, &["email-password"][..]),
        ("bob@example.com", PASSWORD, 409, &["new-email"]),
        ("ada", PASSWORD, 422, &["new-email"]),
        ("", "", 422, &["new-email", "email-password"]),
    ] {
        let answer = browser.post("/profile/email", &[("email", email), ("password", password)]).await;
        assert_eq!((answer.status, answer.select("[role=alert]").len()), (status, 1), "{email}");
        assert_eq!(answer.field("email").as_deref(), Some(email));
        assert_eq!(answer.field("password"), None);
        for field in ["new-email", "email-password"] {
            let wrong = fields.contains(&field);
            assert_eq!(answer.field_problem(field).is_some(), wrong, "{email} {field}");
            let invalid = answer.attribute(&format!("#{field}"), "aria-invalid");
            assert_eq!(invalid.is_some(), wrong, "{email} {field}");
        }
    }
    assert_eq!(app.count("mails WHERE letter = 'change_email'"), 0);
}

#[actix_web::test]
async fn nobody_is_sent_to_sign_in() {
    let app = TestApp::start();
    let browser = app.browser();
    assert_eq!(browser.get("/profile/email").await.redirect(), (303, "/login?next=%2Fprofile%2Femail"));
    let answer = browser.post("/profile/email", &[("email", "a@example.org"), ("password", PASSWORD)]).await;
    assert_eq!(answer.redirect(), (303, "/login?next=%2Fprofile"));
}
