//! How an account and a session look at the command line.

use vestibule::store::sessions::Session;
use vestibule::store::users::User;

/// The columns of a list of accounts.
pub(super) const ACCOUNT_COLUMNS: [&str; 6] =
    ["USERNAME", "EMAIL", "ROLES", "STATE", "CREATED", "ID"];

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
        ("email", user.email.clone()),
        ("name", user.name.clone().unwrap_or_default()),
        ("roles", user.roles.as_list().to_owned()),
        ("verified", user.email_verified_at.map_or_else(no, since)),
        ("language", user.language.clone().unwrap_or_default()),
        ("disabled", user.disabled_at.map_or_else(no, since)),
        ("created", user.created_at.to_rfc3339()),
        ("sessions", sessions.to_string()),
    ]
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
