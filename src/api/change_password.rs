//! `POST /api/profile/password`

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::body::{Body, Member};
use super::{Error, SignedIn};
use crate::auth::change_password::PasswordChange;
use crate::auth::{self, Context};
use crate::http::cookies::{self, Cookies};
use crate::secret::SecretText;

/// The current password and the new one.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PasswordBody {
    current_password: Member<SecretText>,
    new_password: Member<SecretText>,
}

/// Changes the password. A browser stays signed in with the new cookies. Other clients refresh when
/// their access token is rejected as stale.
pub async fn submit(
    context: Context,
    cookies: web::Data<Cookies>,
    request: HttpRequest,
    claims: SignedIn,
    Body(body): Body<PasswordBody>,
) -> Result<HttpResponse, Error> {
    let typed = PasswordChange {
        current: body.current_password.required(),
        new: body.new_password.required(),
    };
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
