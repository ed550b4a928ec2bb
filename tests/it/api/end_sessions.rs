//! What ends an account's sessions, and what ends with them: each way differs on purpose.

use std::str::FromStr;

use reqwest::Method;
use serde_json::json;
use vestibule::auth::admin;
use vestibule::id::UserId;
use vestibule::secret::SecretText;
use vestibule::store::mail_tokens::MailToken;

use super::unlimited;
use crate::support::{PASSWORD, Person, TestApp};

const NEW: &str = "another fine password";
const STALE: &str = "TOKEN_EXPIRED";
const REVOKED: &str = "TOKEN_REVOKED";

/// An account with three sessions and a link of each purpose.
struct Account {
    app: TestApp,
    root: Person,
    /// Its session has expired, and its access token has not.
    expired: Person,
    here: Person,
    there: Person,
}

/// What a way of ending sessions leaves.
struct Left {
    /// What the access token of the session that acted is refused with, if it is.
    here: Option<&'static str>,
    /// The same of a session that had expired before.
    expired: Option<&'static str>,
    /// Why the sessions ended, if their rows are still there: those that acted, and the other.
    reasons: &'static [&'static str],
    /// The purposes of the links that are good.
    links: &'static [&'static str],
    /// What was added to the history.
    events: &'static [&'static str],
}

impl Account {
    async fn new() -> Self {
        let app = unlimited();
        let expired = app.json().register("ada").await;
        app.expire_sessions();
        let root = app.administrator("root").await;
        let (here, there) = (app.json().log_in("ada").await, app.json().log_in("ada").await);
        let change = json!({ "email": "new@example.com", "password": PASSWORD });
        assert_eq!(here.json.post("/api/profile/email", &change).await.status, 202);
        let forgot = json!({ "email": "ada@example.com" });
        assert_eq!(app.json().post("/api/auth/forgot-password", &forgot).await.status, 202);
        app.settle().await;
        let account = Self { app, root, expired, here, there };
        assert_eq!(account.links(), ["change_email", "reset_password", "verify_email"]);
        for person in [&account.expired, &account.here, &account.there] {
            assert_eq!(account.refusal(person).await, None);
        }
        account
    }

    async fn refusal(&self, person: &Person) -> Option<String> {
        let answer = person.json.get("/api/auth/verify").await;
        (answer.status != 200).then(|| answer.problem().1)
    }

    /// The purposes of the links that can be used.
    fn links(&self) -> Vec<&'static str> {
        let ada = UserId::from_str(&self.here.id).unwrap();
        let good = |link: &MailToken| link.user_id == ada && link.used_at.is_none();
        let links = self.app.mail_tokens().into_iter().filter(good);
        let mut purposes: Vec<_> = links.map(|link| link.purpose.as_str()).collect();
        purposes.sort_unstable();
        purposes
    }

    fn reasons(&self) -> Vec<String> {
        let mut reasons = self.app.revocation_reasons();
        reasons.sort();
        reasons
    }

    fn history(&self) -> Vec<String> {
        let mut events = self.app.event_kinds();
        events.sort();
        events
    }

    /// Does what ends sessions.
    async fn does(&self, way: &str) -> u16 {
        let (here, id) = (&self.here.json, &self.here.id);
        let answer = match way {
            "sign out everywhere" => here.post("/api/auth/logout-all", &json!({})).await,
            "change the password" => {
                let body = json!({ "currentPassword": PASSWORD, "newPassword": NEW });
                here.post("/api/profile/password", &body).await
            }
            "reset the password" => {
                let token = self.app.mail("reset_password").await.token();
                let body = json!({ "token": token, "password": NEW });
                self.app.json().post("/api/auth/reset-password", &body).await
            }
            "confirm another address" => {
                let token = self.app.mail("change_email").await.token();
                self.app.json().post("/api/auth/verify-email", &json!({ "token": token })).await
            }
            "delete the account" => {
                here.delete("/api/profile/me", Some(&json!({ "password": PASSWORD }))).await
            }
            "an administrator signs out" => {
                self.root.json.post(&format!("/api/users/{id}/logout"), &json!({})).await
            }
            "an administrator disables" => {
                let body = json!({ "disabled": true });
                self.root.json.call(Method::PATCH, &format!("/api/users/{id}"), Some(&body)).await
            }
            "an administrator deletes" => {
                self.root.json.delete(&format!("/api/users/{id}"), None).await
            }
            other => unreachable!("{other}"),
        };
        answer.status
    }

    async fn is_left(&self, way: &str, before: Vec<String>, left: &Left) {
        assert_eq!(self.refusal(&self.there).await.as_deref(), Some(REVOKED), "{way}");
        assert_eq!(self.refusal(&self.here).await.as_deref(), left.here, "{way}: here");
        assert_eq!(self.refusal(&self.expired).await.as_deref(), left.expired, "{way}: expired");
        assert_eq!(self.refusal(&self.root).await, None, "{way}: another account");
        assert_eq!(self.reasons(), left.reasons, "{way}");
        assert_eq!(self.links(), left.links, "{way}");
        let mut added = self.history();
        for kind in before {
            added.remove(added.iter().position(|other| *other == kind).unwrap());
        }
        assert_eq!(added, left.events, "{way}");
    }
}

