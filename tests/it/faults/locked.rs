//! The database held by another process: 503 in bounded time, nobody signed out, and all is well
//! again afterwards.

use std::time::{Duration, Instant};

use futures_util::future::{join, join_all};
use rustix::process::Signal;
use serde_json::json;
use vestibule::clock::Clock;
use vestibule::store;

use super::{CHEAP, assert_busy, login, registration};
use crate::support::{Binary, Browser, Database, JsonClient, TestApp};

/// Longer than the two seconds that a change waits for another process, with some time for a busy
/// machine.
const PATIENCE: Duration = Duration::from_secs(6);

/// Shows: REL-04.
#[actix_web::test]
async fn a_locked_database_is_503_in_bounded_time_and_signs_nobody_out() {
    let binary = Binary::at_home(&CHEAP);
    let serving = binary.serve(&[]);
    let json = JsonClient::to(&serving.address);
    let ada = json.register("ada").await;
    let browser = Browser::to(&serving.address, Clock::System);
    browser.register("bob").await;
    // As after a quarter of an hour: the browser has dropped it.
    browser.set_cookie("access_token", None);

    for what in ["writes", "everything"] {
        let database = Database::at(binary.database());
        let lock =
            if what == "writes" { database.lock_writes() } else { database.lock_exclusively() };
        let begun = Instant::now();
        let (refused_login, refused_registration) = (login("ada"), registration("eve"));
        let refused = async {
            let refresh = json!({ "refreshToken": ada.refresh });
            let programs = join_all([
                json.post("/api/auth/login", &refused_login),
                json.post("/api/auth/register", &refused_registration),
                json.post("/api/auth/refresh", &refresh),
            ]);
            let pages = join_all([browser.get("/profile"), browser.get("/api/auth/me")]);
            let (programs, pages) = join(programs, pages).await;
            for answer in programs.iter().chain(&pages) {
                assert_busy(answer, what);
            }
        };
        let served = async {
            while begun.elapsed() < Duration::from_millis(1500) {
                let asked = Instant::now();
                for path in ["/api/auth/verify", "/api/auth/me", "/healthz", "/readyz"] {
                    assert_eq!(ada.json.get(path).await.status, 200, "{path}");
                }
                assert_eq!(json.get("/login").await.status, 200);
                assert!(
                    asked.elapsed() < Duration::from_secs(1),
                    "requests that only read do not wait"
                );
            }
        };
        join(refused, served).await;
        assert!(begun.elapsed() < PATIENCE, "{:?}", begun.elapsed());
        lock.release();
    }

    assert!(browser.is_signed_in().await, "with the same cookies as before");
    assert_eq!(json.refresh(&ada.refresh).await.status, 200);
    json.log_in("ada").await;
    json.register("eve").await;
    assert_eq!(serving.stop(Signal::TERM).code, Some(0));
}

/// Shows: REL-12.
#[actix_web::test]
async fn all_writes_that_wait_for_a_lock_fail_together_with_the_first() {
    let app = TestApp::start_on_sqlite(&[]);
    let lock = app.lock_writes();
    let begun = Instant::now();
    let writes = (0..2000).map(|_| app.app.store.write(|_| Ok::<_, store::Error>(())));
    for outcome in join_all(writes).await {
        assert!(matches!(outcome, Err(store::Error::Unavailable(_))), "{outcome:?}");
    }
    assert!(begun.elapsed() < PATIENCE, "{:?}", begun.elapsed());
    lock.release();
    app.settle().await;
}

/// Shows: REL-23.
#[actix_web::test]
async fn a_lock_does_not_prevent_shutdown() {
    let binary = Binary::at_home(&CHEAP);
    let serving = binary.serve(&[]);
    let ada = JsonClient::to(&serving.address).register("ada").await;
    let lock = Database::at(binary.database()).lock_writes();
    let ended = serving.stop(Signal::TERM);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.took < Duration::from_secs(10), "{ended:?}");
    lock.release();
    let serving = binary.serve(&[]);
    assert_eq!(JsonClient::to(&serving.address).refresh(&ada.refresh).await.status, 200);
}

#[test]
fn a_database_locked_at_startup_is_refused_with_the_reason() {
    let binary = Binary::at_home(&CHEAP);
    assert_eq!(binary.serve(&[]).stop(Signal::TERM).code, Some(0));
    let lock = Database::at(binary.database()).lock_writes();
    let ended = binary.run(&[] as &[&str]);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.err.contains("vestibule.db") && ended.err.contains("locked"), "{ended:?}");
    lock.release();
    assert_eq!(binary.serve(&[]).stop(Signal::TERM).code, Some(0));
}
