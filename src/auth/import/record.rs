//! An account that may be taken over: what a file has, read and judged without looking at any row.

use std::collections::HashMap;

use crate::auth::field_errors::Errors;
use crate::auth::{Conflict, FieldErrorKind};
use crate::clock::Timestamp;
use crate::email::{AddressForms, EmailAddress};
use crate::id::UserId;
use crate::locale::{Locale, TAGS};
use crate::password::{HashError, PasswordHash};
use crate::role::Roles;
use crate::store::users::User;
use crate::text::trim;
use crate::username::{Username, parse_name};

/// An account as a file has it. What is not there is empty.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs, reason = "each is what its name says")]
pub struct ImportRow {
    pub username: String,
    pub email: String,
    pub name: String,
    pub password_hash: String,
    pub created_at: String,
    pub email_verified: String,
    pub roles: String,
    pub disabled: String,
    pub language: String,
}

/// Why an account is not taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportError {
    /// A field is not what it should be.
    Field(&'static str, FieldErrorKind),
    /// The password hash cannot be used here.
    Hash(HashError),
    /// `created_at` cannot be read.
    Time,
    /// `created_at` is before 1970 or after today.
    TimeOutOfRange,
    /// A field is neither true nor false.
    Flag(&'static str),
    /// `roles` has one that does not exist.
    Role,
    /// A line before has the same in this field.
    Repeated(&'static str, u64),
    /// Another account has it.
    Conflict(Conflict),
}

/// An account that can be taken over if its names are free.
#[derive(Clone, Debug)]
pub struct ImportRecord {
    pub(super) username: Option<Username>,
    pub(super) email: EmailAddress,
    pub(super) forms: AddressForms,
    name: Option<String>,
    password_hash: PasswordHash,
    created_at: Option<Timestamp>,
    email_verified: bool,
    roles: Roles,
    disabled: bool,
    language: Option<Locale>,
}

impl ImportRecord {
    /// Reads what a file has; all its faults come at once.
    pub fn parse(row: &ImportRow, now: Timestamp) -> Result<Self, Vec<ImportError>> {
        let mut errors = Errors::default();
        // A name that people sign in with is theirs, whatever it would be refused for if it were
        // chosen today.
        let username = match trim(&row.username) {
            "" => Ok(None),
            text => Username::parse_existing(text).map(Some).map_err(FieldErrorKind::Username),
        };
        let password_hash = match row.password_hash.trim() {
            "" => Err(ImportError::Field("password_hash", FieldErrorKind::Required)),
            text => PasswordHash::import(text).map_err(ImportError::Hash),
        };
        let email = FieldErrorKind::require_email(row.email.clone());
        let name = parse_name(&row.name).map_err(FieldErrorKind::Name);
        let username = errors.keep(username.map_err(|kind| ImportError::Field("username", kind)));
        let email = errors.keep(email.map_err(|kind| ImportError::Field("email", kind)));
        let name = errors.keep(name.map_err(|kind| ImportError::Field("name", kind)));
        let password_hash = errors.keep(password_hash);
        let created_at = errors.keep(parse_time(&row.created_at, now));
        let email_verified = errors.keep(parse_flag("email_verified", &row.email_verified));
        let roles = errors.keep(parse_roles(&row.roles));
        let disabled = errors.keep(parse_flag("disabled", &row.disabled));
        let language = errors.keep(parse_language(&row.language));
        let fields = (
            username,
            email,
            name,
            password_hash,
            created_at,
            email_verified,
            roles,
            disabled,
            language,
        );
        let (
            username,
            email,
            name,
            password_hash,
            created_at,
            email_verified,
            roles,
            disabled,
            language,
        ) = errors.finish(fields)?;
        let forms = email.forms();
        Ok(Self {
            username,
            email,
            forms,
            name,
            password_hash,
            created_at,
            email_verified,
            roles,
            disabled,
            language,
        })
    }

    /// Creates the row.
    pub(super) fn into_user(self, username: Username, now: Timestamp) -> User {
        // Of the time at which the account was made, so that accounts stay in the order in which
        // people came.
        let id = self.created_at.map_or_else(|| UserId::new(now), UserId::at);
        let names = (username.as_str().to_owned(), username.folded());
        let email = (self.email.as_str().to_owned(), self.forms.canonical);
        let created_at = self.created_at.unwrap_or(now);
        User {
            name: self.name,
            roles: self.roles,
            email_verified_at: self.email_verified.then_some(now),
            disabled_at: self.disabled.then_some(now),
            language: self.language.map(|language| language.tag().to_owned()),
            ..User::new(id, names, email, self.password_hash, created_at)
        }
    }
}

fn parse_time(text: &str, now: Timestamp) -> Result<Option<Timestamp>, ImportError> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let time = Timestamp::parse(text).ok_or(ImportError::Time)?;
    if time.millis() >= 0 && time <= now {
        Ok(Some(time))
    } else {
        Err(ImportError::TimeOutOfRange)
    }
}

/// Reads what databases print for true and false; nothing is false.
fn parse_flag(field: &'static str, text: &str) -> Result<bool, ImportError> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "t" | "yes" | "1" => Ok(true),
        "" | "false" | "f" | "no" | "0" => Ok(false),
        _ => Err(ImportError::Flag(field)),
    }
}

/// Reads a language tag; `de-AT` is German.
fn parse_language(text: &str) -> Result<Option<Locale>, ImportError> {
    match text.trim() {
        "" => Ok(None),
        tag => match Locale::look_up(tag) {
            Some(language) => Ok(Some(language)),
            None => Err(ImportError::Field("language", FieldErrorKind::Choice(TAGS))),
        },
    }
}

fn parse_roles(text: &str) -> Result<Roles, ImportError> {
    let mut roles = Roles::user();
    for name in text.split([',', ';', ' ']).filter(|name| !name.is_empty()) {
        match name {
            _ if Roles::user().names().contains(&name) => {}
            _ if Roles::admin().names().contains(&name) => roles = Roles::admin(),
            _ => return Err(ImportError::Role),
        }
    }
    Ok(roles)
}

/// The names that a file has had so far, with their lines.
#[derive(Debug, Default)]
pub struct SeenNames {
    emails: HashMap<String, u64>,
    usernames: HashMap<String, u64>,
}

impl SeenNames {
    /// Records the names of a record. Fails if an earlier line has the same name.
    pub fn note(&mut self, record: &ImportRecord, line: u64) -> Result<(), ImportError> {
        let email = record.forms.canonical.clone();
        let username = record.username.as_ref().map(Username::folded);
        if let Some(first) = self.emails.get(&email) {
            return Err(ImportError::Repeated("email", *first));
        }
        if let Some(first) = username.as_ref().and_then(|username| self.usernames.get(username)) {
            return Err(ImportError::Repeated("username", *first));
        }
        self.emails.insert(email, line);
        self.usernames.extend(username.map(|username| (username, line)));
        Ok(())
    }
}
