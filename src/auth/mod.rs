//! The rules: who may become who, and for how long. No HTTP, no HTML, no SQL.
//!
//! A rule is an async function that takes a [`Context`] and what was typed, and answers with a
//! value or an [`Error`]. What a rule decides from rows is a pure function ([`rotation::judge`]),
//! so that it can be tested by itself. Each `await` says where the work runs: `store.read`,
//! `store.write` or `passwords`.

pub mod access;
pub mod account;
pub mod active_sessions;
pub mod activity;
pub mod admin;
mod attempts;
pub mod authentication;
pub mod change_email;
pub mod change_password;
pub mod context;
pub mod delete_account;
mod device_change;
pub mod email_token;
pub mod end_reason;
mod end_sessions;
pub mod error;
pub mod event;
pub mod field_errors;
pub mod forgot_password;
pub mod import;
pub mod language;
pub mod login;
pub mod logout;
pub mod names;
pub mod refresh;
pub mod register;
mod repeat;
pub mod reset_password;
pub mod rotation;
pub mod session;
mod username;
pub mod verify_email;
pub mod vulnerability_contact;

pub use access::authenticate;
pub use change_password::change_password;
pub use context::Context;
pub use delete_account::delete_account;
pub use error::{
    AccessError, Conflict, Error, FieldError, FieldErrorKind, FieldType, Forbidden, Input,
    RefreshError, RevokedSession,
};
pub use field_errors::FieldErrors;
pub use forgot_password::forgot_password;
pub use login::log_in;
pub use logout::{log_out, log_out_everywhere};
pub use refresh::refresh;
pub use register::register;
pub use reset_password::reset_password;
pub use session::Issued;

pub use crate::client::Client;
pub use crate::store::sessions::RevokedFor;
