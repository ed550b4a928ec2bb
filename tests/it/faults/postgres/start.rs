//! How instances start: together, or before their server.

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
