//! The brand in mails: its name and its accent.

use crate::support::{Mail, SmtpServer, TestApp};

/// Returns the mail that somebody who registers gets from this sender.
async fn mail(sender: &str, more: &[&str]) -> Mail {
    let server = SmtpServer::start(&[]);
    let flags = SmtpServer::flags(server.port);
    let mut flags: Vec<&str> =
        flags.iter().map(String::as_str).chain(more.iter().copied()).collect();
    let at = flags.iter().position(|flag| *flag == "--mail-from").unwrap();
    flags[at + 1] = sender;
    let app = TestApp::start_with(&flags);
    app.json().register("ada").await;
    app.deliver().await;
    server.received().remove(0).mail
}

const SENDER: &str = "accounts@example.com";

#[actix_web::test]
async fn a_mail_has_the_name_of_the_brand() {
    let mail = mail(SENDER, &["--brand-name", "Marigold Kitchens"]).await;
    assert_eq!(mail.subject, "Confirm your email address · Marigold Kitchens");
    let sender = mail.raw.lines().find(|line| line.starts_with("From: ")).unwrap();
    assert_eq!(sender.replace('"', ""), "From: Marigold Kitchens <accounts@example.com>");
    assert!(mail.text.contains("Marigold Kitchens: http"), "{}", mail.text);
    for words in [">Marigold Kitchens</p>", "Sent by Marigold Kitchens, "] {
        assert!(mail.html.contains(words), "{}", mail.html);
    }
    assert!(!mail.raw.contains("Vestibule"), "{}", mail.raw);
}

#[actix_web::test]
async fn a_sender_with_a_name_keeps_it() {
    let mail = mail("Ada <accounts@example.com>", &["--brand-name", "Marigold"]).await;
    assert!(mail.raw.contains("From: Ada <accounts@example.com>\r\n"), "{}", mail.raw);
    assert!(mail.html.contains(">Marigold</p>"), "{}", mail.html);
}

#[actix_web::test]
async fn without_a_name_a_sender_without_one_stays_so() {
    let mail = mail(SENDER, &[]).await;
    assert_eq!(mail.subject, "Confirm your email address");
    assert!(mail.raw.contains("From: accounts@example.com\r\n"), "{}", mail.raw);
    assert!(mail.html.contains("background: #17604b; color: #ffffff;"), "{}", mail.html);
}

#[actix_web::test]
async fn a_mail_has_the_accent_with_words_that_can_be_read_on_it() {
    let bright = mail(SENDER, &["--brand-accent", "#fc0"]).await.html;
    assert!(bright.contains("background: #ffcc00; color: #000000;"), "{bright}");
    assert!(!bright.contains("#17604b") && !bright.contains("style=\"color: #ffcc00"), "{bright}");
    let dark = mail(SENDER, &["--brand-accent", "#102040"]).await.html;
    assert!(dark.contains("background: #102040; color: #ffffff;"), "{dark}");
    assert!(dark.contains("style=\"color: #102040;\""), "{dark}");
    assert!(!dark.contains("background: #102040 !important"), "lighter in dark mode: {dark}");
}
