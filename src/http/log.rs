//! One line in the log for each request. Never a query, a header or a body: they carry tokens and people's names.

use std::cell::Ref;
use std::fmt;
use std::time::Instant;

use actix_web::dev::{Extensions, ServiceResponse};

use super::{Error, identity};
use crate::auth::client::RequestId;
use crate::id::UserId;

/// The most characters of a path that are logged.
const MAX_PATH: usize = 200;

/// Why a request was refused, for the log alone. Lies in the extensions of the response.
#[derive(Clone, Debug)]
pub struct Refusal {
    code: &'static str,
    /// What an answer that is a 5xx does not tell.
    cause: Option<String>,
}

impl Refusal {
    /// Keeps what the log tells of an error.
    pub fn of(error: &Error) -> Self {
        Self { code: error.code(), cause: error.cause().map(str::to_owned) }
    }
}

/// What is known when a request comes.
pub struct Line {
    started: Instant,
    request: RequestId,
}

impl Line {
    /// Takes the time.
    pub fn begin(request: RequestId) -> Self {
        Self { started: Instant::now(), request }
    }

    /// Writes the line.
    pub fn end<B>(self, response: &ServiceResponse<B>) {
        let Self { started, request } = self;
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
        let more = More { user: identity::user(response.request()), extensions: response.response().extensions() };
        log::log!(level, "{method} {path} {status} {millis}.{tenths}ms request={request}{more}");
    }
}

/// What only some lines have.
struct More<'a> {
    user: Option<UserId>,
    extensions: Ref<'a, Extensions>,
}

impl fmt::Display for More<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(user) = self.user {
            write!(f, " user={user}")?;
        }
        if let Some(Refusal { code, cause }) = self.extensions.get() {
            write!(f, " code={code}")?;
            if let Some(cause) = cause {
                write!(f, " cause={cause:?}")?;
            }
        }
        Ok(())
    }
}

fn start_of(path: &str) -> &str {
    path.char_indices().nth(MAX_PATH).map_or(path, |(end, _)| &path[..end])
}
