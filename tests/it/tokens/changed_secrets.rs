//! Secrets are changed without signing anybody out: the previous one verifies for a while, and the
//! new one signs.

use std::time::Duration;

use serde_json::json;

use super::forge::{ACCESS_KEY, FLAGS, Parts, REFRESH_KEY};
use crate::support::{SmtpServer, TestApp};

const NEW_ACCESS_KEY: &str = "another access key that only the tests have";
const NEW_REFRESH_KEY: &str = "another refresh key that only the tests have";

/// The secrets have been changed, and what the old ones have signed is still taken.
const CHANGED: &[&str] = &[
    "--access-token-secret",
    NEW_ACCESS_KEY,
    "--access-token-secret-previous",
    ACCESS_KEY,
    "--refresh-token-secret",
    NEW_REFRESH_KEY,
    "--refresh-token-secret-previous",
    REFRESH_KEY,
];

/// The new secrets are known, and sign nothing yet.
const ANNOUNCED: &[&str] = &[
    "--access-token-secret",
    ACCESS_KEY,
    "--access-token-secret-previous",
    NEW_ACCESS_KEY,
    "--refresh-token-secret",
    REFRESH_KEY,
    "--refresh-token-secret-previous",
    NEW_REFRESH_KEY,
];

/// The old secrets are gone.
const DONE: &[&str] =
    &["--access-token-secret", NEW_ACCESS_KEY, "--refresh-token-secret", NEW_REFRESH_KEY];

/// Whether a key has signed a token: signing the same again gives the same.
fn is_signed_with(key: &str, token: &str) -> bool {
    let (message, _) = token.rsplit_once('.').unwrap();
    let signature = super::forge::encode(super::forge::mac(key, message));
    token == format!("{message}.{signature}")
}

fn kid(token: &str) -> String {
    Parts::of(token).header["kid"].as_str().unwrap().to_owned()
}

/// Shows: JWT-40, ASVS 11.2.2.
#[actix_web::test]
async fn earlier_sessions_continue_and_their_next_tokens_use_the_new_secret() {
    let app = TestApp::start_with(FLAGS);
    let ada = app.json().register("ada").await;
    let browser = app.browser();
    browser.log_in("ada").await;
    let app = app.restart_with(CHANGED);
    assert_eq!(
        ada.json.at(&app).get("/api/auth/me").await.status,
        200,
        "the access token from before"
    );
    let browser = browser.at(&app);
    assert!(browser.is_signed_in().await);
    assert!(
        is_signed_with(ACCESS_KEY, &browser.cookie("access_token").unwrap()),
        "this renewed nothing"
    );

    let next = app.json().person(&app.json().refresh(&ada.refresh).await);
    assert!(
        is_signed_with(NEW_ACCESS_KEY, &next.access)
            && is_signed_with(NEW_REFRESH_KEY, &next.refresh)
    );
    assert_ne!(kid(&ada.access), kid(&next.access));
    assert_ne!(kid(&ada.refresh), kid(&next.refresh));
    app.advance(Duration::from_secs(16 * 60));
    assert!(browser.is_signed_in().await, "renewed from the refresh cookie from before");
    assert!(is_signed_with(NEW_REFRESH_KEY, &browser.cookie("refresh_token").unwrap()));

    let app = app.restart_with(DONE);
    assert!(browser.at(&app).is_signed_in().await);
    assert_eq!(app.json().refresh(&next.refresh).await.status, 200);
    assert_eq!(app.revoked_sessions().len(), 0);
}

/// Shows: JWT-41.
#[actix_web::test]
async fn a_lost_response_from_before_is_repeated_with_the_same_token() {
    let app = TestApp::start_with(FLAGS);
    let ada = app.json().register("ada").await;
    let lost = app.json().person(&app.json().refresh(&ada.refresh).await);
    let app = app.restart_with(CHANGED);
    app.advance(Duration::from_secs(60));
    for _ in 0..2 {
        let again = app.json().person(&app.json().refresh(&ada.refresh).await);
        assert_eq!(
            again.refresh, lost.refresh,
            "byte for byte, though the new secret would sign another"
        );
        assert!(is_signed_with(NEW_ACCESS_KEY, &again.access), "an access token is new each time");
    }
    let next = app.json().person(&app.json().refresh(&lost.refresh).await);
    assert!(is_signed_with(NEW_REFRESH_KEY, &next.refresh));
    let again = app.json().person(&app.json().refresh(&lost.refresh).await);
    assert_eq!(
        again.refresh, next.refresh,
        "now the predecessor is the old secret's and the successor the new one's"
    );
    assert_eq!(
        app.json().refresh(&ada.refresh).await.problem().1,
        "REFRESH_TOKEN_REUSED",
        "theft is still theft"
    );
}

