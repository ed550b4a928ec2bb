//! `GET /admin/log` and `GET /admin/log.csv`

use std::time::Duration;

use super::{administrator, heading};
use crate::support::{Answer, TestApp};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// What a page lists: each event, with its account.
fn entries(answer: &Answer) -> Vec<(String, String)> {
    assert_eq!((answer.status, heading(answer).as_str()), (200, "Log"));
    let (events, accounts) = ("td:nth-child(2)", "td:nth-child(3)");
    answer.select(events).into_iter().zip(answer.select(accounts)).collect()
}

fn of(event: &str, account: &str) -> (String, String) {
    (event.to_owned(), account.to_owned())
}

#[actix_web::test]
async fn events_of_all_accounts_are_listed_the_latest_first() {
    let app = TestApp::start();
    let root = administrator(&app, "root").await;
    app.advance(Duration::from_secs(60));
    let ada = app.json().register("ada").await;
    app.advance(Duration::from_secs(60));
    app.json().with_agent("curl/8.5.0").log_in("ada").await;
    app.settle().await;

    let answer = root.get("/admin/log").await;

    let listed = entries(&answer);
    assert_eq!(listed[..2], [of("Signed in", "ada"), of("Account created", "ada")]);
    assert_eq!(listed.last(), Some(&of("Account created", "root")));
    assert_eq!(answer.select("tbody tr:first-child td")[2..], ["curl", "127.0.0.1"]);
    assert_eq!(answer.select("tbody th")[0], "1 January 2026, 00:02 UTC");
    let account = format!("/admin/users/{}", ada.id);
    assert_eq!(answer.attribute("tbody a", "href"), Some(account.clone()));

    root.post(&format!("{account}/delete"), &[]).await;
    let answer = root.get("/admin/log").await;
    assert_eq!(entries(&answer)[0], of("Signed in", "Deleted account"));
}

#[actix_web::test]
async fn events_are_filtered_by_account_address_kind_and_time() {
    let app = TestApp::start_with(&["--trusted-proxies", "127.0.0.0/8"]);
    administrator(&app, "root").await;
    let ada = app.json().register("ada").await;
    app.advance(DAY * 10);
    let root = app.browser();
    root.log_in("root").await;
    let wrong = "login=ada&password=wrong";
    let request = app.browser().request(reqwest::Method::POST, "/login");
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let request = request.header("x-forwarded-for", "203.0.113.7").body(wrong);
    assert_eq!(app.browser().send(request).await.status, 401);
    app.settle().await;
    let failed = "Failed sign-in: wrong password";
    let created = "Account created";
    let by_id = format!("q={}", ada.id);
    for (query, expected) in [
        ("q=ada", &[failed, created][..]),
        ("q=ada%40example.com", &[failed, created]),
        (&by_id, &[failed, created]),
        ("q=203.0.113.7", &[failed]),
        ("group=failed", &[failed]),
        ("q=ada&group=changes", &[created]),
        ("q=ada&period=day", &[failed]),
        ("q=ada&period=month", &[failed, created]),
        ("q=ada&group=theft", &[]),
        ("q=nobody", &[]),
    ] {
        let answer = root.get(&format!("/admin/log?{query}")).await;
        let expected: Vec<_> = expected.iter().map(|event| of(event, "ada")).collect();
        assert_eq!(entries(&answer), expected, "{query}");
        let none = answer.select("[role=status]");
        assert_eq!(none.is_empty(), !expected.is_empty(), "{query}: {none:?}");
    }
    let all = entries(&root.get("/admin/log").await);
    assert_eq!(entries(&root.get("/admin/log?q=%00").await), all, "without what HTML cannot write");
    let answer = root.get("/admin/log?q=ada&group=changes&period=month").await;
    assert_eq!(answer.field("q").as_deref(), Some("ada"));
    assert_eq!(answer.select("option[selected]"), ["Account changes", "30 days"]);
    let file = answer.attribute("a[download]", "href");
    assert_eq!(file.as_deref(), Some("/admin/log.csv?q=ada&group=changes&period=month"));
}

#[actix_web::test]
async fn older_events_are_a_link_away() {
    let app = TestApp::start_with(&["--rate-limits", "off"]);
    let root = administrator(&app, "root").await;
    for _ in 0..40 {
        app.advance(Duration::from_millis(1));
        app.json().log_in("root").await;
    }
    app.settle().await;
    let first = root.get("/admin/log?group=sign-ins").await;
    assert_eq!(entries(&first).len(), 30);
    let second = root.get(&first.attribute("a[rel=next]", "href").unwrap()).await;
    assert!((10..30).contains(&entries(&second).len()));
    assert!(!entries(&second).iter().any(|(event, _)| event == "Account created"), "filtered");
    assert_eq!(second.attribute("a[rel=next]", "href"), None);
    assert_eq!(root.get("/admin/log?before=x").await.status, 404);
}

#[actix_web::test]
async fn the_log_is_exported_as_a_file_with_every_event_that_is_found() {
    let app = TestApp::start_with(&["--rate-limits", "off"]);
    let root = administrator(&app, "root").await;
    app.advance(Duration::from_secs(1));
    let ada = app.json().with_agent("=cmd(\"x\"),1").register("ada").await;
    app.settle().await;

    let answer = root.get("/admin/log.csv?q=ada").await;

    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("text/csv; charset=utf-8"));
    let disposition = answer.header("content-disposition").unwrap();
    assert_eq!(disposition, "attachment; filename=\"vestibule-log.csv\"");
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let lines: Vec<&str> = answer.body.split("\r\n").collect();
    assert_eq!(lines[0], "id,time,type,user_id,username,ip,user_agent");
    let (_, rest) = lines[1].split_once(',').unwrap();
    let expected = format!(
        "2026-01-01T00:00:01.250Z,registered,{},ada,127.0.0.1,\"'=cmd(\"\"x\"\"),1\"",
        ada.id
    );
    assert_eq!(rest, expected);
    assert_eq!(lines[2..], [""]);

    // More than are read at once.
    let events = app.settled_event_kinds().await.len();
    app.repeat_events(300);
    let answer = root.get("/admin/log.csv").await;
    assert_eq!(answer.body.lines().count(), 1 + events * 301);
}
