//! The rows of sessions: one per signed-in device, however often its tokens are refreshed.

use diesel::prelude::*;
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::postgres::PgConnection;
use super::revocations::{self, Revocation, Target};
use super::schema::{sessions, users};
use super::statement::{CachedStatement, Update, UpdateReturning, execute_cached, with_connection};
use super::users::User;
use super::{AnyConnection, Result, Transaction};
use crate::auth_methods::AuthMethods;
use crate::clock::Timestamp;
use crate::id::{SessionId, UserId};
use crate::token::TokenHash;
use crate::user_agent::UserAgentHash;

/// A session.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = sessions, treat_none_as_default_value = false)]
pub struct Session {
    /// Its identifier.
    pub id: SessionId,
    /// Whose it is.
    pub user_id: UserId,
    /// The generation of the current refresh token, counted from 1.
    pub generation: i64,
    /// The hash of the current refresh token.
    pub token_hash: TokenHash,
    /// The hash of the one before.
    pub previous_hash: Option<TokenHash>,
    /// Who exchanged that one.
    pub rotated_by: Option<UserAgentHash>,
    /// When the current refresh token was made; the token has it in whole seconds.
    pub issued_at: Timestamp,
    /// When the current refresh token ends, in whole seconds.
    pub expires_at: Timestamp,
    /// When the session ends, however often it is refreshed.
    pub ends_at: Timestamp,
    /// Whether its cookies outlive the browser.
    pub persistent: bool,
    /// When its owner signed in.
    pub created_at: Timestamp,
    /// When it was last refreshed.
    pub last_seen_at: Timestamp,
    /// From which address its owner signed in.
    pub ip: String,
    /// What its client said it was at sign-in.
    pub user_agent: String,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// And why.
    pub revoked_for: Option<RevokedFor>,
    /// What its client said it was when it last said another thing than before.
    pub latest_user_agent: Option<String>,
    /// When its browser or its operating system last became another.
    pub device_changed_at: Option<Timestamp>,
    /// When an access token of the current generation was first used. None is recorded for the
    /// first generation, whose refresh token has no predecessor.
    pub first_used_at: Option<Timestamp>,
    /// How its owner last proved who they are.
    pub amr: AuthMethods,
    /// When they did.
    pub authenticated_at: Timestamp,
}

impl Session {
    /// Returns what its client says it is now.
    pub fn latest_user_agent(&self) -> &str {
        self.latest_user_agent.as_deref().unwrap_or(&self.user_agent)
    }

    /// Returns whether it is neither revoked nor ended.
    pub fn is_active(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }
}

/// Why a session was revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum RevokedFor {
    /// Its owner signed out with it.
    SignedOut,
    /// Its owner signed in again in the same browser.
    Replaced,
    /// Its owner signed it out from another device.
    SignedOutElsewhere,
    /// Its owner changed the password.
    PasswordChanged,
    /// An administrator ended it.
    Admin,
    /// A refresh token of it was used that had been replaced.
    Reuse,
}

impl RevokedFor {
    /// Returns the word in the row and in the log.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Reads the word in the row; what this version does not know was an operator's doing.
    pub(super) fn from_stored(text: &str) -> Self {
        text.parse().unwrap_or(Self::Admin)
    }
}

/// What a rotation changes.
#[derive(Clone, Debug, AsChangeset)]
#[diesel(table_name = sessions, treat_none_as_null = true)]
pub struct Rotation {
    /// The successor's generation.
    pub generation: i64,
    /// The successor's hash.
    pub token_hash: TokenHash,
    /// The hash of the token that was exchanged for it.
    pub previous_hash: TokenHash,
    /// Who exchanged it.
    pub rotated_by: UserAgentHash,
    /// When.
    pub issued_at: Timestamp,
    /// When the successor ends.
    pub expires_at: Timestamp,
    /// Now.
    pub last_seen_at: Timestamp,
    /// None: the successor was not used yet.
    pub first_used_at: Option<Timestamp>,
}

/// What a rotation may change beside it.
#[derive(Clone, Debug, AsChangeset)]
#[diesel(table_name = sessions, treat_none_as_null = true)]
pub struct DeviceNote {
    /// What the client says it is, where that is not what it said at sign-in.
    pub latest_user_agent: Option<String>,
    /// When its browser or its operating system last became another.
    pub device_changed_at: Option<Timestamp>,
}

