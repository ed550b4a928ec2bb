//! Accounts as tests need them, read and changed behind the application's back.

use diesel::prelude::*;
use vestibule::clock::Timestamp;
use vestibule::store::events::Event;
use vestibule::store::sessions::Session;

use super::database::schema::{events, revocations, sessions, users};
use super::database::{Database, UserRow, query};

/// Later than any token ends.
pub const FOREVER: Timestamp = Timestamp::from_millis(9_000_000_000_000_000);

/// An account, by its username.
pub struct UserFixture<'a> {
    database: &'a Database,
    username: String,
}

/// Changes one account and insists that it was there.
macro_rules! update {
    ($fixture:expr, $($changes:tt)*) => {{
        let account = users::table.filter(users::username.eq(&$fixture.username));
        let statement = diesel::update(account).set($($changes)*);
        let changed = query!($fixture.database, |rows| statement.execute(rows)).unwrap();
        assert_eq!(changed, 1, "{}", $fixture.username);
    }};
}

impl<'a> UserFixture<'a> {
    pub(super) fn new(database: &'a Database, username: &str) -> Self {
        Self { database, username: username.to_owned() }
    }

    /// Its row, if there is one.
    pub fn find(&self) -> Option<UserRow> {
        self.database.users().into_iter().find(|user| user.username == self.username)
    }

    pub fn exists(&self) -> bool {
        self.find().is_some()
    }

    /// Its row.
    #[track_caller]
    pub fn row(&self) -> UserRow {
        self.find().unwrap_or_else(|| panic!("there is no user {}", self.username))
    }

    #[track_caller]
    pub fn password_hash(&self) -> String {
        self.row().password_hash
    }

    /// Its sessions, the oldest first.
    #[track_caller]
    pub fn sessions(&self) -> Vec<Session> {
        let of_user = sessions::table.filter(sessions::user_id.eq(self.row().id));
        query!(self.database, |rows| of_user.order(sessions::id).load(rows)).unwrap()
    }

    /// The kinds of its events, by time and then by name.
    #[track_caller]
    pub fn event_kinds(&self) -> Vec<String> {
        let of_user = events::table.filter(events::user_id.eq(self.row().id));
        let ordered = of_user.order((events::at, events::kind));
        let events: Vec<Event> = query!(self.database, |rows| ordered.load(rows)).unwrap();
        events.into_iter().map(|event| event.kind).collect()
    }

    /// Disables it long ago.
    #[track_caller]
    pub fn disable(&self) {
        self.disable_at(Timestamp::from_millis(1));
    }

    #[track_caller]
    pub fn disable_at(&self, at: Timestamp) {
        update!(self, users::disabled_at.eq(at));
    }

    #[track_caller]
    pub fn enable(&self) {
        update!(self, users::disabled_at.eq(None::<Timestamp>));
    }

    /// Deletes it, and its sessions with it.
    #[track_caller]
    pub fn delete(&self) {
        let account = users::table.filter(users::username.eq(&self.username));
        let deleted = query!(self.database, |rows| diesel::delete(account).execute(rows)).unwrap();
        assert_eq!(deleted, 1, "{}", self.username);
    }

    /// Adds the role of an administrator; its owner has to sign in again for that.
    #[track_caller]
    pub fn make_administrator(&self) {
        self.set_roles(&["user", "admin"]);
    }

    #[track_caller]
    pub fn set_roles(&self, roles: &[&str]) {
        update!(self, users::roles.eq(roles.join(",")));
    }

    #[track_caller]
    pub fn set_name(&self, name: &str) {
        update!(self, users::name.eq(name));
    }

    /// Revokes its sessions, but not their access tokens.
    #[track_caller]
    pub fn revoke_sessions(&self, at: Timestamp, reason: &str) {
        let of_user = sessions::table.filter(sessions::user_id.eq(self.row().id));
        let changes = (sessions::revoked_at.eq(at), sessions::revoked_for.eq(reason));
        query!(self.database, |rows| diesel::update(of_user).set(changes).execute(rows)).unwrap();
    }

    /// Outdates its access tokens, as another role or another password does.
    #[track_caller]
    pub fn outdate_access_tokens(&self) {
        let UserRow { id, token_version, .. } = self.row();
        let version = token_version + 1;
        self.set_token_version(version);
        let until = revocations::until.eq(FOREVER);
        let row = (revocations::user_id.eq(id), revocations::version.eq(version), until);
        let insert = diesel::insert_into(revocations::table).values(row);
        query!(self.database, |rows| insert.execute(rows)).unwrap();
    }

    #[track_caller]
    pub fn set_token_version(&self, version: i64) {
        update!(self, users::token_version.eq(version));
    }

    #[track_caller]
    pub fn set_password_hash(&self, hash: &str) {
        update!(self, users::password_hash.eq(hash));
    }

    /// Stores another address, and the same as it is compared.
    #[track_caller]
    pub fn set_email(&self, email: &str) {
        update!(self, (users::email.eq(email), users::email_folded.eq(email.to_lowercase())));
    }

    /// Stores another address as it is shown, and leaves the one that is compared.
    #[track_caller]
    pub fn set_shown_email(&self, email: &str) {
        update!(self, users::email.eq(email));
    }

    /// Stores another language, or none, as for accounts of earlier versions.
    #[track_caller]
    pub fn set_language(&self, language: Option<&str>) {
        update!(self, users::language.eq(language));
    }

    /// Confirms its address, from a time on.
    #[track_caller]
    pub fn verify_email_at(&self, at: Timestamp) {
        update!(self, users::email_verified_at.eq(at));
    }

    /// Stores another username as it is shown, and leaves the one that is compared.
    #[track_caller]
    pub fn set_shown_username(&self, username: &str) {
        update!(self, users::username.eq(username));
    }

    /// Changes its username, even one that nobody may choose.
    #[track_caller]
    pub fn rename(&self, to: &str) {
        let search = self.row().search.replace(&self.username, to);
        update!(
            self,
            (
                users::username.eq(to),
                users::username_folded.eq(to.to_lowercase()),
                users::search.eq(search)
            )
        );
    }
}
