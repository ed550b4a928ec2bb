//! Mails: whether they can leave.

use vestibule::config::{Config, Post};
use vestibule::mail::Mailer;

use super::Finding;

const ABOUT: &str = "mail";

pub(super) async fn examine(config: &Config) -> Finding {
    match &config.mail.post {
        Post::Nowhere => Finding::note(
            ABOUT,
            "SMTP_URL is not set: nobody can confirm an address or set a forgotten password",
            "Write the mail server into SMTP_URL and the sender into MAIL_FROM.",
        ),
        Post::Outbox(folder) => Finding::well(ABOUT, format!("each mail becomes a file in {}", folder.display())),
        Post::Smtp(server) => {
            let name = format!("{}:{}", server.host, server.port);
            match Mailer::new(config.mail.clone(), &config.public_url.origin).try_server().await {
                Ok(()) => Finding::well(ABOUT, format!("the mail server {name} lets us in")),
                Err(why) => Finding::wrong(
                    ABOUT,
                    format!("the mail server {name} cannot be used: {why}"),
                    "Look at SMTP_URL: the host and its port, smtp:// for STARTTLS or smtps:// for TLS from the first \
                     byte, the user name and its password. Mails wait in the database until it works.",
                ),
            }
        }
    }
}