/// Only a confirmed address leaves the access tokens of an account good: they do not say it.
#[actix_web::test]
async fn each_way_to_end_sessions_ends_what_goes_with_it() {
    let kept_links = &["reset_password", "verify_email"];
    for (way, left) in [
        (
            "sign out everywhere",
            Left {
                here: Some(REVOKED),
                expired: Some(STALE),
                reasons: &["signed_out", "signed_out_elsewhere"],
                links: kept_links,
                events: &["session_revoked", "signed_out"],
            },
        ),
        (
            "change the password",
            Left {
                here: Some(STALE),
                expired: Some(STALE),
                reasons: &["password_changed"],
                links: &["verify_email"],
                events: &["password_changed", "session_revoked"],
            },
        ),
        (
            "reset the password",
            Left {
                here: Some(REVOKED),
                expired: Some(STALE),
                reasons: &["password_changed", "password_changed"],
                links: &["verify_email"],
                events: &["email_verified", "password_reset", "session_revoked", "session_revoked"],
            },
        ),
        (
            "confirm another address",
            Left {
                here: None,
                expired: None,
                reasons: &["signed_out_elsewhere"],
                links: &[],
                events: &["email_changed", "session_revoked"],
            },
        ),
        (
            "an administrator signs out",
            Left {
                here: Some(REVOKED),
                expired: Some(STALE),
                reasons: &["admin", "admin"],
                links: kept_links,
                events: &["session_revoked", "session_revoked"],
            },
        ),
        (
            "an administrator disables",
            Left {
                here: Some(REVOKED),
                expired: Some(STALE),
                reasons: &["admin", "admin"],
                links: kept_links,
                events: &["disabled", "session_revoked", "session_revoked"],
            },
        ),
        ("delete the account", DELETED),
        ("an administrator deletes", DELETED),
    ] {
        let account = Account::new().await;
        let before = account.history();
        let status = account.does(way).await;
        assert!((200..300).contains(&status), "{way}: {status}");
        account.is_left(way, before, &left).await;
    }
}

/// Nothing is added to a history that is about to lose every name.
const DELETED: Left =
    Left { here: Some(REVOKED), expired: Some(STALE), reasons: &[], links: &[], events: &[] };

#[actix_web::test]
async fn a_password_set_at_the_command_line_ends_the_sessions_of_the_old_one() {
    let account = Account::new().await;
    let before = account.history();
    let id = UserId::from_str(&account.here.id).unwrap();
    let user = admin::find(&account.app.app, id).await.unwrap();
    let ended = admin::set_password(&account.app.app, &user, SecretText::new(NEW.to_owned()));
    assert_eq!(ended.await.unwrap(), 2, "the one that had expired is not counted");
    let left = Left {
        here: Some(REVOKED),
        expired: Some(STALE),
        reasons: &["password_changed", "password_changed"],
        links: &["verify_email"],
        events: &["password_changed", "session_revoked", "session_revoked"],
    };
    account.is_left("set at the command line", before, &left).await;
}
