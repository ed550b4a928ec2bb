//! How an account and a session look at the command line.

use serde::Serialize;
use vestibule::role::Roles;
use vestibule::store::sessions::Session;
use vestibule::store::users::User;

/// An account in JSON, with the member names of the API. There is no way for a hash to get in here.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AccountBody<'a> {
    id: String,
    username: &'a str,
    email: &'a str,
    name: Option<&'a str>,
    roles: Roles,
    email_verified: bool,
    disabled: bool,
    created_at: String,
}

impl<'a> From<&'a User> for AccountBody<'a> {
    fn from(user: &'a User) -> Self {
        Self {
            id: user.id.to_string(),
            username: &user.username,
            email: &user.email,
            name: user.name.as_deref(),
            roles: user.roles,
            email_verified: user.email_verified_at.is_some(),
            disabled: user.disabled_at.is_some(),
            created_at: user.created_at.to_rfc3339(),
        }
    }
}

/// The columns of a list of accounts.
pub(super) const ACCOUNT_COLUMNS: [&str; 6] = ["USERNAME", "E-MAIL", "ROLES", "STATE", "CREATED", "ID"];

/// An account in a list.
pub(super) fn account_row(user: &User) -> [String; 6] {
    let state = if user.disabled_at.is_some() { "disabled" } else { "active" };
    [
        user.username.clone(),
        user.email.clone(),
        user.roles.as_list().to_owned(),
        state.to_owned(),
        user.created_at.to_rfc3339(),
        user.id.to_string(),
    ]
}

/// An account by itself.
pub(super) fn account_lines(user: &User, sessions: usize) -> Vec<(&'static str, String)> {
    let since = |time: vestibule::clock::Timestamp| format!("yes, since {}", time.to_rfc3339());
    let no = || "no".to_owned();
    vec![
        ("id", user.id.to_string()),
        ("username", user.username.clone()),
        ("e-mail", user.email.clone()),
        ("name", user.name.clone().unwrap_or_default()),
        ("roles", user.roles.as_list().to_owned()),
        ("verified", user.email_verified_at.map_or_else(no, since)),
        ("disabled", user.disabled_at.map_or_else(no, since)),
        ("created", user.created_at.to_rfc3339()),
        ("sessions", sessions.to_string()),
    ]
}

/// A session in JSON, with the member names of the API.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SessionBody<'a> {
    id: String,
    created_at: String,
    last_seen_at: String,
    expires_at: String,
    ip: &'a str,
    user_agent: &'a str,
}

impl<'a> From<&'a Session> for SessionBody<'a> {
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

/// The columns of a list of sessions.
pub(super) const SESSION_COLUMNS: [&str; 5] = ["ID", "SIGNED IN", "LAST SEEN", "ADDRESS", "CLIENT"];

/// A session in a list.
pub(super) fn session_row(session: &Session) -> [String; 5] {
    [
        session.id.to_string(),
        session.created_at.to_rfc3339(),
        session.last_seen_at.to_rfc3339(),
        session.ip.clone(),
        session.latest_user_agent().to_owned(),
    ]
}
