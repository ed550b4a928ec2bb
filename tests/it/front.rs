//! A real nginx in front of two instances that share a PostgreSQL server.

use std::io::Write;
use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, Instant};

use actix_web::rt::time::sleep;
use futures_util::future::join_all;
use reqwest::Method;
use rustix::process::Signal;
use vestibule::clock::Clock;

use crate::support::binary::Serving;
use crate::support::cluster::Cluster;
use crate::support::nginx::Nginx;
use crate::support::{Answer, Binary, Browser, Database, JsonClient};
use crate::tls::Pair;
use crate::tls::client::Line;

const BROWSERS: u8 = 3;
const TABS: usize = 8;
const ROUNDS: usize = 3;
/// How long an access token lives.
const TTL: Duration = Duration::from_secs(4);
const ACCESS: &str = "__Host-access_token";
const REFRESH: &str = "__Host-refresh_token";

/// What a browser holds, and where it is.
struct Visitor {
    browser: Browser,
    username: String,
    ip: IpAddr,
}

impl Visitor {
    async fn arrive(front: &Nginx, number: u8) -> Self {
        let ip = IpAddr::V4(Ipv4Addr::new(127, 0, 7, number));
        let browser = Browser::to(&front.plain, Clock::System).behind_front(ip);
        let username = format!("ada{number}");
        browser.register(&username).await;
        Self { browser, username, ip }
    }

    /// Loads a page in all tabs at the same moment, while the access token has expired.
    async fn load_in_all_tabs(&self, round: usize) {
        let (access, refresh) = (self.browser.cookie(ACCESS), self.browser.cookie(REFRESH));
        if access.is_some() {
            sleep(TTL).await;
        }
        if round.is_multiple_of(2) {
            // A browser whose clock is slow still sends the cookie.
            self.browser.set_cookie(ACCESS, access.as_deref());
        }
        let answers = join_all((0..TABS).map(|_| self.browser.get("/profile"))).await;
        let successor = answers[0].set_cookie(REFRESH).value;
        assert_ne!(successor, refresh.unwrap());
        for answer in &answers {
            assert_eq!(answer.status, 200, "{answer:?}");
            assert_eq!(answer.select("h1"), [self.username.as_str()]);
            assert_eq!(answer.set_cookie(REFRESH).value, successor, "round {round}");
        }
        assert!(self.browser.is_signed_in().await, "round {round}");
    }

    /// Loads a page with a false address and a false id of the request.
    async fn lie(&self) -> Answer {
        let request = self.browser.request(Method::GET, "/profile");
        let request = request.header("x-forwarded-for", "203.0.113.66");
        self.browser.send(request.header("x-request-id", "request-of-a-liar")).await
    }
}

/// Signs out through the front. Returns when both instances refuse the access token.
async fn sign_out(visitor: &Visitor, instances: [&Serving; 2]) {
    sleep(TTL).await;
    assert!(visitor.browser.is_signed_in().await);
    let access = visitor.browser.cookie(ACCESS).unwrap();
    let verify = async |instance: &Serving| {
        JsonClient::to(&instance.address).bearer(&access).get("/api/auth/verify").await
    };
    for instance in instances {
        assert_eq!(verify(instance).await.status, 200);
    }
    let answer = visitor.browser.post("/logout", &[]).await;
    assert_eq!(answer.status, 303, "{answer:?}");
    let signed_out = Instant::now();
    for instance in instances {
        let refused = loop {
            let answer = verify(instance).await;
            if answer.status != 200 {
                break answer;
            }
            assert!(signed_out.elapsed() < Duration::from_secs(2), "{answer:?}");
            sleep(Duration::from_millis(20)).await;
        };
        assert_eq!(refused.problem(), (401, "TOKEN_REVOKED".to_owned()));
    }
}

/// Shows: REL-09.
#[actix_web::test]
async fn nginx_in_front_of_two_instances() {
    let cluster = Nginx::is_here().then(Cluster::start).flatten();
    let Some(cluster) = cluster else {
        let words = "front: not tested, nginx or PostgreSQL's server programs are not here";
        let _ = writeln!(std::io::stderr(), "{words}");
        return;
    };
    let url = cluster.url();
    let ttl = format!("{}s", TTL.as_secs());
    let binaries = [(); 2].map(|()| {
        Binary::new(&[
            ("DATABASE_URL", &url),
            ("PUBLIC_URL", "https://accounts.example.com"),
            ("TRUSTED_PROXIES", "127.0.0.1"),
            ("ACCESS_TOKEN_SECRET", "access-Xk2qV9mT4wLr7Zp3Nc8Bd6Hs1Jf5Gy0Ae"),
            ("REFRESH_TOKEN_SECRET", "refresh-Qw8rT2yU5iO1pA7sD4fG6hJ3kL9zX0cV"),
            ("ACCESS_TOKEN_TTL", &ttl),
            ("BCRYPT_COST", "4"),
        ])
    });
    let [here, there] = binaries.each_ref().map(|binary| binary.serve(&[]));
    let pair = Pair::new();
    let front = Nginx::start([&here.address, &there.address], &pair.certificate, &pair.key);
    let (head, _) = Line::open(&front.secure, &pair).unwrap().get("/healthz").unwrap();
    assert!(head.starts_with("http/1.1 200 "), "{head}");

    let visitors = join_all((1..=BROWSERS).map(|number| Visitor::arrive(&front, number))).await;
    for round in 0..ROUNDS {
        join_all(visitors.iter().map(|visitor| visitor.load_in_all_tabs(round))).await;
    }
    assert_eq!(Database::of(url).revocation_reasons(), [""; 0]);

    let id = visitors[0].lie().await.header("x-request-id").unwrap().to_owned();
    sign_out(&visitors[0], [&here, &there]).await;
    there.says("GET /profile 200 ").await;
    let log = here.says("GET /profile 200 ").await + &there.said();
    for visitor in &visitors {
        assert!(log.contains(&format!(" ip={} ", visitor.ip)), "{log}");
    }
    assert!(log.contains(&format!(" request={id} ip={} ", visitors[0].ip)), "{log}");
    for word in ["203.0.113.66", "request-of-a-liar"] {
        assert!(!log.contains(word), "{word}: {log}");
    }

    // An instance that is gone is noticed by nginx alone.
    there.stop(Signal::KILL);
    join_all(visitors[1..].iter().map(|visitor| visitor.load_in_all_tabs(0))).await;
    assert!(front.errors().contains("while connecting to upstream"), "{}", front.errors());
}
