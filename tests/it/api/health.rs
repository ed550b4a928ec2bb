//! `GET /healthz` and `GET /readyz`

use serde_json::json;

use crate::support::TestApp;

#[actix_web::test]
async fn a_running_instance_is_alive_and_ready() {
    let app = TestApp::start();
    for path in ["/healthz", "/readyz"] {
        let answer = app.json().get(path).await;
        assert_eq!((answer.status, answer.json()), (200, json!({ "status": "ok" })), "{path}");
        assert_eq!(answer.header("content-type"), Some("application/json"), "{path}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
        assert_eq!(answer.set_cookies(), [], "{path}");
    }
}

/// Shows: REL-08.
#[actix_web::test]
async fn an_instance_whose_database_is_gone_is_alive_but_not_ready() {
    let app = TestApp::start_on_sqlite(&[]);
    // What a disk does that breaks: the pages are not there any more.
    for file in ["vestibule.db", "vestibule.db-wal"] {
        let file =
            std::fs::OpenOptions::new().write(true).open(app.directory().join(file)).unwrap();
        file.set_len(0).unwrap();
    }
    assert_eq!(app.json().get("/healthz").await.status, 200);
    let answer = app.json().get("/readyz").await;
    assert_eq!(answer.problem(), (503, "BUSY".to_owned()));
    assert!(answer.header("retry-after").is_some());
}

/// Shows: ASVS 13.4.5.
#[actix_web::test]
async fn health_checks_ignore_who_asks() {
    let app = TestApp::start();
    for path in ["/healthz", "/readyz"] {
        let browser = app.browser();
        browser.set_cookie("access_token", Some("garbage"));
        let answer = browser.get(path).await;
        assert_eq!((answer.status, answer.set_cookies().len()), (200, 0), "{path}");
        assert_eq!(app.json().bearer("garbage").get(path).await.status, 200, "{path}");
    }
}
