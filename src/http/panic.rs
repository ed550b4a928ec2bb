//! A panic is an answer too: without this the connection would just close, and the client would try
//! again.

use std::panic::AssertUnwindSafe;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web;
use futures_util::FutureExt;

use super::Error;
use super::error::Refuse;
use crate::auth;

/// Answers 500 where a handler panics. The message is in the log already, by the panic hook.
pub async fn catch(
    refuse: web::Data<Refuse>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let kept = request.request().clone();
    match AssertUnwindSafe(next.call(request)).catch_unwind().await {
        Ok(outcome) => outcome.map(ServiceResponse::map_into_boxed_body),
        Err(_) => {
            let error = Error::Auth(auth::Error::Internal("a handler panicked".to_owned()));
            let response = refuse(error, &kept);
            Ok(ServiceResponse::new(kept, response))
        }
    }
}
