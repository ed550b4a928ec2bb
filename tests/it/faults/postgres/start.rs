//! How instances start: together, or before their server.

use std::time::Duration;

use serde_json::json;

use super::{instance, say};
use crate::support::JsonClient;
use crate::support::cluster::Cluster;

const INSTANCES: usize = 10;

#[actix_web::test]
async fn ten_instances_start_at_once_on_an_empty_database() {
    let Some(cluster) = Cluster::start() else {
        return say("a start of ten on PostgreSQL: not tested, its server programs are not here");
    };
    let url = cluster.create_role("secret");
    let binaries: Vec<_> =
        (0..INSTANCES).map(|_| instance(&url, &[("DATABASE_CONNECTIONS", "4")])).collect();
    let starting: Vec<_> = binaries.iter().map(|binary| binary.begin(&[])).collect();
    let serving: Vec<_> = starting.into_iter().map(|one| one.listens()).collect();

    let clients = || serving.iter().map(|one| JsonClient::to(&one.address));
    for (number, (here, next)) in clients().zip(clients().cycle().skip(1)).enumerate() {
        let ada = here.register(&format!("ada{number}")).await;
        let answer = next.post("/api/auth/refresh", &json!({ "refreshToken": ada.refresh })).await;
        assert_eq!(answer.status, 200, "{answer:?}");
    }

    let folders = std::fs::read_dir("migrations/postgres").unwrap();
    assert_eq!(cluster.migrations("app").len(), folders.count());
    // No instance has tried what another had done.
    let log = cluster.log();
    assert!(!log.contains("ERROR") && !log.contains("FATAL"), "{log}");
}

/// Only the superuser comes in without a password.
const PASSWORDS: &str = "host all vestibule 127.0.0.1/32 trust\n\
     host all all 127.0.0.1/32 scram-sha-256\n";
/// Well below the 50 seconds that a server is waited for.
const AT_ONCE: Duration = Duration::from_secs(10);

/// Requires that serving and a task end at once, and say what is wrong and what to do about it.
fn assert_refused(url: &str, wrong: &str, advice: &str) {
    for arguments in [&[][..], &["users", "list"]] {
        let exit = instance(url, &[]).run(arguments);
        assert_eq!(exit.code, Some(1), "{exit:?}");
        assert!(exit.took < AT_ONCE, "{exit:?}");
        let told = exit.err.lines().last().unwrap_or_default();
        assert!(told.starts_with("Cannot open the database postgres://app@"), "{exit:?}");
        assert!(told.contains(wrong) && told.contains(advice), "{exit:?}");
        assert!(!(exit.out + &exit.err).contains("canary"), "{told}");
    }
}

#[test]
fn what_stays_wrong_is_refused_at_once_with_what_to_do() {
    let Some(cluster) = Cluster::create() else {
        return say("refused starts on PostgreSQL: not tested, its server programs are not here");
    };
    cluster.put("pg_hba.conf", PASSWORDS);
    cluster.start_again();
    cluster.create_role("canary");
    let wrong = "password authentication failed for user \"app\"";
    assert_refused(&cluster.url_of("app:canary-2", "app"), wrong, "DATABASE_URL names the user");
    assert_refused(&cluster.url_of("app", "app"), "password missing", "user:password@host");
    let missing = "database \"canteen\" does not exist";
    assert_refused(&cluster.url_of("app:canary", "canteen"), missing, "createdb");
    let exit = instance(&cluster.url_of("app:canary", "app"), &[]).run(&["users", "list"]);
    assert_eq!(exit.code, Some(0), "{exit:?}");
}

#[actix_web::test]
async fn serving_waits_for_a_server_that_is_not_there_yet_and_a_task_does_not() {
    let Some(cluster) = Cluster::create() else {
        return say("waiting for PostgreSQL: not tested, its server programs are not here");
    };
    // Nobody listens.
    let binary = instance(&cluster.url(), &[]);
    let exit = binary.run(&["users", "list"]);
    assert_eq!(exit.code, Some(1), "{exit:?}");
    assert!(exit.took < AT_ONCE && exit.err.contains("Connection refused"), "{exit:?}");
    let starting = binary.begin(&[]);
    starting.says("waiting for the database: error connecting to server: Connection refused").await;

    // It is starting up, for as long as nobody promotes it.
    cluster.configure("hot_standby = off");
    cluster.put("standby.signal", "");
    cluster.start_again();
    starting.says("waiting for the database: the database system is").await;
    let exit = binary.run(&["users", "list"]);
    assert_eq!(exit.code, Some(1), "{exit:?}");
    assert!(exit.took < AT_ONCE && exit.err.contains("the database system is"), "{exit:?}");

    cluster.promote();
    let serving = starting.listens();
    JsonClient::to(&serving.address).register("ada").await;
}

#[actix_web::test]
async fn serving_waits_for_a_standby_to_become_the_primary() {
    let Some(cluster) = Cluster::start() else {
        return say("a standby: not tested, PostgreSQL's server programs are not here");
    };
    let url = cluster.create_role("secret");
    cluster.stop();
    cluster.put("standby.signal", "");
    cluster.start_again();
    let starting = instance(&url, &[]).begin(&[]);
    starting.says("waiting for the database: error connecting to server: database does not").await;
    cluster.promote();
    JsonClient::to(&starting.listens().address).register("ada").await;
}
