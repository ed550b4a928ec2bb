//! A machine that is lost while Litestream copies its database: what was copied goes on elsewhere.

use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::rt::time::sleep;
use futures_util::future::{join, join_all};
use rustix::process::Signal;
use serde_json::json;
use tempfile::TempDir;

use super::{CHEAP, ask, login, refresh_token, registration, say};
use crate::support::litestream::Litestream;
use crate::support::{Binary, Database, JsonClient};

const CLIENTS: usize = 6;
const LOSSES: usize = 2;
/// How long the load goes on before the machine is lost.
const BUSY: Duration = Duration::from_secs(4);
/// What was acknowledged so long before the loss has been copied.
const LAG: Duration = Duration::from_secs(3);
const SETTINGS: [(&str, &str); 6] = [
    CHEAP[0],
    CHEAP[1],
    CHEAP[2],
    ("PUBLIC_URL", "http://localhost:8080"),
    ("ACCESS_TOKEN_SECRET", "access-Xk2qV9mT4wLr7Zp3Nc8Bd6Hs1Jf5Gy0Ae"),
    ("REFRESH_TOKEN_SECRET", "refresh-Qw8rT2yU5iO1pA7sD4fG6hJ3kL9zX0cV"),
];

/// Somebody as their client knows them: each refresh token with the time when it came.
struct Known {
    username: String,
    tokens: Vec<(Instant, String)>,
}

impl Known {
    async fn register(json: &JsonClient, username: String) -> Self {
        let answer = ask(json, "/api/auth/register", &registration(&username)).await.unwrap();
        assert_eq!(answer.0, 201, "{answer:?}");
        Self { username, tokens: vec![(Instant::now(), refresh_token(&answer.1))] }
    }

    fn newest(&self) -> &str {
        &self.tokens.last().unwrap().1
    }

    /// Exchanges the newest token. Returns whether there was an answer.
    async fn refresh(&mut self, json: &JsonClient) -> bool {
        let body = json!({ "refreshToken": self.newest() });
        let Some((status, body)) = ask(json, "/api/auth/refresh", &body).await else {
            return false;
        };
        assert_eq!(status, 200, "{}: {body}", self.username);
        self.tokens.push((Instant::now(), refresh_token(&body)));
        true
    }

    /// How many of the tokens the database knows.
    fn known_to(&self, rows: &Database) -> usize {
        let user = rows.user(&self.username);
        if !user.exists() {
            return 0;
        }
        usize::try_from(user.sessions()[0].generation).unwrap()
    }
}

/// Waits until the replica has all that these people have done.
async fn until_copied(litestream: &Litestream, people: &[Known]) {
    let begun = Instant::now();
    loop {
        let folder = TempDir::new().unwrap();
        let said = litestream.restore(folder.path());
        let file = folder.path().join("vestibule.db");
        let rows = Database::at(&file);
        if file.exists() && people.iter().all(|known| known.known_to(&rows) == known.tokens.len()) {
            return;
        }
        let words = || said + &litestream.said();
        assert!(begun.elapsed() < Duration::from_secs(30), "{}", words());
        sleep(Duration::from_millis(200)).await;
    }
}

/// Has people do something until the machine is lost. Returns them and when that was.
async fn lose(
    home: &Arc<TempDir>,
    litestream: &Litestream,
    quiet: &mut Vec<Known>,
    round: usize,
) -> (Vec<Known>, Instant) {
    let serving = Binary::new(&SETTINGS).in_folder(home).serve(&[]);
    let replicating = litestream.replicate(home.path());
    let json = JsonClient::to(&serving.address);
    for number in 0..CLIENTS {
        let mut known = Known::register(&json, format!("quiet{round}-{number}")).await;
        assert!(known.refresh(&json).await && known.refresh(&json).await);
        quiet.push(known);
    }
    until_copied(litestream, quiet).await;
    let load = join_all((0..CLIENTS).map(|number| {
        let json = &json;
        async move {
            let mut known = Known::register(json, format!("busy{round}-{number}")).await;
            while known.refresh(json).await {}
            known
        }
    }));
    let loss = async {
        sleep(BUSY).await;
        serving.stop(Signal::KILL);
        drop(replicating);
        Instant::now()
    };
    join(load, loss).await
}

/// Shows: REL-29.
#[actix_web::test]
async fn a_replica_has_everything_but_the_last_seconds() {
    let versions = Litestream::all();
    if versions.is_empty() {
        say("faults with Litestream: not tested, it is not here");
    }
    for litestream in versions {
        let mut home = Arc::new(TempDir::new().unwrap());
        let (mut quiet, mut signed_out) = (Vec::new(), 0);
        for round in 0..LOSSES {
            let (mut busy, lost) = lose(&home, &litestream, &mut quiet, round).await;
            home = Arc::new(TempDir::new().unwrap());
            let said = litestream.restore(home.path());
            for words in ["is intact, up to date and writable", "permissions are private"] {
                assert!(said.contains(words), "{words}: {said}");
            }
            let rows = Database::at(home.path().join("vestibule.db"));
            assert_eq!(rows.integrity(), ["ok"]);

            let serving = Binary::new(&SETTINGS).in_folder(&home).serve(&[]);
            let json = JsonClient::to(&serving.address);
            for known in &mut quiet {
                assert!(known.refresh(&json).await);
            }
            for known in &mut busy {
                let copied = known.known_to(&rows);
                let old = known.tokens.iter().filter(|(came, _)| *came + LAG < lost).count();
                assert!(copied >= old.max(1), "{copied} of {old}: {}", litestream.said());
                if copied >= known.tokens.len() {
                    assert!(known.refresh(&json).await);
                    continue;
                }
                let body = json!({ "refreshToken": known.newest() });
                let (status, body) = ask(&json, "/api/auth/refresh", &body).await.unwrap();
                assert_eq!((status, &body["code"]), (401, &json!("REFRESH_TOKEN_REUSED")));
                let login = login(&known.username);
                assert_eq!(ask(&json, "/api/auth/login", &login).await.unwrap().0, 200);
                signed_out += 1;
            }
            assert_eq!(rows.revocation_reasons().len(), signed_out, "nobody else");
            assert_eq!(serving.stop(Signal::TERM).code, Some(0));
        }
        say(&format!("Litestream, {LOSSES} losses: {signed_out} newer sessions have ended"));
    }
}
