//! kill -9: whatever was acknowledged is on the disk, and no refresh token that was given out is
//! taken for a stolen one.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::time::Duration;

use futures_util::future::join_all;
use rustix::process::Signal;
use serde_json::{Value, json};

use super::{CHEAP, ask, login, refresh_token, registration, say};
use crate::support::{Binary, Database, JsonClient};

const KILLS: u64 = 24;
const CLIENTS: u64 = 8;

/// Somebody as their client knows them.
#[derive(Clone)]
struct Known {
    username: String,
    /// The last refresh token that was acknowledged; a request with it may have been on its way.
    refresh: String,
}

/// What a client knows when its connection broke off.
#[derive(Default)]
struct Memory {
    known: Vec<Known>,
    /// Whose registration was on its way.
    unsure: Vec<String>,
    acknowledged: u64,
}

/// Moments that look random and are the same for the same seed.
fn moment(seed: u64, round: u64, from: u64, to: u64) -> Duration {
    let mut hasher = DefaultHasher::new();
    (seed, round).hash(&mut hasher);
    Duration::from_micros(from * 1000 + hasher.finish() % ((to - from) * 1000))
}

fn seed() -> u64 {
    let seed = std::env::var("FAULTS_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or_else(rand::random);
    println!("FAULTS_SEED={seed}");
    seed
}

/// Registers and refreshes, one after the other, until the server is gone.
async fn load(address: &str, name: &str) -> Memory {
    let json = JsonClient::to(address);
    let mut memory = Memory::default();
    for number in 0.. {
        let username = format!("{name}-{number}");
        match ask(&json, "/api/auth/register", &registration(&username)).await {
            Some((201, body)) => {
                memory.known.push(Known { username, refresh: refresh_token(&body) })
            }
            Some(other) => panic!("{username}: {other:?}"),
            None => {
                memory.unsure.push(username);
                return memory;
            }
        }
        memory.acknowledged += 1;
        // The newest, and one who has been here for a while.
        let newest = memory.known.len() - 1;
        for index in [newest, newest / 2, newest] {
            let known = &mut memory.known[index];
            match ask(&json, "/api/auth/refresh", &json!({ "refreshToken": known.refresh })).await {
                Some((200, body)) => known.refresh = refresh_token(&body),
                Some(other) => panic!("{}: {other:?}", known.username),
                None => return memory,
            }
            memory.acknowledged += 1;
        }
    }
    memory
}

/// Every acknowledged account exists, with its password and its last refresh token.
async fn remembers(address: &str, memory: &Memory) -> Vec<Known> {
    let json = JsonClient::to(address);
    let mut known = memory.known.clone();
    for known in &mut known {
        let token = json!({ "refreshToken": known.refresh });
        let first = ask(&json, "/api/auth/refresh", &token).await.unwrap();
        assert_eq!(first.0, 200, "{}: {first:?}", known.username);
        let again = ask(&json, "/api/auth/refresh", &token).await.unwrap();
        assert_eq!(refresh_token(&first.1), refresh_token(&again.1), "one token has one successor");
        known.refresh = refresh_token(&first.1);
        let signed_in = ask(&json, "/api/auth/login", &login(&known.username)).await.unwrap();
        assert_eq!(signed_in.0, 200, "{}: {signed_in:?}", known.username);
    }
    for username in &memory.unsure {
        let (status, body) = ask(&json, "/api/auth/login", &login(username)).await.unwrap();
        if status != 200 {
            assert_eq!(
                (status, &body["code"]),
                (401, &Value::from("INVALID_CREDENTIALS")),
                "{username}"
            );
            let (status, body) =
                ask(&json, "/api/auth/register", &registration(username)).await.unwrap();
            assert_eq!(status, 201, "an account is there whole or not at all: {username}: {body}");
        }
    }
    known
}

/// Shows: REL-01, REL-02.
#[actix_web::test]
async fn what_was_acknowledged_survives_being_killed() {
    let seed = seed();
    let binary = Binary::at_home(&CHEAP).on_test_database();
    let mut serving = binary.serve(&[]);
    let (mut everybody, mut acknowledged) = (Vec::new(), 0);
    for round in 0..KILLS {
        let address = serving.address.clone();
        let names: Vec<String> = (0..CLIENTS).map(|client| format!("r{round}c{client}")).collect();
        let loads = join_all(names.iter().map(|name| load(&address, name)));
        let killed = async {
            actix_web::rt::time::sleep(moment(seed, round, 20, 260)).await;
            serving.stop(Signal::KILL)
        };
        let (memories, ended) = futures_util::future::join(loads, killed).await;
        assert_eq!(ended.code, None, "it was killed and did not end by itself: {ended:?}");
        serving = binary.serve(&[]);
        for known in
            join_all(memories.iter().map(|memory| remembers(&serving.address, memory))).await
        {
            everybody.extend(known);
        }
        acknowledged += memories.iter().map(|memory| memory.acknowledged).sum::<u64>();
    }
    let last = Memory { known: everybody, ..Memory::default() };
    assert!(
        acknowledged > KILLS * CLIENTS,
        "only {acknowledged} acknowledged: too few for this test"
    );
    remembers(&serving.address, &last).await;
    assert_eq!(serving.stop(Signal::TERM).code, Some(0));
    if binary.rows().file().is_some() {
        assert_eq!(binary.rows().integrity(), ["ok"]);
    }
    assert_eq!(binary.rows().revocation_reasons(), [""; 0]);
    say(&format!(
        "killed {KILLS} times: {} accounts, {acknowledged} answers, nothing lost",
        last.known.len()
    ));
}

/// Shows: REL-01, REL-10.
#[actix_web::test]
async fn a_kill_during_startup_leaves_nothing_half_created() {
    let seed = seed();
    for round in 0..8 {
        let binary = Binary::at_home(&CHEAP);
        for kill in 0..2 {
            binary.start_and_kill(moment(seed, 2 * round + kill, 1, 60));
        }
        let serving = binary.serve(&[]);
        JsonClient::to(&serving.address).register("ada").await;
        assert_eq!(serving.stop(Signal::TERM).code, Some(0));
        assert_eq!(Database::at(binary.database()).integrity(), ["ok"]);
    }
}
