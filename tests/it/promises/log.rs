//! What the log has: a line for each request, a line for each event, and none that a stranger
//! wrote.

use rustix::process::Signal;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{Binary, JsonClient, PASSWORD, Person};

const CHEAP: [(&str, &str); 2] = [("BCRYPT_COST", "4"), ("RATE_LIMITS", "off")];

/// The part of a line after the time, the level and the module: `GET / 303 …`.
fn said(line: &str) -> &str {
    line.split_once("] ").unwrap_or_else(|| panic!("a line without its beginning: {line:?}")).1
}

/// The value of a member of a line: `1f` in `request=1f`.
fn member<'a>(line: &'a str, name: &str) -> &'a str {
    let found = line.split(' ').find_map(|word| word.strip_prefix(name)?.strip_prefix('='));
    found.unwrap_or_else(|| panic!("no {name} in {line:?}"))
}

/// The session of a token, as it says itself.
fn session(person: &Person) -> String {
    use base64::Engine;
    let claims = person.access.split('.').nth(1).unwrap();
    let claims = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(claims).unwrap();
    serde_json::from_slice::<serde_json::Value>(&claims).unwrap()["sid"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// Shows: LOG-03, ASVS 16.2.4.
#[actix_web::test]
async fn each_request_has_a_line_with_method_path_status_duration_and_name() {
    let binary = Binary::new(&CHEAP).on_test_database();
    let serving = binary.serve(&[]);
    let json = JsonClient::to(&serving.address);
    json.get("/profile?q=canary").await;
    json.get("/nothing/here").await;
    json.post("/api/auth/login?q=canary", &json!({ "username": "ada", "password": PASSWORD }))
        .await;
    json.post("/profile/security", &json!({})).await;
    let log = serving.stop(Signal::TERM).err;

    let mut names = Vec::new();
    for begin in [
        "GET /profile 303 ",
        "GET /nothing/here 404 ",
        "POST /api/auth/login 401 ",
        "POST /profile/security 405 ",
    ] {
        let lines: Vec<&str> =
            log.lines().map(said).filter(|line| line.starts_with(begin)).collect();
        assert_eq!(lines.len(), 1, "{begin}: {log}");
        let millis = lines[0][begin.len()..].split_once("ms ").unwrap().0;
        assert!(millis.parse::<f64>().is_ok_and(|millis| millis >= 0.0), "{}", lines[0]);
        names.push(member(lines[0], "request"));
    }
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 4, "each request has its own id");
    assert!(!log.contains("canary"), "queries are not logged: {log}");
}

/// Shows: LOG-07, ASVS 16.2.1, ASVS 16.3.1.
#[actix_web::test]
async fn each_event_has_a_line_with_the_account_the_session_and_the_request() {
    let binary = Binary::new(&CHEAP).on_test_database();
    // Without a window a token that was replaced is stolen at once.
    let serving = binary.serve(&["--refresh-grace", "0s", "--refresh-recovery", "0s"]);
    let json = JsonClient::to(&serving.address);
    let ada = json.register("ada").await;
    let there = json.log_in("ada").await;
    json.post("/api/auth/login", &json!({ "username": "ada", "password": "wrong" })).await;
    json.post("/api/auth/login", &json!({ "username": "nobody", "password": "wrong" })).await;
    let next = json.person(&json.refresh(&ada.refresh).await);
    assert_eq!(json.refresh(&ada.refresh).await.status, 401);
    assert_eq!(json.refresh(&next.refresh).await.status, 401);
    there.json.post("/api/auth/logout", &json!({})).await;
    let log = serving.stop(Signal::TERM).err;

    let (user, first, second) = (ada.id.as_str(), session(&ada), session(&there));
    for (word, session, request) in [
        ("registered", Some(&first), "POST /api/auth/register 201 "),
        ("signed_in", Some(&second), "POST /api/auth/login 200 "),
        ("sign_in_failed", None, "POST /api/auth/login 401 "),
        ("rotated", Some(&first), "POST /api/auth/refresh 200 "),
        ("refresh_reused", Some(&first), "POST /api/auth/refresh 401 "),
        ("signed_out", Some(&second), "POST /api/auth/logout 200 "),
    ] {
        let begin = format!("{word} user={user} ");
        let lines: Vec<&str> =
            log.lines().map(said).filter(|line| line.starts_with(&begin)).collect();
        assert_eq!(lines.len(), 1, "{word}: {log}");
        if let Some(session) = session {
            assert_eq!(member(lines[0], "session"), session, "{word}");
        }
        let name = member(lines[0], "request");
        let same = log
            .lines()
            .map(said)
            .filter(|line| line.starts_with(request) && member(line, "request") == name);
        assert_eq!(same.count(), 1, "{word}: its request has the same id in the log: {log}");
    }
    assert!(
        log.lines().any(|line| line.contains(" WARN ") && said(line).starts_with("refresh_reused")),
        "{log}"
    );
    assert!(
        log.lines().map(said).any(|line| line.starts_with("sign_in_failed user=unknown ")),
        "{log}"
    );
    for word in ["reused", "reuse"] {
        let line = format!("refresh_refused reason={word} session={first} ");
        assert!(log.lines().map(said).any(|said| said.starts_with(&line)), "{word}: {log}");
    }
}

/// Shows: INJ-07, LOG-06, LOG-12, ASVS 16.2.2, ASVS 16.4.1.
#[actix_web::test]
async fn no_request_can_write_a_line_of_its_own() {
    let binary = Binary::new(&CHEAP).on_test_database();
    let serving = binary.serve(&[]);
    let address = serving.address.strip_prefix("http://").unwrap();
    for (path, header) in [
        ("/%0a[2026-01-01T00:00:00Z%20INFO%20x]%20forged", "X: y"),
        ("/%0d%0aforged", "X: y"),
        ("/%1b[2Jforged", "X: y"),
        ("/%c2%9b2Jforged", "X: y"),
        ("/%e2%80%aeforged", "X: y"),
        ("/\x1b[2Jforged", "X: y"),
        ("/\x0bforged", "X: y"),
        ("/\u{202e}forged", "X: y"),
        ("/agent", "User-Agent: \x1b]0;forged\x07"),
        ("/agent", "User-Agent: \u{9b}2J\u{202e}forged"),
        ("/agent", "User-Agent: a\r[2026-01-01T00:00:00Z INFO x] forged"),
        ("/folded", "X: y\r\n [2026-01-01T00:00:00Z INFO x] forged"),
        ("/host", "X-Forwarded-For: \x1b[2Jforged"),
    ] {
        let mut socket = TcpStream::connect(address).await.unwrap();
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: x\r\n{header}\r\nConnection: close\r\n\r\n");
        socket.write_all(request.as_bytes()).await.unwrap();
        let _ = socket.read_to_end(&mut Vec::new()).await;
    }
    let json = JsonClient::to(&serving.address).with_agent("\u{9b}2J\u{202e}forged");
    let ada = json.register("ada").await;
    for text in [
        "a\n[2026-01-01T00:00:00Z INFO x] forged",
        "\u{1b}[2Jforged",
        "\u{202e}forged",
        "\u{2028}forged",
    ] {
        json.post("/api/auth/login", &json!({ "username": text, "password": text })).await;
        json.post(
            "/api/auth/register",
            &json!({ "username": text, "email": text, "password": text }),
        )
        .await;
        json.refresh(text).await;
        ada.json.patch("/api/profile/me", &json!({ "name": text })).await;
    }
    let ended = serving.stop(Signal::TERM);
    for line in ended.err.lines() {
        assert!(line.starts_with("[20"), "a line that the log did not begin: {line:?}");
        assert!(!said(line).starts_with("forged"), "{line:?}");
    }
    let strange = |c: &char| (c.is_control() && *c != '\n') || matches!(c, '\u{2028}'..='\u{202e}');
    assert_eq!(ended.err.chars().find(strange), None, "{:?}", ended.err);
    assert!(ended.err.contains("forged"), "the paths are there, harmless: {}", ended.err);
}

/// Shows: LOG-07, ASVS 16.2.1, ASVS 16.3.2, ASVS 16.3.3.
#[actix_web::test]
async fn each_refusal_has_its_reason_and_who_was_refused() {
    let binary = Binary::new(&CHEAP).on_test_database();
    let serving = binary.serve(&[]);
    let json = JsonClient::to(&serving.address);
    let ada = json.register("ada").await;
    ada.json.get("/api/users").await;
    ada.json.get("/admin").await;
    json.get("/profile").await;
    json.bearer("garbage").get("/api/auth/me").await;
    json.send(
        json.request(reqwest::Method::POST, "/logout").header("origin", "https://evil.example.com"),
    )
    .await;
    json.send(json.request(reqwest::Method::POST, "/api/auth/login").body("x")).await;
    ada.json.patch("/api/profile/me", &json!({ "username": "?" })).await;
    let log = serving.stop(Signal::TERM).err;
    for (begin, user, code) in [
        ("GET /api/users 403 ", Some(&ada.id), "FORBIDDEN"),
        ("GET /admin 403 ", Some(&ada.id), "FORBIDDEN"),
        ("GET /profile 303 ", None, "NO_TOKEN"),
        ("GET /api/auth/me 401 ", None, "INVALID_TOKEN"),
        ("POST /logout 403 ", None, "CROSS_SITE_REQUEST"),
        ("POST /api/auth/login 415 ", None, "UNSUPPORTED_MEDIA_TYPE"),
        ("PATCH /api/profile/me 422 ", Some(&ada.id), "VALIDATION_FAILED"),
    ] {
        let line = log
            .lines()
            .map(said)
            .find(|line| line.starts_with(begin))
            .unwrap_or_else(|| panic!("{begin}: {log}"));
        assert_eq!(member(line, "code"), code, "{begin}");
        assert_eq!(line.contains(" user="), user.is_some(), "{begin}");
        if let Some(user) = user {
            assert_eq!(member(line, "user"), user, "{begin}");
        }
    }
}

/// Shows: LOG-07, ASVS 16.3.3.
#[actix_web::test]
async fn a_limited_request_is_logged_with_its_limit() {
    let binary = Binary::new(&CHEAP[..1]).on_test_database();
    let serving = binary.serve(&[]);
    let json = JsonClient::to(&serving.address);
    let ada = json.register("ada").await;
    for _ in 0..3 {
        ada.json.post("/api/auth/verify-email/resend", &json!({})).await;
    }
    for _ in 0..7 {
        json.post("/api/auth/login", &json!({ "username": "nobody", "password": "wrong" })).await;
    }
    let log = serving.stop(Signal::TERM).err;
    for (what, begin) in [
        ("mail", "POST /api/auth/verify-email/resend 429 "),
        ("sign_in", "POST /api/auth/login 429 "),
    ] {
        let said = |begin: &str| {
            log.lines().map(said).find(|line| line.starts_with(begin)).map(str::to_owned)
        };
        let limit = said(&format!("limited what={what} by=account "))
            .unwrap_or_else(|| panic!("{what}: {log}"));
        let request = said(begin).unwrap_or_else(|| panic!("{begin}: {log}"));
        assert_eq!(member(&request, "code"), "RATE_LIMITED", "{what}");
        assert_eq!(member(&request, "request"), member(&limit, "request"), "{what}");
    }
}

/// Shows: LOG-08.
#[actix_web::test]
async fn clients_cannot_set_the_request_id() {
    let binary = Binary::new(&CHEAP).on_test_database();
    let serving = binary.serve(&[]);
    let json = JsonClient::to(&serving.address);
    let enormous = "canary".repeat(2000);
    for name in ["canary", "canary canary", &enormous] {
        let request = json.request(reqwest::Method::GET, "/healthz").header("x-request-id", name);
        let request = request.header("traceparent", name).header("x-correlation-id", name);
        let answer = json.send(request).await;
        assert!(
            answer.headers.values().all(|value| !value.to_str().unwrap().contains("canary")),
            "{answer:?}"
        );
    }
    let log = serving.stop(Signal::TERM).err;
    assert!(log.contains("GET /healthz 200") && !log.contains("canary"), "{log}");
}

/// Shows: ASVS 16.3.4, ASVS 16.5.1.
#[actix_web::test]
async fn a_failure_is_in_the_log_with_its_cause_and_nowhere_else() {
    let binary = Binary::new(&CHEAP).on_test_database();
    let serving = binary.serve(&[]);
    let json = JsonClient::to(&serving.address);
    let ada = json.register("ada").await;
    binary.rows().hide_tables(&["users"]);
    for path in ["/api/auth/me", "/profile"] {
        let answer = ada.json.get(path).await;
        assert_eq!(answer.status, 503, "{answer:?}");
        assert!(!answer.body.contains("users") && !answer.body.contains("table"), "{answer:?}");
    }
    let log = serving.stop(Signal::TERM).err;
    for path in ["/api/auth/me", "/profile"] {
        let begin = format!("GET {path} 503 ");
        let line = log
            .lines()
            .find(|line| line.contains(&begin))
            .unwrap_or_else(|| panic!("{begin}: {log}"));
        assert!(
            line.contains(" WARN ")
                && line.contains("code=BUSY cause=")
                && (line.contains("no such table") || line.contains("does not exist")),
            "{line}"
        );
    }
}
