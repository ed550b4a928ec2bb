//! Bodies that are not what they should be: 400, 408, 413 and 415.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::{registration, rows, unlimited, with};
use crate::support::{Answer, JsonClient, Person, TestApp, raw};

/// Everything that takes a body.
const TAKING: [(Method, &str); 4] = [
    (Method::POST, "/api/auth/register"),
    (Method::POST, "/api/auth/login"),
    (Method::POST, "/api/auth/refresh"),
    (Method::PATCH, "/api/profile/me"),
];

async fn send(
    client: &JsonClient,
    (method, path): &(Method, &str),
    content_type: &str,
    body: Vec<u8>,
) -> Answer {
    let request = client.request(method.clone(), path).header("content-type", content_type);
    client.send(request.body(body)).await
}

/// An application with one account, and what the account may do.
async fn with_ada() -> (TestApp, Person, [usize; 4]) {
    let app = unlimited();
    let ada = app.json().register("ada").await;
    let before = rows(&app).await;
    (app, ada, before)
}

/// Shows: AUTH-73, AUTH-74, INP-01, INP-02, INP-03, INP-05.
#[actix_web::test]
async fn a_body_that_is_not_one_json_object_is_malformed() {
    let (app, ada, before) = with_ada().await;
    let good = registration("eve").to_string();
    let nested = |depth: usize| format!(r#"{{"x":{}{}}}"#, "[".repeat(depth), "]".repeat(depth));
    let utf16: Vec<u8> = good.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cases: [(Vec<u8>, &str); 31] = [
        (b" \r\n\t".to_vec(), "nothing but blanks"),
        (b"{".to_vec(), "an open brace"),
        (good.as_bytes()[..good.len() - 1].to_vec(), "a missing brace"),
        (format!("{good}x").into_bytes(), "something behind it"),
        (format!("{good}{good}").into_bytes(), "two objects"),
        (format!("\u{feff}\u{feff}{good}").into_bytes(), "two byte order marks"),
        (format!("{good}\u{feff}").into_bytes(), "a byte order mark behind it"),
        ("\u{feff}".as_bytes().to_vec(), "a byte order mark alone"),
        (utf16, "UTF-16"),
        (format!("[{good}]").into_bytes(), "an object in a list"),
        (
            br#"["eve","eve@example.com","correct horse battery",null]"#.to_vec(),
            "the values in a list",
        ),
        (b"[]".to_vec(), "an empty list"),
        (b"null".to_vec(), "null"),
        (b"true".to_vec(), "true"),
        (b"1".to_vec(), "a number"),
        (br#""text""#.to_vec(), "a text"),
        (b"username=eve&email=eve%40example.com".to_vec(), "a form"),
        (good.replace('"', "'").into_bytes(), "single quotes"),
        (good.replace('}', ",}").into_bytes(), "a comma at the end"),
        (format!("/* hello */ {good}").into_bytes(), "a comment"),
        (br#"{"username":NaN}"#.to_vec(), "NaN"),
        (b"{\"username\":\"e\xffve\"}".to_vec(), "bytes that are not UTF-8"),
        (b"{\"username\":\"e\xc0\xafve\"}".to_vec(), "an overlong slash"),
        (br#"{"username":"\ud800"}"#.to_vec(), "half a surrogate pair"),
        (b"{\"username\":\"e\nve\"}".to_vec(), "a bare line break in a text"),
        (format!("{good}\0").into_bytes(), "a NUL behind it"),
        (good.replace('}', r#","username":"mallory"}"#).into_bytes(), "a member twice"),
        (
            good.replace('}', r#","user\u006eame":"mallory"}"#).into_bytes(),
            "a member twice, spelt in two ways",
        ),
        (good.replace('}', r#","x":1,"x":2}"#).into_bytes(), "an unknown member twice"),
        (nested(200).into_bytes(), "200 lists in each other"),
        (nested(8000).into_bytes(), "8000 lists in each other"),
    ];
    for to in &TAKING {
        let mut first: Option<String> = None;
        for (body, what) in &cases {
            let answer = send(&ada.json, to, "application/json", body.clone()).await;
            assert_eq!(answer.problem(), (400, "MALFORMED_JSON".to_owned()), "{}: {what}", to.1);
            // The parser's own words would differ from case to case.
            assert_eq!(
                first.get_or_insert_with(|| answer.body.clone()),
                &answer.body,
                "{}: {what}",
                to.1
            );
        }
    }
    assert_eq!(rows(&app).await, before);
}

#[actix_web::test]
async fn a_missing_required_body_is_malformed() {
    let (app, ada, before) = with_ada().await;
    for (method, path) in TAKING.into_iter().filter(|(_, path)| *path != "/api/auth/refresh") {
        let answer = ada.json.call(method.clone(), path, None).await;
        assert_eq!(answer.problem(), (400, "MALFORMED_JSON".to_owned()), "{path}");
        let answer = send(&ada.json, &(method, path), "application/json", Vec::new()).await;
        assert_eq!(answer.problem(), (400, "MALFORMED_JSON".to_owned()), "{path}, empty");
    }
    assert_eq!(rows(&app).await, before);
}

/// Shows: CSRF-09, CSRF-10, HTTP-18, INP-04, INP-06, ASVS 3.5.2.
#[actix_web::test]
async fn a_body_of_another_type_is_refused() {
    let (app, ada, before) = with_ada().await;
    let body = registration("eve").to_string();
    for to in &TAKING {
        for content_type in [
            "text/plain",
            "text/plain;charset=UTF-8",
            "text/json",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/problem+json",
            "application/jsonx",
            "application/octet-stream",
            "application/json; charset=utf-16",
            "application/json; charset=iso-8859-1",
            "application/json, text/plain",
            "*/*",
            "json",
            "",
            "application/json;charset",
            "application/json; charset=utf-8; charset=utf-16",
            "application/json; charset=\"utf-8",
            "application/json; charset = utf-8",
        ] {
            let answer = send(&ada.json, to, content_type, body.clone().into_bytes()).await;
            assert_eq!(
                answer.problem(),
                (415, "UNSUPPORTED_MEDIA_TYPE".to_owned()),
                "{}: {content_type:?}",
                to.1
            );
            assert_eq!(
                answer.header("accept"),
                Some("application/json"),
                "{}: {content_type:?}",
                to.1
            );
            assert_eq!(answer.header("accept-encoding"), None, "{}: {content_type:?}", to.1);
        }
        let untyped = ada.json.send(ada.json.request(to.0.clone(), to.1).body(body.clone())).await;
        assert_eq!(
            untyped.problem(),
            (415, "UNSUPPORTED_MEDIA_TYPE".to_owned()),
            "{}: without a type",
            to.1
        );
        for encoding in
            ["gzip", "deflate", "br", "x", "identity, gzip", "gzip,identity", "identity;q=1"]
        {
            let request =
                ada.json.request(to.0.clone(), to.1).header("content-type", "application/json");
            let answer = ada
                .json
                .send(request.header("content-encoding", encoding).body(body.clone()))
                .await;
            assert_eq!(
                answer.problem(),
                (415, "UNSUPPORTED_MEDIA_TYPE".to_owned()),
                "{}: {encoding}",
                to.1
            );
            assert_eq!(answer.header("accept-encoding"), Some("identity"), "{}: {encoding}", to.1);
        }
    }
    assert_eq!(rows(&app).await, before);
}

#[actix_web::test]
async fn the_json_type_is_accepted_in_any_case_and_in_utf_8() {
    let app = unlimited();
    for (number, content_type) in [
        "application/json",
        "application/json;charset=utf-8",
        "application/json; charset=UTF-8",
        r#"application/json; charset="utf-8""#,
        "APPLICATION/JSON",
        "application/json; profile=x",
        "application/json ; charset=utf-8",
        "application/json;;charset=utf-8",
        "application/json; charset=utf8;",
        "application/json;CHARSET=US-ASCII",
        r#"application/json; profile="a;b"; charset="UTF-8""#,
    ]
    .into_iter()
    .enumerate()
    {
        let body = registration(&format!("person{number}")).to_string().into_bytes();
        let answer = send(&app.json(), &TAKING[0], content_type, body).await;
        assert_eq!(answer.status, 201, "{content_type}");
    }
}

/// Shows: HTTP-27.
#[actix_web::test]
async fn two_content_types_count_as_none() {
    let (app, ada, before) = with_ada().await;
    for types in [
        ["application/json", "text/plain"],
        ["text/plain", "application/json"],
        ["application/json"; 2],
    ] {
        let request = ada.json.request(Method::POST, "/api/auth/register");
        let request =
            types.iter().fold(request, |request, value| request.header("content-type", *value));
        let answer = ada.json.send(request.body(registration("eve").to_string())).await;
        assert_eq!(answer.problem(), (415, "UNSUPPORTED_MEDIA_TYPE".to_owned()), "{types:?}");
    }
    assert_eq!(rows(&app).await, before);
}

/// Shows: HTTP-27.
#[actix_web::test]
async fn a_byte_order_mark_and_the_identity_encoding_are_ignored() {
    let app = unlimited();
    for (number, coding) in
        ["identity", "Identity", "", "identity, identity", " ,identity,"].into_iter().enumerate()
    {
        for mark in ["", "\u{feff}"] {
            let body = format!("{mark}{}", registration(&format!("person{number}{}", mark.len())));
            let request = app
                .json()
                .request(Method::POST, TAKING[0].1)
                .header("content-type", "application/json");
            let answer =
                app.json().send(request.header("content-encoding", coding).body(body)).await;
            assert_eq!(answer.status, 201, "{coding:?} {mark:?}: {answer:?}");
        }
    }
}

/// A registration that is exactly so many bytes long.
fn padded(username: &str, bytes: usize) -> String {
    let body = with(registration(username), json!({ "padding": "" })).to_string();
    let padding = "x".repeat(bytes - body.len());
    body.replace(r#""padding":"""#, &format!(r#""padding":"{padding}""#))
}

/// Shows: AUTH-43, CSRF-17, HTTP-12, HTTP-20, INP-02, REL-21.
#[actix_web::test]
async fn a_body_may_have_16_kib_and_not_a_byte_more() {
    let (app, ada, before) = with_ada().await;
    for to in &TAKING {
        for bytes in [16 * 1024 + 1, 1024 * 1024] {
            let answer =
                send(&ada.json, to, "application/json", padded("eve", bytes).into_bytes()).await;
            assert_eq!(
                answer.problem(),
                (413, "PAYLOAD_TOO_LARGE".to_owned()),
                "{}: {bytes}",
                to.1
            );
            assert_eq!(
                answer.header("connection"),
                Some("close"),
                "the rest is not the next request"
            );
        }
    }
    assert_eq!(rows(&app).await, before);
    let answer =
        send(&app.json(), &TAKING[0], "application/json", padded("eve", 16 * 1024).into_bytes())
            .await;
    assert_eq!(answer.status, 201);
}

/// The body of a raw answer.
fn body_of(answer: &str) -> Value {
    serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap()
}

const CHUNKED: &str = "POST /api/auth/register HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
    Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n";

/// Shows: HTTP-20.
#[actix_web::test]
async fn a_body_without_a_length_is_counted_as_it_arrives() {
    let app = TestApp::start();
    let chunks = |body: &str| {
        let pieces = body.as_bytes().chunks(1000);
        let chunks = pieces
            .map(|piece| format!("{:x}\r\n{}\r\n", piece.len(), String::from_utf8_lossy(piece)));
        format!("{CHUNKED}{}0\r\n\r\n", chunks.collect::<String>())
    };
    let answer = raw::exchange(&app, chunks(&padded("eve", 16 * 1024 + 1)).as_bytes()).await;
    assert_eq!(raw::status(&answer), 413);
    assert_eq!(body_of(&answer)["code"], "PAYLOAD_TOO_LARGE");
    assert_eq!(app.users().len(), 0);
    let answer = raw::exchange(&app, chunks(&padded("eve", 16 * 1024)).as_bytes()).await;
    assert_eq!(raw::status(&answer), 201);
}

/// Shows: HTTP-12.
#[actix_web::test]
async fn a_connection_whose_body_never_ends_is_closed_after_the_answer() {
    let app = TestApp::start();
    let chunk = format!("1000\r\n{}\r\n", "x".repeat(4096));
    for (what, path, sent, status) in [
        ("too much came", "/api/auth/register", chunk.repeat(5), 413),
        ("too little came", "/api/auth/register", "1\r\n{\r\n".to_owned(), 408),
        ("nobody wanted it", "/api/nowhere", "1\r\n{\r\n".to_owned(), 404),
        ("the method is not taken", "/healthz", "1\r\n{\r\n".to_owned(), 405),
        ("nobody was signed in", "/api/auth/logout-all", chunk, 401),
    ] {
        let mut socket = raw::connect(&app).await;
        let head = CHUNKED.replace("/api/auth/register", path).replace("Connection: close\r\n", "");
        socket.write_all(format!("{head}{sent}").as_bytes()).await.unwrap();
        let mut answer = String::new();
        let read = actix_web::rt::time::timeout(
            Duration::from_secs(8),
            socket.read_to_string(&mut answer),
        );
        assert!(read.await.is_ok(), "{what}: still open after {answer:?}");
        assert_eq!(raw::status(&answer), status, "{what}");
    }
}

#[actix_web::test]
async fn a_body_in_chunks_that_was_read_to_its_end_leaves_the_connection_open() {
    let app = TestApp::start();
    let first = format!("{}2\r\n{{}}\r\n0\r\n\r\n", CHUNKED.replace("Connection: close\r\n", ""));
    let second = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let answers = raw::exchange(&app, format!("{first}{second}").as_bytes()).await;
    assert_eq!(raw::status(&answers), 422);
    assert!(answers.contains("}HTTP/1.1 200 OK\r\n"), "{answers}");
}

#[actix_web::test]
async fn a_body_that_does_not_arrive_in_time_is_refused() {
    let app = TestApp::start();
    for path in ["/api/auth/register", "/api/auth/login", "/api/auth/refresh", "/api/auth/logout"] {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{"
        );
        let asked = Instant::now();
        let answer = raw::exchange(&app, head.as_bytes()).await;
        assert!(asked.elapsed() < Duration::from_secs(5), "{path}: the connection is closed too");
        assert_eq!(raw::status(&answer), 408, "{path}");
        assert!(
            answer.to_lowercase().contains("content-type: application/problem+json\r\n"),
            "{path}: {answer}"
        );
        let problem = body_of(&answer);
        assert_eq!(
            (&problem["status"], &problem["code"]),
            (&json!(408), &json!("REQUEST_TIMEOUT")),
            "{path}"
        );
    }
    assert_eq!(rows(&app).await, [0; 4]);
}
