//! `POST /api/profile/password`

use actix_web::{HttpRequest, HttpResponse, web};

use super::body::Body;
use super::{Error, SignedIn};
use crate::auth::change_password::PasswordChange;
use crate::auth::{self, Context};
use crate::http::cookies::{self, Cookies};

/// Changes the password. A browser stays signed in by the new cookies; a program refreshes when it is told to.
pub async fn submit(
    context: Context,
    cookies: web::Data<Cookies>,
    request: HttpRequest,
    claims: SignedIn,
    mut body: Body,
) -> Result<HttpResponse, Error> {
    let typed = PasswordChange { current: body.secret("currentPassword"), new: body.secret("newPassword") };
    let held = cookies.held_refresh(request.headers());
    match auth::change_password(&context, &claims, typed, held.as_ref()).await {
        Ok(issued) => {
            if let Some(issued) = issued {
                cookies::set_session(&request, &issued);
            }
            Ok(HttpResponse::NoContent().finish())
        }
        Err(error) => {
            cookies::clear_session_if_invalid(&request, &error);
            Err(error.into())
        }
    }
}
