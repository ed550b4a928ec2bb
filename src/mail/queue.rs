//! The way into the queue.

use std::time::Duration;

use super::MailKind;
use crate::app::App;
use crate::clock::Timestamp;
use crate::id::{MailId, UserId};
use crate::store::mails::{self, Mail};
use crate::store::{self, AnyConnection, Transaction};
use crate::token::EmailTokenId;

/// How many mails of a kind an account is sent within [`HOUR`]: nobody's mailbox is filled by a stranger.
const LIMIT: i64 = 3;
/// The time in which they are counted.
const HOUR: Duration = Duration::from_secs(60 * 60);
/// How far apart requests at once may have read the clock.
const MOMENT: Duration = Duration::from_secs(60);

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

/// Returns whether an account can be sent another mail of a kind now.
fn quota(
    app: &App,
    rows: &mut AnyConnection,
    kind: MailKind,
    user: UserId,
    now: Timestamp,
) -> store::Result<MailQuota> {
    if !app.mailer.is_available() {
        return Ok(MailQuota::Disabled);
    }
    if !app.config.rate_limits {
        return Ok(MailQuota::Available);
    }
    // There is quota again when the oldest of as many as are allowed is no longer of this hour. What a clock that was
    // ahead has left in the future counts for nothing, or nobody would be mailed until then; what is a moment ahead was
    // asked for at the same time.
    let oldest = mails::find_nth_between(rows, user, kind.as_str(), LIMIT, (now - HOUR, now + MOMENT))?;
    Ok(oldest.map_or(MailQuota::Available, |oldest| MailQuota::RetryAfter((oldest + HOUR).since(now))))
}

/// Puts a mail in the queue, if there is quota. Returns whether there was. It is on its way when the transaction is.
pub fn enqueue(
    app: &App,
    tx: &mut Transaction<'_>,
    kind: MailKind,
    user: UserId,
    address: &str,
    link: Option<EmailTokenId>,
    now: Timestamp,
) -> store::Result<MailQuota> {
    let quota = quota(app, tx, kind, user, now)?;
    if quota != MailQuota::Available {
        return Ok(quota);
    }
    let mail = Mail {
        id: MailId::new(now),
        user_id: user,
        kind: kind.as_str().to_owned(),
        address: address.to_owned(),
        link_id: link,
        created_at: now,
        attempts: 0,
        due_at: Some(now),
    };
    mails::insert(tx, &mail)?;
    Ok(MailQuota::Available)
}
