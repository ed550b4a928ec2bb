//! Delivering over SMTP, in good weather and bad.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::{PASSWORD, SmtpFault, SmtpServer, TestApp};

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn start(port: u16) -> TestApp {
    let flags = SmtpServer::flags(port);
    TestApp::start_with(&flags.iter().map(String::as_str).collect::<Vec<_>>())
}

fn waiting(app: &TestApp) -> usize {
    app.pending_mails().len()
}

/// Shows: AUTH-65, ASVS 16.5.2.
#[actix_web::test]
async fn a_mail_server_that_is_down_loses_no_mail_and_delays_nobody() {
    let port = SmtpServer::dead_port();
    let app = start(port);
    let begun = Instant::now();
    app.json().register("ada").await;
    assert!(begun.elapsed() < seconds(2));
    for pause in [5, 10, 20, 40] {
        app.deliver().await;
        app.advance(seconds(pause));
    }
    app.deliver().await;
    let attempts: Vec<i64> = app.mail_rows().iter().map(|mail| mail.attempts).collect();
    assert_eq!(attempts, [5]);

    let server = SmtpServer::start_at(port);
    app.advance(seconds(79));
    app.deliver().await;
    assert_eq!(server.conversations(), 0, "not before the pause ends");
    app.advance(seconds(1));
    app.deliver().await;
    assert_eq!((server.received().len(), waiting(&app)), (1, 0));
    app.advance(seconds(86_400));
    app.deliver().await;
    assert_eq!(server.received().len(), 1);
}

/// Shows: REL-13.
#[actix_web::test]
async fn a_failed_delivery_is_retried_and_the_mail_arrives_once() {
    let once = [
        SmtpFault::DropInData,
        SmtpFault::Recipient(450),
        SmtpFault::Mail(451),
        SmtpFault::Recipient(421),
    ];
    for mishap in once {
        let server = SmtpServer::start(&[mishap]);
        let app = start(server.port);
        app.json().register("ada").await;
        app.deliver().await;
        assert_eq!((server.received().len(), waiting(&app)), (0, 1), "{mishap:?}");
        app.advance(seconds(5));
        app.deliver().await;
        assert_eq!(
            (server.received().len(), server.conversations(), waiting(&app)),
            (1, 2, 0),
            "{mishap:?}"
        );
    }
}

#[actix_web::test]
async fn a_mail_accepted_without_a_reply_is_sent_again_with_the_same_id() {
    let server = SmtpServer::start(&[SmtpFault::DropAfterData]);
    let app = start(server.port);
    app.json().register("ada").await;
    app.deliver().await;
    app.advance(seconds(5));
    app.deliver().await;
    let received = server.received();
    let name = |at: usize| {
        received[at]
            .mail
            .raw
            .lines()
            .find(|line| line.starts_with("Message-ID"))
            .unwrap()
            .to_owned()
    };
    assert_eq!((received.len(), name(0)), (2, name(1)));
    assert_eq!(received[0].mail.link(), received[1].mail.link());
}

#[actix_web::test]
async fn a_server_that_does_not_answer_quit_gets_the_mail_once() {
    let server = SmtpServer::start(&[SmtpFault::NoGoodbye]);
    let app = start(server.port);
    app.json().register("ada").await;
    app.deliver().await;
    assert_eq!((server.received().len(), waiting(&app)), (1, 0));
}

#[actix_web::test]
async fn a_permanent_failure_is_not_retried() {
    for mishap in [SmtpFault::Recipient(550), SmtpFault::Mail(554)] {
        let server = SmtpServer::start(&[mishap]);
        let app = start(server.port);
        app.json().register("ada").await;
        app.deliver().await;
        app.advance(seconds(3600));
        app.deliver().await;
        assert_eq!(
            (server.received().len(), server.conversations(), waiting(&app)),
            (0, 1, 0),
            "{mishap:?}"
        );
    }
}

