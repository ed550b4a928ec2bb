//! The way into the queue.

use std::time::Duration;

use super::{MailKind, Mailer};
use crate::clock::Timestamp;
use crate::id::{MailId, UserId};
use crate::locale::Locale;
use crate::store::mails::{self, Mail};
use crate::store::users::User;
use crate::store::{self, AnyConnection, Transaction};
use crate::token::EmailTokenId;

/// How many mails of a kind an account is sent within [`HOUR`], so that an attacker cannot flood a
/// mailbox.
const LIMIT: i64 = 3;
/// The time in which they are counted.
const HOUR: Duration = Duration::from_secs(60 * 60);
/// How far apart requests at once may have read the clock.
const MOMENT: Duration = Duration::from_secs(60);

/// A mail to be queued.
#[derive(Clone, Copy, Debug)]
pub struct NewMail<'a> {
    /// What it says.
    pub kind: MailKind,
    /// The account that it is about, whose owner reads it.
    pub user: &'a User,
    /// Where it goes.
    pub address: &'a str,
    /// The emailed token that it brings, if it brings one.
    pub token: Option<EmailTokenId>,
    /// The language that it is written in if the account has none.
    pub locale: Locale,
}

/// Whether an account can be sent another mail of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailQuota {
    /// It can.
    Available,
    /// It was sent enough of them lately, and can be sent the next after as long as this.
    RetryAfter(Duration),
    /// There is no mail here.
    Disabled,
}

impl Mailer {
    /// Returns whether an account can be sent another mail of a kind now.
    fn quota(
        &self,
        rows: &mut AnyConnection,
        kind: MailKind,
        user: UserId,
        now: Timestamp,
    ) -> store::Result<MailQuota> {
        if !self.is_available() {
            return Ok(MailQuota::Disabled);
        }
        if !self.is_limited {
            return Ok(MailQuota::Available);
        }
        // Another mail is allowed when the oldest of the last `LIMIT` mails is more than an hour
        // old. Mails from the future, left by a clock that was ahead, do not count, or no mail
        // could be sent until then. A mail a moment ahead was requested at the same time.
        let oldest =
            mails::find_nth_between(rows, user, kind.as_str(), LIMIT, (now - HOUR, now + MOMENT))?;
        Ok(oldest.map_or(MailQuota::Available, |oldest| {
            MailQuota::RetryAfter((oldest + HOUR).since(now))
        }))
    }

    /// Queues a mail if there is quota, and returns whether there was. It is sent once the
    /// transaction is committed.
    pub fn enqueue(
        &self,
        tx: &mut Transaction<'_>,
        mail: NewMail<'_>,
        now: Timestamp,
    ) -> store::Result<MailQuota> {
        let NewMail { kind, user, address, token, locale } = mail;
        let quota = self.quota(tx, kind, user.id, now)?;
        if quota != MailQuota::Available {
            return Ok(quota);
        }
        // Somebody else may have caused it, in another language.
        let locale = user.language.as_deref().and_then(Locale::find).unwrap_or(locale);
        let mail = Mail {
            id: MailId::new(now),
            user_id: user.id,
            kind: kind.as_str().to_owned(),
            address: address.to_owned(),
            link_id: token,
            created_at: now,
            attempts: 0,
            due_at: Some(now),
            language: locale.tag().to_owned(),
        };
        mails::insert(tx, &mail)?;
        Ok(MailQuota::Available)
    }
}
