//! A proxy that nobody declared: it is believed in nothing, warned of once, and all behind it are not taken for one.

use rustix::process::Signal;
use serde_json::json;

use super::{WRONG, pause};
use crate::support::{Answer, Binary, JsonClient, PASSWORD, TestApp};

/// What proxies say.
const FORWARDING: [(&str, &str); 3] =
    [("x-forwarded-for", "203.0.113.9"), ("forwarded", "for=203.0.113.9"), ("x-real-ip", "203.0.113.9")];

async fn log_in(json: &JsonClient, login: &str, header: Option<(&str, &str)>) -> Answer {
    let body = json!({ "username": login, "password": WRONG }).to_string();
    let request = json.request(reqwest::Method::POST, "/api/auth/login").header("content-type", "application/json");
    let request = header.into_iter().fold(request, |request, (name, value)| request.header(name, value));
    json.send(request.body(body)).await
}

#[actix_web::test]
async fn behind_it_one_stranger_does_not_use_up_what_all_have() {
    for header in FORWARDING {
        for flags in [&[][..], &["--trusted-proxies", "10.0.0.0/8"]] {
            let app = TestApp::start_with(flags);
            for number in 0..60 {
                let answer = log_in(&app.json(), &format!("nobody{number}"), Some(header)).await;
                assert_eq!(answer.status, 401, "{header:?} {number}");
            }
            for number in 0..50 {
                let answer = log_in(&app.json(), &format!("other{number}"), None).await;
                assert_eq!(answer.status, 401, "{number}: who comes by themselves has all of it still");
            }
            assert_eq!(pause(&log_in(&app.json(), "other99", None).await), 6);
        }
    }
}

#[actix_web::test]
async fn the_limits_of_accounts_hold_behind_it_whatever_it_says() {
    let app = TestApp::start();
    app.json().register("ada").await;
    for number in 0..6 {
        let spoof = format!("203.0.113.{number}");
        assert_eq!(log_in(&app.json(), "ada", Some(("x-forwarded-for", &spoof))).await.status, 401);
    }
    assert_eq!(pause(&log_in(&app.json(), "ada", Some(("x-forwarded-for", "198.51.100.1"))).await), 1);
    assert_eq!(app.texts("SELECT DISTINCT ip AS t FROM events"), ["127.0.0.1"]);
}

#[actix_web::test]
async fn it_is_warned_of_once() {
    let warnings = async |flags: &[&str], header: Option<(&str, &str)>| {
        let binary = Binary::new(&[("BCRYPT_COST", "4")]);
        let serving = binary.serve(flags);
        let json = JsonClient::to(&serving.address);
        for number in 0..3 {
            log_in(&json, &format!("nobody{number}"), header).await;
        }
        let log = serving.stop(Signal::TERM).err;
        let believed = flags.contains(&"127.0.0.1");
        assert_eq!(log.contains("203.0.113.9"), believed, "{log}");
        assert!(!log.contains(PASSWORD), "{log}");
        log.lines().filter(|line| line.contains(" WARN ") && line.contains("TRUSTED_PROXIES")).count()
    };
    assert_eq!(warnings(&[], Some(FORWARDING[0])).await, 1);
    assert_eq!(warnings(&[], None).await, 0);
    assert_eq!(warnings(&["--trusted-proxies", "127.0.0.1"], Some(FORWARDING[0])).await, 0);
}
