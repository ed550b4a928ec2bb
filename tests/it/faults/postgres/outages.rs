//! A server that is gone, read-only, full or out of reach: whatever needs it is told to come back,
//! nobody is signed out, and all is well again by itself.

use std::cell::Cell;
use std::time::{Duration, Instant};

use futures_util::future::{join, join_all};
use serde_json::json;
use vestibule::clock::Clock;

use super::history::{History, grows, refresh_until};
use super::{ask, assert_busy, instance, login, refresh_token, registration, say};
use crate::support::binary::Serving;
use crate::support::cluster::Cluster;
use crate::support::cut_proxy::CutProxy;
use crate::support::{Binary, Browser, JsonClient, Person};

/// How many programs refresh all the time.
const CLIENTS: usize = 4;
/// How many connections an instance has.
const CONNECTIONS: usize = 6;
/// How long it may take until an instance finds something out.
const PATIENCE: Duration = Duration::from_secs(30);

/// An instance with somebody who is signed in twice, in a program and in a browser.
struct Site {
    serving: Serving,
    _binary: Binary,
    json: JsonClient,
    ada: Person,
    browser: Browser,
}

impl Site {
    async fn open(url: &str) -> Self {
        let binary = instance(url, &[("DATABASE_CONNECTIONS", &CONNECTIONS.to_string())]);
        let serving = binary.serve(&[]);
        let json = JsonClient::to(&serving.address);
        let ada = json.register("ada").await;
        let browser = Browser::to(&serving.address, Clock::System);
        browser.log_in("ada").await;
        Self { serving, _binary: binary, json, ada, browser }
    }

