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
/// How far apart requests at once may have read the clock.
const MOMENT: Duration = Duration::from_secs(60);

/// Whether an account can be sent another mail of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// It can.
    Now,
    /// It was sent enough of them lately, and can be sent the next after as long as this.
    After(Duration),
    /// There is no mail here.
    Never,
}

/// Tells whether an account can be sent another mail of a kind now.
fn room(app: &App, rows: &mut AnyConnection, letter: Letter, user: UserId, now: Timestamp) -> store::Result<Room> {
    if !app.mailer.is_available() {
        return Ok(Room::Never);
    }
    if !app.config.rate_limits {
        return Ok(Room::Now);
    }
    // There is room again when the oldest of as many as are allowed is no longer of this hour. What a clock that was
    // ahead has left in the future counts for nothing, or nobody would be mailed until then; what is a moment ahead was
    // asked for at the same time.
    let oldest = mails::find_nth_between(rows, user, letter.as_str(), LIMIT, (now - HOUR, now + MOMENT))?;
    Ok(oldest.map_or(Room::Now, |oldest| Room::After((oldest + HOUR).since(now))))
}

/// Puts a mail in the queue, if there is room; tells whether there was. It is on its way when the transaction is.
pub fn enqueue(
    app: &App,
    tx: &mut Transaction<'_>,
    letter: Letter,
    user: UserId,
    address: &str,
    link: Option<LinkId>,
    now: Timestamp,
) -> store::Result<Room> {
    let room = room(app, tx, letter, user, now)?;
    if room != Room::Now {
        return Ok(room);
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
    mails::insert(tx, &mail)?;
    Ok(Room::Now)
}
