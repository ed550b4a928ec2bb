//! A primary that fails, with a standby that takes over.

use std::cell::Cell;
use std::sync::Arc;
use std::time::Instant;

use futures_util::future::{join, join_all};

use super::history::{History, grows, refresh_until};
use super::{instance, say};
use crate::support::JsonClient;
use crate::support::patroni::Patroni;

const CLIENTS: usize = 8;

/// Waits for something while the clients go on.
async fn beside(patroni: &Arc<Patroni>, work: impl FnOnce(&Patroni) + Send + 'static) {
    let patroni = Arc::clone(patroni);
    actix_web::rt::task::spawn_blocking(move || work(&patroni)).await.unwrap();
}

/// Shows: REL-01, REL-02.
#[actix_web::test]
#[ignore = "takes a minute"]
async fn a_failover_loses_no_refresh_and_signs_nobody_out() {
    let Some(patroni) = Patroni::start() else {
        return say("a failover: not tested, the programs of Patroni or PostgreSQL are not here");
    };
    let url = patroni.url();
    let patroni = Arc::new(patroni);
    let binaries = [instance(&url, &[]), instance(&url, &[])];
    let serving = binaries.each_ref().map(|binary| binary.serve(&[]));
    let at = serving.each_ref().map(|serving| serving.address.as_str());
    let json = JsonClient::to(at[0]);
    let mut tokens = Vec::new();
    for number in 0..CLIENTS {
        tokens.push(json.register(&format!("ada{number}")).await.refresh);
    }
    let (history, over) = (History::default(), Cell::new(false));
    let load = join_all(tokens.into_iter().map(|token| refresh_until(&over, at, token, &history)));
    let trouble = async {
        grows(&history.acknowledged, 200).await;
        let begun = Instant::now();
        beside(&patroni, |patroni| patroni.switch("one", "two")).await;
        grows(&history.acknowledged, 200).await;
        say(&format!("switched over and at work again after {:?}", begun.elapsed()));
        beside(&patroni, |patroni| patroni.wait_for("one", "/sync")).await;
        let begun = Instant::now();
        beside(&patroni, |patroni| {
            patroni.kill("two");
            patroni.wait_for("one", "/primary");
        })
        .await;
        grows(&history.acknowledged, 200).await;
        say(&format!("the primary was killed: at work again after {:?}", begun.elapsed()));
        over.set(true);
    };
    let (tokens, ()) = join(load, trouble).await;
    for token in tokens {
        let answer = json.refresh(&token).await;
        assert_eq!(answer.status, 200, "the newest acknowledged token is good: {answer:?}");
    }
    say(&format!(
        "a switchover and a failover: {} refreshes, {} times 503, nobody signed out",
        history.acknowledged.get(),
        history.refused.get()
    ));
}
