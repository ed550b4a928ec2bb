//! SIGTERM: requests in flight are answered, nobody new is let in, the database is left in one
//! file.

use std::time::{Duration, Instant};

use rustix::process::Signal;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{CHEAP, login, post, registration};
use crate::support::raw::status;
use crate::support::{Binary, Database, JsonClient};

async fn connect(address: &str) -> TcpStream {
    TcpStream::connect(address.strip_prefix("http://").unwrap()).await.unwrap()
}

async fn rest(mut socket: TcpStream) -> String {
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).await.unwrap();
    String::from_utf8(answer).unwrap()
}

/// Asks on connections of their own, so that each worker has had to look at what came before.
async fn let_it_look(address: &str) {
    for _ in 0..16 {
        assert_eq!(JsonClient::to(address).get("/healthz").await.status, 200);
    }
}

fn database_files(binary: &Binary) -> Vec<String> {
    let mut files = binary.files();
    files.retain(|name| name.starts_with("vestibule.db"));
    files
}

/// Shows: REL-23.
#[actix_web::test]
async fn requests_in_flight_are_answered_before_it_exits_with_0() {
    // A hash takes long enough to be in flight.
    let settings = [("BCRYPT_COST", "11"), ("RATE_LIMITS", "off")];
    let binary = Binary::at_home(&settings).on_test_database();
    let mut serving = binary.serve(&[]);
    let address = serving.address.clone();
    JsonClient::to(&address).register("ada").await;

    let mut half_sent = connect(&address).await;
    let request = post("/api/auth/register", &registration("eve").to_string(), "keep-alive");
    let (first_half, second_half) = request.split_at(request.len() - 20);
    half_sent.write_all(first_half.as_bytes()).await.unwrap();
    let mut idle = connect(&address).await;
    idle.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    let mut begun = [0; 15];
    idle.read_exact(&mut begun).await.unwrap();
    assert_eq!(&begun, b"HTTP/1.1 200 OK");
    let mut hashing = Vec::new();
    for _ in 0..4 {
        let mut socket = connect(&address).await;
        socket
            .write_all(post("/api/auth/login", &login("ada").to_string(), "keep-alive").as_bytes())
            .await
            .unwrap();
        hashing.push(socket);
    }
    let_it_look(&address).await;

    serving.signal(Signal::TERM);
    let asked = Instant::now();
    serving.says("stopping").await;
    while TcpStream::connect(address.strip_prefix("http://").unwrap()).await.is_ok() {
        assert!(asked.elapsed() < Duration::from_secs(5), "no new connection is accepted");
        actix_web::rt::time::sleep(Duration::from_millis(5)).await;
    }
    rest(idle).await;
    assert!(asked.elapsed() < Duration::from_secs(5), "idle connections are not waited for");
    for socket in hashing {
        assert_eq!(status(&rest(socket).await), 200, "a hash in progress is waited for");
    }
    half_sent.write_all(second_half.as_bytes()).await.unwrap();
    let answer = rest(half_sent).await;
    assert_eq!(status(&answer), 201, "a body in transit is waited for: {answer}");
    assert!(answer.to_lowercase().contains("connection: close"), "{answer}");

    let ended = serving.wait();
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(asked.elapsed() < Duration::from_secs(10), "{ended:?}");
    if binary.rows().file().is_some() {
        assert_eq!(database_files(&binary), ["vestibule.db"], "the one file is complete");
    }
    let serving = binary.serve(&[]);
    JsonClient::to(&serving.address).log_in("eve").await;
}

#[actix_web::test]
async fn after_an_orderly_stop_the_database_is_one_file_that_can_be_copied() {
    let binary = Binary::at_home(&CHEAP);
    let serving = binary.serve(&[]);
    let origin = serving.address.clone();
    let ada = JsonClient::to(&origin).register("ada").await;
    for _ in 0..20 {
        // Several at once, so that several connections read.
        let asked = (0..8).map(|_| ada.json.get("/api/auth/me"));
        for answer in futures_util::future::join_all(asked).await {
            assert_eq!(answer.status, 200);
        }
    }
    assert_eq!(database_files(&binary), ["vestibule.db", "vestibule.db-shm", "vestibule.db-wal"]);
    assert_eq!(serving.stop(Signal::TERM).code, Some(0));
    assert_eq!(database_files(&binary), ["vestibule.db"]);

    let copy = Binary::new(&CHEAP);
    for file in ["vestibule.db", "vestibule.secrets"] {
        std::fs::copy(binary.folder().join(file), copy.folder().join(file)).unwrap();
    }
    let serving = copy.serve(&["--public-url", &origin]);
    assert_eq!(JsonClient::to(&serving.address).refresh(&ada.refresh).await.status, 200);
}

#[actix_web::test]
async fn a_program_that_reads_the_database_does_not_delay_the_stop() {
    let binary = Binary::at_home(&CHEAP);
    let serving = binary.serve(&[]);
    let reading = Database::at(binary.database()).lock_log();
    JsonClient::to(&serving.address).register("ada").await;
    let ended = serving.stop(Signal::TERM);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.took < Duration::from_secs(2), "{ended:?}");
    reading.release();
    assert_eq!(Database::at(binary.database()).usernames(), ["ada"]);
}