/// How the session of a current refresh token is, if nothing has happened to it.
#[derive(Clone, Debug)]
pub struct CurrentToken {
    /// Whose it is.
    pub user: UserId,
    /// Its generation.
    pub generation: i64,
    /// The hash of its refresh token.
    pub token_hash: TokenHash,
    /// Who presents it, and exchanged the one before.
    pub agent: UserAgentHash,
    /// The same as text, which a session has that was not refreshed yet.
    pub user_agent: String,
}

/// Finds a session, revoked and ended ones included.
pub fn find(rows: &mut AnyConnection, id: SessionId) -> Result<Option<Session>> {
    Ok(with_connection!(rows, |rows| sessions::table
        .find(id)
        .select(Session::as_select())
        .get_result(rows))
    .optional()?)
}

/// Finds a session, revoked and ended ones included, and whose it is. Locks its row until the
/// transaction ends, so that its token is exchanged by one transaction at a time. With SQLite there
/// is only one anyway.
pub fn find_with_owner_for_update(
    tx: &mut Transaction<'_>,
    id: SessionId,
) -> Result<Option<(Session, User)>> {
    let found = sessions::table.inner_join(users::table).filter(sessions::id.eq(id));
    if let AnyConnection::Postgres(rows) = &mut **tx {
        // By itself: a statement that waits for a lock goes on with what its other tables had
        // before it waited.
        sessions::table
            .find(id)
            .select(sessions::id)
            .for_no_key_update()
            .load::<SessionId>(&mut **rows)?;
    }
    Ok(with_connection!(&mut **tx, |rows| found
        .select((Session::as_select(), User::as_select()))
        .get_result(rows))
    .optional()?)
}

/// Adds a session.
pub fn insert(tx: &mut Transaction<'_>, session: &Session) -> Result<()> {
    with_connection!(&mut **tx, |rows| diesel::insert_into(sessions::table)
        .values(session)
        .execute(rows))?;
    Ok(())
}

/// Replaces the current refresh token.
pub fn rotate(
    tx: &mut Transaction<'_>,
    id: SessionId,
    rotation: &Rotation,
    device: &DeviceNote,
) -> Result<()> {
    let changes = (rotation, device);
    execute_cached!(&mut **tx, Update::new(sessions::table, sessions::id.eq(id), changes))?;
    Ok(())
}

/// Replaces the current refresh token of an active session in one statement, if it is as expected
/// and its owner is not disabled. Returns it as it is now, and its owner.
///
/// Of several at once, one finds it so: the others wait for its row and look again.
pub fn rotate_if_current(
    rows: &mut PgConnection,
    id: SessionId,
    expected: &CurrentToken,
    rotation: &Rotation,
) -> Result<Option<(Session, User)>> {
    let CurrentToken { user, generation, token_hash, agent, user_agent } = expected;
    let is_active = sessions::revoked_at.is_null().and(sessions::expires_at.gt(rotation.issued_at));
    let is_current = sessions::generation.eq(generation).and(sessions::token_hash.eq(token_hash));
    let first = sessions::rotated_by.is_null().and(sessions::user_agent.eq(user_agent));
    let is_same_client = sessions::rotated_by.eq(agent).or(first);
    let is_owner = users::id.eq(sessions::user_id).and(users::disabled_at.is_null());
    let filter = (sessions::id.eq(id).and(sessions::user_id.eq(user)))
        .and(is_active.and(is_current))
        .and(is_same_client.and(sessions::ends_at.ge(rotation.expires_at)))
        .and(is_owner);
    struct Here;
    let columns = (Session::as_select(), User::as_select());
    let tables = (sessions::table, users::table);
    let update = UpdateReturning::new(tables, filter, rotation, columns);
    // `load` waits for the end of the answer. `get_result` returns the row as soon as it is there,
    // and the server may send it before it commits: what would be lost if it were killed then.
    Ok(CachedStatement::<Here, _>::new(update).load(rows)?.pop())
}