/// Shows: JWT-40.
#[actix_web::test]
async fn without_the_old_secret_its_tokens_are_invalid_and_harm_nobody() {
    let app = TestApp::start_with(FLAGS);
    let ada = app.json().register("ada").await;
    let browser = app.browser();
    browser.log_in("ada").await;
    let app = app.restart_with(CHANGED).restart_with(DONE);
    assert_eq!(
        ada.json.at(&app).get("/api/auth/me").await.problem(),
        (401, "INVALID_TOKEN".to_owned())
    );
    assert_eq!(
        app.json().refresh(&ada.refresh).await.problem(),
        (401, "REFRESH_TOKEN_INVALID".to_owned())
    );
    let browser = browser.at(&app);
    let answer = browser.get("/profile").await;
    assert_eq!(answer.redirect(), (303, "/login?next=%2Fprofile&reason=expired"));
    assert!(answer.clears_cookies());
    assert_eq!(app.revoked_sessions().len(), 0, "a token of no secret ends no session");
    browser.log_in("ada").await;
}

/// Shows: JWT-41, ASVS 13.3.4.
#[actix_web::test]
async fn instances_can_be_changed_one_after_the_other() {
    let first = TestApp::start_with(ANNOUNCED);
    let ada = first.json().register("ada").await;
    assert!(is_signed_with(ACCESS_KEY, &ada.access) && is_signed_with(REFRESH_KEY, &ada.refresh));
    let second = first.second_instance_with(CHANGED);
    // To and fro between an instance that signs with the old secrets and one that signs with the
    // new ones.
    let (mut token, mut before) = (ada.refresh, None);
    for (instance, key) in
        [&second, &first, &second, &first].into_iter().zip([NEW_REFRESH_KEY, REFRESH_KEY].repeat(2))
    {
        let next = instance.json().person(&instance.json().refresh(&token).await);
        assert!(is_signed_with(key, &next.refresh));
        for other in [&first, &second] {
            assert_eq!(next.json.at(other).get("/api/auth/me").await.status, 200);
            let again = other.json().person(&other.json().refresh(&token).await);
            assert_eq!(again.refresh, next.refresh, "whichever instance is asked again");
        }
        before = Some(std::mem::replace(&mut token, next.refresh));
    }
    assert_eq!(first.json().refresh(&before.unwrap()).await.status, 200, "the one just replaced");
    assert_eq!(first.revoked_sessions().len(), 0);
}

/// Shows: RT-12.
#[actix_web::test]
async fn signing_out_accepts_tokens_from_before() {
    for kind in ["refreshToken", "Bearer"] {
        let app = TestApp::start_with(FLAGS);
        let ada = app.json().register("ada").await;
        let app = app.restart_with(CHANGED);
        let answer = match kind {
            "Bearer" => ada.json.at(&app).post("/api/auth/logout", &json!({})).await,
            _ => app.json().post("/api/auth/logout", &json!({ "refreshToken": ada.refresh })).await,
        };
        assert_eq!(answer.status, 200);
        assert_eq!(app.unrevoked_sessions().len(), 0, "{kind}");
    }
}

