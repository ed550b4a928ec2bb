//! Somebody who knows the keys, so that a token can be wrong in one point and right in all others.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

use crate::support::{Answer, Browser, JsonClient, Person, TestApp};

pub const ACCESS_KEY: &str = "an access key that nobody has but the tests";
pub const REFRESH_KEY: &str = "a refresh key that nobody has but the tests";
pub const FLAGS: &[&str] =
    &["--access-token-secret", ACCESS_KEY, "--refresh-token-secret", REFRESH_KEY];

/// The challenge to a request with a bad token.
pub const BAD_TOKEN: &str = r#"Bearer realm="vestibule", error="invalid_token""#;
/// The challenge to a request without a token.
pub const NO_TOKEN: &str = r#"Bearer realm="vestibule""#;

/// The redirect of a page for a request with a bad token.
const TO_LOGIN: (u16, &str) = (303, "/login?next=%2Fprofile&reason=expired");

/// A token taken apart: its two objects.
#[derive(Clone, Debug)]
pub struct Parts {
    pub header: Value,
    pub claims: Value,
}

impl Parts {
    pub fn of(token: &str) -> Self {
        let [header, claims, _] = pieces(token).map(decode);
        let object = |json: &[u8]| serde_json::from_slice(json).unwrap();
        Self { header: object(&header), claims: object(&claims) }
    }

    pub fn signed(&self, key: &str) -> String {
        sign(key, self.header.to_string().as_bytes(), self.claims.to_string().as_bytes())
    }
}

pub fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub fn decode(part: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(part).unwrap()
}

pub fn pieces(token: &str) -> [&str; 3] {
    token.split('.').collect::<Vec<_>>().try_into().unwrap()
}

/// The HMAC of a message with SHA-256.
pub fn mac(key: &str, message: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap();
    mac.update(message.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// Signs any bytes as header and payload, whatever they are.
pub fn sign(key: &str, header: &[u8], payload: &[u8]) -> String {
    let message = format!("{}.{}", encode(header), encode(payload));
    let signature = encode(mac(key, &message));
    format!("{message}.{signature}")
}

/// The application with known keys, and Ada, who has an account.
pub struct Hall {
    pub app: TestApp,
    pub ada: Person,
    pub json: JsonClient,
    pub browser: Browser,
}

impl Hall {
    pub async fn open() -> Self {
        Self::open_with(FLAGS).await
    }

    pub async fn open_with(flags: &[&str]) -> Self {
        let app = TestApp::start_with(flags);
        let (json, browser) = (app.json(), app.browser());
        let ada = json.register("ada").await;
        Self { app, ada, json, browser }
    }

    /// Ada's access token with something changed, signed with the right key.
    pub fn access(&self, change: impl FnOnce(&mut Parts)) -> String {
        let mut parts = Parts::of(&self.ada.access);
        change(&mut parts);
        parts.signed(ACCESS_KEY)
    }

    /// Ada's refresh token with something changed, signed with the right key.
    pub fn refresh(&self, change: impl FnOnce(&mut Parts)) -> String {
        let mut parts = Parts::of(&self.ada.refresh);
        change(&mut parts);
        parts.signed(REFRESH_KEY)
    }

    /// Sends an access token in the three ways in which one can come: to a page, to the API as a
    /// cookie, as a Bearer.
    pub async fn present(&self, token: &str) -> [Answer; 3] {
        self.browser.set_cookie("access_token", Some(token));
        let page = self.browser.get("/profile").await;
        self.browser.set_cookie("access_token", Some(token));
        let cookie = self.browser.get("/api/auth/me").await;
        self.browser.set_cookie("access_token", None);
        [page, cookie, self.json.bearer(token).get("/api/auth/verify").await]
    }

    pub async fn accepts(&self, token: &str, case: &str) {
        for answer in self.present(token).await {
            assert_eq!(answer.status, 200, "{case}: {answer:?}");
        }
    }

    /// Expects that a token is refused as one that we never signed.
    pub async fn refuses(&self, token: &str, case: &str) {
        self.refuses_as("INVALID_TOKEN", token, case).await;
    }

    pub async fn refuses_as(&self, code: &str, token: &str, case: &str) {
        let [page, cookie, bearer] = self.present(token).await;
        assert_eq!(page.redirect(), TO_LOGIN, "{case}: {page:?}");
        for answer in [&cookie, &bearer] {
            expect_refusal(answer, code, case);
        }
        // An access token that has ended says nothing against the refresh token that may be beside
        // it in the jar.
        let clears = code == "INVALID_TOKEN";
        assert_eq!([page.clears_cookies(), cookie.clears_cookies()], [clears; 2], "{case}");
        assert_eq!(bearer.set_cookies(), [], "{case}");
    }

    /// Sends a refresh token in the four ways in which one can come, and expects that none of them
    /// works.
    pub async fn refuses_refresh(&self, token: &str, case: &str) {
        let in_body = self.json.refresh(token).await;
        expect_refusal(&in_body, "REFRESH_TOKEN_INVALID", case);
        assert_eq!(in_body.set_cookies(), [], "{case}");

        let jar = || self.browser.set_cookie("refresh_token", Some(token));
        jar();
        let refresh = self.browser.post("/api/auth/refresh", &[]).await;
        jar();
        let renewal = self.browser.get("/api/auth/me").await;
        for answer in [&refresh, &renewal] {
            expect_refusal(answer, "REFRESH_TOKEN_INVALID", case);
            assert!(answer.clears_cookies(), "{case}: {answer:?}");
        }
        jar();
        let page = self.browser.get("/profile").await;
        assert_eq!(page.redirect(), TO_LOGIN, "{case}: {page:?}");
        assert!(page.clears_cookies(), "{case}: {page:?}");
    }

    /// Expects that Ada's own tokens are still worth what they were.
    pub async fn has_harmed_nobody(&self) {
        assert_eq!(self.app.settled_event_kinds().await, ["registered"]);
        assert_eq!(self.app.revoked_sessions().len(), 0);
        assert_eq!(self.app.revocations().len(), 0);
        assert_eq!(self.json.refresh(&self.ada.refresh).await.status, 200);
    }
}

fn expect_refusal(answer: &Answer, code: &str, case: &str) {
    assert_eq!(answer.status, 401, "{case}: {answer:?}");
    assert_eq!(answer.problem().1, code, "{case}");
    assert_eq!(answer.header("www-authenticate"), Some(BAD_TOKEN), "{case}");
}
