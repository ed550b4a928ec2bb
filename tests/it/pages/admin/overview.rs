//! `GET /admin`

use std::time::Duration;

use super::{administrator, heading};
use crate::support::{Answer, TestApp};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A day's numbers: sign-ins, failed ones, registrations, live sessions, thefts.
fn numbers(answer: &Answer, day: &str) -> Vec<String> {
    let rows = answer.select("tbody tr");
    let place = answer
        .select("tbody th")
        .iter()
        .position(|shown| shown == day)
        .unwrap_or_else(|| panic!("{rows:?}"));
    answer.select(&format!("tbody tr:nth-child({}) td", place + 1))
}

#[actix_web::test]
async fn the_last_thirty_days_are_counted_by_their_day_in_utc() {
    let app = TestApp::start();
    let root = administrator(&app, "root").await;
    let wrong = [("login", "root"), ("password", "wrong password")];
    for _ in 0..3 {
        app.browser().post("/login", &wrong).await;
    }
    // A minute before midnight, and at it: the clock began a quarter of a second past it.
    app.advance(DAY - Duration::from_millis(60_250));
    let ada = app.json().register("ada").await;
    app.json().log_in("ada").await;
    app.advance(Duration::from_secs(60));
    app.json().log_in("ada").await;
    // The second token is a thief's doing: it ends that session.
    app.json().refresh(&ada.refresh).await;
    app.advance(Duration::from_secs(3600));
    assert_eq!(app.json().refresh(&ada.refresh).await.status, 401);
    app.settle().await;

    let answer = root.get("/admin").await;
    assert_eq!((answer.status, heading(&answer).as_str()), (200, "The last 30 days"));
    assert_eq!(answer.select("tbody tr").len(), 30);
    assert_eq!(answer.select("tbody th")[0], "2026-01-02", "the latest first");
    assert_eq!(answer.select("tbody th")[29], "2025-12-04");
    // The administrator's first session was replaced when they signed in as one.
    assert_eq!(numbers(&answer, "2026-01-01"), ["2", "3", "2", "3", "0"]);
    assert_eq!(numbers(&answer, "2026-01-02"), ["1", "0", "0", "3", "1"]);
    assert_eq!(numbers(&answer, "2025-12-31"), ["0", "0", "0", "0", "0"]);

    let captions = [
        "Sign-ins: 3 in 30 days, at most 2 per day",
        "Failed sign-ins: 3 in 30 days, at most 3 per day",
        "Registrations: 2 in 30 days, at most 2 per day",
        "Active sessions: 3 now, at most 3 in 30 days",
        "Token reuse detected: 1 in 30 days, at most 1 per day",
    ];
    assert_eq!(answer.select("figcaption"), captions);
    assert_eq!(answer.attribute("svg[role=img]", "aria-label").as_deref(), Some(captions[0]));
    assert_eq!(answer.select("svg[role=img]").len(), 5);
    assert_eq!(
        answer.select("svg rect.bar title")[..2],
        ["1 January 2026: 2", "2 January 2026: 1"]
    );
    assert_eq!(
        answer.attribute("rect.bar", "x").as_deref(),
        Some("280"),
        "the last but one of thirty"
    );
}

#[actix_web::test]
async fn older_events_are_not_counted_and_sessions_expire() {
    let app = TestApp::start();
    administrator(&app, "root").await;
    app.advance(DAY * 29);
    let root = app.browser();
    root.log_in("root").await;
    let answer = root.get("/admin").await;
    assert_eq!(
        numbers(&answer, "2026-01-01"),
        ["1", "0", "1", "1", "0"],
        "the first of thirty days"
    );
    // Idle for seven days, the first session ended on the eighth.
    for (day, live) in
        [("2026-01-07", "1"), ("2026-01-08", "0"), ("2026-01-29", "0"), ("2026-01-30", "1")]
    {
        assert_eq!(numbers(&answer, day)[3], live, "{day}");
    }
    app.advance(DAY);
    let answer = root.get("/admin").await;
    assert!(!answer.select("tbody th").contains(&"2026-01-01".to_owned()));
    assert_eq!(answer.select("figcaption")[2], "Registrations: none in 30 days");
}

#[actix_web::test]
async fn a_session_is_live_until_its_very_end() {
    let app = TestApp::start_with(&["--refresh-token-ttl", "1h"]);
    app.json().register("ada").await;
    app.advance(Duration::from_secs(3599));
    let root = administrator(&app, "root").await;
    assert_eq!(numbers(&root.get("/admin").await, "2026-01-01")[3], "2");
    app.advance(Duration::from_secs(2));
    assert_eq!(numbers(&root.get("/admin").await, "2026-01-01")[3], "1");
}

#[actix_web::test]
async fn deleted_accounts_still_count() {
    let app = TestApp::start();
    let root = administrator(&app, "root").await;
    let ada = app.json().register("ada").await;
    root.post(&format!("/admin/users/{}/delete", ada.id), &[]).await;
    let answer = root.get("/admin").await;
    assert_eq!(numbers(&answer, "2026-01-01"), ["1", "0", "2", "1", "0"]);
}

#[actix_web::test]
async fn counting_events_reads_only_the_index() {
    let app = TestApp::start_on_sqlite(&[]);
    let plan = "EXPLAIN QUERY PLAN SELECT at / 86400000, count(*) FROM events WHERE kind = 'signed_in' AND at >= 0 GROUP BY 1";
    #[derive(diesel::QueryableByName)]
    struct Step {
        #[diesel(sql_type = diesel::sql_types::Text)]
        detail: String,
    }
    let steps: Vec<Step> =
        diesel::RunQueryDsl::load(diesel::sql_query(plan), &mut app.connection()).unwrap();
    assert!(steps[0].detail.contains("COVERING INDEX events_by_kind"), "{}", steps[0].detail);
}
