//! What the tests are written with.

pub mod answer;
pub mod app;
pub mod binary;
pub mod browser;
pub mod cli;
pub mod json;
pub mod mail;
pub mod panics;
pub mod raw;
pub mod row;
pub mod smtp;

pub use answer::{Answer, SetCookie};
pub use app::TestApp;
pub use binary::Binary;
pub use browser::{Browser, FIREFOX};
pub use cli::{CliHarness, Ran};
pub use json::{JsonClient, Person};
pub use mail::Mail;
pub use row::fresh_session;
pub use smtp::{SmtpFault, SmtpServer};

/// A password that the rules like.
pub const PASSWORD: &str = "correct horse battery";
