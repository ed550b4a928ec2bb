//! Delivering what is due. A mail is delivered at least once: it is taken out of the queue after
//! the server has taken it, so only a process that ends between the two sends it again, with the
//! same `Message-ID`.

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

/// How many are delivered at once.
const AT_ONCE: i64 = 4;
/// How long a claim on a mail lasts. More than a conversation can take, which is five
/// minutes with all its stages; less than anybody wants to wait for a mail whose bearer was killed.
const LEASE: Duration = Duration::from_secs(6 * 60);
/// The pause after the first failure; each later one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_secs(5);
/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(60 * 60);
/// How long a mail is tried.
const GIVE_UP_AFTER: Duration = Duration::from_secs(3 * 24 * 60 * 60);

/// What became of a mail.
enum Outcome {
    Sent,
    /// What it would say is not true any more.
    Superseded(&'static str),
    Failed(SendError),
}

/// What delivering needs.
pub struct Delivery<'a> {
    /// Writes the mails, and knows where they go.
    pub mailer: &'a Mailer,
    /// Has the queue.
    pub store: &'a Store,
    /// Derives the tokens that mails bring.
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
            Outcome::Sent => {
                log::info!("mail_sent mail={} kind={} user={}", mail.id, mail.kind, mail.user_id);
                None
            }
            Outcome::Superseded(reason) => {
                log::info!(
                    "mail_dropped mail={} kind={} user={} reason={reason:?}",
                    mail.id,
                    mail.kind,
                    mail.user_id
                );
                None
            }
            Outcome::Failed(SendError::Temporary(reason))
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
            Outcome::Failed(SendError::Temporary(reason) | SendError::Permanent(reason)) => {
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

    async fn attempt(&self, mail: &Mail) -> store::Result<Outcome> {
        let email = match self.make(mail).await? {
            Ok(email) => email,
            Err(outcome) => return Ok(outcome),
        };
        let taken = match &self.mailer.settings.transport {
            MailTransport::Smtp(server) => smtp::send(server, &self.mailer.host, email).await,
            MailTransport::File(folder) => {
                // Named by the time and the kind; whose it is stands inside.
                let name = format!("{}-{}-{}", mail.created_at.millis(), mail.kind, mail.id);
                let written = outbox::put(folder, &name, &email.bytes);
                written
                    .map(|path| log::info!("mail_written {}", path.display()))
                    .map_err(|error| SendError::Temporary(error.to_string()))
            }
            MailTransport::Disabled => {
                Err(SendError::Temporary("there is no mail server".to_owned()))
            }
        };
        Ok(taken.map_or_else(Outcome::Failed, |()| Outcome::Sent))
    }

    /// Creates the mail now, from what is true now.
    async fn make(&self, mail: &Mail) -> store::Result<Result<OutgoingEmail, Outcome>> {
        let Ok(kind) = mail.kind.parse::<MailKind>() else {
            return Ok(Err(Outcome::Failed(SendError::Permanent(
                "a newer version knows what it says".to_owned(),
            ))));
        };
        let (user, link, now) = (mail.user_id, mail.link_id, self.clock.now());
        let found = self.store.read(move |rows| {
            let token = link.map(|link| mail_tokens::find(rows, link)).transpose()?.flatten();
            Ok::<_, store::Error>((users::find(rows, user)?, token))
        });
        let (Some(user), token) = found.await? else {
            return Ok(Err(Outcome::Superseded("the account is gone")));
        };
        let token = token.filter(|token| now < token.expires_at && token.used_at.is_none());
        if mail.link_id.is_some() && token.is_none() {
            return Ok(Err(Outcome::Superseded("its link was replaced, used or has expired")));
        }
        Ok(self.compose(mail, kind, &user.username, token.as_ref()).map_err(|error| match error {
            ComposeError::Address(_) | ComposeError::Form(_) => {
                Outcome::Failed(SendError::Permanent(error.to_string()))
            }
            ComposeError::Key => {
                Outcome::Superseded("its link was made with another REFRESH_TOKEN_SECRET")
            }
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
