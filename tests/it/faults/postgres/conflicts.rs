//! Transactions that are in each other's way, on a server that says so in its own way.

use std::process::Command;
use std::sync::Arc;

use futures_util::future::{join, join_all};
use serde_json::json;
use tokio::sync::oneshot;

use super::{instance, say};
use crate::support::JsonClient;
use crate::support::cluster::Cluster;

const GERMAN: &str = "de_DE.utf8";
/// How often a token is refreshed at two instances at once.
const ROUNDS: usize = 20;

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
async fn a_refresh_that_met_another_is_read_again_where_transactions_are_serializable() {
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
    for _ in 0..ROUNDS {
        let answers = join_all(clients.iter().map(|client| client.refresh(&token))).await;
        assert!(answers.iter().all(|answer| answer.status == 200), "{answers:?}");
        let successors: Vec<_> = answers.iter().map(|one| clients[0].person(one).refresh).collect();
        assert_eq!(successors[0], successors[1]);
        token = successors[0].clone();
    }
    let log = cluster.log();
    assert!(log.contains("could not serialize access"), "nobody was in the way: {log}");
}
