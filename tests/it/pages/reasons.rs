//! Why someone has to sign in again: in the address of the login page, and in its words.

use super::{ACCESS_ENDED, DAY, MARKUP, ada};
use crate::support::{Browser, FOREVER, PASSWORD, START, TestApp};

const WORDS: [(&str, &str); 5] = [
    ("expired", "Your session has expired. Sign in again to continue."),
    ("signed-out", "You have been signed out. Sign in again to continue."),
    ("password-changed", "Your password was changed, so your other devices were signed out."),
    ("admin", "An administrator ended your session."),
    (
        "security",
        "A copy of your session was used somewhere else, so we ended it to protect your account. If this \
         happens again, change your password.",
    ),
];

/// Ends ada's session in one of the ways that there are, while her access token would still be
/// good.
async fn end(app: &TestApp, browser: &Browser, reason: &str) {
    let revoke = async |word: &str| {
        let user = app.user("ada");
        user.revoke_sessions(START, word);
        user.sessions().iter().for_each(|session| app.revoke_access_tokens(session.id, FOREVER));
        app.app.catch_up(Default::default()).await.unwrap();
    };
    match reason {
        "expired" => {
            // A browser that ignores Max-Age, so that there is something to refuse.
            for name in ["access_token", "refresh_token"] {
                browser.set_cookie(name, browser.cookie(name).as_deref());
            }
            app.advance(7 * DAY);
        }
        "signed-out" => assert_eq!(browser.copy().post("/logout", &[]).await.status, 303),
        "password-changed" => revoke("password_changed").await,
        "admin" => revoke("admin").await,
        "security" => revoke("reuse").await,
        _ => unreachable!(),
    }
}

#[actix_web::test]
async fn a_redirect_to_sign_in_again_shows_the_reason() {
    for (reason, words) in WORDS {
        let app = TestApp::start();
        let browser = ada(&app).await;
        end(&app, &browser, reason).await;

        let answer = browser.get("/profile").await;

        let location = format!("/login?next=%2Fprofile&reason={reason}");
        assert_eq!(answer.redirect_for_all(), (303, location.as_str()));
        assert!(answer.clears_cookies(), "{reason}: {answer:?}");
        for name in ["access_token", "refresh_token"] {
            let mut cleared = answer.set_cookie(name);
            cleared.attributes.sort();
            assert_eq!(
                cleared.attributes,
                ["HttpOnly", "Max-Age=0", "Path=/", "SameSite=Strict"],
                "{reason}"
            );
        }
        let page = browser.get(answer.location()).await;
        assert_eq!(page.status, 200, "{reason}");
        assert_eq!(page.select("[role=status] > p:first-of-type"), [words]);
        assert_eq!(page.field("next").as_deref(), Some("/profile"), "{reason}");
    }
}

#[actix_web::test]
async fn the_refresh_cookie_alone_gives_the_reason_too() {
    for (reason, _) in WORDS {
        let app = TestApp::start();
        let browser = ada(&app).await;
        end(&app, &browser, reason).await;
        browser.set_cookie("access_token", None);

        let location = format!("/login?next=%2Fprofile&reason={reason}");
        assert_eq!(browser.get("/profile").await.redirect_for_all(), (303, location.as_str()));
    }
}

#[actix_web::test]
async fn opening_the_login_page_shows_the_reason_too() {
    for (reason, words) in WORDS {
        let app = TestApp::start();
        let browser = ada(&app).await;
        end(&app, &browser, reason).await;

        let page = browser.get("/login").await;

        assert_eq!(page.status, 200, "{reason}");
        assert!(page.clears_cookies(), "{reason}");
        assert_eq!(page.select("[role=status] > p:first-of-type"), [words]);
        assert_eq!(
            browser.get("/login").await.select("[role=status]").len(),
            0,
            "{reason}: only once"
        );
    }
}

#[actix_web::test]
async fn the_register_page_opens_for_signed_out_users() {
    for (reason, _) in WORDS {
        let app = TestApp::start();
        let browser = ada(&app).await;
        end(&app, &browser, reason).await;

        let page = browser.get("/register").await;

        assert_eq!(page.status, 200, "{reason}");
        assert!(page.clears_cookies(), "{reason}");
    }
}

#[actix_web::test]
async fn a_visitor_without_a_cookie_sees_no_reason() {
    let app = TestApp::start();
    let browser = ada(&app).await;
    app.advance(8 * DAY);

    assert_eq!(browser.get("/profile").await.redirect(), (303, "/login?next=%2Fprofile"));
    assert_eq!(browser.get("/").await.redirect(), (303, "/login"));
    assert_eq!(browser.get("/login?next=%2Fprofile").await.select("[role=status]").len(), 0);
}

#[actix_web::test]
async fn an_unknown_reason_shows_nothing() {
    let app = TestApp::start();
    let browser = app.browser();

    for reason in [
        "",
        "hacked",
        "Expired",
        "expired%00",
        "password_changed",
        "%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
    ] {
        for name in ["reason", "done"] {
            let page = browser.get(&format!("/login?{name}={reason}")).await;
            assert_eq!(page.status, 200, "{reason}");
            assert_eq!(
                page.select("[role=status], [role=alert], script:not([src])").len(),
                0,
                "{reason}"
            );
        }
    }
}

#[actix_web::test]
async fn a_disabled_account_is_signed_out_by_an_administrator() {
    let app = TestApp::start();
    let browser = ada(&app).await;
    app.user("ada").disable();
    app.advance(ACCESS_ENDED);

    let answer = browser.get("/profile").await;

    assert_eq!(answer.redirect(), (303, "/login?next=%2Fprofile&reason=admin"));
    assert!(answer.clears_cookies());
}

#[actix_web::test]
async fn a_refresh_cookie_that_is_not_ours_is_cleared() {
    let app = TestApp::start();
    let other = TestApp::start();
    let foreign = ada(&other).await.cookie("refresh_token").unwrap();
    let browser = ada(&app).await;
    let access = browser.cookie("access_token").unwrap();

    for refresh in ["", "garbage", "a.b.c", MARKUP, foreign.as_str(), access.as_str()] {
        let browser = app.browser();
        browser.set_cookie("refresh_token", Some(refresh));
        let answer = browser.get("/profile").await;
        assert_eq!(answer.status, 303, "{refresh:?}");
        assert!(answer.location().starts_with("/login?next=%2Fprofile"), "{refresh:?}");
        assert!(answer.clears_cookies(), "{refresh:?}");
    }
    assert!(browser.is_signed_in().await, "ada's session was not ended for theft");
}

#[actix_web::test]
async fn signing_in_after_a_reason_returns_to_the_interrupted_page() {
    let app = TestApp::start();
    let browser = ada(&app).await;
    end(&app, &browser, "signed-out").await;
    let sent = browser.get("/profile?tab=2").await;
    let page = browser.get(sent.location()).await;
    let next = page.field("next").unwrap();

    let answer =
        browser.post("/login", &[("login", "ada"), ("password", PASSWORD), ("next", &next)]).await;

    assert_eq!(answer.redirect(), (303, "/profile?tab=2"));
    assert!(browser.is_signed_in().await);
}
