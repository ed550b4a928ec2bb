//! One line in the log for each request. Never a query, a header or a body: they carry tokens and people's names.

use std::time::Instant;

use actix_web::dev::ServiceResponse;
use actix_web::http::{Method, StatusCode};

use crate::auth::client::RequestId;

/// The most characters of a path that are logged.
const MAX_PATH: usize = 200;

/// Why an answer is a 5xx, for the log alone. Lies in the extensions of the response.
#[derive(Clone, Debug)]
pub struct Cause(pub String);

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
        let status = response.status();
        let millis = started.elapsed().as_secs_f64() * 1e3;
        let extensions = response.response().extensions();
        match extensions.get::<Cause>() {
            Some(Cause(cause)) => {
                let level =
                    if status == StatusCode::INTERNAL_SERVER_ERROR { log::Level::Error } else { log::Level::Warn };
                log::log!(level, "{method} {path} {} {millis:.1}ms request={request} cause={cause:?}", status.as_u16());
            }
            None => log::info!("{method} {path} {} {millis:.1}ms request={request}", status.as_u16()),
        }
    }
}
