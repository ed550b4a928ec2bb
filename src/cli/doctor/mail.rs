//! Mails: whether they can leave.

use vestibule::config::{Config, MailTransport};
use vestibule::mail::Mailer;

use super::Finding;

const CHECK: &str = "mail";

pub(super) async fn check(config: &Config) -> Finding {
    match &config.mail.transport {
        MailTransport::Disabled => Finding::warning(
            CHECK,
            "SMTP_URL is not set: nobody can confirm an address or reset a password",
            "Set SMTP_URL to the mail server and MAIL_FROM to the sender.",
        ),
        MailTransport::File(folder) => {
            Finding::ok(CHECK, format!("mails are written as files to {}", folder.display()))
        }
        MailTransport::Smtp(server) => {
            let name = format!("{}:{}", server.host, server.port);
            match Mailer::new(config).try_server().await {
                Ok(()) => Finding::ok(CHECK, format!("authenticated to the mail server {name}")),
                Err(why) => Finding::error(
                    CHECK,
                    format!("cannot use the mail server {name}: {why}"),
                    "Look at SMTP_URL: the host and its port, smtp:// for STARTTLS or smtps:// for TLS from the first \
                     byte, the username and its password. Mails wait in the database until it works.",
                ),
            }
        }
    }
}
