//! What a person entrusts to us stands in no log, however much is logged, and no token or password
//! in the database.

use std::fs;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use reqwest::Method;
use rustix::process::Signal;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{Answer, Binary, JsonClient, Person};

const PASSWORD: &str = "Kanarienvogel+7 & grün?";
const EMAIL: &str = "canary.address+tag@example.com";
const AGENT: &str = "canary-browser/1.0";
const NAME: &str = "Canary Lovelace";

/// Everything that was handed out or typed in, to be looked for.
#[derive(Default)]
struct Canaries(Vec<String>);

impl Canaries {
    /// Keeps a token and its parts. The first part is the same in all tokens of a kind, but has no
    /// place there either.
    fn token(&mut self, token: &str) {
        self.0.push(token.to_owned());
        self.0.extend(token.split('.').map(str::to_owned));
    }

    /// Keeps a text in every way in which it may have travelled.
    fn text(&mut self, text: &str) {
        let escaped: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
        self.0.extend([text.to_owned(), escaped.replace('+', "%20"), escaped]);
        self.0.push(format!("{text:?}").trim_matches('"').to_owned());
        self.0.push(format!("{:?}", text.as_bytes()).trim_matches(['[', ']']).to_owned());
        // The last characters depend on what follows.
        for encoded in [STANDARD_NO_PAD.encode(text), URL_SAFE_NO_PAD.encode(text)] {
            self.0.push(encoded[..encoded.len() - 2].to_owned());
        }
    }

    fn person(&mut self, person: &Person) {
        self.token(&person.access);
        self.token(&person.refresh);
    }

    fn cookies(&mut self, answer: &Answer) {
        answer.set_cookies().iter().for_each(|cookie| self.token(&cookie.value));
    }

    #[track_caller]
    fn assert_absent(&self, from: &str, what: &str) {
        for canary in self.0.iter().filter(|canary| canary.len() > 5) {
            let at = from.find(canary.as_str());
            let line = at.map(|at| from[..at + canary.len()].lines().last());
            assert_eq!(line, None, "{what} has {canary}");
        }
    }
}

/// Shows: LOG-01, LOG-02, LOG-03, LOG-04, LOG-05, ASVS 16.2.5.
#[actix_web::test]
async fn the_log_has_no_secret_and_no_name_and_the_database_no_plain_secret() {
    let variables = [
        ("RUST_LOG", "trace,tokio_postgres::query=trace"),
        ("BCRYPT_COST", "4"),
        ("RATE_LIMITS", "off"),
    ];
    let binary = Binary::new(&variables).on_test_database();
    let serving = binary.serve(&["--refresh-grace", "0s", "--refresh-recovery", "0s"]);
    let mut secret = Canaries::default();
    secret.text(PASSWORD);
    let json = JsonClient::to(&serving.address).with_agent(AGENT);
    let ada = live(&json, &mut secret).await;
    be_odd(&json, &serving.address, &ada).await;
    let ended = serving.stop(Signal::TERM);
    assert!(
        ended.err.contains(" TRACE ") || ended.err.contains(" DEBUG "),
        "everything is logged: {}",
        ended.err
    );

    let secrets = fs::read_to_string(binary.folder().join("vestibule.secrets")).unwrap();
    for value in secrets.lines().filter_map(|line| line.split_once("_SECRET=")) {
        secret.text(value.1);
    }
    if binary.rows().file().is_some() {
        let mut rows = Vec::new();
        for file in binary.files().iter().filter(|name| name.starts_with("vestibule.db")) {
            rows.extend(fs::read(binary.folder().join(file)).unwrap());
        }
        let rows = String::from_utf8_lossy(&rows);
        assert!(rows.contains(EMAIL), "the rows exist");
        secret.assert_absent(&rows, "the database");
    }

    for private in [EMAIL, NAME, AGENT, "canary.address", "canary-lovelace"] {
        secret.text(private);
    }
    secret.assert_absent(&ended.err, "the log");
    secret.assert_absent(&ended.out, "the welcome");
}

