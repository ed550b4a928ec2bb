//! Clients that take their time, with their questions or with our answers: each has an end, and
//! nobody waits for them.

use std::time::{Duration, Instant};

use rustix::process::Signal;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::{sleep, timeout};

use super::{CHEAP, post, registration};
use crate::support::raw::status;
use crate::support::{Binary, JsonClient};

/// How much later than it should something may happen on a busy machine.
const SLACK: Duration = Duration::from_secs(4);

async fn connect(address: &str) -> TcpStream {
    TcpStream::connect(address.strip_prefix("http://").unwrap()).await.unwrap()
}

/// Sends a byte now and then. Returns what came back, and how long the server put up with it.
async fn trickle(mut socket: TcpStream, bytes: &str) -> (String, Duration) {
    let begun = Instant::now();
    let (mut reading, mut writing) = socket.split();
    let send = async {
        for byte in bytes.bytes().cycle() {
            if writing.write_all(&[byte]).await.is_err() {
                break;
            }
            sleep(Duration::from_millis(300)).await;
        }
        std::future::pending::<()>().await;
    };
    let mut answer = Vec::new();
    let read = reading.read_to_end(&mut answer);
    tokio::select! { _ = read => {}, () = send => {}, () = sleep(Duration::from_secs(40)) => {} }
    (String::from_utf8_lossy(&answer).into_owned(), begun.elapsed())
}

fn assert_took(took: Duration, seconds: u64, what: &str) {
    let due = Duration::from_secs(seconds);
    assert!(took + Duration::from_millis(500) > due && took < due + SLACK, "{what} took {took:?}");
}

async fn slow_headers(address: &str) {
    let mut socket = connect(address).await;
    socket.write_all(b"GET /healthz HTTP/1.1\r\nX-Slow: ").await.unwrap();
    let (answer, took) = trickle(socket, "a").await;
    assert_eq!(status(&answer), 408, "{answer}");
    assert_took(took, 5, "the headers of a first request");
}

/// Asks once as one should and then never comes to an end.
async fn slow_later_headers(address: &str) {
    let mut socket = connect(address).await;
    socket.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    let mut begun = [0; 15];
    socket.read_exact(&mut begun).await.unwrap();
    assert_eq!(&begun, b"HTTP/1.1 200 OK");
    socket.write_all(b"GET /healthz HTTP/1.1\r\nX-Slow: ").await.unwrap();
    let (answer, took) = trickle(socket, "a").await;
    assert!(answer.contains("HTTP/1.1 408 "), "{answer}");
    assert_took(took, 5, "the headers of a second request");
}

async fn silence(address: &str) {
    let mut socket = connect(address).await;
    let begun = Instant::now();
    let _ = socket.read_to_end(&mut Vec::new()).await;
    assert_took(begun.elapsed(), 5, "a connection that says nothing");
}

/// Asks, says nothing for longer than a load balancer's own patience is short, and asks again.
async fn pause_between(address: &str) {
    let mut socket = connect(address).await;
    for pause in [8, 0] {
        socket.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
        let mut answer = vec![0; 4096];
        let read = socket.read(&mut answer).await.unwrap();
        assert!(answer[..read].starts_with(b"HTTP/1.1 200 OK"), "after a pause: {read} bytes");
        sleep(Duration::from_secs(pause)).await;
    }
}

/// Asks once and then nothing more, where that is put up with for two seconds.
async fn idle_for_too_long(address: &str) {
    let mut socket = connect(address).await;
    socket.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    let begun = Instant::now();
    let mut answer = String::new();
    let _ = socket.read_to_string(&mut answer).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK") && !answer.contains(" 408 "), "{answer}");
    assert_took(begun.elapsed(), 2, "an idle connection");
}

async fn slow_body(address: &str) {
    let mut socket = connect(address).await;
    let request = post("/api/auth/register", &registration("eve").to_string(), "keep-alive");
    let head = request.split_inclusive("\r\n\r\n").next().unwrap();
    socket.write_all(head.as_bytes()).await.unwrap();
    let (answer, took) = trickle(socket, " ").await;
    assert_eq!(status(&answer), 408, "{answer}");
    assert!(answer.contains("REQUEST_TIMEOUT"), "{answer}");
    assert_took(took, 15, "a body");
}

/// Asks for a lot and reads nothing of it.
async fn slow_reader(address: &str) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let mut socket =
        socket.connect(address.strip_prefix("http://").unwrap().parse().unwrap()).await.unwrap();
    let asked = 4000;
    let ask = async {
        for _ in 0..asked {
            if socket.write_all(b"GET /login HTTP/1.1\r\nHost: localhost\r\n\r\n").await.is_err() {
                break;
            }
        }
    };
    // Fifteen seconds, and what the system takes to notice.
    let patience = Duration::from_secs(19);
    futures_util::future::join(timeout(patience, ask), sleep(patience)).await.0.ok();
    let read = timeout(Duration::from_secs(3), socket.read_to_end(&mut Vec::new())).await;
    assert!(matches!(read, Ok(Err(_))), "the connection was not cut: {read:?}");
}

/// Somebody who asks properly, all the while.
async fn meanwhile(address: &str) {
    let json = JsonClient::to(address);
    let ada = json.register("ada").await;
    let mut refresh = ada.refresh.clone();
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(15) {
        let asked = Instant::now();
        assert_eq!(ada.json.get("/api/auth/me").await.status, 200);
        let answer = json.refresh(&refresh).await;
        assert_eq!(answer.status, 200);
        refresh = json.person(&answer).refresh;
        assert!(asked.elapsed() < Duration::from_secs(2), "slow clients delay nobody");
        sleep(Duration::from_millis(100)).await;
    }
}

/// Stops it while a body is on its way that never comes.
async fn stop_with_a_slow_body(binary: &Binary) {
    let mut serving = binary.serve(&[]);
    let mut socket = connect(&serving.address).await;
    let request = post("/api/auth/register", &registration("eve").to_string(), "keep-alive");
    socket.write_all(&request.as_bytes()[..request.len() - 5]).await.unwrap();
    for _ in 0..8 {
        assert_eq!(JsonClient::to(&serving.address).get("/healthz").await.status, 200);
    }
    let begun = Instant::now();
    serving.signal(Signal::TERM);
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.unwrap();
    assert_eq!(status(&answer), 408, "{answer}");
    let ended = serving.wait();
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
}

/// All in one test, since they spend it waiting.
///
/// Shows: HTTP-29, REL-15, REL-17, ASVS 13.1.3.
#[actix_web::test]
async fn slow_clients_are_disconnected_and_delay_nobody() {
    let (binary, stopping, brief) =
        (Binary::at_home(&CHEAP), Binary::at_home(&CHEAP), Binary::at_home(&CHEAP));
    let (serving, impatient) = (binary.serve(&[]), brief.serve(&["--keep-alive", "2s"]));
    let address = &serving.address;
    tokio::join!(
        slow_headers(address),
        slow_later_headers(address),
        silence(address),
        pause_between(address),
        idle_for_too_long(&impatient.address),
        slow_body(address),
        slow_reader(address),
        meanwhile(address),
        stop_with_a_slow_body(&stopping),
    );
}
