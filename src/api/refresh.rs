//! `POST /api/auth/refresh`

use actix_web::{HttpRequest, HttpResponse, web};

use super::Error;
use super::body::OptionalBody;
use super::tokens::{self, Delivery, RefreshTokenBody};
use crate::auth::{self, Context, RefreshError};
use crate::http::cookies::{self, Cookies};

/// Exchanges a refresh token; what came in the body goes back in the body.
pub async fn submit(
    context: Context,
    cookies: web::Data<Cookies>,
    request: HttpRequest,
    OptionalBody(body): OptionalBody<RefreshTokenBody>,
) -> Result<HttpResponse, Error> {
    let (token, delivery) = match body.token()? {
        Some(token) => (token, Delivery::Body),
        None => {
            let token = cookies.refresh(request.headers());
            (token.ok_or(auth::Error::Refresh(RefreshError::Missing))?, Delivery::Cookie)
        }
    };
    match auth::refresh(&context, &token).await {
        Ok(issued) => Ok(tokens::answer(HttpResponse::Ok(), &request, &issued, delivery)),
        Err(error) => {
            if delivery == Delivery::Cookie {
                cookies::clear_session_if_invalid(&request, &error);
            }
            Err(error.into())
        }
    }
}
