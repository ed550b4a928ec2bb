//! The HTML face.

mod activity;
mod admin;
mod assets;
mod brand;
mod busy;
mod change_email;
mod change_password;
mod cookies;
mod delete_account;
mod edit_profile;
mod end_reason;
mod errors;
pub mod every;
mod headers;
mod home;
mod html;
mod lifetimes;
mod login;
mod logout;
mod mailed_links;
mod next;
mod profile;
mod reasons;
mod register;
mod remember;
mod same_site_redirect;
mod security;
mod sent_twice;
mod session;
mod sessions;
mod tabs;
mod well_known;

use std::time::Duration;

use reqwest::RequestBuilder;
use reqwest::header::{HeaderName, HeaderValue};

use crate::support::{Browser, TestApp};

const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_secs(60 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// What an access token lives and a second more.
const ACCESS_ENDED: Duration = Duration::from_secs(15 * 60 + 1);

/// What would become a part of the page if it were not escaped.
const MARKUP: &str = r#""><script>alert('1')</script>&amp;"#;

/// A browser in which ada has just registered.
async fn ada(app: &TestApp) -> Browser {
    let browser = app.browser();
    browser.register("ada").await;
    browser
}

/// Lets the access token end while the browser goes on sending it, as one does whose clock is slow.
fn expire_access(app: &TestApp, browser: &Browser) {
    let access = browser.cookie("access_token");
    app.advance(ACCESS_ENDED);
    browser.set_cookie("access_token", access.as_deref());
}

/// Both cookies of a browser.
fn tokens(browser: &Browser) -> [Option<String>; 2] {
    ["access_token", "refresh_token"].map(|name| browser.cookie(name))
}

/// Has a browser say that another site's page made it send a request.
pub fn from_another_site(request: RequestBuilder) -> RequestBuilder {
    let site = (HeaderName::from_static("sec-fetch-site"), HeaderValue::from_static("cross-site"));
    request.headers([site].into_iter().collect())
}
