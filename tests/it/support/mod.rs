//! What the tests are written with.

pub mod answer;
pub mod app;
pub mod binary;
pub mod bouncer;
pub mod browser;
pub mod changes;
pub mod cli;
pub mod cluster;
pub mod cluster_state;
pub mod counting_proxy;
pub mod cut_proxy;
pub mod database;
pub mod document;
pub mod fixtures;
pub mod json;
pub mod litestream;
pub mod mail;
pub mod nginx;
pub mod panics;
pub mod patroni;
pub mod place;
pub mod raw;
pub mod row;
pub mod smtp;

pub use answer::{Answer, SetCookie};
pub use app::{START, TestApp};
pub use binary::{Binary, Exit};
pub use browser::{Browser, FIREFOX};
pub use cli::{CliHarness, Output};
pub use counting_proxy::CountingProxy;
pub use database::{Database, UserRow};
pub use fixtures::{FOREVER, UserFixture};
pub use json::{JsonClient, Person};
pub use mail::Mail;
pub use place::Place;
pub use row::fresh_session;
pub use smtp::{SmtpFault, SmtpServer};

/// A password that the rules like.
pub const PASSWORD: &str = "correct horse battery";
