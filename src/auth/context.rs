//! What every rule gets besides the input.

use std::sync::Arc;

use super::Client;
use crate::app::App;
use crate::clock::Timestamp;
use crate::locale::Locale;

/// The application and the client of a request. A clone is cheap, for closures that write.
///
/// Rules for administrators take an [`Actor`](super::admin::Actor) instead of a client: the command
/// line has none.
#[derive(Clone)]
pub struct Context {
    /// The application.
    pub app: Arc<App>,
    /// The client of the request.
    pub client: Arc<Client>,
    /// The language of the answer, and of the mails that the request causes.
    pub locale: Locale,
}

impl Context {
    /// Returns the time now. Two calls may differ.
    pub fn now(&self) -> Timestamp {
        self.app.clock.now()
    }
}