    async fn is_ready(&self, status: u16) {
        let begun = Instant::now();
        loop {
            let answer = self.json.get("/readyz").await;
            if answer.status == status {
                return;
            }
            assert!(begun.elapsed() < PATIENCE, "{answer:?}");
            actix_web::rt::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Asks for all that needs the database, and for what does not.
    async fn is_out_of_reach(&self) {
        // As after a quarter of an hour: the browser has dropped it.
        self.browser.set_cookie("access_token", None);
        let token = json!({ "refreshToken": self.ada.refresh });
        let (login, address) = (login("ada"), json!({ "email": "ada@example.com" }));
        let programs = join_all([
            self.json.post("/api/auth/refresh", &token),
            self.json.post("/api/auth/logout", &token),
            self.json.post("/api/auth/login", &login),
            self.json.post("/api/auth/forgot-password", &address),
        ]);
        let fields = [("email", "ada@example.com")];
        let pages = join(self.browser.get("/profile"), self.browser.post("/logout", &[]));
        let pages = join(pages, self.browser.post("/forgot-password", &fields));
        let (programs, ((profile, logout), forgotten)) = join(programs, pages).await;
        for answer in programs.iter().chain([&profile, &logout, &forgotten]) {
            assert_busy(answer, "needs the database");
        }
        assert_busy(&self.json.get("/readyz").await, "says so");
        for (client, path) in [(&self.ada.json, "/api/auth/verify"), (&self.json, "/healthz")] {
            let answer = client.get(path).await;
            assert_eq!(answer.status, 200, "{path}: {answer:?}");
        }
    }

    /// Asks for the same once more, when the database is back.
    async fn is_well(&self) {
        assert!(self.browser.is_signed_in().await, "with the same cookies as before");
        self.json.log_in("ada").await;
        let address = json!({ "email": "ada@example.com" });
        let answer = self.json.post("/api/auth/forgot-password", &address).await;
        assert_eq!(answer.status, 202, "{answer:?}");
        let token = json!({ "refreshToken": self.ada.refresh });
        for path in ["/api/auth/refresh", "/api/auth/logout"] {
            let answer = self.json.post(path, &token).await;
            assert_eq!(answer.status, 200, "{path}: {answer:?}");
        }
    }
}

/// Has something go wrong for as long as `lasts` and until everything was asked for once, while
/// others refresh.
pub(super) async fn endures<T>(
    url: &str,
    lasts: Duration,
    begin: impl FnOnce() -> T,
    end: impl FnOnce(T),
) {
    let site = Site::open(url).await;
    let mut tokens = Vec::new();
    for number in 0..CLIENTS {
        let body = registration(&format!("eve{number}"));
        let (status, body) = ask(&site.json, "/api/auth/register", &body).await.unwrap();
        assert_eq!(status, 201, "{body}");
        tokens.push(refresh_token(&body));
    }
    let (history, over) = (History::default(), Cell::new(false));
    let at = [site.serving.address.as_str(); 2];
    let load = join_all(tokens.into_iter().map(|token| refresh_until(&over, at, token, &history)));
    let trouble = async {
        grows(&history.acknowledged, 50).await;
        let (held, begun) = (begin(), Instant::now());
        site.is_ready(503).await;
        loop {
            site.is_out_of_reach().await;
            if begun.elapsed() > lasts {
                break;
            }
        }
        end(held);
        site.is_ready(200).await;
        site.is_well().await;
        grows(&history.acknowledged, 50).await;
        over.set(true);
    };
    let (tokens, ()) = join(load, trouble).await;
    assert!(history.refused.get() > 0, "nothing went wrong");
    for token in tokens {
        let answer = site.json.refresh(&token).await;
        assert_eq!(answer.status, 200, "the newest acknowledged token is good: {answer:?}");
    }
}

fn cluster(settings: &str) -> Option<Cluster> {
    let cluster = Cluster::create();
    let Some(cluster) = cluster else {
        say("outages of PostgreSQL: not tested, its server programs are not here");
        return None;
    };
    cluster.configure(settings);
    cluster.start_again();
    Some(cluster)
}

/// Shows: REL-04, REL-12.
#[actix_web::test]
async fn a_server_that_is_gone_is_503_until_it_is_back() {
    let Some(cluster) = cluster("") else { return };
    let url = cluster.create_role("secret");
    endures(&url, Duration::ZERO, || cluster.stop(), |()| cluster.start_again()).await;
}

/// Shows: REL-04.
#[actix_web::test]
async fn a_read_only_server_is_503_until_it_takes_changes() {
    let Some(cluster) = cluster("") else { return };
    let url = cluster.create_role("secret");
    let begin = || cluster.set_read_only(true);
    endures(&url, Duration::ZERO, begin, |()| cluster.set_read_only(false)).await;
}

/// Shows: REL-04.
#[actix_web::test]
async fn a_server_whose_connections_others_have_is_503_until_there_is_room() {
    let Some(cluster) = cluster("max_connections = 20") else { return };
    let url = cluster.create_role("secret");
    endures(&url, Duration::ZERO, || cluster.occupy(), drop).await;
}

/// Shows: REL-04, REL-12.
#[actix_web::test]
async fn a_network_that_is_cut_for_ten_seconds_is_503_until_it_is_mended() {
    let Some(cluster) = cluster("") else { return };
    let proxy = CutProxy::start(cluster.port());
    let url = cluster.create_role("secret");
    let url = url.replace(&format!(":{}/", cluster.port()), &format!(":{}/", proxy.port));
    endures(&url, Duration::from_secs(10), || proxy.cut(), |()| proxy.mend()).await;
}

#[actix_web::test]
async fn what_one_connection_found_out_is_not_waited_for_on_the_others() {
    let Some(cluster) = cluster("") else { return };
    let proxy = CutProxy::start(cluster.port());
    let url = cluster.create_role("secret");
    let url = url.replace(&format!(":{}/", cluster.port()), &format!(":{}/", proxy.port));
    let site = Site::open(&url).await;
    let reads = || join_all((0..4 * CONNECTIONS).map(|_| site.ada.json.get("/api/profile/me")));
    let begun = Instant::now();
    while cluster.connections() < CONNECTIONS {
        assert!(begun.elapsed() < PATIENCE, "not all connections are used");
        reads().await;
    }
    proxy.cut();
    assert_busy(&site.json.refresh(&site.ada.refresh).await, "on a connection that is cut");
    proxy.mend();
    site.is_ready(200).await;
    let begun = Instant::now();
    for answer in reads().await {
        assert_eq!(answer.status, 200, "{answer:?}");
    }
    assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
}
