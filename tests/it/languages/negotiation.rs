//! Which language an answer is in: by the cookie, by `Accept-Language`, by the default.

use reqwest::Method;
use serde_json::json;

use super::{open, written_in};
use crate::support::{Answer, JsonClient, TestApp};

fn page(tag: &str) -> (String, String) {
    (tag.to_owned(), if tag == "ar" { "rtl" } else { "ltr" }.to_owned())
}

/// What an answer says of its language, and by what it was chosen.
fn headers(answer: &Answer) -> (Option<&str>, Option<&str>) {
    (answer.header("content-language"), answer.header("vary"))
}

const CHOSEN_BY: Option<&str> = Some("Accept-Language, Cookie");

#[actix_web::test]
async fn a_page_is_in_the_language_that_the_browser_asks_for() {
    let app = TestApp::start();
    for (accepted, tag, title) in [
        ("de-AT, en;q=0.8", "de", "Anmelden"),
        ("es-419", "es", "Iniciar sesión"),
        ("en;q=0.5, fr;q=0.9", "fr", "Se connecter"),
        ("ja", "ja", "ログイン"),
        ("ar-EG", "ar", "تسجيل الدخول"),
        ("pt, it;q=0.9", "en", "Sign in"),
        ("de;q=0", "en", "Sign in"),
        (";;;", "en", "Sign in"),
        ("", "en", "Sign in"),
    ] {
        let answer = open(&app.browser(), "/login", accepted).await;
        assert_eq!((written_in(&answer), &*answer.select("h1")[0]), (page(tag), title));
        assert_eq!(headers(&answer), (Some(tag), CHOSEN_BY), "{accepted}");
    }
}

#[actix_web::test]
async fn people_who_ask_for_no_language_that_there_is_get_the_default() {
    let app = TestApp::start_with(&["--default-language", "fr"]);
    for (accepted, tag) in
        [("pt", "fr"), ("*", "fr"), ("pt, *;q=0.5, de;q=0.4", "fr"), ("de", "de")]
    {
        let answer = open(&app.browser(), "/login", accepted).await;
        assert_eq!(written_in(&answer), page(tag), "{accepted}");
    }
    assert_eq!(written_in(&app.browser().get("/login").await), page("fr"));
}

#[actix_web::test]
async fn the_choice_of_the_visitor_goes_before_what_the_browser_asks_for() {
    let app = TestApp::start();
    let browser = app.browser();
    for (cookie, tag) in
        [("ja", "ja"), ("JA", "ja"), ("pt", "de"), ("", "de"), ("ja; language=fr", "de")]
    {
        browser.set_cookie("language", Some(cookie));
        let answer = open(&browser, "/login", "de").await;
        assert_eq!(written_in(&answer), page(tag), "{cookie}");
    }
}

/// Sends something that is refused, in German.
async fn refused(client: &JsonClient, cookie: &str) -> Answer {
    let request = client
        .request(Method::POST, "/api/auth/register")
        .header("content-type", "application/json")
        .header("accept-language", "de")
        .header("cookie", cookie);
    client.send(request.body(json!({ "email": "x", "password": "short" }).to_string())).await
}

#[actix_web::test]
async fn problems_are_in_the_language_of_the_caller_and_their_codes_and_titles_in_none() {
    let app = TestApp::start();
    let answer = refused(&app.json(), "a=b").await;
    assert_eq!(headers(&answer), (Some("de"), CHOSEN_BY));
    assert_eq!(
        answer.json(),
        json!({
            "type": "about:blank", "title": "Unprocessable Entity", "status": 422,
            "code": "VALIDATION_FAILED",
            "detail": "Korrigieren Sie die genannten Felder und senden Sie die Anfrage erneut.",
            "errors": [
                {"field": "email", "code": "INVALID_EMAIL", "message": "Geben Sie eine gültige E-Mail-Adresse ein."},
                {"field": "password", "code": "TOO_SHORT", "message": "Verwenden Sie mindestens 8 Zeichen."},
            ],
        })
    );
    let chosen = refused(&app.json(), "language=es").await;
    assert_eq!(headers(&chosen), (Some("es"), CHOSEN_BY));
    let bearer = refused(&app.json().bearer("x"), "language=es").await;
    assert_eq!(
        headers(&bearer),
        (Some("de"), CHOSEN_BY),
        "cookies beside a Bearer token do not count"
    );
}

#[actix_web::test]
async fn only_answers_with_texts_say_which_language_they_are_in() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    for (path, tag) in [
        ("/profile", Some("de")),
        ("/profile/security", Some("de")),
        ("/unknown", Some("de")),
        ("/api/unknown", Some("de")),
        // The devices have names.
        ("/api/profile/sessions", Some("de")),
        ("/api/auth/me", None),
        ("/login", None),
        ("/healthz", None),
    ] {
        let answer = open(&browser, path, "de").await;
        assert_eq!(headers(&answer), (tag, tag.and(CHOSEN_BY)), "{path}: {}", answer.status);
    }
    let sheet = open(&browser, "/static/vestibule.css", "de").await;
    assert_eq!(headers(&sheet), (None, Some("Accept-Encoding")));
    let failed = browser.post("/profile/password", &[]).await;
    assert_eq!(headers(&failed), (Some("en"), CHOSEN_BY), "a form that is shown again");
    browser.set_cookie("language", Some("ar"));
    let foreign = browser.request_from(Method::POST, "/login", "cross-site");
    assert_eq!(headers(&browser.send(foreign).await), (Some("ar"), CHOSEN_BY));
}
