//! The rows of sessions: one per signed-in device, however often its tokens are refreshed.

use diesel::prelude::*;
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::revocations::{self, Revocation, Target};
use super::schema::{sessions, users};
use super::statement::{Update, execute_cached, with_connection};
use super::users::User;
use super::{AnyConnection, Result, Transaction};
use crate::auth_methods::AuthMethods;
use crate::clock::Timestamp;
use crate::id::{SessionId, UserId};
use crate::token::TokenHash;
use crate::user_agent::UserAgentHash;

/// A session.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = sessions)]
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
    /// What the client says it is, where that is not what it said at sign-in.
    pub latest_user_agent: Option<String>,
    /// When its browser or its operating system last became another.
    pub device_changed_at: Option<Timestamp>,
    /// None: the successor was not used yet.
    pub first_used_at: Option<Timestamp>,
}

/// Finds a session, revoked and ended ones included.
pub fn find(rows: &mut AnyConnection, id: SessionId) -> Result<Option<Session>> {
    Ok(with_connection!(rows, |rows| sessions::table
        .find(id)
        .select(Session::as_select())
        .get_result(rows))
    .optional()?)
}

/// Finds a session, revoked and ended ones included, and whose it is.
pub fn find_with_owner(rows: &mut AnyConnection, id: SessionId) -> Result<Option<(Session, User)>> {
    let found = sessions::table.inner_join(users::table).filter(sessions::id.eq(id));
    Ok(with_connection!(rows, |rows| found
        .select((Session::as_select(), User::as_select()))
        .get_result(rows))
    .optional()?)
}

/// Adds a session.
pub fn insert(tx: &mut Transaction<'_>, session: &Session) -> Result<()> {
    diesel::insert_into(sessions::table).values(session).execute(&mut **tx)?;
    Ok(())
}

/// Replaces the current refresh token.
pub fn rotate(tx: &mut Transaction<'_>, id: SessionId, rotation: &Rotation) -> Result<()> {
    execute_cached!(&mut **tx, Update::new(sessions::table, sessions::id.eq(id), rotation))?;
    Ok(())
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
    diesel::update(sessions::table.find(id))
        .set((sessions::amr.eq(amr), sessions::authenticated_at.eq(at)))
        .execute(&mut **tx)?;
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
    let revoked = diesel::update(standing)
        .set((sessions::revoked_at.eq(now), sessions::revoked_for.eq(reason)))
        .execute(&mut **tx)?;
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
    Ok(sessions::table
        .filter(standing)
        .order(sessions::id)
        .select(Session::as_select())
        .load(rows)?)
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
    let mut page = sessions::table
        .select((sessions::id, sessions::expires_at, sessions::revoked_at))
        .order(sessions::id)
        .limit(limit)
        .into_boxed();
    if let Some(after) = after {
        page = page.filter(sessions::id.gt(after));
    }
    let page: Vec<(SessionId, Timestamp, Option<Timestamp>)> = page.load(rows)?;
    let last = page.last().map(|(id, ..)| *id);
    let ended = |(id, expires_at, revoked_at): (SessionId, Timestamp, Option<Timestamp>)| {
        let end = revoked_at.map_or(expires_at, |revoked_at| revoked_at.min(expires_at));
        (end < before).then_some(id)
    };
    Ok((page.into_iter().filter_map(ended).collect(), last))
}

/// Deletes sessions. Returns how many there were.
pub fn delete(tx: &mut Transaction<'_>, ids: &[SessionId]) -> Result<usize> {
    Ok(diesel::delete(sessions::table.filter(sessions::id.eq_any(ids))).execute(&mut **tx)?)
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
