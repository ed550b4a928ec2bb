//! The words for what is refused, alike in both faces. They tell what to do about it, and nothing of its cause.

use std::borrow::Cow;
use std::time::Duration;

use super::Error;
use super::same_site::CrossSite;
use crate::auth::{self, Conflict, FieldErrorKind, Forbidden};
use crate::password::{MAX_CHARACTERS, PasswordError};
use crate::username::{NAME_MAX_CHARACTERS, NameError, USERNAME_CHARACTERS, UsernameError};

/// The longest pause that a person would call a little. None is longer than an hour.
const A_LITTLE: Duration = Duration::from_secs(5 * 60);

/// Names an error in a few words.
pub fn title(error: &Error) -> &'static str {
    use auth::Error as Auth;
    match error {
        Error::Malformed => "Malformed request",
        Error::NotFound => "Not found",
        Error::MethodNotAllowed(_) => "Method not allowed",
        Error::PayloadTooLarge => "Request too large",
        Error::UnsupportedMediaType(_) => "Unsupported media type",
        Error::RequestTimeout => "Request timed out",
        Error::CrossSite(_) => "Cross-site request",
        Error::Auth(error) => match error {
            Auth::Invalid(_) => "Some fields need another look",
            Auth::Conflict(Conflict::Email) => "E-mail address taken",
            Auth::Conflict(Conflict::Username) => "User name taken",
            Auth::LastAdmin => "Last administrator",
            Auth::NotFound => "Not found",
            Auth::InvalidLink => "Link not valid",
            Auth::MailUnavailable => "No mail server",
            Auth::WrongCredentials => "Not signed in",
            Auth::Forbidden(Forbidden::Disabled) => "Account disabled",
            Auth::Forbidden(Forbidden::NotAdmin) => "Not allowed",
            Auth::Forbidden(Forbidden::WrongPassword) => "Wrong password",
            Auth::Access(_) | Auth::Refresh(_) => "Not signed in",
            Auth::RateLimited(_) => "Too many tries",
            Auth::Busy(_) => "Busy",
            Auth::Internal(_) => "Something went wrong",
        },
    }
}

/// Returns what is wrong and what to do about it.
pub fn detail(error: &Error) -> &'static str {
    use auth::{AccessError as Access, Error as Auth, RefreshError as Refresh};
    match error {
        Error::Malformed => "The body cannot be read as what its type says.",
        Error::NotFound => "There is nothing at this address.",
        Error::MethodNotAllowed(_) => "This address takes other methods only.",
        Error::PayloadTooLarge => "A body may have 16 KiB at most.",
        Error::UnsupportedMediaType(_) => "This address takes a body of another type.",
        Error::RequestTimeout => "The body did not arrive in time.",
        Error::CrossSite(_) => "Requests that change something are taken from this site's own pages only.",
        Error::Auth(error) => match error {
            Auth::Invalid(_) => "Correct the fields that are named and send the request again.",
            Auth::Conflict(Conflict::Email) => "There is an account with this e-mail address already.",
            Auth::Conflict(Conflict::Username) => "There is an account with this user name already.",
            Auth::LastAdmin => "There must be an administrator. Make somebody else one first.",
            Auth::NotFound => "There is nothing at this address.",
            Auth::InvalidLink => "This link or code is wrong, was used already, or has expired. Ask for a new one.",
            Auth::MailUnavailable => "This needs mail, and no mail server is set up here.",
            Auth::WrongCredentials => "The e-mail address, user name or password is wrong.",
            Auth::Forbidden(Forbidden::Disabled) => "This account has been disabled.",
            Auth::Forbidden(Forbidden::NotAdmin) => "Only an administrator may do this.",
            Auth::Forbidden(Forbidden::WrongPassword) => "This is not the current password.",
            Auth::Access(Access::Missing) => "Sign in first.",
            Auth::Access(Access::Invalid) => "The access token is not valid.",
            Auth::Access(Access::Expired) => "The access token has expired.",
            Auth::Access(Access::Revoked(_)) => "The session of this access token has ended.",
            Auth::Refresh(Refresh::Missing) => "A refresh token is needed.",
            Auth::Refresh(Refresh::Invalid) => "The refresh token is not valid.",
            Auth::Refresh(Refresh::Expired) => "The refresh token has expired.",
            Auth::Refresh(Refresh::Revoked(_)) => "The session of this refresh token has ended.",
            Auth::Refresh(Refresh::Reused(_)) => {
                "This refresh token had been replaced. Somebody may have a copy, so its session has been ended."
            }
            Auth::RateLimited(wait) if *wait > A_LITTLE => "This was asked for too often. Try again in an hour.",
            Auth::RateLimited(_) => "There were too many tries. Wait a little and try again.",
            Auth::Busy(_) => "There is too much to do at this moment. Try again shortly.",
            Auth::Internal(_) => "This is not your fault. Try again later.",
        },
    }
}

