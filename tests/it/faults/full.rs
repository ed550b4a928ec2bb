//! A disk without room: 503, reading goes on, and nothing is lost when there is room again.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use diesel::prelude::*;
use futures_util::future::join_all;
use rustix::process::Signal;
use vestibule::clock::Clock;
use vestibule::store::{self, AnyConnection};

use super::{CHEAP, login, registration, shell_with_mounts};
use crate::support::{Answer, Binary, Browser, JsonClient, TestApp};

/// A small file system of its own, which ends with the process.
const SMALL_DISK: &str = "mkdir disk; mount -t tmpfs -o size=1m,mode=0777 none disk";

fn assert_no_room(answer: &Answer) {
    assert_eq!(answer.status, 503, "{answer:?}");
    assert_eq!(answer.header("retry-after"), Some("1"), "{answer:?}");
    assert!(answer.set_cookies().is_empty(), "{answer:?}");
}

/// Takes all the room that there is.
fn fill(disk: &Path) {
    let mut ballast = File::options().create(true).append(true).open(disk.join("ballast")).unwrap();
    for size in [65_536, 4096, 1] {
        while ballast.write_all(&vec![0; size]).is_ok() {}
    }
}

/// Shows: REL-03, ASVS 16.5.2.
#[actix_web::test]
async fn a_full_disk_is_503_and_loses_nothing() {
    let Some(shell) = shell_with_mounts("a full disk", SMALL_DISK) else { return };
    let words: Vec<&str> = shell.iter().map(String::as_str).collect();
    let own = [("DATABASE_URL", "disk/vestibule.db"), ("MAIL_DIR", "letters")];
    let binary = Binary::at_home(&[&CHEAP[..], &own].concat()).through(&words);
    let serving = binary.serve(&[]);
    let json = JsonClient::to(&serving.address);
    let disk = Path::new("/proc").join(serving.id().to_string()).join("root");
    let disk = disk.join(binary.folder().join("disk").strip_prefix("/").unwrap());
    assert!(disk.join("vestibule.db").exists(), "{}", disk.display());
    let ada = json.register("ada").await;
    let browser = Browser::to(&serving.address, Clock::System);
    browser.register("bob").await;
    browser.set_cookie("access_token", None);

    // Registrations go on until one finds no room; those before it were acknowledged.
    fill(&disk);
    let mut acknowledged = vec![("ada".to_owned(), ada.refresh.clone())];
    for number in 0.. {
        let username = format!("last-{number}");
        let answer = json.post("/api/auth/register", &registration(&username)).await;
        if answer.status != 201 {
            assert_no_room(&answer);
            break;
        }
        acknowledged.push((username, json.person(&answer).refresh));
        assert!(number < 1000, "the disk is never full");
    }
    for _ in 0..2 {
        assert_no_room(&json.refresh(&ada.refresh).await);
        assert_no_room(&json.post("/api/auth/login", &login("ada")).await);
        assert_no_room(&browser.get("/profile").await);
        let reading = ["/api/auth/verify", "/api/auth/me", "/api/profile/sessions", "/readyz"];
        for answer in join_all(reading.map(|path| ada.json.get(path))).await {
            assert_eq!(answer.status, 200, "requests that only read work: {answer:?}");
        }
    }

    fs::remove_file(disk.join("ballast")).unwrap();
    assert!(browser.is_signed_in().await, "with the same cookies as before");
    json.register("later").await;
    for (username, refresh) in &mut acknowledged {
        let answer = json.refresh(refresh).await;
        assert_eq!(answer.status, 200, "{username}: {answer:?}");
        *refresh = json.person(&answer).refresh;
    }

    // What the disk holds this moment is what a crash would leave.
    serving.signal(Signal::STOP);
    let copy = Binary::new(&CHEAP);
    for file in ["vestibule.db", "vestibule.db-wal", "vestibule.secrets"] {
        fs::copy(disk.join(file), copy.folder().join(file)).unwrap();
    }
    let from_copy = copy.serve(&["--public-url", &serving.address]);
    let json = JsonClient::to(&from_copy.address);
    for (username, refresh) in &acknowledged {
        assert_eq!(json.refresh(refresh).await.status, 200, "{username}");
        json.log_in(username).await;
    }
}

#[derive(QueryableByName)]
struct Pages {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    page_count: i64,
}

/// The same for every system: SQLite itself is told that there is no more room.
///
/// Shows: REL-03.
#[actix_web::test]
async fn a_database_that_cannot_grow_is_503_and_grows_again() {
    let app = TestApp::start_on_sqlite(&["--rate-limits", "off"]);
    let json = app.json();
    let ada = json.register("ada").await;
    let limit = |pages: i64| {
        app.app.store.write(move |tx| {
            let AnyConnection::Sqlite(rows) = &mut **tx else { panic!("a SQLite file") };
            diesel::sql_query(format!("PRAGMA max_page_count = {pages}")).execute(rows)?;
            Ok::<_, store::Error>(())
        })
    };
    let pages =
        diesel::sql_query("PRAGMA page_count").load::<Pages>(&mut app.connection()).unwrap()[0]
            .page_count;
    limit(pages).await.unwrap();
    let mut registered = 0;
    for number in 0.. {
        let answer = json.post("/api/auth/register", &registration(&format!("eve-{number}"))).await;
        if answer.status != 201 {
            assert_eq!(answer.problem(), (503, "BUSY".to_owned()));
            break;
        }
        registered += 1;
        assert!(number < 1000, "the limit is never reached");
    }
    assert_eq!(app.users().len(), 1 + registered, "whole or not at all");
    assert_eq!(ada.json.get("/api/auth/me").await.status, 200);
    limit(1_000_000).await.unwrap();
    json.register("eve-again").await;
    assert_eq!(json.refresh(&ada.refresh).await.status, 200);
}
