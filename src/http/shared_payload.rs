//! Closes the connection after the response if a request's body was not read to its end.
//!
//! The framework itself does so if the length was announced. It would read and discard a chunked
//! body without a time limit, so a client could keep a connection open by sending a byte from time
//! to time.
//!
//! This module can go when actix-http limits that time: it discards such bodies since
//! actix/actix-web#3936 (for #2972), where the missing limit was noticed.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use actix_web::HttpMessage;
use actix_web::body::{BodySize, MessageBody};
use actix_web::dev::{Payload, ServiceRequest};
use actix_web::error::PayloadError;
use actix_web::http::header::TRANSFER_ENCODING;
use actix_web::web::Bytes;
use futures_util::Stream;

/// The body of a request, shared with its handler.
#[derive(Clone)]
pub struct SharedPayload(Rc<RefCell<Payload>>);

/// Shares a chunked body with the response; the handler reads it as before.
pub fn share(request: &mut ServiceRequest) -> Option<SharedPayload> {
    if !request.headers().contains_key(TRANSFER_ENCODING) {
        return None;
    }
    let payload = SharedPayload(Rc::new(RefCell::new(request.take_payload())));
    let shared: Pin<Box<dyn Stream<Item = _>>> = Box::pin(payload.clone());
    request.set_payload(Payload::from(shared));
    Some(payload)
}

impl Stream for SharedPayload {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut *self.0.borrow_mut()).poll_next(context)
    }
}

/// The body of an answer. A request's body that is still held when the answer is sent counts as
/// unread, not as unwanted, and an unread one closes the connection.
pub struct ResponseBody<B> {
    /// What is sent.
    pub body: B,
    /// What is held meanwhile.
    pub payload: Option<SharedPayload>,
}

impl<B: MessageBody + Unpin> MessageBody for ResponseBody<B> {
    type Error = B::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.body).poll_next(context)
    }
}
