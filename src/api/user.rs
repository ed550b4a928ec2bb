//! How an account looks in JSON.

use serde::Serialize;

use crate::role::Roles;
use crate::store::users::User;

/// An account as its owner sees it. There is no way for a hash to get in here.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UserBody<'a> {
    id: String,
    username: &'a str,
    email: &'a str,
    name: Option<&'a str>,
    roles: Roles,
    email_verified: bool,
    created_at: String,
}

impl<'a> From<&'a User> for UserBody<'a> {
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

/// `{user}`.
#[derive(Serialize)]
pub struct UserAnswer<'a> {
    /// The account.
    pub user: UserBody<'a>,
}