/// Registers, signs in, fails to, refreshes, presents a token again and signs out, in both faces.
async fn live(json: &JsonClient, secret: &mut Canaries) -> Person {
    let account = json!({
        "username": "canary-lovelace", "email": EMAIL, "password": PASSWORD, "name": NAME, "refreshTokenIn": "body",
    });
    let ada = json.person(&json.post("/api/auth/register", &account).await);
    let mut other = account.clone();
    other["name"] = "Another".into();
    assert_eq!(json.post("/api/auth/register", &other).await.status, 409);
    assert_eq!(
        json.post("/api/auth/login", &json!({ "email": EMAIL, "password": "wrong" })).await.status,
        401
    );
    assert_eq!(
        json.post("/api/auth/login", &json!({ "email": "x", "password": PASSWORD })).await.status,
        401
    );
    let slip = json!({ "username": PASSWORD, "password": EMAIL });
    assert_eq!(json.post("/api/auth/login", &slip).await.status, 401, "typed into the wrong field");
    let login =
        json.post("/api/auth/login", &json!({ "email": EMAIL, "password": PASSWORD })).await;
    secret.cookies(&login);
    let page = form(json, "/login", &[("login", EMAIL), ("password", PASSWORD)]).await;
    assert_eq!(page.status, 303);
    secret.cookies(&page);
    let cookie = page.set_cookie("refresh_token").value;
    let renewed =
        json.request(Method::GET, "/profile").header("cookie", format!("refresh_token={cookie}"));
    let renewed = json.send(renewed).await;
    assert_eq!(renewed.set_cookies().len(), 2);
    secret.cookies(&renewed);

    let next = json.person(&json.refresh(&ada.refresh).await);
    assert_eq!(next.json.get("/api/auth/me").await.status, 200);
    assert_eq!(json.refresh(&ada.refresh).await.status, 401, "it was replaced");
    let here = json.person(&json.post("/api/auth/login", &account).await);
    assert_eq!(
        here.json.post("/api/auth/logout", &json!({ "refreshToken": here.refresh })).await.status,
        200
    );
    for person in [&ada, &next, &here] {
        secret.person(person);
    }
    let last = json.person(&json.post("/api/auth/login", &account).await);
    secret.person(&last);
    last
}

/// Sends what is secret to where it does not belong.
async fn be_odd(json: &JsonClient, address: &str, ada: &Person) {
    let (access, refresh) = (&ada.access, &ada.refresh);
    json.get(&format!("/profile?access_token={access}&email={EMAIL}")).await;
    json.get(&format!("/login?next=/profile?token={refresh}")).await;
    json.post(&format!("/api/auth/refresh?refreshToken={refresh}"), &json!({})).await;
    json.bearer(&format!("{access}x")).get("/api/auth/me").await;
    json.bearer(refresh).get("/api/auth/me").await;
    json.refresh(access).await;
    json.post("/api/auth/login", &json!({ "email": { "x": EMAIL }, "password": [PASSWORD] })).await;
    json.post("/api/auth/login", &json!({ "refreshTokenIn": PASSWORD, "email": EMAIL })).await;
    json.post(
        "/api/auth/register",
        &json!({ "username": PASSWORD, "email": PASSWORD, "password": EMAIL }),
    )
    .await;
    form(json, "/login", &[("login", EMAIL), ("password", PASSWORD), ("password", PASSWORD)]).await;
    form(json, "/register", &[("username", EMAIL), ("email", PASSWORD), ("password", "x")]).await;
    form(json, "/api/auth/login", &[("email", EMAIL), ("password", PASSWORD)]).await;
    let basic = STANDARD_NO_PAD.encode(format!("{EMAIL}:{PASSWORD}"));
    for (name, value) in [
        ("authorization", format!("Basic {basic}")),
        ("authorization", format!("Bearer {access} {refresh}")),
        ("referer", format!("http://localhost:8080/?token={refresh}")),
        ("x-access-token", access.clone()),
        ("x-forwarded-for", EMAIL.to_owned()),
        ("origin", format!("http://{access}")),
        ("content-type", format!("text/{access}")),
        (
            "cookie",
            format!(
                "refresh_token={refresh}; refresh_token={refresh}; access_token={access}; e={EMAIL}"
            ),
        ),
    ] {
        let request = json.request(Method::POST, "/api/auth/logout-all").header(name, value);
        json.send(request.body(PASSWORD)).await;
    }
    for request in [
        format!(
            "POST /login HTTP/1.1\r\nHost: x\r\nCookie: access_token={access}\r\nBad Header: {PASSWORD}\r\n\r\n"
        ),
        format!(
            "POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 999999\r\n\r\n{{\"password\":\"{PASSWORD}\""
        ),
        format!(
            "POST /login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n{PASSWORD}\r\n"
        ),
        format!("{PASSWORD} {access} {EMAIL}\r\n\r\n"),
    ] {
        let mut socket =
            TcpStream::connect(address.strip_prefix("http://").unwrap()).await.unwrap();
        socket.write_all(request.as_bytes()).await.unwrap();
        socket.shutdown().await.unwrap();
        let _ = socket.read_to_end(&mut Vec::new()).await;
    }
}

async fn form(json: &JsonClient, path: &str, fields: &[(&str, &str)]) -> Answer {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(fields);
    let request = json
        .request(Method::POST, path)
        .header("content-type", "application/x-www-form-urlencoded");
    json.send(request.body(form.finish())).await
}
