//! The name of a request: in its answer, on its error page and in the log, so that one can be found
//! by the other.

use reqwest::Method;
use reqwest::header::HeaderValue;
use rustix::process::Signal;

use crate::support::{Answer, Binary, JsonClient, TestApp};

const NAME: &str = "x-request-id";

#[track_caller]
fn name(answer: &Answer) -> String {
    let names: Vec<_> =
        answer.headers.get_all(NAME).iter().map(|value| value.to_str().unwrap()).collect();
    assert_eq!(names.len(), 1, "{answer:?}");
    names[0].to_owned()
}

async fn ask(json: &JsonClient, path: &str, names: &[&str]) -> Answer {
    let request = json.request(Method::GET, path);
    let request = names.iter().fold(request, |request, name| {
        request.header(NAME, HeaderValue::from_bytes(name.as_bytes()).unwrap())
    });
    json.send(request).await
}

#[actix_web::test]
async fn a_response_and_its_log_line_have_the_same_id() {
    let binary = Binary::new(&[("BCRYPT_COST", "4")]).on_test_database();
    let serving = binary.serve(&[]);
    let json = JsonClient::to(&serving.address);
    let mut expected = Vec::new();
    for path in [
        "/login",
        "/nothing",
        "/api/auth/me",
        "/api/nothing",
        "/healthz",
        "/favicon.ico",
        "/logout",
    ] {
        expected.push((path, name(&ask(&json, path, &[]).await)));
    }
    let log = serving.stop(Signal::TERM).err;
    for (path, name) in &expected {
        let found = log.lines().filter(|line| line.contains(&format!("request={name} ")));
        let found: Vec<&str> = found.collect();
        assert!(
            found.len() == 1 && found[0].contains(&format!("GET {path} ")),
            "{path} {name}: {log}"
        );
    }
    let mut names: Vec<_> = expected.into_iter().map(|(_, name)| name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 7, "each has its own id");
}

#[actix_web::test]
async fn an_error_page_shows_the_id_and_no_other_page_does() {
    let app = TestApp::start();
    let browser = app.browser();
    browser.register("ada").await;
    app.hide_tables(&["events"]);
    for (method, path, status) in [
        (Method::GET, "/nothing", 404),
        (Method::GET, "/static/nothing.css", 404),
        (Method::GET, "/.well-known/security.txt", 404),
        (Method::PUT, "/login", 405),
        (Method::POST, "/login", 415),
        (Method::GET, "/admin", 403),
        (Method::GET, "/profile/security", 503),
    ] {
        let answer = browser.send(browser.request(method.clone(), path).body("x")).await;
        assert_eq!(answer.status, status, "{method} {path}");
        assert_eq!(answer.select("main code"), [name(&answer)], "{method} {path}");
        assert_eq!(
            answer.header("content-length"),
            Some(&*answer.body.len().to_string()),
            "{method} {path}"
        );
    }
    let foreign = browser.request_from(Method::POST, "/logout", "cross-site");
    let answer = browser.send(foreign).await;
    assert_eq!((answer.status, answer.select("main code")), (403, vec![name(&answer)]));
    for path in ["/login", "/register", "/profile", "/api/nothing"] {
        let answer = browser.get(path).await;
        assert!(!answer.body.contains(&name(&answer)), "{path}");
    }
}

/// Shows: LOG-11.
#[actix_web::test]
async fn only_a_trusted_proxy_sets_the_id_and_only_a_valid_one() {
    let (shortest, longest) = ("abc-1.2_", "Z".repeat(128));
    let trusted = TestApp::start_with(&["--trusted-proxies", "127.0.0.1"]);
    for given in [shortest, &longest, "0b9cf3a0-3c1e-4a8e-9a39-0a3f5e8b1c2d"] {
        for path in ["/login", "/nothing", "/api/auth/me", "/api/auth/verify"] {
            assert_eq!(name(&ask(&trusted.json(), path, &[given]).await), given, "{path}");
        }
        let page = ask(&trusted.json(), "/nothing", &[given]).await;
        assert_eq!(page.select("main code"), [given]);
        for flags in [&[][..], &["--trusted-proxies", "10.0.0.0/8"]] {
            let answer = ask(&TestApp::start_with(flags).json(), "/login", &[given]).await;
            assert_eq!(name(&answer).len(), 16, "{flags:?} {given}");
            assert_ne!(name(&answer), given);
        }
    }
    let too_long = "Z".repeat(129);
    let refused: [&[&str]; 9] = [
        &["short-7"],
        &[&too_long],
        &[""],
        &["with blank"],
        &["<script>alert(1)</script>"],
        &["ip=6.6.6.6"],
        &["tab\ttab\ttab"],
        &["caf\u{e9}-caf\u{e9}"],
        &["first-name", "second-name"],
    ];
    for names in refused {
        let answer = ask(&trusted.json(), "/nothing", names).await;
        let own = name(&answer);
        assert!(
            own.len() == 16 && own.bytes().all(|byte| byte.is_ascii_hexdigit()),
            "{names:?}: {own}"
        );
        assert!(!answer.body.contains("alert(1)"), "{names:?}");
    }
}
