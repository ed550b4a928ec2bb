//! The JSON API. It reads bodies, calls one rule and writes the result; it decides nothing.

pub mod activity;
pub mod admin;
pub mod body;
pub mod change_email;
pub mod change_password;
pub mod delete_account;
pub mod error;
pub mod forgot_password;
pub mod health;
pub mod login;
pub mod logout;
pub mod me;
pub mod profile;
pub mod refresh;
pub mod register;
pub mod reset_password;
pub mod sessions;
pub mod tokens;
pub mod verify_email;

pub use error::Error;

pub use crate::http::signed_in::{Admin, SignedIn};
