//! Mails that somebody who is signed in asks for: three of a kind an hour, whichever face is asked.

use std::fmt::Debug;
use std::time::Duration;

use futures_util::future::join_all;
use serde_json::json;
use vestibule::store::mail_tokens::MailToken;

use super::{FACES, Face, WRONG, pause};
use crate::support::{Answer, Browser, PASSWORD, TestApp};

/// The kinds of mails that can be asked for while signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// The confirmation once more. Registering has had the first of them sent.
    Confirmation,
    /// The link to another address.
    Change,
}

const KINDS: [Kind; 2] = [Kind::Confirmation, Kind::Change];

impl Kind {
    async fn ask(self, face: Face, browser: &Browser, email: &str, password: &str) -> Answer {
        match (self, face) {
            (Self::Confirmation, Face::Api) => {
                browser.post_json("/api/auth/verify-email/resend", &json!({})).await
            }
            (Self::Confirmation, Face::Page) => browser.post("/verify-email/resend", &[]).await,
            (Self::Change, Face::Api) => {
                browser
                    .post_json(
                        "/api/profile/email",
                        &json!({ "email": email, "password": password }),
                    )
                    .await
            }
            (Self::Change, Face::Page) => {
                browser.post("/profile/email", &[("email", email), ("password", password)]).await
            }
        }
    }

    /// Asks for an address that is told by a number.
    async fn ask_for(self, face: Face, browser: &Browser, number: usize) -> Answer {
        // A renewal on the way would set cookies, and a refusal by a limit must not.
        assert!(browser.is_signed_in().await);
        self.ask(face, browser, &format!("ada{number}@example.org"), PASSWORD).await
    }

    const fn template(self) -> &'static str {
        match self {
            Self::Confirmation => "verify_email",
            Self::Change => "change_email",
        }
    }

    const fn accepted(self, face: Face) -> u16 {
        match (self, face) {
            (_, Face::Api) => 202,
            (Self::Confirmation, Face::Page) => 200,
            (Self::Change, Face::Page) => 303,
        }
    }
}

/// Somebody who has just registered, and was sent two of the kind by what `face` is asked, ten
/// minutes apart.
async fn sent_two(app: &TestApp, kind: Kind, face: Face) -> Browser {
    let browser = app.browser();
    browser.register("ada").await;
    for number in 0..2 {
        app.advance(Duration::from_secs(600 * number));
        if number > 0 || kind == Kind::Change {
            let asked = kind.ask_for(face, &browser, number as usize).await;
            assert_eq!(asked.status, kind.accepted(face), "{asked:?}");
        }
        // Before the next link makes the one before worthless, and its mail is not sent at all.
        app.deliver().await;
    }
    browser
}

/// What may not change when a mail is refused.
fn state(app: &TestApp) -> impl PartialEq + Debug + use<> {
    let link = |link: MailToken| {
        (link.id, link.purpose, link.address, link.tries_left, link.tries_since, link.expires_at)
    };
    let links: Vec<_> = app.mail_tokens().into_iter().map(link).collect();
    let emails: Vec<String> = app.users().into_iter().map(|user| user.email).collect();
    (links, app.mail_rows().len(), app.events().len(), emails)
}

/// Shows: AUTH-62, ASVS 6.6.4.
#[actix_web::test]
async fn a_fourth_mail_of_a_kind_in_an_hour_is_refused_with_the_waiting_time() {
    for (kind, [face, other]) in
        KINDS.into_iter().flat_map(|kind| [(kind, FACES), (kind, [Face::Page, Face::Api])])
    {
        let app = TestApp::start();
        let browser = sent_two(&app, kind, face).await;
        app.advance(Duration::from_secs(600));
        assert_eq!(
            kind.ask_for(other, &browser, 3).await.status,
            kind.accepted(other),
            "{kind:?}: the third"
        );
        let mail = app.mail(kind.template()).await;
        let wrong = format!("{:06}", (mail.code().parse::<u32>().unwrap() + 1) % 1_000_000);
        browser.post("/verify-email", &[("email", &mail.to[0]), ("code", &wrong)]).await;
        let before = state(&app);
        for face in FACES {
            assert_eq!(
                pause(&kind.ask_for(face, &browser, 4).await),
                3600 - 1200,
                "{kind:?} {face:?}"
            );
        }
        app.advance(Duration::from_secs(2399));
        for face in FACES {
            assert_eq!(
                pause(&kind.ask_for(face, &browser, 4).await),
                1,
                "{kind:?} {face:?}: one second too early"
            );
        }
        assert_eq!(state(&app), before, "{kind:?}: the refused request changed nothing");
        app.advance(Duration::from_secs(1));
        assert_eq!(
            kind.ask_for(face, &browser, 4).await.status,
            kind.accepted(face),
            "{kind:?} {face:?}"
        );
        assert_eq!(
            pause(&kind.ask_for(other, &browser, 5).await),
            600,
            "{kind:?}: until the second one no longer counts"
        );
        assert_eq!(app.mails(kind.template()).await.len(), 4, "{kind:?}");
    }
}

#[actix_web::test]
async fn the_latest_link_works_and_other_kinds_and_accounts_are_not_limited() {
    for kind in KINDS {
        let app = TestApp::start();
        let browser = sent_two(&app, kind, Face::Page).await;
        for status in [kind.accepted(Face::Page), 429] {
            assert_eq!(kind.ask_for(Face::Page, &browser, 3).await.status, status, "{kind:?}");
        }
        let bob = app.browser();
        bob.register("bob").await;
        assert_eq!(
            kind.ask(Face::Api, &bob, "bob@example.org", PASSWORD).await.status,
            202,
            "{kind:?}"
        );
        let mails = app.mails(kind.template()).await;
        let latest = mails.iter().rfind(|mail| mail.to[0].starts_with("ada")).unwrap();
        assert_eq!(
            browser.post("/verify-email", &[("token", &latest.token())]).await.status,
            200,
            "{kind:?}"
        );
        for other in KINDS.into_iter().filter(|other| *other != kind) {
            assert_eq!(other.ask_for(Face::Api, &browser, 9).await.status, 202, "{kind:?}");
        }
    }
}