/// Returns the word that a program can go by for what is wrong with a field.
pub fn field_error_code(kind: FieldErrorKind) -> &'static str {
    match kind {
        FieldErrorKind::Required => "REQUIRED",
        FieldErrorKind::Type(_) => "WRONG_TYPE",
        FieldErrorKind::Choice(_) => "UNKNOWN_VALUE",
        FieldErrorKind::Username(UsernameError::TooShort)
        | FieldErrorKind::Password(PasswordError::TooShort { .. }) => "TOO_SHORT",
        FieldErrorKind::Username(UsernameError::TooLong)
        | FieldErrorKind::Name(NameError::TooLong)
        | FieldErrorKind::Password(PasswordError::TooLong) => "TOO_LONG",
        FieldErrorKind::Username(UsernameError::Characters | UsernameError::Start)
        | FieldErrorKind::Name(NameError::Characters)
        | FieldErrorKind::Password(PasswordError::Characters) => "INVALID_CHARACTERS",
        FieldErrorKind::Username(UsernameError::Reserved) => "RESERVED",
        FieldErrorKind::Email => "INVALID_EMAIL",
        FieldErrorKind::Password(PasswordError::Common) => "WELL_KNOWN",
        FieldErrorKind::Password(PasswordError::AccountName) => "ACCOUNT_NAME",
        FieldErrorKind::Password(PasswordError::Unchanged) | FieldErrorKind::Unchanged => "UNCHANGED",
    }
}

/// Returns what is wrong with a field and what would be right.
pub fn field_error_message(kind: FieldErrorKind) -> String {
    match kind {
        FieldErrorKind::Required => "This is needed.".to_owned(),
        FieldErrorKind::Type(wanted) => format!("This must be {wanted}."),
        FieldErrorKind::Choice(known) => format!("This must be {}.", known.join(" or ")),
        FieldErrorKind::Username(UsernameError::TooShort) => {
            format!("Use at least {} characters.", USERNAME_CHARACTERS.start())
        }
        FieldErrorKind::Username(UsernameError::TooLong) => {
            format!("Use at most {} characters.", USERNAME_CHARACTERS.end())
        }
        FieldErrorKind::Username(UsernameError::Characters) => {
            "Use letters from a to z, digits, dots, _ and - only.".to_owned()
        }
        FieldErrorKind::Username(UsernameError::Start) => "Begin with a letter or a digit.".to_owned(),
        FieldErrorKind::Username(UsernameError::Reserved) => "This name is reserved. Choose another.".to_owned(),
        FieldErrorKind::Email => "This is not an e-mail address.".to_owned(),
        FieldErrorKind::Name(NameError::TooLong) => format!("Use at most {NAME_MAX_CHARACTERS} characters."),
        FieldErrorKind::Name(NameError::Characters) => "Leave out control characters.".to_owned(),
        FieldErrorKind::Password(PasswordError::TooShort { min }) => format!("Use at least {min} characters."),
        FieldErrorKind::Password(PasswordError::TooLong) => format!("Use at most {MAX_CHARACTERS} characters."),
        FieldErrorKind::Password(PasswordError::Characters) => "Leave out control characters.".to_owned(),
        FieldErrorKind::Password(PasswordError::Common) => {
            "This password is well known and would be tried first. Choose another.".to_owned()
        }
        FieldErrorKind::Password(PasswordError::AccountName) => {
            "This is little more than your user name or e-mail address. Choose another.".to_owned()
        }
        FieldErrorKind::Unchanged => "This is your current e-mail address.".to_owned(),
        FieldErrorKind::Password(PasswordError::Unchanged) => {
            "This is your current password. Choose another.".to_owned()
        }
    }
}

/// Returns the detail for API clients: [`detail`], and the origin of a cross-site request.
pub fn detail_for_program(error: &Error) -> Cow<'static, str> {
    match error {
        Error::CrossSite(refused) => format!("{} {}", detail(error), cross_site(refused, "request")).into(),
        _ => detail(error).into(),
    }
}

/// Returns where a request came from and where it should have come from. It is nearly always a wrong setting, so this is
/// for its operator as much as for its sender.
fn cross_site(refused: &CrossSite, what: &str) -> String {
    let expected = &refused.expected;
    match (&refused.site, &refused.origin) {
        (Some(site), _) => format!(
            "The browser says that this {what} was sent by a page of another site (Sec-Fetch-Site: {site}). \
             Open {expected} and send it from there."
        ),
        (None, origin) => format!(
            "This {what} was sent from {}, but this server is configured as PUBLIC_URL={expected}. Open {expected} \
             and send it from there. If you run this server, set PUBLIC_URL to the address that browsers use.",
            origin.as_deref().filter(|origin| !origin.is_empty()).unwrap_or("an empty origin"),
        ),
    }
}

/// Returns the message of an error page.
pub fn detail_on_page(error: &Error) -> Cow<'static, str> {
    let detail = match error {
        Error::CrossSite(refused) => return cross_site(refused, "form").into(),
        Error::Malformed | Error::UnsupportedMediaType(_) => {
            "The form could not be read. Go back, reload the page and send it again."
        }
        Error::MethodNotAllowed(_) => "There is nothing to see at this address: only a form is sent to it.",
        Error::PayloadTooLarge => "That is more than a form may hold.",
        Error::RequestTimeout => "The form did not arrive in time. Go back and send it again.",
        _ => detail(error),
    };
    detail.into()
}

/// Returns the message of a form that is shown again.
pub fn detail_for_person(error: &Error) -> &'static str {
    match error {
        Error::Auth(
            auth::Error::Invalid(_) | auth::Error::Conflict(_) | auth::Error::Forbidden(Forbidden::WrongPassword),
        ) => "Please correct what is marked below.",
        Error::Auth(auth::Error::WrongCredentials) => "That e-mail address or user name and password do not match.",
        _ => detail(error),
    }
}
