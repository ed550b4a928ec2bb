//! One line in the log for each request. Never a query, a header or a body: they carry tokens and people's names.

use std::time::Instant;

use actix_web::dev::ServiceResponse;
use actix_web::http::Method;

use super::{Error, identity};
use crate::auth::client::RequestId;

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
    method: Method,
    path: String,
    request: RequestId,
}

impl Line {
    /// Takes the time, and what the answer will not know any more.
    pub fn begin(method: &Method, path: &str, request: RequestId) -> Self {
        Self { started: Instant::now(), method: method.clone(), path: path.chars().take(MAX_PATH).collect(), request }
    }

    /// Writes the line.
    pub fn end<B>(self, response: &ServiceResponse<B>) {
        let Self { started, method, path, request } = self;
        let status = response.status().as_u16();
        let level = match status {
            500 => log::Level::Error,
            501.. => log::Level::Warn,
            _ => log::Level::Info,
        };
        if !log::log_enabled!(level) {
            return;
        }
        let millis = started.elapsed().as_secs_f64() * 1e3;
        let mut more = String::new();
        if let Some(user) = identity::user(response.request()) {
            more.push_str(&format!(" user={user}"));
        }
        if let Some(Refusal { code, cause }) = response.response().extensions().get() {
            more.push_str(&format!(" code={code}"));
            more.extend(cause.as_ref().map(|cause| format!(" cause={cause:?}")));
        }
        log::log!(level, "{method} {path} {status} {millis:.1}ms request={request}{more}");
    }
}