#[actix_web::test]
async fn the_page_shows_the_limit_and_does_not_claim_that_a_mail_was_sent() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    for number in 0..3 {
        Kind::Confirmation.ask_for(Face::Page, &browser, number).await;
        Kind::Change.ask_for(Face::Page, &browser, number).await;
    }
    let words = ["Too many requests. Try again in an hour."];
    let page = Kind::Confirmation.ask_for(Face::Page, &browser, 3).await;
    assert_eq!(
        (page.status, page.select("h1")),
        (429, vec!["Confirm your email address".to_owned()])
    );
    assert_eq!(
        (page.select("[role=alert]"), page.select("[role=status]").len()),
        (words.map(str::to_owned).into(), 0)
    );
    assert_eq!(page.field("code"), None);
    assert_eq!(page.select("#code").len(), 1, "the code of the last mail can be typed");

    let page = Kind::Change.ask_for(Face::Page, &browser, 3).await;
    assert_eq!((page.status, page.select("h1")), (429, vec!["Security".to_owned()]));
    assert_eq!(page.select("[role=alert]"), words);
    assert_eq!(page.field("email").as_deref(), Some("ada3@example.org"), "what was typed stays");
    assert!(!page.body.contains(PASSWORD));
    for page in [page, browser.get("/profile/security").await] {
        assert!(page.select("[role=status]")[0].starts_with("We've sent a link"), "{page:?}");
        assert_eq!(page.select("[role=status] ~ p")[0], "New address: ada2@example.org");
    }
}

#[actix_web::test]
async fn field_errors_are_reported_before_the_limit() {
    let app = TestApp::start();
    app.browser().register("bob").await;
    let browser = sent_two(&app, Kind::Change, Face::Api).await;
    Kind::Change.ask_for(Face::Api, &browser, 3).await;
    for face in FACES {
        for (email, password, status) in [
            ("ada4@example.org", PASSWORD, 429),
            ("ada4@example.org", WRONG, 403),
            ("bob@example.com", PASSWORD, 409),
            ("ada", PASSWORD, 422),
        ] {
            assert_eq!(
                Kind::Change.ask(face, &browser, email, password).await.status,
                status,
                "{face:?} {email}"
            );
        }
    }
}

/// Shows: AUTH-27, AUTH-62.
#[actix_web::test]
async fn concurrent_requests_send_no_more_mails() {
    for kind in KINDS {
        for face in FACES {
            let app = TestApp::start();
            let browser = app.browser();
            browser.register("ada").await;
            let answers =
                join_all((0..10).map(|number| kind.ask_for(face, &browser, number))).await;
            let count = |status| answers.iter().filter(|answer| answer.status == status).count();
            let room = if kind == Kind::Confirmation { 2 } else { 3 };
            assert_eq!(
                (count(kind.accepted(face)), count(429)),
                (room, 10 - room),
                "{kind:?} {face:?}"
            );
            assert_eq!(app.mail_rows_of_kind(kind.template()).len(), 3, "{kind:?} {face:?}");
        }
    }
}

/// Shows: AUTH-34.
#[actix_web::test]
async fn mails_sent_while_the_clock_was_ahead_delay_nobody() {
    for kind in KINDS {
        let app = TestApp::start();
        app.browser().register("ada").await;
        let day = Duration::from_secs(24 * 3600);
        app.advance(day);
        let browser = app.browser();
        browser.log_in("ada").await;
        for number in 0..4 {
            let status = kind
                .ask(Face::Api, &browser, &format!("ada{number}@example.org"), PASSWORD)
                .await
                .status;
            assert_eq!(status, if number < 3 { 202 } else { 429 }, "{kind:?}");
        }
        app.clock.set_back(day - Duration::from_secs(3600));
        let browser = app.browser();
        browser.log_in("ada").await;
        assert_eq!(
            kind.ask(Face::Api, &browser, "ada4@example.org", PASSWORD).await.status,
            202,
            "{kind:?}"
        );
    }
}

/// Shows: AUTH-06.
#[actix_web::test]
async fn strangers_do_not_learn_which_mails_an_account_was_sent() {
    let app = TestApp::start();
    app.browser().register("ada").await;
    let known = ["ada@example.com"; 5];
    let mut answers = Vec::new();
    for email in known.into_iter().chain(["nobody@example.com"]) {
        let page = app.browser().post("/forgot-password", &[("email", email)]).await;
        let answer =
            app.browser().post_json("/api/auth/forgot-password", &json!({ "email": email })).await;
        app.settle().await;
        answers.push([page, answer].map(|mut answer| {
            answer.headers.remove("date");
            answer.headers.remove("x-request-id");
            (answer.status, answer.headers, answer.body)
        }));
    }
    assert_eq!(app.mail_rows_of_kind("reset_password").len(), 3);
    assert_eq!(answers[0].each_ref().map(|answer| answer.0), [200, 202]);
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
}

#[actix_web::test]
async fn limits_can_be_turned_off() {
    for kind in KINDS {
        let app = TestApp::start_with(&["--rate-limits", "off"]);
        let browser = app.browser();
        browser.register("ada").await;
        for number in 0..5 {
            let face = FACES[number % 2];
            assert_eq!(
                kind.ask_for(face, &browser, number).await.status,
                kind.accepted(face),
                "{kind:?} {number}"
            );
        }
    }
}
