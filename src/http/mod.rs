//! What both faces share: who is asking, cookies, bodies, the same-site check, headers, the log.

pub mod body;
pub mod client;
pub mod cookies;
pub mod credentials;
pub mod error;
mod forwarded;
pub mod headers;
pub mod identity;
pub mod locale;
pub mod log;
mod media_type;
pub mod messages;
pub mod panic;
pub mod params;
pub mod same_site;
pub mod shared_payload;
pub mod signed_in;

pub use error::{Error, Face};
