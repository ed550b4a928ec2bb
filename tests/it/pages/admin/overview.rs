//! `GET /admin`

use std::time::Duration;

use super::{administrator, heading};
use crate::support::{Answer, TestApp};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The numbers of a day: sign-ins, failed ones, registrations, live sessions, thefts.
fn numbers(answer: &Answer, day: &str) -> Vec<String> {
    let starts = answer.attributes("tbody time", "datetime");
    let place = starts.iter().position(|start| *start == format!("{day}T00:00:00.000Z"));
    let place = place.unwrap_or_else(|| panic!("{day} is not among {starts:?}"));
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
    assert_eq!((answer.status, heading(&answer).as_str()), (200, "Overview"));
    assert_eq!(answer.select("tbody tr").len(), 30);
    assert_eq!(answer.select("tbody th")[0], "2 January 2026", "the latest first");
    assert_eq!(answer.select("tbody th")[29], "4 December 2025");
    // The administrator's first session was replaced when they signed in as one.
    assert_eq!(numbers(&answer, "2026-01-01"), ["2", "3", "2", "3", "0"]);
    assert_eq!(numbers(&answer, "2026-01-02"), ["1", "0", "0", "3", "1"]);
    assert_eq!(numbers(&answer, "2025-12-31"), ["0", "0", "0", "0", "0"]);

    let captions = [
        "Sign-ins: 3 at most 2 in a day",
        "Active sessions: 3 now, at most 3",
        "Failed sign-ins: 3 at most 3 in a day",
        "Registrations: 2 at most 2 in a day",
        "Token reuse detected: 1 at most 1 in a day",
    ];
    assert_eq!(answer.attributes("svg[role=img]", "aria-label"), captions);
    let titles = answer.select("figure:first-child g title");
    assert_eq!(titles.len(), 30);
    assert_eq!(titles[28..], ["1 January 2026: 2", "2 January 2026: 1"]);
    assert!(answer.select("[role=status]")[0].starts_with("A copied session was stopped on 2 Jan"));
}

#[actix_web::test]
async fn a_range_has_its_own_pieces() {
    let app = TestApp::start();
    administrator(&app, "root").await;
    app.advance(DAY * 100);
    let root = app.browser();
    root.log_in("root").await;
    app.advance(Duration::from_secs(3600));
    root.log_in("root").await;
    for (range, pieces, first, total, latest) in [
        ("day", 24, "10 April 2026, 02:00 UTC", "2", "1"),
        ("month", 30, "13 March 2026", "2", "2"),
        ("year", 52, "Week from 13 April 2025", "3", "2"),
        ("decade", 30, "13 March 2026", "2", "2"),
    ] {
        let answer = root.get(&format!("/admin?range={range}")).await;
        assert_eq!(answer.select("tbody tr").len(), pieces, "{range}");
        assert_eq!(answer.select("tbody th")[pieces - 1], first, "{range}");
        assert_eq!(answer.select("figcaption strong")[0], total, "{range}");
        assert_eq!(answer.select("tbody tr:first-child td")[0], latest, "{range}");
        let has_sessions = answer.select("figcaption h2").contains(&"Active sessions".to_owned());
        assert_eq!(has_sessions, range != "year", "ended sessions are kept for 30 days");
    }
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
    assert!(!answer.select("tbody th").contains(&"1 January 2026".to_owned()));
    assert_eq!(answer.select("figcaption strong")[3], "0", "no registrations");
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
    let plan = "EXPLAIN QUERY PLAN SELECT ((at) - 0) / 86400000, count(*) FROM events WHERE kind = 'signed_in' AND at >= 0 GROUP BY 1";
    #[derive(diesel::QueryableByName)]
    struct Step {
        #[diesel(sql_type = diesel::sql_types::Text)]
        detail: String,
    }
    let steps: Vec<Step> =
        diesel::RunQueryDsl::load(diesel::sql_query(plan), &mut app.connection()).unwrap();
    assert!(steps[0].detail.contains("COVERING INDEX events_by_kind"), "{}", steps[0].detail);
}