#[actix_web::test]
async fn a_password_that_the_server_refuses_loses_no_mail() {
    let server = SmtpServer::with_password(&[SmtpFault::Password(535), SmtpFault::Password(454)]);
    let url = format!("smtp://ada:secret@127.0.0.1:{}?tls=none", server.port);
    let app = TestApp::start_with(&["--smtp-url", &url, "--mail-from", "accounts@example.com"]);
    app.json().register("ada").await;
    for pause in [0, 5, 10] {
        app.advance(seconds(pause));
        app.deliver().await;
    }
    let [received] = server.received().try_into().unwrap();
    assert_eq!(received.signed_in, Some(("ada".to_owned(), "secret".to_owned())));
}

#[actix_web::test]
async fn a_mail_is_given_up_after_three_days_and_an_expired_link_is_not_sent() {
    let app = start(SmtpServer::dead_port());
    let ada = app.json().register("ada").await;
    app.deliver().await;
    app.advance(seconds(86_400));
    app.deliver().await;
    assert_eq!(waiting(&app), 0, "the link has ended");

    let reset = json!({ "email": "ada@example.com" });
    assert_eq!(ada.json.post("/api/auth/forgot-password", &reset).await.status, 202);
    let change = json!({ "email": "ada@example.org", "password": PASSWORD });
    let ada = app.json().log_in("ada").await;
    assert_eq!(ada.json.post("/api/profile/email", &change).await.status, 202);
    app.settle().await;
    app.deliver().await;
    app.advance(seconds(3 * 86_400) - seconds(1));
    app.deliver().await;
    assert_eq!(app.pending_mails(), ["email_change_requested"]);
    app.advance(seconds(3600));
    app.deliver().await;
    assert_eq!(waiting(&app), 0);
}

#[actix_web::test]
async fn a_restart_between_queueing_and_delivery_loses_nothing() {
    let port = SmtpServer::dead_port();
    let app = start(port);
    app.json().register("ada").await;
    app.deliver().await;
    let app = app.restart();
    let server = SmtpServer::start_at(port);
    app.advance(seconds(5));
    app.deliver().await;
    let token = server.received()[0].mail.token();
    assert_eq!(
        app.json().post("/api/auth/verify-email", &json!({ "token": token })).await.status,
        204
    );
}

#[actix_web::test]
async fn a_mail_claimed_by_a_killed_instance_is_sent_by_another() {
    let server = SmtpServer::start(&[]);
    let port = SmtpServer::dead_port();
    let app = start(port);
    app.json().register("ada").await;
    app.deliver().await;
    app.advance(seconds(5));
    let now = app.clock.now();
    let take = move |tx: &mut vestibule::store::Transaction<'_>| {
        vestibule::store::mails::claim(tx, now, now + seconds(300), 10)
    };
    assert_eq!(app.app.store.write(take).await.unwrap().len(), 1);
    drop(server);
    let server = SmtpServer::start_at(port);
    app.deliver().await;
    assert_eq!(server.received().len(), 0, "the mail is claimed by the other instance");
    app.advance(seconds(300));
    app.deliver().await;
    assert_eq!(server.received().len(), 1);
}

/// Shows: REL-09.
#[actix_web::test]
async fn many_instances_deliver_each_mail_once() {
    let server = SmtpServer::start(&[]);
    let app = start(server.port);
    let other = app.second_instance();
    for number in 0..12 {
        app.json().register(&format!("ada{number}")).await;
    }
    futures_util::future::join_all([
        app.deliver(),
        other.deliver(),
        app.deliver(),
        other.deliver(),
    ])
    .await;
    app.deliver().await;
    let mut to: Vec<_> = server.received().into_iter().flat_map(|received| received.to).collect();
    to.sort();
    to.dedup();
    assert_eq!((server.received().len(), to.len()), (12, 12));
}

/// Shows: AUTH-65, ASVS 13.2.6.
#[actix_web::test]
async fn a_silent_mail_server_delays_no_request() {
    let server = SmtpServer::start(&[SmtpFault::Silence; 8]);
    let app = start(server.port);
    app.json().register("ada").await;
    let delivering = actix_web::rt::time::timeout(seconds(1), app.deliver()).await;
    assert!(delivering.is_err(), "the mail waits");
    let begun = Instant::now();
    let ada = app.json().log_in("ada").await;
    assert_eq!(ada.json.get("/api/auth/me").await.status, 200);
    app.json().register("bob").await;
    assert!(begun.elapsed() < seconds(2));
}
