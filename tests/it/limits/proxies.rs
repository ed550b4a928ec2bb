//! A proxy that nobody declared: it is believed in nothing, warned of once, and all behind it are
//! not taken for one.

use rustix::process::Signal;
use serde_json::json;

use super::{WRONG, pause};
use crate::support::{Answer, Binary, JsonClient, PASSWORD, TestApp};

/// What proxies say.
const FORWARDING: [(&str, &str); 3] = [
    ("x-forwarded-for", "203.0.113.9"),
    ("forwarded", "for=203.0.113.9"),
    ("x-real-ip", "203.0.113.9"),
];

async fn log_in(json: &JsonClient, login: &str, header: Option<(&str, &str)>) -> Answer {
    let body = json!({ "username": login, "password": WRONG }).to_string();
    let request = json
        .request(reqwest::Method::POST, "/api/auth/login")
        .header("content-type", "application/json");
    let request =
        header.into_iter().fold(request, |request, (name, value)| request.header(name, value));
    json.send(request.body(body)).await
}

/// Shows: AUTH-20.
#[actix_web::test]
async fn one_client_behind_an_unlisted_proxy_does_not_use_up_the_limit_of_all() {
    for header in FORWARDING {
        for flags in [&[][..], &["--trusted-proxies", "10.0.0.0/8"]] {
            let app = TestApp::start_with(flags);
            for number in 0..60 {
                let answer = log_in(&app.json(), &format!("nobody{number}"), Some(header)).await;
                assert_eq!(answer.status, 401, "{header:?} {number}");
            }
            for number in 0..50 {
                let answer = log_in(&app.json(), &format!("other{number}"), None).await;
                assert_eq!(answer.status, 401, "{number}: a direct client has the whole limit");
            }
            assert_eq!(pause(&log_in(&app.json(), "other99", None).await), 6);
        }
    }
}

/// Shows: AUTH-17.
#[actix_web::test]
async fn account_limits_apply_behind_an_unlisted_proxy() {
    let app = TestApp::start();
    app.json().register("ada").await;
    for number in 0..6 {
        let spoof = format!("203.0.113.{number}");
        assert_eq!(log_in(&app.json(), "ada", Some(("x-forwarded-for", &spoof))).await.status, 401);
    }
    assert_eq!(
        pause(&log_in(&app.json(), "ada", Some(("x-forwarded-for", "198.51.100.1"))).await),
        1
    );
    assert!(!app.events().is_empty());
    assert!(app.events().iter().all(|event| event.ip == "127.0.0.1"));
}

#[actix_web::test]
async fn an_unlisted_proxy_is_logged_once() {
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
        log.lines()
            .filter(|line| line.contains(" WARN ") && line.contains("TRUSTED_PROXIES"))
            .count()
    };
    assert_eq!(warnings(&[], Some(FORWARDING[0])).await, 1);
    assert_eq!(warnings(&[], None).await, 0);
    assert_eq!(warnings(&["--trusted-proxies", "127.0.0.1"], Some(FORWARDING[0])).await, 0);
}

/// Shows: AUTH-79.
#[actix_web::test]
async fn clients_that_a_trusted_proxy_does_not_name_have_no_address_limit() {
    let app = TestApp::start_with(&["--trusted-proxies", "::ffff:127.0.0.0/104"]);
    for unreadable in [
        "unknown",
        "_hidden",
        "203.0.113.9, garbage",
        "\"203.0.113.9",
        "",
        " , ,",
        "[203.0.113.9]",
        "::1%lo",
    ] {
        for number in 0..60 {
            let answer = log_in(
                &app.json(),
                &format!("nobody{number}"),
                Some(("x-forwarded-for", unreadable)),
            )
            .await;
            assert!(matches!(answer.status, 401 | 429), "{unreadable:?}");
            // The sixth failure of one account is another matter.
            assert!(answer.status == 401 || pause(&answer) <= 30, "{unreadable:?}");
        }
    }
    let unheard = log_in(&app.json(), "somebody", Some(("x-forwarded-for", "unknown"))).await;
    assert_eq!(unheard.status, 401, "four hundred strangers later");
}

/// Shows: AUTH-79.
#[actix_web::test]
async fn an_address_counts_as_one_however_a_proxy_writes_it() {
    for (spellings, other) in [
        (
            ["203.0.113.9", "203.0.113.9,", " \"203.0.113.9:4711\"", "::ffff:203.0.113.9"],
            "203.0.113.10,",
        ),
        (
            ["2001:db8::9", "[2001:db8::9]", "[2001:db8::9]:4711", "\"[2001:db8:0:0::7]\","],
            "[2001:db8:0:1::9]",
        ),
        (["fe80::1", "fe80::1%eth0", "[fe80::1%eth1]:80", "FE80::2%2"], "203.0.113.9"),
    ] {
        let app = TestApp::start_with(&["--trusted-proxies", "127.0.0.1"]);
        for number in 0..50 {
            let header = ("x-forwarded-for", spellings[number % spellings.len()]);
            assert_eq!(
                log_in(&app.json(), &format!("nobody{number}"), Some(header)).await.status,
                401,
                "{header:?}"
            );
        }
        for spelling in spellings {
            let answer = log_in(&app.json(), "somebody", Some(("x-forwarded-for", spelling))).await;
            assert_eq!(pause(&answer), 6, "{spelling}");
        }
        assert_eq!(
            log_in(&app.json(), "somebody", Some(("x-forwarded-for", other))).await.status,
            401,
            "{other}"
        );
    }
}

#[actix_web::test]
async fn an_unreadable_element_is_logged_once_and_not_repeated() {
    let binary = Binary::new(&[("BCRYPT_COST", "4")]);
    let serving = binary.serve(&["--trusted-proxies", "127.0.0.1"]);
    let json = JsonClient::to(&serving.address);
    for element in ["canary", "203.0.113.9, canary@example.com", ""] {
        log_in(&json, "nobody", Some(("x-forwarded-for", element))).await;
    }
    log_in(&json, "nobody", Some(("x-forwarded-for", "203.0.113.9"))).await;
    let log = serving.stop(Signal::TERM).err;
    let warnings =
        log.lines().filter(|line| line.contains(" WARN ") && line.contains("X-Forwarded-For"));
    assert_eq!(warnings.count(), 1, "{log}");
    assert!(!log.contains("canary"), "{log}");
    let of_nobody = log
        .lines()
        .filter(|line| line.contains("sign_in_failed") && line.ends_with(" ip=127.0.0.1"));
    assert_eq!(of_nobody.count(), 3, "the proxy's own address is all that is known: {log}");
}
