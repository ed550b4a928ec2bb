//! The way into the queue.

use std::time::Duration;

use super::Letter;
use crate::app::App;
use crate::clock::Timestamp;
use crate::id::{MailId, UserId};
use crate::store::mails::{self, Mail};
use crate::store::{self, AnyConnection, Transaction};
use crate::token::LinkId;

/// How many mails of a kind an account is sent within [`HOUR`]: nobody's letter box is filled by a stranger.
const LIMIT: i64 = 3;
/// The time in which they are counted.
const HOUR: Duration = Duration::from_secs(60 * 60);

/// Tells whether an account can be sent another mail of a kind now.
pub fn has_room(
    app: &App,
    rows: &mut AnyConnection,
    letter: Letter,
    user: UserId,
    now: Timestamp,
) -> store::Result<bool> {
    if !app.mailer.is_available() || !app.config.rate_limits {
        return Ok(app.mailer.is_available());
    }
    Ok(mails::count_since(rows, user, letter.as_str(), now - HOUR)? < LIMIT)
}

/// Puts a mail in the queue, unless there is no mail here or were enough of its kind lately. It is on its way when the
/// transaction is.
pub fn enqueue(
    app: &App,
    tx: &mut Transaction<'_>,
    letter: Letter,
    user: UserId,
    address: &str,
    link: Option<LinkId>,
    now: Timestamp,
) -> store::Result<()> {
    if !has_room(app, tx, letter, user, now)? {
        return Ok(());
    }
    let mail = Mail {
        id: MailId::new(now),
        user_id: user,
        letter: letter.as_str().to_owned(),
        address: address.to_owned(),
        link_id: link,
        created_at: now,
        attempts: 0,
        due_at: Some(now),
    };
    mails::insert(tx, &mail)
}
