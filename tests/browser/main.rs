//! The tests that only a real browser can make: Chromium, two sites, and the real binary between
//! them.
//!
//! Vestibule is at `http://localhost:…` and a stranger's site at `http://127.0.0.1:…`, which to a
//! browser are two sites. Where there is no Chromium with its driver, they say so and pass, unless
//! `VESTIBULE_REQUIRE_CHROMIUM` is set.

#![allow(missing_docs, unreachable_pub, reason = "nobody but the tests uses this")]

mod back;
mod chromium;
mod console;
mod enhance;
mod forgery;
mod newcomer;
mod other_site;
mod same_site_redirect;
mod server;
mod tabs;
mod webdriver;
mod width;

use chromium::Chromium;
use other_site::OtherSite;
use server::House;

/// A password that the rules like.
const PASSWORD: &str = "correct horse battery";

/// Vestibule, a stranger's site, and a browser that can go to both.
struct World {
    house: House,
    stranger: OtherSite,
    chromium: Chromium,
}

impl World {
    /// Builds it; nothing where there is no Chromium.
    async fn build(settings: &[(&str, &str)], scripts: bool) -> Option<Self> {
        let chromium = Chromium::start(scripts).await?;
        let house = House::open(settings).await;
        let stranger = OtherSite::start(&house.origin);
        Some(Self { house, stranger, chromium })
    }

    /// Goes to an address of Vestibule's as if it had been typed.
    async fn visit(&self, path: &str) {
        self.chromium.goto(&format!("{}{path}", self.house.origin)).await;
    }

    /// Registers somebody by the form.
    async fn register(&self, username: &str) {
        self.visit("/register").await;
        let email = format!("{username}@example.com");
        self.chromium
            .fill(&[("username", username), ("email", &email), ("password", PASSWORD)])
            .await;
        self.chromium.submit("main form").await;
        assert_eq!(self.path().await, "/profile");
    }

    /// Where the browser is: a path of Vestibule's, or a whole address elsewhere.
    async fn path(&self) -> String {
        let url = self.chromium.url().await;
        url.strip_prefix(&self.house.origin).map_or_else(|| url.clone(), str::to_owned)
    }
}
