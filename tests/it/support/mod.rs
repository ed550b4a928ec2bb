//! What the tests are written with.

pub mod answer;
pub mod app;
pub mod binary;
pub mod browser;
pub mod json;
pub mod process;
pub mod raw;

pub use answer::{Answer, SetCookie};
pub use app::TestApp;
pub use binary::Binary;
pub use browser::Browser;
pub use json::{JsonClient, Person};

/// A password that the rules like.
pub const PASSWORD: &str = "correct horse battery";
