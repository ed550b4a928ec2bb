//! Delivers due mails and retries failed deliveries. The background job in `jobs` calls
//! [`Delivery::deliver_due`] in a loop.
//!
//! A mail leaves the queue after the mail server has accepted it. If the process ends between the
//! two, the mail is sent again with the same `Message-ID`: delivery is at least once. After a
//! temporary failure it is retried with growing pauses for three days. A permanent failure is not
//! retried.

use std::time::Duration;

use futures_util::future::join_all;

use super::message::ComposeError;
use super::smtp::{OutgoingEmail, SendError};
use super::{MailKind, Mailer, outbox, smtp};
use crate::clock::{Clock, Timestamp};
use crate::config::MailTransport;
use crate::store::mails::{self, Mail};
use crate::store::{self, Store, mail_tokens, users};
use crate::token::Tokens;

/// How many mails are delivered at once.
const AT_ONCE: i64 = 4;
/// How long a claim on a mail lasts. An SMTP session takes at most five minutes in all. If the
/// process is killed, the mail is retried when the claim ends.
const LEASE: Duration = Duration::from_secs(6 * 60);
/// The pause before the first retry. Each later pause is twice as long.
const FIRST_PAUSE: Duration = Duration::from_secs(5);
/// The longest pause between retries.
const LONGEST_PAUSE: Duration = Duration::from_secs(60 * 60);
/// How long a mail is retried.
const GIVE_UP_AFTER: Duration = Duration::from_secs(3 * 24 * 60 * 60);

/// The outcome of a delivery.
enum DeliveryOutcome {
    Sent,
    /// Its content is no longer true.
    Superseded(&'static str),
    Failed(SendError),
}

/// What delivery needs.
pub struct Delivery<'a> {
    /// Composes the mails and has the mail settings.
    pub mailer: &'a Mailer,
    /// Has the queue.
    pub store: &'a Store,
    /// Derives the tokens in the mails.
    pub tokens: &'a Tokens,
    /// The time.
    pub clock: &'a Clock,
}

impl Delivery<'_> {
    /// Delivers every mail that is due, a few at once.
    pub async fn deliver_due(&self) -> store::Result<()> {
        if !self.mailer.is_available() {
            return Ok(());
        }
        let _round = self.mailer.round.lock().await;
        loop {
            let now = self.clock.now();
            if !self.store.read(move |rows| mails::any_due(rows, now)).await? {
                return Ok(());
            }
            let claimed =
                self.store.write(move |tx| mails::claim(tx, now, now + LEASE, AT_ONCE)).await?;
            let delivered = join_all(claimed.iter().map(|mail| self.deliver(mail))).await;
            delivered.into_iter().collect::<store::Result<()>>()?;
        }
    }

    async fn deliver(&self, mail: &Mail) -> store::Result<()> {
        let outcome = self.attempt(mail).await?;
        let now = self.clock.now();
        let next = match outcome {
            DeliveryOutcome::Sent => {
                log::info!("mail_sent mail={} kind={} user={}", mail.id, mail.kind, mail.user_id);
                None
            }
            DeliveryOutcome::Superseded(reason) => {
                log::info!(
                    "mail_dropped mail={} kind={} user={} reason={reason:?}",
                    mail.id,
                    mail.kind,
                    mail.user_id
                );
                None
            }
            DeliveryOutcome::Failed(SendError::Temporary(reason))
                if now.since(mail.created_at) < GIVE_UP_AFTER =>
            {
                let (mail, pause) = (&mail, pause(mail.attempts));
                log::warn!(
                    "mail_delayed mail={} kind={} pause={pause:?} reason={reason:?}",
                    mail.id,
                    mail.kind
                );
                Some(now + pause)
            }
            DeliveryOutcome::Failed(
                SendError::Temporary(reason) | SendError::Permanent(reason),
            ) => {
                let Mail { id, kind, user_id, attempts, .. } = mail;
                log::warn!(
                    "mail_given_up mail={id} kind={kind} user={user_id} attempts={attempts} reason={reason:?}"
                );
                None
            }
        };
        self.set_due(mail, next).await
    }

    async fn set_due(&self, mail: &Mail, next: Option<Timestamp>) -> store::Result<()> {
        let id = mail.id;
        self.store.write(move |tx| mails::set_due(tx, id, next)).await
    }

    async fn attempt(&self, mail: &Mail) -> store::Result<DeliveryOutcome> {
        let email = match self.make(mail).await? {
            Ok(email) => email,
            Err(outcome) => return Ok(outcome),
        };
        let taken = match &self.mailer.settings.transport {
            MailTransport::Smtp(server) => smtp::send(server, &self.mailer.host, email).await,
            MailTransport::File(folder) => {
                // Named by the time and the kind; the recipient is inside.
                let name = format!("{}-{}-{}", mail.created_at.millis(), mail.kind, mail.id);
                let written = outbox::put(folder, &name, &email.bytes);
                written
                    .map(|path| log::info!("mail_written {}", path.display()))
                    .map_err(|error| SendError::Temporary(error.to_string()))
            }
            MailTransport::Disabled => {
                Err(SendError::Temporary("no mail server is configured".to_owned()))
            }
        };
        Ok(taken.map_or_else(DeliveryOutcome::Failed, |()| DeliveryOutcome::Sent))
    }

    /// Creates the mail now, from what is true now.
    async fn make(&self, mail: &Mail) -> store::Result<Result<OutgoingEmail, DeliveryOutcome>> {
        let Ok(kind) = mail.kind.parse::<MailKind>() else {
            return Ok(Err(DeliveryOutcome::Failed(SendError::Permanent(
                "unknown kind of mail, written by a newer version".to_owned(),
            ))));
        };
        let (user, link, now) = (mail.user_id, mail.link_id, self.clock.now());
        let found = self.store.read(move |rows| {
            let token = link.map(|link| mail_tokens::find(rows, link)).transpose()?.flatten();
            Ok::<_, store::Error>((users::find(rows, user)?, token))
        });
        let (Some(user), token) = found.await? else {
            return Ok(Err(DeliveryOutcome::Superseded("the account is gone")));
        };
        let token = token.filter(|token| now < token.expires_at && token.used_at.is_none());
        if mail.link_id.is_some() && token.is_none() {
            return Ok(Err(DeliveryOutcome::Superseded(
                "its link was replaced, was used or has expired",
            )));
        }
        Ok(self.compose(mail, kind, &user.username, token.as_ref()).map_err(|error| match error {
            ComposeError::Address(_) | ComposeError::Build(_) => {
                DeliveryOutcome::Failed(SendError::Permanent(error.to_string()))
            }
            ComposeError::Key => DeliveryOutcome::Superseded(
                "its link was created with another REFRESH_TOKEN_SECRET",
            ),
        }))
    }
}

fn pause(attempts: i64) -> Duration {
    let doublings = u32::try_from(attempts - 1).unwrap_or(u32::MAX).min(16);
    (FIRST_PAUSE * 2u32.pow(doublings)).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_from_five_seconds_to_an_hour() {
        let pauses: Vec<u64> = (1..=12).map(|attempts| pause(attempts).as_secs()).collect();
        assert_eq!(pauses, [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]);
        assert_eq!(pause(i64::MAX), LONGEST_PAUSE);
    }
}
