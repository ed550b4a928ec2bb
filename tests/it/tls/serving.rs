//! What is served over HTTPS, and to whom.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use rustix::process::Signal;
use rustls::ProtocolVersion;
use rustls::version::{TLS12, TLS13};

use super::client::Line;
use super::{Pair, secure};
use crate::support::PASSWORD;

/// A TLS record of type handshake with a `ClientHello` of an old version, as openssl of 2010 sends
/// it.
fn old_hello(version: [u8; 2]) -> Vec<u8> {
    let suites = [0xc0, 0x13, 0xc0, 0x14, 0x00, 0x2f, 0x00, 0x35];
    let groups_and_points = [0, 0x0a, 0, 4, 0, 2, 0, 0x17, 0, 0x0b, 0, 2, 1, 0];
    let mut hello = version.to_vec();
    hello.extend([7; 32]);
    hello.extend([0, 0, suites.len() as u8]);
    hello.extend(suites);
    hello.extend([1, 0, 0, groups_and_points.len() as u8]);
    hello.extend(groups_and_points);
    let mut record = vec![22, 3, 1, 0, hello.len() as u8 + 4, 1, 0, 0, hello.len() as u8];
    record.extend(hello);
    record
}

/// Sends bytes and reads what comes until the server closes.
fn exchange(address: &str, bytes: &[u8]) -> Vec<u8> {
    let mut socket = TcpStream::connect(address.trim_start_matches("http://")).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    socket.write_all(bytes).unwrap();
    let mut answer = Vec::new();
    let _ = socket.read_to_end(&mut answer);
    answer
}

/// Shows: WEB-25, ASVS 11.6.2.
#[test]
fn tls_1_2_and_1_3_are_served_and_nothing_older() {
    let pair = Pair::new();
    let binary = secure(&pair);
    let serving = binary.serve(&[]);
    for (version, name) in [(&TLS12, ProtocolVersion::TLSv1_2), (&TLS13, ProtocolVersion::TLSv1_3)]
    {
        let mut line = Line::open_with(&serving.address, &pair, &[version], &[]).unwrap();
        assert_eq!(line.version(), Some(name));
        assert!(line.is_alive() && line.is_alive(), "{name:?}, and the connection is kept");
    }
    for version in [[3, 0], [3, 1], [3, 2]] {
        let answer = exchange(&serving.address, &old_hello(version));
        // An alert (21) of two bytes, fatal (2), and no ServerHello.
        assert!(answer.len() == 7 && answer[0] == 21 && answer[5] == 2, "{version:?}: {answer:?}");
    }
    let answer = exchange(&serving.address, &old_hello([3, 3]));
    assert!(
        !answer.is_empty(),
        "the same bytes with a version that is served get as far as the suites"
    );
}

/// Shows: HTTP-13, ASVS 4.1.2.
#[test]
fn plain_http_gets_nothing_where_https_is_served() {
    let pair = Pair::new();
    let binary = secure(&pair);
    let serving = binary.serve(&[]);
    let answer = exchange(&serving.address, b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert!(!answer.starts_with(b"HTTP/"), "{answer:?}");
    assert!(Line::open(&serving.address, &pair).unwrap().is_alive());
    let (log, _) = (serving.said(), drop(serving));
    assert!(!log.contains("/healthz 400"), "{log}");
}

/// Shows: HTTP-13, ASVS 4.2.3, ASVS 4.2.4.
#[test]
fn http_1_1_is_spoken_whatever_else_a_client_offers() {
    let pair = Pair::new();
    let binary = secure(&pair);
    let serving = binary.serve(&[]);
    for protocols in [&["h2", "http/1.1"][..], &["http/1.1"]] {
        let mut line =
            Line::open_with(&serving.address, &pair, rustls::ALL_VERSIONS, protocols).unwrap();
        assert_eq!(line.protocol(), Some(&b"http/1.1"[..]));
        assert!(line.is_alive());
    }
    assert!(Line::open_with(&serving.address, &pair, rustls::ALL_VERSIONS, &["h2"]).is_err());
}

/// Shows: CK-10, ASVS 3.3.3, ASVS 3.4.1.
#[test]
fn with_https_cookies_are_secure_and_bound_to_the_host_and_hsts_is_set() {
    let pair = Pair::new();
    let binary = secure(&pair);
    let serving = binary.serve(&[]);
    let mut line = Line::open(&serving.address, &pair).unwrap();
    let form =
        format!("username=ada&email=ada%40example.com&password={}", PASSWORD.replace(' ', "+"));
    let head = "POST /register HTTP/1.1\r\nOrigin: https://localhost\r\nContent-Type: application/x-www-form-urlencoded";
    let (head, _) = line.ask(head, &form).unwrap();
    assert!(
        head.starts_with("http/1.1 303 ") && head.contains("\r\nlocation: /profile\r\n"),
        "{head}"
    );
    assert!(head.contains("\r\nstrict-transport-security: max-age=31536000"), "{head}");
    let lines: Vec<&str> =
        head.lines().filter_map(|line| line.strip_prefix("set-cookie: ")).collect();
    assert_eq!(lines.len(), 3, "{head}");
    for (cookie, name) in
        lines.iter().zip(["__host-access_token=", "__host-refresh_token=", "__host-device="])
    {
        assert!(cookie.starts_with(name) && cookie.contains("; secure"), "{cookie}");
        assert!(
            cookie.contains("; path=/")
                && cookie.contains("; httponly")
                && !cookie.contains("domain"),
            "{cookie}"
        );
    }
}

#[test]
fn a_shutdown_is_as_graceful_as_without_tls() {
    let pair = Pair::new();
    let binary = secure(&pair);
    let serving = binary.serve(&[]);
    let mut idle = Line::open(&serving.address, &pair).unwrap();
    assert!(idle.is_alive());
    let begun = Instant::now();
    let ended = serving.stop(Signal::TERM);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(begun.elapsed() < Duration::from_secs(15), "an idle connection delays nobody");
}

/// Shows: REL-15.
#[test]
fn a_client_without_a_handshake_or_request_is_disconnected() {
    let pair = Pair::new();
    let binary = secure(&pair);
    let serving = binary.serve(&[]);
    let begun = Instant::now();
    let silent = TcpStream::connect(serving.address.trim_start_matches("http://")).unwrap();
    let mut line = Line::open(&serving.address, &pair).unwrap();
    line.begin("GET /healthz HTTP/1.1\r\nHost: loc").unwrap();
    assert!(line.read_rest().contains("408"), "the headers have five seconds, as without TLS");
    silent.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    assert!((&silent).read(&mut [0; 64]).is_ok(), "it is closed and not kept");
    assert!((4..15).contains(&begun.elapsed().as_secs()), "{:?}", begun.elapsed());
}
