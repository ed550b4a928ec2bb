//! Mails: what they say, the queue that outlives the process, and how they leave.
//!
//! A rule puts a mail in the queue in the same transaction as what causes it. A mail is made only when it is delivered,
//! so nothing that could be used lies in the queue; a dead mail server delays no request and loses no mail.

mod delivery;
mod kind;
mod message;
mod outbox;
mod queue;
mod reason;
mod smtp;

use tokio::sync::Mutex;

pub use delivery::deliver_due;
pub use kind::MailKind;
pub use queue::{MailQuota, enqueue};

use crate::config::{MailSettings, MailTransport};

/// How mails leave.
pub struct Mailer {
    settings: MailSettings,
    /// Our host's name, for the greeting and for the names of mails.
    host: String,
    /// Held by whoever delivers.
    round: Mutex<()>,
}

impl Mailer {
    /// Prepares delivering; `origin` is the public URL.
    pub fn new(settings: MailSettings, origin: &str) -> Self {
        let url = url::Url::parse(origin).ok();
        let host = url.and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_else(|| "localhost".to_owned());
        Self { settings, host, round: Mutex::new(()) }
    }

    /// Returns whether the mail server can be reached, would be spoken to as the settings say and lets us in; no mail is
    /// sent. Without a mail server there is nothing to try.
    pub async fn try_server(&self) -> Result<(), String> {
        match &self.settings.transport {
            MailTransport::Smtp(server) => smtp::greet(server, &self.host).await,
            MailTransport::File(_) | MailTransport::Disabled => Ok(()),
        }
    }

    /// Returns whether mails are taken at all.
    pub fn is_available(&self) -> bool {
        !matches!(self.settings.transport, MailTransport::Disabled)
    }
}
