//! What the mails say, in words that are the same in text and in HTML.

use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::token::EmailTokenPurpose;

/// A kind of mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum MailKind {
    /// Asks to confirm the address of an account.
    VerifyEmail,
    /// Asks to confirm another address, at that address.
    ChangeEmail,
    /// Lets the owner set a new password.
    ResetPassword,
    /// Notifies the current address that a change was requested.
    EmailChangeRequested,
    /// Notifies the previous address that the account has another one.
    EmailChanged,
    /// Notifies the owner that the password was changed.
    PasswordChanged,
}

impl MailKind {
    /// Returns the word in the row and in the log.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Returns the kind of mail that carries the link for a purpose.
    pub const fn with(purpose: EmailTokenPurpose) -> Self {
        match purpose {
            EmailTokenPurpose::VerifyEmail => Self::VerifyEmail,
            EmailTokenPurpose::ChangeEmail => Self::ChangeEmail,
            EmailTokenPurpose::ResetPassword => Self::ResetPassword,
        }
    }

    pub(super) const fn subject(self) -> &'static str {
        match self {
            Self::VerifyEmail => "Confirm your e-mail address",
            Self::ChangeEmail => "Confirm your new e-mail address",
            Self::ResetPassword => "Set a new password",
            Self::EmailChangeRequested => "A change of your e-mail address was asked for",
            Self::EmailChanged => "Your e-mail address was changed",
            Self::PasswordChanged => "Your password was changed",
        }
    }

    /// Returns why the mail is sent.
    pub(super) const fn reason(self) -> &'static str {
        match self {
            Self::VerifyEmail => {
                "An account with this e-mail address was registered. Please confirm that the address is yours."
            }
            Self::ChangeEmail => {
                "This e-mail address was given as the new one of your account. It takes effect once you confirm it."
            }
            Self::ResetPassword => "A new password was asked for. You can set it here; it signs out every device.",
            Self::EmailChangeRequested => {
                "Another e-mail address was asked for in your account. Until that one is confirmed, nothing changes."
            }
            Self::EmailChanged => {
                "Your account has another e-mail address now, and mails about it no longer come to this one."
            }
            Self::PasswordChanged => "The password of your account was changed just now.",
        }
    }

    /// Returns what to do if it is unexpected.
    pub(super) const fn otherwise(self) -> &'static str {
        match self {
            Self::VerifyEmail => "If you did not register, do nothing: the address stays unconfirmed.",
            Self::ChangeEmail => "If you did not ask for this, do nothing: nothing changes.",
            Self::ResetPassword => "If you did not ask for this, do nothing: your password stays as it is.",
            Self::EmailChangeRequested => {
                "If that was not you, somebody knows your password: set a new one, which also stops the change."
            }
            Self::EmailChanged => "If that was not you, write to whoever runs this site at once.",
            Self::PasswordChanged => "If that was not you, set a new one at once.",
        }
    }

    /// Returns the page where that can be done.
    pub(super) const fn remedy(self) -> Option<&'static str> {
        match self {
            Self::EmailChangeRequested | Self::PasswordChanged => Some("/forgot-password"),
            _ => None,
        }
    }
}

/// Returns the page that a purpose's link leads to, and what happens there.
pub(super) const fn place(purpose: EmailTokenPurpose) -> (&'static str, &'static str) {
    match purpose {
        EmailTokenPurpose::VerifyEmail => ("/verify-email", "Confirm the address"),
        EmailTokenPurpose::ChangeEmail => ("/verify-email", "Confirm the new address"),
        EmailTokenPurpose::ResetPassword => ("/reset-password", "Set a new password"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_rows_and_of_the_log_never_change() {
        let words = MailKind::VARIANTS.iter().map(|variant| variant.as_str()).collect::<Vec<_>>();
        assert_eq!(
            words,
            [
                "verify_email",
                "change_email",
                "reset_password",
                "email_change_requested",
                "email_changed",
                "password_changed"
            ]
        );
        assert!(MailKind::VARIANTS.iter().all(|variant| variant.as_str().parse() == Ok(*variant)));
        assert!("other".parse::<MailKind>().is_err() && "".parse::<MailKind>().is_err());
    }
}
