//! What both faces share: who is asking, cookies, bodies, the same-site check, headers, the log.

pub mod address;
pub mod body;
pub mod client;
pub mod cookies;
pub mod credentials;
pub mod error;
mod forwarded;
pub mod headers;
pub mod identity;
pub mod log;
mod media_type;
pub mod panic;
pub mod same_site;
pub mod unread;
pub mod wording;

pub use error::{Error, Face};
