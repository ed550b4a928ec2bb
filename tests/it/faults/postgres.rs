//! Two instances on one PostgreSQL server that is restarted, held up, and loses an instance.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::future::{join, join_all};
use rustix::process::Signal;
use serde_json::json;

use super::{CHEAP, ask, refresh_token, registration, say};
use crate::support::cluster::Cluster;
use crate::support::{Binary, JsonClient};

const CLIENTS: usize = 8;
const RESTARTS: usize = 3;
const SECRETS: [(&str, &str); 3] = [
    ("ACCESS_TOKEN_SECRET", "access-Xk2qV9mT4wLr7Zp3Nc8Bd6Hs1Jf5Gy0Ae"),
    ("REFRESH_TOKEN_SECRET", "refresh-Qw8rT2yU5iO1pA7sD4fG6hJ3kL9zX0cV"),
    ("PUBLIC_URL", "http://localhost:8080"),
];

/// What the clients have seen.
#[derive(Default)]
struct History {
    /// The successor of each token that was exchanged.
    successors: RefCell<HashMap<String, String>>,
    acknowledged: Cell<usize>,
    refused: Cell<usize>,
}

impl History {
    /// Records an answer. Of one token there may never be two successors.
    fn record(&self, token: String, successor: &str) {
        let mut successors = self.successors.borrow_mut();
        let before = successors.insert(token, successor.to_owned());
        assert!(before.is_none_or(|before| before == successor), "a second branch");
        self.acknowledged.set(self.acknowledged.get() + 1);
    }
}

/// Refreshes at both instances in turn until the end. Nobody honest is ever signed out.
async fn refresh_until(
    end: &Cell<bool>,
    at: [&str; 2],
    mut token: String,
    history: &History,
) -> String {
    let clients = at.map(JsonClient::to);
    for number in 0.. {
        if end.get() {
            break;
        }
        let body = json!({ "refreshToken": token });
        let asked = Instant::now();
        match ask(&clients[number % 2], "/api/auth/refresh", &body).await {
            Some((200, body)) => {
                let successor = refresh_token(&body);
                history.record(std::mem::replace(&mut token, successor.clone()), &successor);
            }
            Some((503, _)) => history.refused.set(history.refused.get() + 1),
            Some(other) => panic!("{other:?}"),
            // The instance was killed.
            None => actix_web::rt::time::sleep(Duration::from_millis(20)).await,
        }
        assert!(asked.elapsed() < Duration::from_secs(15), "{:?}", asked.elapsed());
    }
    token
}

/// Waits until a count is so much higher: the instances have come back by themselves, or refuse by
/// themselves.
async fn grows(count: &Cell<usize>, by: usize) {
    let (enough, begun) = (count.get() + by, Instant::now());
    while count.get() < enough {
        assert!(begun.elapsed() < Duration::from_secs(60), "{} of {enough}", count.get());
        actix_web::rt::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Shows: REL-01, REL-02, REL-12.
#[actix_web::test]
async fn a_restarted_or_stalled_server_and_a_killed_instance_sign_nobody_out() {
    let Some(cluster) = Cluster::start() else {
        return say("faults on PostgreSQL: not tested, its server programs are not here");
    };
    let (url, cluster) = (cluster.url(), Arc::new(cluster));
    let variables = [&CHEAP[..], &SECRETS, &[("DATABASE_URL", &url)]].concat();
    let (one, two) = (Binary::new(&variables), Binary::new(&variables));
    let (here, there) = (one.serve(&[]), two.serve(&[]));
    let json = JsonClient::to(&here.address);
    let mut tokens = Vec::new();
    let mut access = String::new();
    for number in 0..CLIENTS {
        let body = registration(&format!("ada{number}"));
        let (status, body) = ask(&json, "/api/auth/register", &body).await.unwrap();
        assert_eq!(status, 201, "{body}");
        access = body["accessToken"].as_str().unwrap().to_owned();
        tokens.push(refresh_token(&body));
    }

    let (history, end) = (History::default(), Cell::new(false));
    let addresses = [here.address.clone(), there.address.clone()];
    let at = [addresses[0].as_str(), addresses[1].as_str()];
    let load = join_all(tokens.into_iter().map(|token| refresh_until(&end, at, token, &history)));
    let trouble = async {
        for _ in 0..RESTARTS {
            grows(&history.acknowledged, 200).await;
            let restarting = Arc::clone(&cluster);
            actix_web::rt::task::spawn_blocking(move || restarting.restart()).await.unwrap();
        }
        grows(&history.acknowledged, 200).await;
        there.stop(Signal::KILL);
        grows(&history.acknowledged, 200).await;
        cluster.stall();
        // A server that stands still is given up on, and tokens are verified without it.
        grows(&history.refused, CLIENTS).await;
        let verified = json.bearer(&access).get("/api/auth/verify").await;
        assert_eq!(verified.status, 200, "{verified:?}");
        cluster.go_on();
        grows(&history.acknowledged, 200).await;
        end.set(true);
    };
    let (tokens, ()) = join(load, trouble).await;
    assert!(history.refused.get() > 0, "nothing went wrong");
    for token in tokens {
        let body = json!({ "refreshToken": token });
        let (status, body) = ask(&json, "/api/auth/refresh", &body).await.unwrap();
        assert_eq!(status, 200, "the newest acknowledged token is good: {body}");
    }
    say(&format!(
        "PostgreSQL restarted, stalled, an instance killed: {} refreshes, {} times 503, nobody signed out",
        history.acknowledged.get(),
        history.refused.get()
    ));
}
