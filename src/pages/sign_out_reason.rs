//! Why a user has to sign in again: in the address of the login page and as its message.

use strum::{EnumString, IntoStaticStr, VariantArray};

use super::icon::Icon;
use crate::auth::end_reason::EndReason;
use crate::auth::{self, AccessError, RefreshError, RevokedFor};
use crate::id::SessionId;
use crate::locale::Locale;

/// Why a session is revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum SignOutReason {
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

impl SignOutReason {
    /// Returns the word in the address.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Returns the reason for a refusal. A request without a token never had a session and needs
    /// none.
    pub fn of(refusal: &auth::Error) -> Option<Self> {
        match refusal {
            auth::Error::Access(AccessError::Missing)
            | auth::Error::Refresh(RefreshError::Missing) => None,
            auth::Error::Access(AccessError::Revoked(Some(revoked)))
            | auth::Error::Refresh(RefreshError::Revoked(revoked)) => {
                Some(Self::of_revocation(revoked.reason))
            }
            auth::Error::Access(AccessError::Revoked(None)) => Some(Self::SignedOut),
            auth::Error::Refresh(RefreshError::Reused(_)) => Some(Self::Security),
            auth::Error::Access(_) | auth::Error::Refresh(_) => Some(Self::Expired),
            _ => None,
        }
    }

    /// Returns the reason for a revocation.
    pub const fn of_revocation(reason: RevokedFor) -> Self {
        match reason {
            RevokedFor::SignedOut | RevokedFor::Replaced | RevokedFor::SignedOutElsewhere => {
                Self::SignedOut
            }
            RevokedFor::PasswordChanged => Self::PasswordChanged,
            RevokedFor::Admin => Self::Admin,
            RevokedFor::Reuse => Self::Security,
        }
    }

    /// Returns how grave it is, as the style sheet calls it.
    pub const fn tone(self) -> &'static str {
        match self {
            Self::Expired | Self::SignedOut | Self::PasswordChanged => "",
            Self::Admin => "warn",
            Self::Security => "bad",
        }
    }

    /// Returns the icon of its notice.
    pub const fn icon(self) -> Icon {
        match self {
            Self::Expired => Icon::Clock,
            Self::SignedOut => Icon::Out,
            Self::PasswordChanged => Icon::Lock,
            Self::Admin => Icon::Info,
            Self::Security => Icon::ShieldAlert,
        }
    }

    /// Returns the message for the user.
    pub fn message(self, t: Locale) -> &'static str {
        match self {
            Self::Expired => t.signed_out_expired(),
            Self::SignedOut => t.signed_out(),
            Self::PasswordChanged => t.signed_out_password_changed(),
            Self::Admin => t.signed_out_admin(),
            Self::Security => t.signed_out_security(),
        }
    }
}

/// Returns the session that the address of the login page names. Only a user whose token was copied
/// needs more than the reason; for all others the address is the same.
pub fn session_for_address(refusal: &auth::Error) -> Option<SessionId> {
    session_to_explain(refusal)
        .filter(|_| SignOutReason::of(refusal) == Some(SignOutReason::Security))
}

/// Returns the session of a refused request if the login page can show more about its end than the
/// reason. It cannot if the device itself signed out or the session expired.
pub fn session_to_explain(refusal: &auth::Error) -> Option<SessionId> {
    match refusal {
        auth::Error::Access(AccessError::Revoked(Some(revoked)))
        | auth::Error::Refresh(RefreshError::Revoked(revoked)) => {
            (!matches!(revoked.reason, RevokedFor::SignedOut | RevokedFor::Replaced))
                .then_some(revoked.session)
        }
        auth::Error::Refresh(RefreshError::Reused(session)) => Some(*session),
        _ => None,
    }
}

/// Returns details of how a session ended, and what to do about it.
pub fn detail(ended: &EndReason, t: Locale) -> Option<String> {
    let at = t.time(ended.at);
    match (ended.revoked_for, &ended.reused_from) {
        (RevokedFor::SignedOut | RevokedFor::Replaced, _) => None,
        (RevokedFor::SignedOutElsewhere, _) => Some(t.signed_out_elsewhere_detail(at)),
        (RevokedFor::PasswordChanged, _) => Some(t.signed_out_password_changed_detail(at)),
        (RevokedFor::Admin, _) => Some(t.signed_out_admin_detail(at)),
        (RevokedFor::Reuse, None) => Some(t.signed_out_security_detail(at)),
        (RevokedFor::Reuse, Some(ip)) => Some(t.signed_out_security_address_detail(at, ip)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_addresses_never_change() {
        let words =
            SignOutReason::VARIANTS.iter().map(|variant| variant.as_str()).collect::<Vec<_>>();
        assert_eq!(words, ["expired", "signed-out", "password-changed", "admin", "security"]);
        assert!(
            SignOutReason::VARIANTS.iter().all(|variant| variant.as_str().parse() == Ok(*variant))
        );
        assert!("other".parse::<SignOutReason>().is_err() && "".parse::<SignOutReason>().is_err());
    }
}
