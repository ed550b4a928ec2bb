//! What mailed links lead to: `/verify-email`, `/forgot-password`, `/reset-password`.

use std::time::Duration;

use reqwest::Method;

use crate::support::{PASSWORD, TestApp};

const NEW: &str = "another good one";
/// Where one goes who has set a new password.
const SIGN_IN: &str = "/login?done=password-reset";

#[actix_web::test]
async fn a_link_shows_a_button_and_the_button_confirms() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    assert!(browser.get("/profile").await.body.contains("Not confirmed"));
    let mail = app.mail("verify_email").await;

    // Opened on the phone, where nobody is signed in.
    let phone = app.browser();
    let page = phone.get(&mail.path()).await;
    assert_eq!((page.status, page.field("token")), (200, Some(mail.token())));
    assert_eq!(
        (page.select("main form button").len(), page.select("main input:not([type=hidden])").len()),
        (1, 0)
    );
    assert_eq!(page.header("cache-control"), Some("no-store"));
    let answer = phone.post("/verify-email", &[("token", &page.field("token").unwrap())]).await;
    assert_eq!(
        (answer.status, answer.select("[role=status]").len(), answer.set_cookies().len()),
        (200, 1, 0)
    );
    assert!(!browser.get("/profile").await.body.contains("Not confirmed"));

    let again = phone.post("/verify-email", &[("token", &mail.token())]).await;
    assert_eq!((again.status, again.select("[role=status]").len()), (200, 1));
    app.advance(Duration::from_secs(24 * 3600));
    let ended = phone.post("/verify-email", &[("token", &mail.token())]).await;
    assert_eq!((ended.status, ended.select("[role=alert]").len()), (422, 1));
    assert_eq!(ended.field("token"), None, "the link no longer works");
}

/// Shows: AUTH-56, CSRF-15, ASVS 3.5.3.
#[actix_web::test]
async fn a_scanner_that_follows_every_link_uses_none_up() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    browser.post("/forgot-password", &[("email", "ada@example.com")]).await;
    browser.post("/profile/email", &[("email", "ada@example.org"), ("password", PASSWORD)]).await;
    let scanner = app.browser();
    let links = ["verify_email", "reset_password", "change_email"];
    for kind in links {
        let path = app.mail(kind).await.path();
        for method in [Method::GET, Method::HEAD, Method::GET, Method::OPTIONS] {
            let answer = scanner.send(scanner.request(method.clone(), &path)).await;
            let expected = if method == Method::OPTIONS { 204 } else { 200 };
            assert_eq!(
                (answer.status, answer.set_cookies().len()),
                (expected, 0),
                "{method} {kind}"
            );
        }
    }
    assert_eq!(app.mail_tokens().len(), 3);
    assert_eq!(app.user("ada").row().email_verified_at, None);
    let verify = app.mail("verify_email").await.token();
    assert_eq!(scanner.post("/verify-email", &[("token", &verify)]).await.status, 200);
    let reset = app.mail("reset_password").await.token();
    let answer = scanner.post("/reset-password", &[("token", &reset), ("password", NEW)]).await;
    assert_eq!(answer.redirect(), (303, SIGN_IN));
}

#[actix_web::test]
async fn a_forgotten_password_is_reset_by_a_link() {
    let app = TestApp::start();
    let old = app.browser();
    old.register("ada").await;
    let browser = app.browser();
    assert_eq!(
        browser.get("/login").await.attribute("a[href='/forgot-password']", "href").as_deref(),
        Some("/forgot-password")
    );
    assert_eq!(browser.get("/forgot-password").await.status, 200);
    let answer = browser.post("/forgot-password", &[("email", "ada@example.com")]).await;
    assert_eq!((answer.status, answer.select("[role=status]").len()), (200, 1));
    let mail = app.mail("reset_password").await;

    let page = browser.get(&mail.path()).await;
    assert_eq!(page.attribute("#password", "autocomplete").as_deref(), Some("new-password"));
    assert_eq!(page.field("username").as_deref(), Some("ada"), "for password managers");
    assert_eq!(browser.get("/reset-password?token=x").await.field("username"), None);
    let token = page.field("token").unwrap();
    let weak = browser.post("/reset-password", &[("token", &token), ("password", "short")]).await;
    assert_eq!(
        (weak.status, weak.field("token").as_ref(), weak.field("password")),
        (422, Some(&token), None)
    );
    assert!(weak.field_problem("password").is_some());
    let answer = browser.post("/reset-password", &[("token", &token), ("password", NEW)]).await;
    assert_eq!((answer.redirect(), answer.token_cookies().len()), ((303, SIGN_IN), 0));
    assert!(!browser.is_signed_in().await);
    // Even to the device whose session this has ended, there is nothing to warn of.
    for device in [&browser, &old.copy()] {
        let page = device.get(SIGN_IN).await;
        assert_eq!(
            page.select(".notice p"),
            ["Your password has been reset. Sign in with your new password."]
        );
    }
    assert_eq!(
        old.get("/profile").await.redirect(),
        (303, "/login?next=%2Fprofile&reason=password-changed")
    );
    let fields = [("login", "ada@example.com"), ("password", NEW)];
    assert_eq!(browser.post("/login", &fields).await.redirect(), (303, "/profile"));

    let again = browser
        .post("/reset-password", &[("token", &token), ("password", "a third horse battery")])
        .await;
    assert_eq!(
        (again.status, again.select("[role=alert]").len(), again.field("token")),
        (422, 1, None)
    );
}

