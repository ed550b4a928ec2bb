//! How an account and a session look in JSON: one view for the API and the command line.
//!
//! There is no way for a hash or a token to get in here.

use serde::Serialize;

use crate::role::Roles;
use crate::store::sessions::Session;
use crate::store::users::User;

/// An account as its owner sees it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UserView<'a> {
    id: String,
    username: &'a str,
    email: &'a str,
    name: Option<&'a str>,
    roles: Roles,
    email_verified: bool,
    created_at: String,
}

/// `{user}`.
#[derive(Debug, Serialize)]
pub struct UserAnswer<'a> {
    /// The account.
    pub user: UserView<'a>,
}

/// An account as an administrator sees it.
#[derive(Debug, Serialize)]
pub struct AccountView<'a> {
    #[serde(flatten)]
    user: UserView<'a>,
    disabled: bool,
}

/// A session, as its owner and administrators see it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionView<'a> {
    id: String,
    created_at: String,
    last_seen_at: String,
    expires_at: String,
    ip: &'a str,
    user_agent: &'a str,
}

impl<'a> From<&'a User> for UserView<'a> {
    fn from(user: &'a User) -> Self {
        Self {
            id: user.id.to_string(),
            username: &user.username,
            email: &user.email,
            name: user.name.as_deref(),
            roles: user.roles,
            email_verified: user.email_verified_at.is_some(),
            created_at: user.created_at.to_rfc3339(),
        }
    }
}

impl<'a> From<&'a User> for AccountView<'a> {
    fn from(user: &'a User) -> Self {
        Self { user: user.into(), disabled: user.disabled_at.is_some() }
    }
}

impl<'a> From<&'a Session> for SessionView<'a> {
    fn from(session: &'a Session) -> Self {
        Self {
            id: session.id.to_string(),
            created_at: session.created_at.to_rfc3339(),
            last_seen_at: session.last_seen_at.to_rfc3339(),
            expires_at: session.expires_at.to_rfc3339(),
            ip: &session.ip,
            user_agent: session.latest_user_agent(),
        }
    }
}
