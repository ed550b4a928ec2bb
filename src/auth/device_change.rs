//! What the client of a session says it is, noted when its token is rotated.

use super::Client;
use super::event::{self, EventKind};
use super::rotation::PresentedToken;
use crate::clock::Timestamp;
use crate::store::sessions::Session;
use crate::store::{self, Transaction};
use crate::user_agent::ClientName;

/// Notes what the client says it is, where that is not what it said last time, and whether it is
/// another device now.
///
/// The rotation writes the note. A client that is what it was, as nearly all are, costs no more
/// than a comparison.
pub(super) fn note_device(
    tx: &mut Transaction<'_>,
    session: &mut Session,
    presented: &PresentedToken,
    client: &Client,
    now: Timestamp,
) -> store::Result<()> {
    let says = client.agent.as_str();
    let unchanged = match session.rotated_by {
        Some(last) => last == presented.agent,
        None => session.user_agent == says,
    };
    if unchanged {
        return Ok(());
    }
    if ClientName::of(session.latest_user_agent()) != ClientName::of(says) {
        session.device_changed_at = Some(now);
        event::record(
            tx,
            EventKind::DeviceChanged,
            session.user_id,
            Some(session.id),
            client,
            now,
        )?;
    }
    session.latest_user_agent = Some(says.to_owned());
    Ok(())
}
