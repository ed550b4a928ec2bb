//! Why someone has to sign in again, as the address of the login page carries it and as the page says it.

use crate::auth::{self, AccessError, RefreshError, RevokedFor};

/// Why a session is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// By time.
    Expired,
    /// Its owner signed out, perhaps on another device.
    SignedOut,
    /// The password was changed.
    PasswordChanged,
    /// An administrator ended it.
    Admin,
    /// A copy of its token was used.
    Security,
}

impl Reason {
    const ALL: [Self; 5] = [Self::Expired, Self::SignedOut, Self::PasswordChanged, Self::Admin, Self::Security];

    /// Tells the reason for a refusal. Who brought no token never had a session, and needs no reason.
    pub fn of(refusal: &auth::Error) -> Option<Self> {
        match refusal {
            auth::Error::Access(AccessError::Missing) | auth::Error::Refresh(RefreshError::Missing) => None,
            auth::Error::Access(AccessError::Revoked(Some(reason)))
            | auth::Error::Refresh(RefreshError::Revoked(reason)) => Some(Self::of_revocation(*reason)),
            auth::Error::Access(AccessError::Revoked(None)) => Some(Self::SignedOut),
            auth::Error::Refresh(RefreshError::Reused) => Some(Self::Security),
            auth::Error::Access(_) | auth::Error::Refresh(_) => Some(Self::Expired),
            _ => None,
        }
    }

    const fn of_revocation(reason: RevokedFor) -> Self {
        match reason {
            RevokedFor::SignedOut | RevokedFor::Replaced => Self::SignedOut,
            RevokedFor::PasswordChanged => Self::PasswordChanged,
            RevokedFor::Admin => Self::Admin,
            RevokedFor::Reuse => Self::Security,
        }
    }

    /// Reads the word in the address.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.word() == word)
    }

    /// Gives the word in the address.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::SignedOut => "signed-out",
            Self::PasswordChanged => "password-changed",
            Self::Admin => "admin",
            Self::Security => "security",
        }
    }

    /// Says it.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Expired => "Your session has ended with time. Sign in again to go on.",
            Self::SignedOut => "You have been signed out. Sign in again to go on.",
            Self::PasswordChanged => "Your password was changed, which signs out every other device.",
            Self::Admin => "An administrator has ended your session.",
            Self::Security => {
                "A copy of your session was used somewhere else, so we have ended it to be safe. If this happens \
                 again, change your password."
            }
        }
    }
}
