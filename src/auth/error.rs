//! Everything that a rule can refuse, and why. `http::messages` has the words for it. Two texts in
//! here are among them, both constants: what a field must be ([`FieldErrorKind::Type`]) and the
//! values that it may have ([`FieldErrorKind::Choice`]). Those of [`Error::Busy`] and
//! [`Error::Internal`] are for the log alone.

use std::time::Duration;

use crate::email::EmailAddress;
use crate::id::SessionId;
use crate::limits::LimitError;
use crate::password::{HashingError, PasswordError};
use crate::secret::SecretText;
use crate::store;
use crate::store::sessions::RevokedFor;
use crate::text::trim;
use crate::username::{NameError, UsernameError};

/// What a rule refuses.
#[derive(Clone, Debug)]
pub enum Error {
    /// What was typed cannot be taken; every fault of it at once.
    Invalid(Vec<FieldError>),
    /// Another account has it already.
    Conflict(Conflict),
    /// The account does not exist or the password is wrong. The response does not show which.
    WrongCredentials,
    /// The user is known but not allowed to do this.
    Forbidden(Forbidden),
    /// The row does not exist or belongs to another account.
    NotFound,
    /// The last administrator would be gone.
    LastAdmin,
    /// A mailed token or code that is wrong, used or expired.
    InvalidLink,
    /// What is asked for needs mail, and there is no mail server.
    MailUnavailable,
    /// Nobody is signed in.
    Access(AccessError),
    /// The refresh token is refused.
    Refresh(RefreshError),
    /// There were too many tries; when another may be made.
    RateLimited(Duration),
    /// The database or a queue has no room now. For the log: why.
    Busy(String),
    /// Something is broken here. For the log: what.
    Internal(String),
}

/// What only one account can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// An email address.
    Email,
    /// A username.
    Username,
}

/// Why someone who is known may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forbidden {
    /// The account is disabled; only the right password hears of it.
    Disabled,
    /// Only an administrator may.
    NotAdmin,
    /// The current password was asked for again, and this is not it.
    WrongPassword,
}

/// Why an access token is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessError {
    /// None came.
    Missing,
    /// It is not one of ours.
    Invalid,
    /// Its time has passed, or its account has changed since.
    Expired,
    /// Its session was revoked. Which session and why, if this instance knows.
    Revoked(Option<RevokedSession>),
}

/// A session that was revoked, which is why a token is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RevokedSession {
    /// Its id.
    pub session: SessionId,
    /// Why it was revoked.
    pub reason: RevokedFor,
}

/// Why a refresh token is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefreshError {
    /// None came.
    Missing,
    /// It is not one of ours, or its session is not known any more.
    Invalid,
    /// Its time has passed.
    Expired,
    /// Its session was revoked.
    Revoked(RevokedSession),
    /// It had been replaced, so someone has a copy. Its session, this one, is now revoked.
    Reused(SessionId),
}

impl RefreshError {
    /// Returns the word in the log.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Invalid => "invalid",
            Self::Expired => "expired",
            Self::Revoked(revoked) => revoked.reason.as_str(),
            Self::Reused(_) => "reused",
        }
    }
}

/// A field as it came: a value, or what kept it from being one. Rules take these, so that all
/// faults come at once.
pub type Input<T> = Result<T, FieldErrorKind>;

/// What is wrong with one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field, by its name in a request.
    pub field: &'static str,
    /// What is wrong with it.
    pub kind: FieldErrorKind,
}

/// What can be wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldErrorKind {
    /// It is not there, or empty.
    Required,
    /// It is not of the type that is needed.
    Type(FieldType),
    /// It is none of the values that it may have.
    Choice(&'static [&'static str]),
    /// It is no username.
    Username(UsernameError),
    /// It is no email address.
    Email,
    /// It is no person's name.
    Name(NameError),
    /// It is no good password.
    Password(PasswordError),
    /// It is what the account has already.
    Unchanged,
}

/// What a field must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// A string.
    String,
    /// A string or null.
    StringOrNull,
    /// A list of strings.
    Strings,
    /// True or false.
    Boolean,
    /// How many entries a list may have: 1 to 100.
    Limit,
    /// Where a list goes on, from an earlier response.
    Cursor,
    /// The id of an event.
    EventId,
}

/// The most entries of a list that one answer has.
const MAX_LIMIT: u8 = 100;

impl FieldErrorKind {
    /// Returns how many entries of a list are wanted, from 1 to 100.
    pub fn require_limit(typed: &str) -> Input<u8> {
        let limit = typed.parse().ok().filter(|limit| (1..=MAX_LIMIT).contains(limit));
        limit.ok_or(Self::Type(FieldType::Limit))
    }

    /// Returns the refusal of a request in which this is all that is wrong.
    pub fn at(self, field: &'static str) -> Error {
        Error::Invalid(vec![FieldError { field, kind: self }])
    }

    /// Returns the address, or what is wrong with it.
    pub(super) fn require_email(text: String) -> Input<EmailAddress> {
        EmailAddress::parse(&Self::require(text)?).ok_or(Self::Email)
    }

    /// Returns the text, or that it is required if it is empty.
    pub(super) fn require(text: String) -> Input<String> {
        if trim(&text).is_empty() { Err(Self::Required) } else { Ok(text) }
    }

    /// Returns the password, or that it is required if it is empty. Blanks are characters like any
    /// other.
    pub(super) fn require_secret(secret: SecretText) -> Input<SecretText> {
        if secret.expose().is_empty() { Err(Self::Required) } else { Ok(secret) }
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Unavailable(cause) => Self::Busy(cause),
            store::Error::Broken(cause) => Self::Internal(cause),
        }
    }
}

impl From<HashingError> for Error {
    fn from(error: HashingError) -> Self {
        match error {
            HashingError::QueueFull => Self::Busy(error.to_string()),
            HashingError::Failed => Self::Internal(error.to_string()),
        }
    }
}

impl From<LimitError> for Error {
    fn from(error: LimitError) -> Self {
        match error {
            LimitError::RateLimited(wait) => Self::RateLimited(wait),
            LimitError::Busy => {
                Self::Busy("too many attempts wait for the outcome of others".to_owned())
            }
        }
    }
}

impl From<AccessError> for Error {
    fn from(error: AccessError) -> Self {
        Self::Access(error)
    }
}

impl From<RefreshError> for Error {
    fn from(error: RefreshError) -> Self {
        Self::Refresh(error)
    }
}
