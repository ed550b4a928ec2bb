//! Mails are in the language of who reads them.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{CliHarness, JsonClient, Mail, PASSWORD, TestApp};

/// Calls the API in a language.
async fn post(json: &JsonClient, path: &str, body: &Value, accepted: &str) -> u16 {
    let request = json
        .request(Method::POST, path)
        .header("content-type", "application/json")
        .header("accept-language", accepted);
    json.send(request.body(body.to_string())).await.status
}

async fn register(app: &TestApp, username: &str, accepted: &str) {
    let email = format!("{username}@example.com");
    let body = json!({ "username": username, "email": email, "password": PASSWORD });
    assert_eq!(post(&app.json(), "/api/auth/register", &body, accepted).await, 201);
}

/// Asks for a new password in a language, and returns the mail.
async fn forgotten(app: &TestApp, username: &str, accepted: &str) -> Mail {
    app.advance(std::time::Duration::from_secs(3600));
    let body = json!({ "email": format!("{username}@example.com") });
    assert_eq!(post(&app.json(), "/api/auth/forgot-password", &body, accepted).await, 202);
    app.mail("reset_password").await
}

const ENGLISH: &str = "Reset your password";
const GERMAN: &str = "Setzen Sie Ihr Passwort zurück";
const FRENCH: &str = "Réinitialisez votre mot de passe";
const JAPANESE: &str = "パスワードの再設定";

#[actix_web::test]
async fn an_account_remembers_the_language_of_its_registration() {
    let app = TestApp::start_with(&["--default-language", "fr"]);
    for (username, accepted, tag, subject) in [
        ("ada", "pt, de-CH;q=0.5", "de", "Bestätigen Sie Ihre E-Mail-Adresse"),
        ("grace", "pt", "fr", "Confirmez votre adresse e-mail"),
    ] {
        register(&app, username, accepted).await;
        app.advance(std::time::Duration::from_secs(1));
        assert_eq!(app.mail("verify_email").await.subject, subject);
        assert_eq!(app.user(username).row().language.as_deref(), Some(tag));
    }
    assert_eq!(forgotten(&app, "ada", "ja").await.subject, GERMAN, "whoever asks");
}

#[actix_web::test]
async fn every_mail_is_in_the_language_of_the_account() {
    let app = TestApp::start_with(&["--rate-limits", "off"]);
    register(&app, "ada", "de").await;
    let ada = app.json().log_in("ada").await.json;
    let change = json!({ "email": "ada@example.org", "password": PASSWORD });
    assert_eq!(post(&ada, "/api/profile/email", &change, "ja").await, 202);
    let new = app.mail("change_email").await;
    let confirmed = json!({ "token": new.token() });
    assert_eq!(post(&app.json(), "/api/auth/verify-email", &confirmed, "ja").await, 204);
    let passwords = json!({ "currentPassword": PASSWORD, "newPassword": "another horse battery" });
    assert_eq!(post(&ada, "/api/profile/password", &passwords, "ja").await, 204);
    for (kind, subject) in [
        ("change_email", "Bestätigen Sie Ihre neue E-Mail-Adresse"),
        ("email_change_requested", "Änderung Ihrer E-Mail-Adresse angefordert"),
        ("email_changed", "Ihre E-Mail-Adresse wurde geändert"),
        ("password_changed", "Ihr Passwort wurde geändert"),
    ] {
        let mail = app.mail(kind).await;
        assert_eq!(mail.subject, subject);
        assert!(mail.text.starts_with("Guten Tag ada,"), "{}", mail.text);
        assert!(mail.html.contains("<html lang=\"de\" dir=\"ltr\">"), "{}", mail.html);
    }
}

#[actix_web::test]
async fn the_switch_changes_the_language_of_who_is_signed_in() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    assert_eq!(app.user("ada").row().language.as_deref(), Some("en"));
    assert_eq!(app.browser().post("/language", &[("language", "de")]).await.status, 303);
    assert_eq!(app.user("ada").row().language.as_deref(), Some("en"), "somebody else did");
    assert_eq!(browser.post("/language", &[("language", "ja")]).await.status, 303);
    assert_eq!(app.user("ada").row().language.as_deref(), Some("ja"));
    assert_eq!(forgotten(&app, "ada", "de").await.subject, JAPANESE);
}

#[actix_web::test]
async fn the_mails_of_an_account_without_a_language_are_in_that_of_the_request() {
    let app = TestApp::start_with(&["--default-language", "fr"]);
    register(&app, "ada", "en").await;
    for (stored, accepted, subject) in [
        (None, "de", GERMAN),
        (None, "pt", FRENCH),
        (Some("tlh"), "de", GERMAN),
        (Some("en"), "de", ENGLISH),
    ] {
        app.user("ada").set_language(stored);
        assert_eq!(forgotten(&app, "ada", accepted).await.subject, subject, "{stored:?}");
    }
}

#[test]
fn an_operator_causes_a_mail_in_the_language_of_the_account() {
    let cli = CliHarness::new();
    cli.create("ada", &[]);
    assert_eq!(cli.user("ada").row().language, None);
    for (stored, expected) in [(None, "en"), (Some("es"), "es")] {
        cli.user("ada").set_language(stored);
        let ran = cli.run_with(
            &["users", "set-password", "ada"],
            &[],
            &format!("another horse {expected}\n"),
        );
        assert_eq!(ran.code, 0, "{ran:?}");
        assert_eq!(cli.mail_rows().last().unwrap().language, expected);
    }
}
