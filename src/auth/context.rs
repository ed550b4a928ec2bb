//! What every rule is told besides what was typed.

use std::sync::Arc;

use super::Client;
use crate::app::App;
use crate::clock::Timestamp;
use crate::locale::Locale;

/// Who asks, and what a rule works with to answer. A clone is cheap, and goes along where a rule
/// writes.
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
