//! PgBouncer in transaction mode, without statements that are kept by name: as 1.18 always is.

use std::cell::Cell;
use std::time::{Duration, Instant};

use futures_util::future::{join, join_all};

use serde_json::json;

use super::history::{History, grows, refresh_until};
use super::outages::endures;
use super::{instance, say};
use crate::support::bouncer::Bouncer;
use crate::support::cluster::Cluster;
use crate::support::{CountingProxy, JsonClient};

const PEOPLE: usize = 8;
const REFRESHES: usize = 400;
/// Within how long an instance knows what another has revoked, with some time for a busy machine.
const REVOKED_WITHIN: Duration = Duration::from_secs(5);

fn start() -> Option<(Cluster, Bouncer)> {
    let found = Cluster::start().and_then(|cluster| {
        cluster.create_role("secret");
        let bouncer = Bouncer::start(&cluster)?;
        Some((cluster, bouncer))
    });
    if found.is_none() {
        say("PgBouncer: not tested, its program or PostgreSQL's are not here");
    }
    found
}

#[actix_web::test]
async fn two_instances_share_a_pooler_that_gives_each_transaction_any_connection() {
    let Some((cluster, bouncer)) = start() else { return };
    let binaries = [instance(&bouncer.url(), &[]), instance(&bouncer.url(), &[])];
    let serving = binaries.each_ref().map(|binary| binary.serve(&[]));
    let [here, there] = serving.each_ref().map(|serving| JsonClient::to(&serving.address));
    let names: Vec<String> = (0..PEOPLE).map(|number| format!("ada{number}")).collect();
    let clients = [&here, &there].into_iter().cycle();
    let registered =
        join_all(names.iter().zip(clients).map(|(name, client)| client.register(name))).await;
    let clients = [&there, &here].into_iter().cycle();
    let people = join_all(names.iter().zip(clients).map(|(name, json)| json.log_in(name))).await;

    let (history, over) = (History::default(), Cell::new(false));
    let at = serving.each_ref().map(|serving| serving.address.as_str());
    let load =
        join_all(registered.into_iter().map(|one| refresh_until(&over, at, one.refresh, &history)));
    let enough = async {
        grows(&history.acknowledged, REFRESHES).await;
        over.set(true);
    };
    join(load, enough).await;
    assert_eq!(history.refused.get(), 0);

    let nothing = json!({});
    let sign_out = people.iter().map(|ada| ada.json.post("/api/auth/logout-all", &nothing));
    let signed_out = join_all(sign_out).await;
    assert!(signed_out.iter().all(|answer| answer.status == 200), "{signed_out:?}");
    let begun = Instant::now();
    for (person, json) in people.iter().zip([&here, &there].into_iter().cycle()) {
        while json.bearer(&person.access).get("/api/auth/verify").await.status != 401 {
            assert!(begun.elapsed() < REVOKED_WITHIN, "{:?}", begun.elapsed());
            actix_web::rt::time::sleep(Duration::from_millis(20)).await;
        }
    }
    let log = cluster.log();
    assert!(!log.contains("ERROR") && !log.contains("FATAL"), "{log}");
}

/// Shows: REL-04, REL-12.
#[actix_web::test]
async fn a_server_that_is_gone_behind_a_pooler_is_503_until_it_is_back() {
    let Some((cluster, bouncer)) = start() else { return };
    let url = bouncer.url();
    endures(&url, Duration::ZERO, || cluster.stop(), |()| cluster.start_again()).await;
}

#[actix_web::test]
async fn a_refresh_takes_one_round_trip_through_a_pooler_too() {
    let Some((_cluster, bouncer)) = start() else { return };
    let proxy = CountingProxy::start(&bouncer.url());
    let url = format!("postgres://app@127.0.0.1:{}/app", proxy.port);
    let binary = instance(&url, &[]);
    let serving = binary.serve(&[]);
    let json = JsonClient::to(&serving.address);
    let mut token = json.register("ada").await.refresh;
    let (before, refreshes) = (proxy.round_trips(), 100);
    for _ in 0..refreshes {
        token = json.person(&json.refresh(&token).await).refresh;
    }
    assert_eq!((proxy.round_trips() - before) / refreshes, 1);
}
