//! Sessions, events, mails and whole tables as tests need them, changed behind the application's
//! back.

use diesel::prelude::*;
use vestibule::clock::Timestamp;
use vestibule::id::{EventId, MailId, SessionId};
use vestibule::store::mails::Mail as MailRow;
use vestibule::store::sessions::Session;

use super::database::schema::{events, mails, revocations, sessions};
use super::database::{Database, query};

/// Adds a session, on either kind of connection.
macro_rules! insert_session {
    ($rows:expr, $session:expr) => {{
        let session: Session = $session;
        let values = (
            sessions::id.eq(session.id),
            sessions::user_id.eq(session.user_id),
            sessions::generation.eq(session.generation),
            sessions::token_hash.eq(session.token_hash),
            sessions::previous_hash.eq(session.previous_hash),
            sessions::rotated_by.eq(session.rotated_by),
            sessions::issued_at.eq(session.issued_at),
            sessions::expires_at.eq(session.expires_at),
            sessions::ends_at.eq(session.ends_at),
            sessions::persistent.eq(session.persistent),
            sessions::created_at.eq(session.created_at),
            sessions::last_seen_at.eq(session.last_seen_at),
            sessions::ip.eq(&session.ip),
            sessions::user_agent.eq(&session.user_agent),
            sessions::revoked_at.eq(session.revoked_at),
            sessions::revoked_for.eq(session.revoked_for),
            sessions::latest_user_agent.eq(&session.latest_user_agent),
            sessions::device_changed_at.eq(session.device_changed_at),
            sessions::first_used_at.eq(session.first_used_at),
            sessions::amr.eq(session.amr),
            sessions::authenticated_at.eq(session.authenticated_at),
        );
        diesel::insert_into(sessions::table).values(values).execute($rows).map(drop)
    }};
}

/// The same for a mail.
macro_rules! insert_mail {
    ($rows:expr, $mail:expr) => {{
        let mail: MailRow = $mail;
        let values = (
            mails::id.eq(mail.id),
            mails::user_id.eq(mail.user_id),
            mails::kind.eq(&mail.kind),
            mails::address.eq(&mail.address),
            mails::link_id.eq(mail.link_id),
            mails::created_at.eq(mail.created_at),
            mails::attempts.eq(mail.attempts),
            mails::due_at.eq(mail.due_at),
            mails::language.eq(&mail.language),
        );
        diesel::insert_into(mails::table).values(values).execute($rows).map(drop)
    }};
}

impl Database {
    /// Deletes every session, and nothing else.
    pub fn delete_sessions(&self) {
        query!(self, |rows| diesel::delete(sessions::table).execute(rows)).unwrap();
    }

    /// Deletes every event.
    pub fn delete_events(&self) {
        query!(self, |rows| diesel::delete(events::table).execute(rows)).unwrap();
    }

    /// Deletes all events but the oldest.
    pub fn keep_oldest_events(&self, number: usize) {
        let kept = self.events().into_iter().take(number).map(|event| event.id).collect::<Vec<_>>();
        query!(self, |rows| diesel::delete(events::table.filter(events::id.ne_all(kept)))
            .execute(rows))
        .unwrap();
    }

    /// Changes the kind of every event.
    pub fn set_event_kinds(&self, kind: &str) {
        query!(self, |rows| diesel::update(events::table).set(events::kind.eq(kind)).execute(rows))
            .unwrap();
    }

    /// Removes from every event the address and the client that it came from, as if an
    /// administrator had caused it.
    pub fn clear_event_clients(&self) {
        self.set_event_addresses("");
    }

    /// Changes the address of every event, and removes its client.
    pub fn set_event_addresses(&self, ip: &str) {
        let changes = (events::ip.eq(ip), events::user_agent.eq(""));
        query!(self, |rows| diesel::update(events::table).set(changes).execute(rows)).unwrap();
    }

    /// Adds each event so many times again, with other identifiers.
    pub fn repeat_events(&self, times: usize) {
        for event in self.events() {
            let copies = (0..times).map(|_| {
                (
                    events::id.eq(EventId::new(event.at)),
                    events::user_id.eq(event.user_id),
                    events::session_id.eq(event.session_id),
                    events::kind.eq(event.kind.clone()),
                    events::at.eq(event.at),
                    events::ip.eq(event.ip.clone()),
                    events::user_agent.eq(event.user_agent.clone()),
                )
            });
            let copies: Vec<_> = copies.collect();
            let insert = diesel::insert_into(events::table).values(&copies);
            query!(self, |rows| insert.execute(rows)).unwrap();
        }
    }

    /// Lets every session expire.
    pub fn expire_sessions(&self) {
        let long_ago = Timestamp::from_millis(1);
        let changes = (sessions::expires_at.eq(long_ago), sessions::ends_at.eq(long_ago));
        query!(self, |rows| diesel::update(sessions::table).set(changes).execute(rows)).unwrap();
    }

    /// Stores something in the place of the hash of every session's refresh token.
    pub fn set_token_hashes(&self, hash: &[u8]) {
        let changes = sessions::token_hash.eq(hash);
        query!(self, |rows| diesel::update(sessions::table).set(changes).execute(rows)).unwrap();
    }

    /// Stores what the client of a session says it is now.
    #[track_caller]
    pub fn set_latest_user_agent(&self, session: SessionId, user_agent: &str) {
        let update = diesel::update(sessions::table.find(session))
            .set(sessions::latest_user_agent.eq(user_agent));
        assert_eq!(query!(self, |rows| update.execute(rows)).unwrap(), 1);
    }

    /// Adds a revocation of the access tokens of a session.
    pub fn revoke_access_tokens(&self, session: SessionId, until: Timestamp) {
        let row = (revocations::session_id.eq(session), revocations::until.eq(until));
        query!(self, |rows| diesel::insert_into(revocations::table).values(row).execute(rows))
            .unwrap();
    }

    /// Adds copies of a session with identifiers of their own.
    pub fn copy_session(&self, session: &Session, copies: usize) {
        let copy = || Session { id: SessionId::new(session.created_at), ..session.clone() };
        query!(self, |rows| rows
            .transaction(|rows| { (0..copies).try_for_each(|_| insert_session!(rows, copy())) }))
        .unwrap();
    }

    /// Adds copies of a mail with identifiers of their own.
    pub fn copy_mail(&self, mail: &MailRow, copies: usize) {
        let copy = || MailRow { id: MailId::new(mail.created_at), ..mail.clone() };
        query!(self, |rows| rows
            .transaction(|rows| { (0..copies).try_for_each(|_| insert_mail!(rows, copy())) }))
        .unwrap();
    }

    /// Renames tables, so that every statement that needs one of them fails.
    pub fn hide_tables(&self, tables: &[&str]) {
        for table in tables {
            self.execute(&format!("ALTER TABLE {table} RENAME TO hidden_{table}"));
        }
    }

    /// Renames hidden tables back.
    pub fn show_tables(&self, tables: &[&str]) {
        for table in tables {
            self.execute(&format!("ALTER TABLE hidden_{table} RENAME TO {table}"));
        }
    }
}
