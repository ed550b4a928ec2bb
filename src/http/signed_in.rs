//! The extractors by which a handler learns who is asking. Each works only on a route that requires
//! at least as much.

use std::future::{Ready, ready};
use std::ops::Deref;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use super::identity::{Found, Requirement, claims, identity};
use crate::token::AccessClaims;

/// What the token of the signed-in user says, on a route that requires one.
#[derive(Debug)]
pub struct SignedIn(Arc<AccessClaims>);

/// What the token of the signed-in administrator says, on a route that requires one.
#[derive(Debug)]
pub struct Admin(Arc<AccessClaims>);

/// What the token of the signed-in user says, or why there is none that is good.
#[derive(Debug)]
pub struct MaybeSignedIn(pub Found);

impl Deref for SignedIn {
    type Target = AccessClaims;

    fn deref(&self) -> &AccessClaims {
        &self.0
    }
}

impl Deref for Admin {
    type Target = AccessClaims;

    fn deref(&self) -> &AccessClaims {
        &self.0
    }
}

impl FromRequest for SignedIn {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(claims(request, Requirement::SignedIn).map(Self))
    }
}

impl FromRequest for Admin {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(claims(request, Requirement::Admin).map(Self))
    }
}

impl FromRequest for MaybeSignedIn {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(identity(request, Requirement::Optional).map(Self))
    }
}
