//! The error messages, the same in JSON and HTML. They say what to do and nothing about the cause.

use std::borrow::Cow;
use std::time::Duration;

use super::Error;
use super::same_site::CrossSite;
use crate::auth::{self, Conflict, FieldErrorKind, FieldType, Forbidden};
use crate::locale::Locale;
use crate::password::{MAX_CHARACTERS, PasswordError};
use crate::username::{NAME_MAX_CHARACTERS, NameError, USERNAME_CHARACTERS, UsernameError};

/// The longest pause that a person would call a little. None is longer than an hour.
const A_LITTLE: Duration = Duration::from_secs(5 * 60);

/// Names an error in a few words.
pub fn title(error: &Error, t: Locale) -> &'static str {
    use auth::Error as Auth;
    match error {
        Error::Malformed => t.title_malformed(),
        Error::NotFound => t.title_not_found(),
        Error::MethodNotAllowed(_) => t.title_method_not_allowed(),
        Error::PayloadTooLarge => t.title_payload_too_large(),
        Error::UnsupportedMediaType(_) => t.title_unsupported_media_type(),
        Error::RequestTimeout => t.title_request_timeout(),
        Error::CrossSite(_) => t.title_cross_site(),
        Error::Auth(error) => match error {
            Auth::Invalid(_) => t.title_invalid(),
            Auth::Conflict(Conflict::Email) => t.title_email_taken(),
            Auth::Conflict(Conflict::Username) => t.title_username_taken(),
            Auth::LastAdmin => t.title_last_admin(),
            Auth::NotFound => t.title_not_found(),
            Auth::InvalidLink => t.title_invalid_link(),
            Auth::MailUnavailable => t.title_mail_unavailable(),
            Auth::WrongCredentials => t.title_not_signed_in(),
            Auth::Forbidden(Forbidden::Disabled) => t.title_account_disabled(),
            Auth::Forbidden(Forbidden::NotAdmin) => t.title_forbidden(),
            Auth::Forbidden(Forbidden::WrongPassword) => t.title_wrong_password(),
            Auth::Access(_) | Auth::Refresh(_) => t.title_not_signed_in(),
            Auth::RateLimited(_) => t.title_rate_limited(),
            Auth::Busy(_) => t.title_busy(),
            Auth::Internal(_) => t.title_internal(),
        },
    }
}

/// Returns what is wrong and what to do about it.
pub fn detail(error: &Error, t: Locale) -> &'static str {
    use auth::{AccessError as Access, Error as Auth, RefreshError as Refresh};
    match error {
        Error::Malformed => t.error_malformed(),
        Error::NotFound => t.error_not_found(),
        Error::MethodNotAllowed(_) => t.error_method_not_allowed(),
        Error::PayloadTooLarge => t.error_payload_too_large(),
        Error::UnsupportedMediaType(_) => t.error_unsupported_media_type(),
        Error::RequestTimeout => t.error_request_timeout(),
        Error::CrossSite(_) => t.error_cross_site(),
        Error::Auth(error) => match error {
            Auth::Invalid(_) => t.error_invalid(),
            Auth::Conflict(Conflict::Email) => t.error_email_taken(),
            Auth::Conflict(Conflict::Username) => t.error_username_taken(),
            Auth::LastAdmin => t.error_last_admin(),
            Auth::NotFound => t.error_not_found(),
            Auth::InvalidLink => t.error_invalid_link(),
            Auth::MailUnavailable => t.error_mail_unavailable(),
            Auth::WrongCredentials => t.error_wrong_credentials(),
            Auth::Forbidden(Forbidden::Disabled) => t.error_account_disabled(),
            Auth::Forbidden(Forbidden::NotAdmin) => t.error_forbidden(),
            Auth::Forbidden(Forbidden::WrongPassword) => t.error_wrong_password(),
            Auth::Access(Access::Missing) => t.error_access_missing(),
            Auth::Access(Access::Invalid) => t.error_access_invalid(),
            Auth::Access(Access::Expired) => t.error_access_expired(),
            Auth::Access(Access::Revoked(_)) => t.error_access_revoked(),
            Auth::Refresh(Refresh::Missing) => t.error_refresh_missing(),
            Auth::Refresh(Refresh::Invalid) => t.error_refresh_invalid(),
            Auth::Refresh(Refresh::Expired) => t.error_refresh_expired(),
            Auth::Refresh(Refresh::Revoked(_)) => t.error_refresh_revoked(),
            Auth::Refresh(Refresh::Reused(_)) => t.error_refresh_reused(),
            Auth::RateLimited(wait) if *wait > A_LITTLE => t.error_rate_limited_long(),
            Auth::RateLimited(_) => t.error_rate_limited(),
            Auth::Busy(_) => t.error_busy(),
            Auth::Internal(_) => t.error_internal(),
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
        FieldErrorKind::Password(PasswordError::Unchanged) | FieldErrorKind::Unchanged => {
            "UNCHANGED"
        }
    }
}