/// Shows: JWT-14, JWT-40.
#[actix_web::test]
async fn a_key_id_chooses_among_our_two_keys_and_makes_none_good_for_another_use() {
    let app = TestApp::start_with(FLAGS);
    let ada = app.json().register("ada").await;
    let app = app.restart_with(CHANGED);
    let new = app.json().person(&app.json().refresh(&ada.refresh).await);
    let status = async |token: &str| app.json().bearer(token).get("/api/auth/verify").await.status;
    let with = |token: &str, key: &str, kid: Option<&str>| {
        let mut parts = Parts::of(token);
        let header = parts.header.as_object_mut().unwrap();
        match kid {
            Some(kid) => drop(header.insert("kid".to_owned(), json!(kid))),
            None => drop(header.remove("kid")),
        }
        parts.signed(key)
    };
    let (old_id, new_id, refresh_id) = (kid(&ada.access), kid(&new.access), kid(&new.refresh));
    for (key, id, expected) in [
        (ACCESS_KEY, Some(&*old_id), 200),
        (NEW_ACCESS_KEY, Some(&*new_id), 200),
        (NEW_ACCESS_KEY, None, 200),
        // A token that names no key is checked with the current one, and with no other.
        (ACCESS_KEY, None, 401),
        (ACCESS_KEY, Some(&*new_id), 401),
        (NEW_ACCESS_KEY, Some(&*old_id), 401),
        (NEW_ACCESS_KEY, Some("unknown"), 401),
        (ACCESS_KEY, Some("unknown"), 401),
        (ACCESS_KEY, Some(""), 401),
        (NEW_REFRESH_KEY, Some(&*refresh_id), 401),
        (NEW_REFRESH_KEY, Some(&*new_id), 401),
        (REFRESH_KEY, Some(&*old_id), 401),
        ("", Some(&*old_id), 401),
    ] {
        assert_eq!(status(&with(&new.access, key, id)).await, expected, "{key:?} named {id:?}");
    }
    for (header, case) in [
        (json!({ "typ": "at+jwt", "alg": "none", "kid": old_id }), "no algorithm"),
        (json!({ "typ": "at+jwt", "alg": "HS384", "kid": old_id }), "another algorithm"),
        (json!({ "typ": "refresh+jwt", "alg": "HS256", "kid": old_id }), "another type"),
        (json!({ "typ": "at+jwt", "alg": "HS256", "kid": [old_id] }), "two keys"),
        (
            json!({ "typ": "at+jwt", "alg": "HS256", "kid": null, "jwk": { "kid": old_id } }),
            "a key of its own",
        ),
    ] {
        let parts = Parts { header, claims: Parts::of(&new.access).claims };
        assert_eq!(status(&parts.signed(ACCESS_KEY)).await, 401, "{case}");
    }
    let refresh = with(&new.refresh, REFRESH_KEY, Some(&kid(&ada.refresh)));
    assert_eq!(
        app.json().refresh(&refresh).await.problem().1,
        "REFRESH_TOKEN_REUSED",
        "signed by us, but not stored"
    );
}

#[actix_web::test]
async fn links_and_codes_that_were_mailed_before_still_work_and_new_ones_are_the_new_secrets() {
    for by_code in [false, true] {
        let app = TestApp::start_with(FLAGS);
        app.json().register("ada").await;
        let mail = app.mail("verify_email").await;
        let app = app.restart_with(CHANGED);
        let proof = match by_code {
            true => json!({ "email": "ada@example.com", "code": mail.code() }),
            false => json!({ "token": mail.token() }),
        };
        assert_eq!(app.json().post("/api/auth/verify-email", &proof).await.status, 204, "{proof}");
        let forgotten = json!({ "email": "ada@example.com" });
        assert_eq!(app.json().post("/api/auth/forgot-password", &forgotten).await.status, 202);
        let mail = app.mail("reset_password").await;
        let app = app.restart_with(DONE);
        let proof = match by_code {
            true => {
                json!({ "email": "ada@example.com", "code": mail.code(), "password": "another horse battery" })
            }
            false => json!({ "token": mail.token(), "password": "another horse battery" }),
        };
        assert_eq!(
            app.json().post("/api/auth/reset-password", &proof).await.status,
            204,
            "{proof}"
        );
    }
}

/// Shows: AUTH-66.
#[actix_web::test]
async fn a_queued_mail_uses_the_secret_of_its_link() {
    let dead = SmtpServer::flags(SmtpServer::dead_port());
    let flags: Vec<&str> = FLAGS.iter().copied().chain(dead.iter().map(String::as_str)).collect();
    let app = TestApp::start_with(&flags);
    app.json().register("ada").await;
    app.settle().await;
    app.deliver().await;
    let app = app.restart_with(CHANGED);
    app.advance(Duration::from_secs(60 * 60));
    let mail = app.mail("verify_email").await;
    let proof = json!({ "email": "ada@example.com", "code": mail.code() });
    assert_eq!(app.json().post("/api/auth/verify-email", &proof).await.status, 204);
}

/// Shows: JWT-42.
#[actix_web::test]
async fn a_key_id_does_not_reveal_the_secret() {
    let app = TestApp::start_with(FLAGS);
    let ada = app.json().register("ada").await;
    let ids = [kid(&ada.access), kid(&ada.refresh)];
    assert_ne!(ids[0], ids[1]);
    for id in ids {
        assert_eq!(id.len(), 12, "part of a hash");
        assert!(!ACCESS_KEY.contains(&id) && !REFRESH_KEY.contains(&id));
    }
}
