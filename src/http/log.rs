//! Logs one line for each request, never a query, a header or a body, which contain tokens and
//! names.

use std::cell::Ref;
use std::fmt;
use std::time::Instant;

use actix_web::dev::{Extensions, ServiceResponse};

use super::{Error, identity};
use crate::client::LogTag;
use crate::id::UserId;

/// The most characters of a path that are logged.
const MAX_PATH: usize = 200;

/// Why a request was refused, for the log alone. Lies in the extensions of the response.
#[derive(Clone, Debug)]
pub struct LoggedError {
    code: &'static str,
    /// More fields: the cause, which the response does not show, or where the request came from.
    more: String,
}

impl LoggedError {
    /// Creates the log entry of an error.
    pub fn of(error: &Error) -> Self {
        let more = match (error, error.cause()) {
            (Error::CrossSite(refused), _) => refused.to_string(),
            (_, Some(cause)) => format!(" cause={cause:?}"),
            _ => String::new(),
        };
        Self { code: error.code(), more }
    }
}

/// What is known when a request comes.
pub struct RequestLine {
    started: Instant,
    tag: LogTag,
}

impl RequestLine {
    /// Starts the clock of a request.
    pub fn begin(tag: LogTag) -> Self {
        Self { started: Instant::now(), tag }
    }

    /// Writes the line.
    pub fn end<B>(self, response: &ServiceResponse<B>) {
        let Self { started, tag } = self;
        let status = response.status().as_u16();
        let level = match status {
            500 => log::Level::Error,
            501.. => log::Level::Warn,
            _ => log::Level::Info,
        };
        if !log::log_enabled!(level) {
            return;
        }
        let tenths = (started.elapsed().as_micros() + 50) / 100;
        let (millis, tenths) = (tenths / 10, tenths % 10);
        let method = response.request().method();
        let path = start_of(response.request().path());
        let more = Details {
            user: identity::user(response.request()),
            extensions: response.response().extensions(),
        };
        log::log!(level, "{method} {path} {status} {millis}.{tenths}ms {tag}{more}");
    }
}

/// What only some lines have.
struct Details<'a> {
    user: Option<UserId>,
    extensions: Ref<'a, Extensions>,
}

impl fmt::Display for Details<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(user) = self.user {
            write!(f, " user={user}")?;
        }
        if let Some(LoggedError { code, more }) = self.extensions.get() {
            write!(f, " code={code}{more}")?;
        }
        Ok(())
    }
}

fn start_of(path: &str) -> &str {
    path.char_indices().nth(MAX_PATH).map_or(path, |(end, _)| &path[..end])
}
