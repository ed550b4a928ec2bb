//! Mails: whether they can leave.

use vestibule::config::{Config, MailTransport};
use vestibule::mail::Mailer;

use super::Finding;

const CHECK: &str = "mail";

pub(super) async fn check(config: &Config) -> Finding {
    match &config.mail.transport {
        MailTransport::Disabled => Finding::warning(
            CHECK,
            "SMTP_URL is not set: nobody can confirm an address or set a forgotten password",
            "Write the mail server into SMTP_URL and the sender into MAIL_FROM.",
        ),
        MailTransport::File(folder) => {
            Finding::ok(CHECK, format!("each mail becomes a file in {}", folder.display()))
        }
        MailTransport::Smtp(server) => {
            let name = format!("{}:{}", server.host, server.port);
            match Mailer::new(config).try_server().await {
                Ok(()) => Finding::ok(CHECK, format!("the mail server {name} lets us in")),
                Err(why) => Finding::error(
                    CHECK,
                    format!("the mail server {name} cannot be used: {why}"),
                    "Look at SMTP_URL: the host and its port, smtp:// for STARTTLS or smtps:// for TLS from the first \
                     byte, the user name and its password. Mails wait in the database until it works.",
                ),
            }
        }
    }
}
