//! Limits: pauses after wrong passwords, and what one address may ask for, on both faces and with a
//! clock that is moved.

mod accounts;
mod addresses;
mod at_once;
mod current_password;
mod devices;
mod instances;
mod mails;
mod proxies;

use serde_json::json;

use crate::support::{Answer, Browser, TestApp};

const WRONG: &str = "wrong horse battery";

/// The two faces of signing in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Face {
    Api,
    Page,
}

const FACES: [Face; 2] = [Face::Api, Face::Page];

impl Face {
    /// Tries to sign in from a browser. `login` is an address or a username.
    async fn log_in(self, browser: &Browser, login: &str, password: &str) -> Answer {
        match self {
            Self::Api => {
                let member = if login.contains('@') { "email" } else { "username" };
                browser
                    .post_json("/api/auth/login", &json!({ member: login, "password": password }))
                    .await
            }
            Self::Page => browser.post("/login", &[("login", login), ("password", password)]).await,
        }
    }

    /// Whether an answer signed in.
    fn is_welcome(self, answer: &Answer) -> bool {
        match self {
            Self::Api => answer.status == 200,
            Self::Page => answer.redirect() == (303, "/profile"),
        }
    }
}

/// How many seconds an answer has its client wait; it is a 429 in the face that was asked.
#[track_caller]
fn pause(answer: &Answer) -> u64 {
    assert_eq!(answer.status, 429, "{answer:?}");
    if answer.header("content-type") == Some("application/problem+json") {
        assert_eq!(answer.problem().1, "RATE_LIMITED");
    } else {
        assert_eq!(answer.select("[role=alert]").len(), 1, "{answer:?}");
    }
    assert!(answer.set_cookies().is_empty(), "no cookie is set or cleared: {answer:?}");
    answer.header("retry-after").expect("when to come back").parse().expect("whole seconds")
}

/// Is wrong so often that the account pauses for a second.
async fn hammer(app: &TestApp, login: &str) {
    for _ in 0..6 {
        assert_eq!(Face::Api.log_in(&app.browser(), login, WRONG).await.status, 401);
    }
}
