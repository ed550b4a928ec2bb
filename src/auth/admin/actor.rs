//! Who administers.

use std::fmt;

use crate::auth::{AccessError, Client, Error, Forbidden};
use crate::client::LogTag;
use crate::id::{SessionId, UserId};
use crate::store::{Transaction, sessions, users};
use crate::token::AccessClaims;

/// Who performs an administrative action.
#[derive(Clone, Debug)]
pub enum Actor {
    /// An administrator who is signed in.
    Admin {
        /// Their account.
        user: UserId,
        /// Their session.
        session: SessionId,
        /// What the log has of their request. The history of the account that it concerns has none
        /// of it.
        tag: LogTag,
    },
    /// An operator at the command line, who can read and write the database anyway.
    CommandLine,
}

impl Actor {
    /// Creates the actor for a signed-in administrator.
    pub fn admin(claims: &AccessClaims, client: &Client) -> Self {
        Self::Admin { user: claims.user, session: claims.session, tag: client.tag.clone() }
    }

    /// Requires, in the transaction of the order itself, that this is still an administrator.
    ///
    /// The token said so. But it may have been read before another order that took the role away
    /// and was written first, or on an instance that has not yet heard of it.
    pub(super) fn require(&self, tx: &mut Transaction<'_>) -> Result<(), Error> {
        let Self::Admin { user, session, .. } = self else { return Ok(()) };
        let account = users::find(tx, *user)?.filter(|account| account.disabled_at.is_none());
        let session = sessions::find(tx, *session)?.filter(|session| session.revoked_at.is_none());
        match (account, session) {
            (Some(account), Some(_)) if account.roles.is_admin() => Ok(()),
            (Some(_), Some(_)) => Err(Error::Forbidden(Forbidden::NotAdmin)),
            _ => Err(Error::Access(AccessError::Revoked(None))),
        }
    }
}

/// As the log names them.
impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Admin { user, tag, .. } => write!(f, "{user} {tag}"),
            Self::CommandLine => f.write_str("command-line"),
        }
    }
}