#[actix_web::test]
async fn the_page_for_a_forgotten_password_is_the_same_for_every_address() {
    let app = TestApp::start();
    app.browser().register("ada").await;
    let mut pages = Vec::new();
    for email in ["ada@example.com", "nobody@example.com"] {
        let answer = app.browser().post("/forgot-password", &[("email", email)]).await;
        pages.push((answer.status, answer.body));
    }
    assert_eq!(pages[0], pages[1]);
    let wrong = app.browser().post("/forgot-password", &[("email", "ada")]).await;
    assert_eq!((wrong.status, wrong.field("email").as_deref()), (422, Some("ada")));
    assert!(wrong.field_problem("email").is_some());
}

#[actix_web::test]
async fn codes_are_typed_where_there_is_no_link() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    let code = app.mail("verify_email").await.code();
    let page = browser.get("/verify-email").await;
    assert_eq!(page.attribute("#code", "autocomplete").as_deref(), Some("one-time-code"));
    let wrong = format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000);
    let answer =
        browser.post("/verify-email", &[("email", "ada@example.com"), ("code", &wrong)]).await;
    assert_eq!((answer.status, answer.field("email").as_deref()), (422, Some("ada@example.com")));
    assert_eq!(answer.field("code"), None);
    let empty = browser.post("/verify-email", &[("email", ""), ("code", "")]).await;
    assert!(empty.field_problem("email").is_some() && empty.field_problem("code").is_some());
    let answer =
        browser.post("/verify-email", &[("email", "ada@example.com"), ("code", &code)]).await;
    assert_eq!(answer.status, 200);

    browser.post("/forgot-password", &[("email", "ada@example.com")]).await;
    let code = app.mail("reset_password").await.code();
    assert_eq!(
        browser.get("/reset-password").await.attribute("#code", "inputmode").as_deref(),
        Some("numeric")
    );
    let fields = [("email", "ada@example.com"), ("code", &code), ("password", NEW)];
    assert_eq!(app.browser().post("/reset-password", &fields).await.redirect(), (303, SIGN_IN));
}

#[actix_web::test]
async fn a_confirmation_is_mailed_again_on_request_of_its_owner() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    app.mail("verify_email").await;
    app.advance(std::time::Duration::from_secs(1));
    let answer = browser.post("/verify-email/resend", &[]).await;
    assert_eq!((answer.status, answer.select("[role=status]").len()), (200, 1));
    assert_eq!(app.mails("verify_email").await.len(), 2);
    let nobody = app.browser().post("/verify-email/resend", &[]).await;
    assert_eq!(nobody.redirect(), (303, "/login?next=%2Fprofile"));
}

#[actix_web::test]
async fn other_sites_cannot_press_the_buttons() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    let token = app.mail("verify_email").await.token();
    for path in [
        "/verify-email",
        "/reset-password",
        "/forgot-password",
        "/verify-email/resend",
        "/profile/email",
    ] {
        let request = browser
            .request(Method::POST, path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "cross-site")
            .body(format!("token={token}"));
        assert_eq!(browser.send(request).await.status, 403, "{path}");
    }
    assert_eq!(app.mail_tokens().len(), 1);
}

/// Shows: WEB-03.
#[actix_web::test]
async fn text_in_the_url_is_escaped() {
    let app = TestApp::start();
    for path in ["/verify-email", "/reset-password"] {
        let answer = app
            .browser()
            .get(&format!("{path}?token=%22%3E%3Cscript%3Ealert(1)%3C/script%3E"))
            .await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.field("token").as_deref(), Some("\"><script>alert(1)</script>"));
        assert!(answer.select("script:not([src])").is_empty());
    }
}
