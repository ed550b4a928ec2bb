//! Mails: what they say, the queue that outlives the process, and how they leave.
//!
//! A rule queues a mail in the same transaction as the change that causes it. A mail is composed
//! only when it is delivered, so the queue contains no usable token. If the mail server is down, no
//! request is delayed and no mail is lost.

mod colours;
mod delivery;
mod kind;
mod message;
mod outbox;
mod queue;
mod reason;
mod smtp;

use tokio::sync::Mutex;

pub use delivery::Delivery;
pub use kind::MailKind;
pub use queue::{MailQuota, NewMail};

use crate::config::{Brand, Config, MailSettings, MailTransport};
use crate::locale::Locale;
use crate::store::mails::Mail;

/// Writes mails, queues and delivers them.
pub struct Mailer {
    settings: MailSettings,
    /// The origin of the links in mails: the configured one, never what a request called us.
    origin: String,
    /// How mails look, and where people get help.
    brand: Brand,
    /// The default language.
    locale: Locale,
    /// Whether an account is sent only so many mails.
    is_limited: bool,
    /// Our host's name, for the greeting and for the names of mails.
    host: String,
    /// Held during a round of deliveries.
    round: Mutex<()>,
}

impl Mailer {
    /// Creates a mailer that follows the settings.
    pub fn new(config: &Config) -> Self {
        let origin = config.public_url.origin.clone();
        let url = url::Url::parse(&origin).ok();
        let host = url
            .and_then(|url| url.host_str().map(str::to_owned))
            .unwrap_or_else(|| "localhost".to_owned());
        Self {
            settings: config.mail.clone(),
            origin,
            brand: config.brand.clone(),
            locale: config.locale,
            is_limited: config.rate_limits,
            host,
            round: Mutex::new(()),
        }
    }

    /// Returns whether the mail server can be reached, would be spoken to as the settings say and
    /// lets us in; no mail is sent. Without a mail server there is nothing to try.
    pub async fn try_server(&self) -> Result<(), String> {
        match &self.settings.transport {
            MailTransport::Smtp(server) => smtp::greet(server, &self.host).await,
            MailTransport::File(_) | MailTransport::Disabled => Ok(()),
        }
    }

    /// Returns the language of a queued mail; the default if it is not there any more.
    fn locale_of(&self, mail: &Mail) -> Locale {
        Locale::find(&mail.language).unwrap_or(self.locale)
    }

    /// Returns whether mails are taken at all.
    pub fn is_available(&self) -> bool {
        !matches!(self.settings.transport, MailTransport::Disabled)
    }
}
