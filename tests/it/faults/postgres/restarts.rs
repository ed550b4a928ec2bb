//! Two instances on one PostgreSQL server that is restarted, held up, and loses an instance.

use std::cell::Cell;
use std::sync::Arc;

use futures_util::future::{join, join_all};
use rustix::process::Signal;
use serde_json::json;

use super::history::{History, grows, refresh_until};
use super::{ask, instance, refresh_token, registration, say};
use crate::support::JsonClient;
use crate::support::cluster::Cluster;

const CLIENTS: usize = 8;
const RESTARTS: usize = 3;
/// Shows: REL-01, REL-02, REL-12.
#[actix_web::test]
async fn a_restarted_or_stalled_server_and_a_killed_instance_sign_nobody_out() {
    let Some(cluster) = Cluster::start() else {
        return say("faults on PostgreSQL: not tested, its server programs are not here");
    };
    let (url, cluster) = (cluster.url(), Arc::new(cluster));
    let (one, two) = (instance(&url, &[]), instance(&url, &[]));
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