/// Stores when the tokens of a generation were first used, if it is the current one. Of several
/// times, which instances record on their own, the earliest stays.
pub fn set_first_use(
    tx: &mut Transaction<'_>,
    id: SessionId,
    generation: i64,
    at: Timestamp,
) -> Result<()> {
    let later = sessions::first_used_at.is_null().or(sessions::first_used_at.gt(at));
    let current = sessions::id.eq(id).and(sessions::generation.eq(generation));
    execute_cached!(
        &mut **tx,
        Update::new(sessions::table, current.and(later), sessions::first_used_at.eq(at))
    )?;
    Ok(())
}

/// Stores that the owner of a session has proved once more who they are.
pub fn set_authenticated(
    tx: &mut Transaction<'_>,
    id: SessionId,
    amr: AuthMethods,
    at: Timestamp,
) -> Result<()> {
    with_connection!(&mut **tx, |rows| diesel::update(sessions::table.find(id))
        .set((sessions::amr.eq(amr), sessions::authenticated_at.eq(at)))
        .execute(rows))?;
    Ok(())
}

/// Revokes a session and the access tokens that came with it. Returns whether it was still
/// standing.
///
/// `until` is when the last of those access tokens would have ended by itself.
pub fn revoke(
    tx: &mut Transaction<'_>,
    id: SessionId,
    reason: RevokedFor,
    now: Timestamp,
    until: Timestamp,
) -> Result<bool> {
    let standing = sessions::table.find(id).filter(sessions::revoked_at.is_null());
    let revoked = with_connection!(&mut **tx, |rows| diesel::update(standing)
        .set((sessions::revoked_at.eq(now), sessions::revoked_for.eq(reason)))
        .execute(rows))?;
    if revoked > 0 {
        revocations::insert(tx, Revocation { target: Target::Session(id), until })?;
    }
    Ok(revoked > 0)
}

/// Lists the sessions of an account that are neither revoked nor ended, the oldest first.
pub fn list_active(rows: &mut AnyConnection, user: UserId, now: Timestamp) -> Result<Vec<Session>> {
    let standing = sessions::user_id
        .eq(user)
        .and(sessions::revoked_at.is_null())
        .and(sessions::expires_at.gt(now));
    let active = sessions::table.filter(standing).order(sessions::id);
    Ok(with_connection!(rows, |rows| active.select(Session::as_select()).load(rows))?)
}

/// Lists what ended before `before` among no more than `limit` rows after `after`.
///
/// Returns the last row it looked at too, to go on from, or `None` at the end of the table. It
/// walks along the table rather than an index, because an index on the end of a session would have
/// to be written at every refresh.
pub fn list_ended(
    rows: &mut AnyConnection,
    after: Option<SessionId>,
    limit: i64,
    before: Timestamp,
) -> Result<(Vec<SessionId>, Option<SessionId>)> {
    let page: Vec<(SessionId, Timestamp, Option<Timestamp>)> = with_connection!(rows, |rows| {
        let columns = (sessions::id, sessions::expires_at, sessions::revoked_at);
        let mut page = sessions::table.select(columns).into_boxed();
        if let Some(after) = after {
            page = page.filter(sessions::id.gt(after));
        }
        page.order(sessions::id).limit(limit).load(rows)
    })?;
    let last = page.last().map(|(id, ..)| *id);
    let ended = |(id, expires_at, revoked_at): (SessionId, Timestamp, Option<Timestamp>)| {
        let end = revoked_at.map_or(expires_at, |revoked_at| revoked_at.min(expires_at));
        (end < before).then_some(id)
    };
    Ok((page.into_iter().filter_map(ended).collect(), last))
}

/// Deletes sessions. Returns how many there were.
pub fn delete(tx: &mut Transaction<'_>, ids: &[SessionId]) -> Result<usize> {
    Ok(with_connection!(&mut **tx, |rows| diesel::delete(
        sessions::table.filter(sessions::id.eq_any(ids))
    )
    .execute(rows))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_rows_never_change() {
        let words = RevokedFor::VARIANTS.iter().map(|variant| variant.as_str()).collect::<Vec<_>>();
        assert_eq!(
            words,
            [
                "signed_out",
                "replaced",
                "signed_out_elsewhere",
                "password_changed",
                "admin",
                "reuse"
            ]
        );
        assert!(
            RevokedFor::VARIANTS.iter().all(|variant| variant.as_str().parse() == Ok(*variant))
        );
        assert_eq!(RevokedFor::from_stored("other"), RevokedFor::Admin);
    }
}
