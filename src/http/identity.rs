//! Who is asking: the middleware that identifies, renews where it must and requires what the route
//! table says.
//!
//! A request whose access cookie is missing, expired or stale and whose refresh cookie is good is
//! served as the signed-in user, a POST like a GET; its answer carries both new cookies.

use std::sync::Arc;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, web};
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;

use super::client;
use super::cookies::{self, Cookies};
use super::credentials::Credentials;
use super::error::Refuse;
use crate::app::App;
use crate::auth::{self, AccessError, Forbidden, RefreshError};
use crate::id::UserId;
use crate::secret::SecretText;
use crate::token::AccessClaims;

/// What a route requires of who is asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requirement {
    /// Nothing. The client is not identified, so the route needs no middleware.
    Anonymous,
    /// Nothing, but the handler learns who is signed in.
    Optional,
    /// A signed-in user.
    SignedIn,
    /// A valid access token. The cookies are not renewed. For a reverse proxy that asks on a
    /// browser's behalf.
    ///
    /// Such a proxy does not pass on the cookies of the response. With a renewal the browser would
    /// keep a replaced token, which would later count as stolen.
    AccessToken,
    /// A signed-in administrator. Only the token counts: one that was issued before the account's
    /// roles changed is stale.
    Admin,
}

/// The claims of the signed-in client, or why there are none.
pub type Found = Result<Arc<AccessClaims>, auth::Error>;

/// Who the client is, and what the route required.
#[derive(Clone)]
struct Identity {
    found: Found,
    required: Requirement,
}

/// Creates the middleware that identifies who is asking and refuses those who do not meet the
/// requirement of a route.
pub fn require<B: MessageBody + 'static>(
    required: Requirement,
) -> impl Fn(ServiceRequest, Next<B>) -> Answer + Clone {
    move |request, next| {
        async move {
            let found = resolve_identity(request.request(), required).await;
            let refused = refusal(&found, required);
            request.extensions_mut().insert(Identity { found, required });
            match refused {
                None => Ok(next.call(request).await?.map_into_boxed_body()),
                Some(error) => {
                    let request = request.into_parts().0;
                    let response = refuse(error, &request);
                    Ok(ServiceResponse::new(request, response))
                }
            }
        }
        .boxed_local()
    }
}

/// What the middleware makes of a request.
pub type Answer = LocalBoxFuture<'static, Result<ServiceResponse<BoxBody>, actix_web::Error>>;

/// Returns why a request is refused, if it is.
fn refusal(found: &Found, required: Requirement) -> Option<auth::Error> {
    match found {
        Ok(claims) if required == Requirement::Admin && !claims.roles.is_admin() => {
            Some(auth::Error::Forbidden(Forbidden::NotAdmin))
        }
        Ok(_) => None,
        // If sign-in is optional, a client that is not signed in may pass. If a busy database
        // leaves that unknown, it may not.
        Err(auth::Error::Access(_) | auth::Error::Refresh(_))
            if required == Requirement::Optional =>
        {
            None
        }
        Err(error) => Some(error.clone()),
    }
}

/// Refuses a request in the face of its path.
fn refuse(error: auth::Error, request: &HttpRequest) -> HttpResponse {
    let refuse = request
        .app_data::<web::Data<Refuse>>()
        .expect("every route is served with the application");
    refuse(error.into(), request)
}

fn by_access_token(
    app: &App,
    cookies: &Cookies,
    request: &HttpRequest,
) -> Result<Arc<AccessClaims>, AccessError> {
    let headers = request.headers();
    let token = match Credentials::of(headers) {
        Credentials::Bearer(token) => token?,
        Credentials::Cookies => cookies.access(headers).ok_or(AccessError::Missing)?,
    };
    auth::authenticate(app, token)
}

async fn resolve_identity(
    request: &HttpRequest,
    required: Requirement,
) -> Result<Arc<AccessClaims>, auth::Error> {
    let app = client::app(request);
    let cookies = request
        .app_data::<web::Data<Cookies>>()
        .expect("every route is served with the application");
    let refused = match by_access_token(app, cookies, request) {
        Ok(claims) => return Ok(claims),
        Err(refused) => refused,
    };
    if required == Requirement::AccessToken || !Credentials::of(request.headers()).are_cookies() {
        return Err(refused.into());
    }
    match cookies.refresh(request.headers()) {
        Some(token) => renew(request, &token, refused).await,
        None => {
            if matches!(refused, AccessError::Invalid | AccessError::Revoked(_)) {
                cookies::clear_session(request);
            }
            Err(refused.into())
        }
    }
}

/// Exchanges the refresh cookie. Only an answer of the rules takes the cookies away: a database
/// that is busy knows nothing against anybody.
async fn renew(
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
            // The access token shows only that its session was revoked. The refresh token shows why.
            match (refused, error) {
                (AccessError::Revoked(_), RefreshError::Revoked(revoked)) => {
                    Err(AccessError::Revoked(Some(revoked)).into())
                }
                _ => Err(error.into()),
            }
        }
        Err(error) => Err(error),
    }
}

/// Returns which account was found to be asking, if any.
pub fn user(request: &HttpRequest) -> Option<UserId> {
    request.extensions().get::<Identity>()?.found.as_ref().ok().map(|claims| claims.user)
}

/// Returns who is asking, on a route that requires at least this.
///
/// A handler that needs more than its route requires fails for all clients, so that no client is
/// taken for another.
pub(super) fn identity(
    request: &HttpRequest,
    least: Requirement,
) -> Result<Found, actix_web::Error> {
    use Requirement::{AccessToken, Admin, Anonymous, Optional, SignedIn};
    let proves = |required| match least {
        Anonymous => true,
        Optional => required != Anonymous,
        SignedIn => matches!(required, SignedIn | AccessToken | Admin),
        AccessToken | Admin => required == least,
    };
    let identity = request.extensions().get::<Identity>().cloned();
    identity.filter(|identity| proves(identity.required)).map(|identity| identity.found).ok_or_else(
        || {
            let cause = "the route table requires less than the handler relies on";
            InternalError::from_response(
                cause,
                refuse(auth::Error::Internal(cause.to_owned()), request),
            )
            .into()
        },
    )
}

/// Returns what the token says, on a route that requires a good one.
pub(super) fn claims(
    request: &HttpRequest,
    least: Requirement,
) -> Result<Arc<AccessClaims>, actix_web::Error> {
    let refused =
        |error| InternalError::from_response("not signed in", refuse(error, request)).into();
    identity(request, least)?.map_err(refused)
}
