//! SIGHUP: another certificate for new connections, and no other change for those that are open.

use std::time::{Duration, Instant};

use rustix::process::Signal;

use super::client::Line;
use super::{Pair, secure};
use crate::support::Binary;
use crate::support::binary::Serving;

/// Sends SIGHUP and waits until the log shows the result.
#[track_caller]
fn hang_up(serving: &Serving, told: &str) {
    let before = serving.said().matches(told).count();
    serving.signal(Signal::HUP);
    let deadline = Instant::now() + Duration::from_secs(20);
    while serving.said().matches(told).count() == before {
        assert!(Instant::now() < deadline, "{told}: {}", serving.said());
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Shows: ASVS 11.2.2.
#[test]
fn new_connections_get_the_new_certificate_and_open_ones_continue() {
    let (first, second) = (Pair::new(), Pair::new());
    let binary = secure(&first);
    let serving = binary.serve(&[]);
    let mut kept = Line::open(&serving.address, &first).unwrap();
    assert!(kept.is_alive());
    assert!(
        Line::open(&serving.address, &second).is_err(),
        "the second certificate is not served yet"
    );
    second.put(&binary);
    assert!(Line::open(&serving.address, &first).is_ok(), "new files alone change nothing");

    hang_up(&serving, "certificate reloaded: valid until 1 January 4000");
    assert!(kept.is_alive(), "the earlier connection");
    assert_eq!(kept.certificate(), &first.der);
    let mut new = Line::open(&serving.address, &second).unwrap();
    assert_eq!(new.certificate(), &second.der);
    assert!(new.is_alive());
    assert!(
        Line::open(&serving.address, &first).is_err(),
        "the first certificate is no longer served"
    );
    assert!(kept.is_alive());

    first.put(&binary);
    hang_up(&serving, "certificate reloaded");
    assert!(Line::open(&serving.address, &first).is_ok(), "repeatedly");
    let ended = serving.stop(Signal::TERM);
    assert_eq!(ended.code, Some(0), "{ended:?}");
}

#[test]
fn no_request_is_lost_while_certificates_come_and_go() {
    let pair = Pair::new();
    let binary = secure(&pair);
    let serving = binary.serve(&[]);
    let address = serving.address.clone();
    let asking = std::thread::spawn(move || {
        let mut kept = Line::open(&address, &pair).unwrap();
        let deadline = Instant::now() + Duration::from_millis(700);
        let mut asked = 0;
        while Instant::now() < deadline {
            assert!(kept.is_alive());
            assert!(Line::open(&address, &pair).unwrap().is_alive());
            asked += 2;
        }
        asked
    });
    for _ in 0..10 {
        hang_up(&serving, "certificate reloaded");
    }
    assert!(asking.join().unwrap() > 10);
}

/// Shows: REL-24.
#[test]
fn files_that_cannot_be_served_leave_the_old_certificate() {
    let (first, second, expired) = (Pair::new(), Pair::new(), Pair::until(2021, 1, 1));
    let binary = secure(&first);
    let serving = binary.serve(&[]);
    let mut kept = Line::open(&serving.address, &first).unwrap();
    let cases: [(&str, Option<&str>, &str); 6] = [
        (
            "cert.pem",
            Some(&second.certificate),
            "TLS_KEY must be the private key of the first certificate in cert.pem; key.pem is another key.",
        ),
        (
            "cert.pem",
            Some("no certificate"),
            "TLS_CERT must be a PEM file with a certificate; cert.pem contains none.",
        ),
        ("cert.pem", None, "TLS_CERT must be a readable file; cannot read cert.pem"),
        (
            "key.pem",
            Some(""),
            "TLS_KEY must be a PEM file with a private key; key.pem contains none.",
        ),
        ("key.pem", None, "TLS_KEY must be a readable file; cannot read key.pem"),
        (
            "both",
            None,
            "TLS_CERT must not have expired; cert.pem expired on 1 January 2021, 00:00 UTC.",
        ),
    ];
    for (name, content, told) in cases {
        first.put(&binary);
        match (name, content) {
            ("both", _) => expired.put(&binary),
            (name, Some(content)) => binary.put(name, content),
            (name, None) => std::fs::remove_file(binary.folder().join(name)).unwrap(),
        }
        hang_up(&serving, told);
        assert!(kept.is_alive(), "{told}");
        assert!(Line::open(&serving.address, &first).unwrap().is_alive(), "{told}");
    }
    let log = serving.said();
    let errors: Vec<&str> = log.lines().filter(|line| line.contains(" ERROR ")).collect();
    assert_eq!(errors.len(), cases.len(), "{log}");
    assert!(
        errors.iter().all(|line| line.ends_with("Until then the previous certificate is served.")),
        "{log}"
    );
    assert!(!log.contains("PRIVATE KEY"), "{log}");

    second.put(&binary);
    hang_up(&serving, "certificate reloaded");
    assert!(Line::open(&serving.address, &second).is_ok(), "after the files are repaired");
}

/// Shows: REL-24.
#[actix_web::test]
async fn without_tls_a_sighup_ends_nothing() {
    let binary = Binary::new(&[]);
    let serving = binary.serve(&[]);
    hang_up(&serving, "no TLS certificate is configured");
    let answer = crate::support::JsonClient::to(&serving.address).get("/healthz").await;
    assert_eq!(answer.status, 200);
    assert_eq!(serving.stop(Signal::TERM).code, Some(0));
}
