//! Transactions that are in each other's way, on a server that says so in its own way.

use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::future::{join, join_all};
use serde_json::json;
use tokio::sync::oneshot;

use super::{instance, say};
use crate::support::JsonClient;
use crate::support::cluster::Cluster;

const GERMAN: &str = "de_DE.utf8";
const PATIENCE: Duration = Duration::from_secs(60);

fn has_german() -> bool {
    let locales = Command::new("locale").arg("-a").output();
    locales.is_ok_and(|locales| String::from_utf8_lossy(&locales.stdout).contains(GERMAN))
}

/// Shows: REL-12.
#[actix_web::test]
async fn a_deadlock_is_run_again_in_whatever_language_the_server_tells_of_it() {
    let Some(cluster) = Cluster::create() else {
        return say("a deadlock: not tested, PostgreSQL's server programs are not here");
    };
    match has_german() {
        true => cluster.configure(&format!("lc_messages = '{GERMAN}'")),
        false => say("a deadlock in German: told in English, the locale is not here"),
    }
    cluster.start_again();
    let cluster = Arc::new(cluster);
    let binary = instance(&cluster.create_role("secret"), &[]);
    let serving = binary.serve(&[]);
    let ada = JsonClient::to(&serving.address).register("ada").await;

    let (locked, is_locked) = oneshot::channel();
    let sign_out = async {
        is_locked.await.unwrap();
        // It locks the account and then its sessions.
        ada.json.post("/api/auth/logout-all", &json!({})).await
    };
    let (server, say_so) = (Arc::clone(&cluster), || locked.send(()).unwrap());
    let other = async {
        let meet = move || server.meet_in_a_deadlock(say_so);
        actix_web::rt::task::spawn_blocking(meet).await.unwrap();
    };
    let (answer, ()) = join(sign_out, other).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let log = cluster.log();
    let told = if has_german() { "Verklemmung" } else { "deadlock detected" };
    assert!(log.contains(told), "{log}");
}

/// Shows: REL-12.
#[actix_web::test]
async fn what_met_others_is_run_again_where_transactions_are_serializable() {
    let Some(cluster) = Cluster::create() else {
        return say("a strict server: not tested, PostgreSQL's server programs are not here");
    };
    cluster.configure("default_transaction_isolation = serializable");
    cluster.start_again();
    let url = cluster.create_role("secret");
    let binaries = [instance(&url, &[]), instance(&url, &[])];
    let serving = binaries.each_ref().map(|binary| binary.serve(&[]));
    let clients = serving.each_ref().map(|serving| JsonClient::to(&serving.address));
    let mut token = clients[0].register("ada").await.refresh;
    until_told(&cluster, "due to concurrent update", async |_| {
        let answers = join_all(clients.iter().map(|client| client.refresh(&token))).await;
        assert!(answers.iter().all(|answer| answer.status == 200), "{answers:?}");
        let successors: Vec<_> = answers.iter().map(|one| clients[0].person(one).refresh).collect();
        assert_eq!(successors[0], successors[1]);
        token = successors[0].clone();
    })
    .await;
    until_told(&cluster, "during commit attempt", async |round| {
        let names = ["bob", "eve"].map(|name| format!("{name}{round}"));
        join_all(clients.iter().zip(&names).map(|(client, name)| client.register(name))).await;
    })
    .await;
}

/// Has two instances do the same at once until the server has said that one was in the way of the
/// other.
async fn until_told(cluster: &Cluster, reason: &str, mut both: impl AsyncFnMut(usize)) {
    let begun = Instant::now();
    for round in 0.. {
        both(round).await;
        if cluster.log().contains(reason) {
            return;
        }
        assert!(begun.elapsed() < PATIENCE, "nobody was in the way after {round} rounds");
    }
}
