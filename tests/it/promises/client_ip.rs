//! The address of a client in the log: in each line about a request, as far as the setting allows,
//! and fit for fail2ban.

use regex::Regex;
use reqwest::Method;
use rustix::process::Signal;
use serde_json::{Value, json};

use crate::support::{Binary, JsonClient, PASSWORD, document};

const IPV4: &str = "203.0.113.77";
const IPV6: &str = "2001:db8:1:2:3::9";

/// Sends a body from an address.
async fn send_from(ip: &str, json: &JsonClient, method: Method, path: &str, body: Value) -> u16 {
    let request = json
        .request(method, path)
        .header("x-forwarded-for", ip)
        .header("content-type", "application/json");
    json.send(request.body(body.to_string())).await.status
}

/// Does from an address whatever leaves a line in the log, and gives the log.
async fn log_of(setting: Option<&str>, ip: &str) -> String {
    let windows = [("REFRESH_GRACE", "0s"), ("REFRESH_RECOVERY", "0s")];
    let mut variables =
        [[("BCRYPT_COST", "4"), ("TRUSTED_PROXIES", "127.0.0.1")], windows].concat();
    variables.extend(setting.map(|setting| ("LOG_CLIENT_IP", setting)));
    let binary = Binary::new(&variables).on_test_database();
    let serving = binary.serve(&[]);
    let json = JsonClient::to(&serving.address);
    let [ada, bob, eve] =
        [json.register("ada").await, json.register("bob").await, json.register("eve").await];
    json.register("grace").await;
    assert_eq!(binary.run(&["users", "promote", "grace"]).code, Some(0));
    let grace = json.log_in("grace").await.json;

    let log_in = async |name: &str, password: &str| {
        let body = json!({ "username": name, "password": password });
        send_from(ip, &json, Method::POST, "/api/auth/login", body).await
    };
    assert_eq!(log_in("ada", PASSWORD).await, 200);
    for name in ["ada", "nobody"] {
        for _ in 0..7 {
            assert!(matches!(log_in(name, "wrong").await, 401 | 429));
        }
    }
    for status in [200, 401] {
        let body = json!({ "refreshToken": ada.refresh });
        assert_eq!(send_from(ip, &json, Method::POST, "/api/auth/refresh", body).await, status);
    }
    let guess = json!({ "currentPassword": "wrong", "newPassword": PASSWORD });
    assert_eq!(send_from(ip, &eve.json, Method::POST, "/api/profile/password", guess).await, 403);
    let eves = format!("/api/users/{}", eve.id);
    assert_eq!(send_from(ip, &grace, Method::PATCH, &eves, json!({ "disabled": true })).await, 200);
    assert_eq!(log_in("eve", PASSWORD).await, 403);
    assert_eq!(send_from(ip, &grace, Method::DELETE, &eves, json!({})).await, 204);
    let body = json!({ "password": PASSWORD });
    assert_eq!(send_from(ip, &bob.json, Method::DELETE, "/api/profile/me", body).await, 204);
    for number in 0..51 {
        log_in(&format!("nobody{number}"), "wrong").await;
    }
    serving.stop(Signal::TERM).err
}

/// Everything that happens above, by how its line begins.
const LINES: [&str; 12] = [
    "signed_in user=",
    "sign_in_failed user=unknown ",
    "sign_in_failed user=0",
    "limited what=sign_in by=account ",
    "limited what=sign_in by=address ",
    "rotated user=",
    "refresh_reused user=",
    "refresh_refused reason=",
    "wrong_password user=",
    "disabled user=",
    "deleted user=",
    "sign_in_refused user=",
];

fn said(line: &str) -> &str {
    line.split_once("] ").unwrap().1
}

/// Shows: ASVS 16.2.1.
#[actix_web::test]
async fn each_line_about_a_request_has_the_address_that_the_setting_allows() {
    for (setting, ip, shown) in [
        (None, IPV4, Some("203.0.113.77")),
        (Some("full"), IPV6, Some("2001:db8:1:2:3::9")),
        (Some("truncated"), IPV4, Some("203.0.113.0/24")),
        (Some("truncated"), IPV6, Some("2001:db8:1::/48")),
        (Some("off"), IPV4, None),
    ] {
        let log = log_of(setting, ip).await;
        for begin in LINES {
            let lines: Vec<&str> =
                log.lines().map(said).filter(|line| line.starts_with(begin)).collect();
            assert!(!lines.is_empty(), "{begin}: {log}");
            let word = shown.map(|shown| format!("ip={shown}"));
            let told = |line: &&str| match &word {
                Some(word) => line.split(' ').any(|part| part == word),
                None => !line.contains("ip="),
            };
            assert!(lines.iter().any(told), "{setting:?} {begin}: {lines:?}");
        }
        for line in log.lines().filter(|line| line.contains(" request=")) {
            let after =
                line.split_once(" request=").unwrap().1.split(' ').nth(1).unwrap_or_default();
            assert_eq!(after.starts_with("ip="), shown.is_some(), "{setting:?}: {line}");
        }
        if setting.is_some_and(|setting| setting != "full") {
            assert!(!log.contains(ip), "{setting:?}: {log}");
        }
    }
}

/// The filter for fail2ban as docs/operations.md has it.
fn filter() -> Vec<String> {
    let block = document::block("operations.md", "ini", "failregex");
    let regexes = block.split_once("failregex =").unwrap().1.split("\n\n").next().unwrap();
    let regexes =
        regexes.lines().map(str::trim).take_while(|line| !line.starts_with("datepattern"));
    regexes.filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// Shows: LOG-12.
#[actix_web::test]
async fn the_fail2ban_filter_finds_guesses_and_nothing_else() {
    let filter = filter();
    assert!(!filter.is_empty());
    let regexes: Vec<Regex> = filter
        .iter()
        .map(|line| Regex::new(&line.replace("<HOST>", r"(?P<host>[0-9A-Fa-f.:]+)")).unwrap())
        .collect();
    // It cuts the time out of a line before it compares.
    let host = |line: &str| {
        let (time, rest) = line.strip_prefix('[').unwrap().split_at("2026-01-01T00:00:00Z".len());
        assert!(time.ends_with('Z'), "{line}");
        regexes.iter().find_map(|regex| Some(regex.captures(rest)?["host"].to_owned()))
    };
    for ip in [IPV4, IPV6] {
        let log = log_of(None, ip).await;
        for line in log.lines() {
            let guess = ["sign_in_failed ", "wrong_password ", "limited what=sign_in "];
            let expected =
                guess.iter().any(|begin| said(line).starts_with(begin)).then(|| ip.to_owned());
            assert_eq!(host(line), expected, "{line}");
        }
    }
    for forged in [
        "[2026-01-01T00:00:00Z INFO  vestibule::http::log] GET /sign_in_failed/user=unknown/ip=6.6.6.6 404 0.1ms \
         request=0123456789abcdef ip=203.0.113.9 code=NOT_FOUND",
        "[2026-01-01T00:00:00Z INFO  vestibule::http::log] POST /login 403 0.1ms request=0123456789abcdef \
         ip=203.0.113.9 code=CROSS_SITE_REQUEST origin=\"x]\\x20sign_in_failed\\x20user=unknown\" expected=\"y\"",
    ] {
        assert_eq!(host(forged), None, "{forged}");
    }
}
