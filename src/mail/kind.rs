//! What the mails say, in words that are the same in text and in HTML.

use strum::{EnumString, IntoStaticStr, VariantArray};

use super::Mailer;
use crate::locale::Locale;
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

    /// Returns the subject.
    pub(super) fn subject(self, t: Locale) -> &'static str {
        match self {
            Self::VerifyEmail => t.mail_verify_email_subject(),
            Self::ChangeEmail => t.mail_change_email_subject(),
            Self::ResetPassword => t.mail_reset_password_subject(),
            Self::EmailChangeRequested => t.mail_email_change_requested_subject(),
            Self::EmailChanged => t.mail_email_changed_subject(),
            Self::PasswordChanged => t.mail_password_changed_subject(),
        }
    }

    /// Returns why the mail is sent.
    pub(super) fn reason(self, t: Locale) -> &'static str {
        match self {
            Self::VerifyEmail => t.mail_verify_email_reason(),
            Self::ChangeEmail => t.mail_change_email_reason(),
            Self::ResetPassword => t.mail_reset_password_reason(),
            Self::EmailChangeRequested => t.mail_email_change_requested_reason(),
            Self::EmailChanged => t.mail_email_changed_reason(),
            Self::PasswordChanged => t.mail_password_changed_reason(),
        }
    }

    /// Returns what to do if it is unexpected.
    pub(super) fn otherwise(self, t: Locale, has_remedy: bool) -> &'static str {
        match self {
            Self::VerifyEmail => t.mail_verify_email_otherwise(),
            Self::ChangeEmail => t.mail_change_email_otherwise(),
            Self::ResetPassword => t.mail_reset_password_otherwise(),
            Self::EmailChangeRequested => t.mail_email_change_requested_otherwise(),
            Self::EmailChanged if has_remedy => t.mail_email_changed_otherwise_at(),
            Self::EmailChanged => t.mail_email_changed_otherwise(),
            Self::PasswordChanged => t.mail_password_changed_otherwise(),
        }
    }

    /// Returns the address where that can be done.
    pub(super) fn remedy(self, mailer: &Mailer) -> Option<String> {
        match self {
            Self::EmailChangeRequested | Self::PasswordChanged => {
                Some(format!("{}/forgot-password", mailer.origin))
            }
            Self::EmailChanged => mailer.brand.support_url.as_ref().map(ToString::to_string),
            Self::VerifyEmail | Self::ChangeEmail | Self::ResetPassword => None,
        }
    }
}

/// Returns the path that a purpose's link leads to, and what its button says.
pub(super) fn button(purpose: EmailTokenPurpose, t: Locale) -> (&'static str, &'static str) {
    match purpose {
        EmailTokenPurpose::VerifyEmail => ("/verify-email", t.mail_verify_email_button()),
        EmailTokenPurpose::ChangeEmail => ("/verify-email", t.mail_change_email_button()),
        EmailTokenPurpose::ResetPassword => ("/reset-password", t.mail_reset_password_button()),
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
