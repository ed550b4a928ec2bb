//! The outbox of development.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::support::TestApp;

#[actix_web::test]
async fn development_writes_each_mail_to_a_private_file() {
    let app = TestApp::start();
    app.json().register("ada").await;
    let mail = app.mail("verify_email").await;
    assert_eq!(mail.to, ["ada@example.com"]);
    assert!(mail.link().starts_with(&format!("{}/verify-email?token=", app.origin)));
    assert!(mail.raw.contains(&mail.link()), "the link is readable in the raw mail");
    let outbox = app.directory().join("outbox");
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let files: Vec<_> = fs::read_dir(&outbox).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!((mode(&outbox), files.len(), mode(&files[0])), (0o700, 1, 0o600));
    assert!(files[0].extension().unwrap() == "eml");
}

#[actix_web::test]
async fn an_outbox_that_cannot_be_written_keeps_mails_waiting() {
    let app = TestApp::start();
    let outbox = app.directory().join("outbox");
    fs::write(&outbox, "a file is in the way").unwrap();
    app.json().register("ada").await;
    app.deliver().await;
    fs::remove_file(&outbox).unwrap();
    app.advance(std::time::Duration::from_secs(5));
    assert_eq!(app.mails("verify_email").await.len(), 1);
}
