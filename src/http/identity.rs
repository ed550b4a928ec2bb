//! Who is asking: the middleware that identifies, and renews where it must, and the extractors that require.
//!
//! A request whose access cookie is missing, expired or stale and whose refresh cookie is good is served as the
//! signed-in user, a POST like a GET; its answer carries both new cookies.

use std::future::{Ready, ready};
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::Arc;

use actix_web::body::MessageBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};

use super::cookies::{self, Cookies};
use super::credentials::Credentials;
use super::{Face, client};
use crate::app::App;
use crate::auth::{self, AccessError, Forbidden, RefreshError};
use crate::id::UserId;
use crate::secret::SecretText;
use crate::token::AccessClaims;

/// Who was found to be asking, or why nobody was.
#[derive(Clone)]
struct Identity(Result<Arc<AccessClaims>, auth::Error>);

/// Finds out who is asking, renews where it must, and leaves it for the extractors.
pub async fn identify<B: MessageBody + 'static>(
    app: web::Data<App>,
    cookies: web::Data<Cookies>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let identity = resolve_identity(&app, &cookies, request.request()).await;
    request.extensions_mut().insert(Identity(identity));
    next.call(request).await
}

/// Identifies by the access token alone and leaves the cookies as they are, for a reverse proxy that asks on a browser's
/// behalf.
///
/// Such a proxy keeps the cookies of the answer to itself. A renewal that never reaches its browser would leave that
/// with a replaced token, and in the end have it taken for a thief.
pub async fn identify_by_access_token<B: MessageBody + 'static>(
    app: web::Data<App>,
    cookies: web::Data<Cookies>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let identity = by_access_token(&app, &cookies, request.request()).map_err(auth::Error::from);
    request.extensions_mut().insert(Identity(identity));
    next.call(request).await
}

fn by_access_token(app: &App, cookies: &Cookies, request: &HttpRequest) -> Result<Arc<AccessClaims>, AccessError> {
    let headers = request.headers();
    let token = match Credentials::of(headers) {
        Credentials::Bearer(token) => token?,
        Credentials::Cookies => cookies.access(headers).ok_or(AccessError::Missing)?,
    };
    auth::authenticate(app, token)
}

async fn resolve_identity(
    app: &web::Data<App>,
    cookies: &Cookies,
    request: &HttpRequest,
) -> Result<Arc<AccessClaims>, auth::Error> {
    let refused = match by_access_token(app, cookies, request) {
        Ok(claims) => return Ok(claims),
        Err(refused) => refused,
    };
    if !Credentials::of(request.headers()).are_cookies() {
        return Err(refused.into());
    }
    match cookies.refresh(request.headers()) {
        Some(token) => renew(app, request, &token, refused).await,
        None => {
            if matches!(refused, AccessError::Invalid | AccessError::Revoked(_)) {
                cookies::clear_session(request);
            }
            Err(refused.into())
        }
    }
}

/// Exchanges the refresh cookie. Only an answer of the rules takes the cookies away: a database that is busy knows
/// nothing against anybody.
async fn renew(
    _app: &web::Data<App>,
    request: &HttpRequest,
    token: &SecretText,
    refused: AccessError,
) -> Result<Arc<AccessClaims>, auth::Error> {
    match auth::refresh(&client::context(request), token).await {
        Ok(issued) => {
            cookies::set_session(request, &issued);
            Ok(Arc::new(issued.claims))
        }
        Err(auth::Error::Refresh(error)) => {
            cookies::clear_session_if_invalid(request, &auth::Error::Refresh(error));
            // The session that the access token names is over; its refresh token knows why.
            match (refused, error) {
                (AccessError::Revoked(_), RefreshError::Revoked(over)) => Err(AccessError::Revoked(Some(over)).into()),
                _ => Err(error.into()),
            }
        }
        Err(error) => Err(error),
    }
}

/// Returns which account was found to be asking, if any.
pub fn user(request: &HttpRequest) -> Option<UserId> {
    request.extensions().get::<Identity>()?.0.as_ref().ok().map(|claims| claims.user)
}

/// Requires that somebody is signed in; otherwise fails with the error of the face `F`.
#[derive(Debug)]
pub struct SignedIn<F> {
    claims: Arc<AccessClaims>,
    face: PhantomData<F>,
}

impl<F> Deref for SignedIn<F> {
    type Target = AccessClaims;

    fn deref(&self) -> &AccessClaims {
        &self.claims
    }
}

impl<F: Face> FromRequest for SignedIn<F> {
    type Error = F;
    type Future = Ready<Result<Self, F>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(match identity(request) {
            Ok(claims) => Ok(Self { claims, face: PhantomData }),
            Err(error) => Err(F::refuse(error.into(), request)),
        })
    }
}

/// Requires that an administrator is signed in; otherwise fails with the error of the face `F`.
///
/// It goes by the token alone. One that was made before its account's roles were changed is stale and never gets here.
#[derive(Debug)]
pub struct Admin<F> {
    claims: Arc<AccessClaims>,
    face: PhantomData<F>,
}

impl<F> Deref for Admin<F> {
    type Target = AccessClaims;

    fn deref(&self) -> &AccessClaims {
        &self.claims
    }
}

impl<F: Face> FromRequest for Admin<F> {
    type Error = F;
    type Future = Ready<Result<Self, F>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let admin = identity(request).and_then(|claims| match claims.roles.is_admin() {
            true => Ok(claims),
            false => Err(auth::Error::Forbidden(Forbidden::NotAdmin)),
        });
        ready(match admin {
            Ok(claims) => Ok(Self { claims, face: PhantomData }),
            Err(error) => Err(F::refuse(error.into(), request)),
        })
    }
}

/// Returns who is signed in, if anybody is. Fails only when that cannot be known now.
#[derive(Debug)]
pub struct MaybeSignedIn<F> {
    /// What the token says, or why there is none that is good.
    pub claims: Result<Arc<AccessClaims>, auth::Error>,
    face: PhantomData<F>,
}

impl<F: Face> FromRequest for MaybeSignedIn<F> {
    type Error = F;
    type Future = Ready<Result<Self, F>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(match identity(request) {
            Err(error) if !matches!(error, auth::Error::Access(_) | auth::Error::Refresh(_)) => {
                Err(F::refuse(error.into(), request))
            }
            claims => Ok(Self { claims, face: PhantomData }),
        })
    }
}

fn identity(request: &HttpRequest) -> Result<Arc<AccessClaims>, auth::Error> {
    // A route that was not wrapped must not mistake anybody for somebody.
    let forgotten = || Err(auth::Error::Internal("this route does not identify who is asking".to_owned()));
    request.extensions().get::<Identity>().map_or_else(forgotten, |identity| identity.0.clone())
}