/// Returns what is wrong with a field and what would be right.
pub fn field_error_message(kind: FieldErrorKind, t: Locale) -> Cow<'static, str> {
    let text = match kind {
        FieldErrorKind::Required => t.field_required(),
        FieldErrorKind::Type(FieldType::String) => t.field_string(),
        FieldErrorKind::Type(FieldType::StringOrNull) => t.field_string_or_null(),
        FieldErrorKind::Type(FieldType::Strings) => t.field_strings(),
        FieldErrorKind::Type(FieldType::Boolean) => t.field_boolean(),
        FieldErrorKind::Type(FieldType::Limit) => t.field_limit(),
        FieldErrorKind::Type(FieldType::Cursor) => t.field_cursor(),
        FieldErrorKind::Type(FieldType::EventId) => t.field_event_id(),
        FieldErrorKind::Choice(values) => return t.field_choice(values.join(", ")).into(),
        FieldErrorKind::Username(UsernameError::TooShort) => {
            return t.field_too_short(*USERNAME_CHARACTERS.start()).into();
        }
        FieldErrorKind::Username(UsernameError::TooLong) => {
            return t.field_too_long(*USERNAME_CHARACTERS.end()).into();
        }
        FieldErrorKind::Username(UsernameError::Characters) => t.field_username_characters(),
        FieldErrorKind::Username(UsernameError::Start) => t.field_username_start(),
        FieldErrorKind::Username(UsernameError::Reserved) => t.field_username_reserved(),
        FieldErrorKind::Email => t.field_email_invalid(),
        FieldErrorKind::Name(NameError::TooLong) => {
            return t.field_too_long(NAME_MAX_CHARACTERS).into();
        }
        FieldErrorKind::Password(PasswordError::TooShort { min }) => {
            return t.field_too_short(min).into();
        }
        FieldErrorKind::Password(PasswordError::TooLong) => {
            return t.field_too_long(MAX_CHARACTERS).into();
        }
        FieldErrorKind::Name(NameError::Characters)
        | FieldErrorKind::Password(PasswordError::Characters) => t.field_control_characters(),
        FieldErrorKind::Password(PasswordError::Common) => t.field_password_common(),
        FieldErrorKind::Password(PasswordError::AccountName) => t.field_password_account_name(),
        FieldErrorKind::Unchanged => t.field_email_unchanged(),
        FieldErrorKind::Password(PasswordError::Unchanged) => t.field_password_unchanged(),
    };
    text.into()
}

/// Returns the detail for API clients: [`detail`], and the origin of a cross-site request.
pub fn detail_for_program(error: &Error, t: Locale) -> Cow<'static, str> {
    match error {
        Error::CrossSite(refused) => {
            format!("{} {}", detail(error, t), cross_site(refused, t)).into()
        }
        _ => detail(error, t).into(),
    }
}

/// Returns where a request came from and where it should have come from. It is nearly always a
/// wrong setting, so this is for its operator as much as for its sender.
fn cross_site(refused: &CrossSite, t: Locale) -> String {
    let url = refused.expected.as_str();
    match (&refused.site, refused.origin.as_deref()) {
        (Some(site), _) => t.error_cross_site_browser(site.as_str(), url),
        (None, Some(origin)) if !origin.is_empty() => t.error_cross_site_origin(origin, url),
        (None, _) => t.error_cross_site_empty_origin(url),
    }
}

/// Returns the message of an error page.
pub fn detail_on_page(error: &Error, t: Locale) -> Cow<'static, str> {
    let detail = match error {
        Error::CrossSite(refused) => return cross_site(refused, t).into(),
        Error::Malformed | Error::UnsupportedMediaType(_) => t.error_page_malformed(),
        Error::MethodNotAllowed(_) => t.error_page_method_not_allowed(),
        Error::PayloadTooLarge => t.error_page_payload_too_large(),
        Error::RequestTimeout => t.error_page_request_timeout(),
        _ => detail(error, t),
    };
    detail.into()
}

/// Returns the message of a form that is shown again.
pub fn detail_for_person(error: &Error, t: Locale) -> &'static str {
    match error {
        Error::Auth(
            auth::Error::Invalid(_)
            | auth::Error::Conflict(_)
            | auth::Error::Forbidden(Forbidden::WrongPassword),
        ) => t.error_form_invalid(),
        _ => detail(error, t),
    }
}
