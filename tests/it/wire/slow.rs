//! Clients that take their time.

use std::time::{Duration, Instant};

use actix_web::rt::time::{sleep, timeout};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::{LOGIN, assert_well};
use crate::support::{TestApp, raw};

/// Shows: REL-15.
#[actix_web::test]
async fn unfinished_headers_are_refused_after_five_seconds() {
    let app = TestApp::start();
    let begun = Instant::now();
    let mut sockets = Vec::new();
    for _ in 0..200 {
        let mut socket = raw::connect(&app).await;
        socket.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-").await.unwrap();
        sockets.push(socket);
    }
    // Each of them goes on a little, and everybody else is served meanwhile.
    sleep(Duration::from_secs(2)).await;
    for socket in &mut sockets {
        socket.write_all(b"a").await.unwrap();
    }
    let asked = Instant::now();
    assert_well(&app).await;
    assert!(asked.elapsed() < Duration::from_secs(1));
    for mut socket in sockets {
        let mut answer = String::new();
        let read = timeout(Duration::from_secs(10), socket.read_to_string(&mut answer)).await;
        assert!(read.is_ok(), "still open after {:?}", begun.elapsed());
        assert_eq!(raw::status(&answer), 408);
    }
    assert!((4..12).contains(&begun.elapsed().as_secs()), "after {:?}", begun.elapsed());
}

/// Shows: REL-16.
#[actix_web::test]
async fn a_body_that_arrives_too_slowly_is_refused() {
    let app = TestApp::start();
    let mut socket = raw::connect(&app).await;
    socket.write_all(format!("{LOGIN}Content-Length: 10000\r\n\r\n").as_bytes()).await.unwrap();
    let (mut read, mut write) = socket.split();
    let trickle = async {
        while write.write_all(b" ").await.is_ok() {
            sleep(Duration::from_millis(20)).await;
        }
        std::future::pending::<()>().await;
    };
    let mut answer = [0; 12];
    let begun = Instant::now();
    tokio::select! {
        read = read.read_exact(&mut answer) => assert!(read.is_ok()),
        () = trickle => {}
        () = sleep(Duration::from_secs(8)) => panic!("nothing after eight seconds"),
    }
    assert_eq!(&answer, b"HTTP/1.1 408", "after {:?}", begun.elapsed());
    assert_well(&app).await;
}
