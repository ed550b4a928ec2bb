//! `POST /profile/password`

use actix_web::{HttpRequest, HttpResponse, web};

use super::form::Form;
use super::{Error, SignedIn, security, see_other};
use crate::auth::change_password::PasswordChange;
use crate::auth::{self, Context};
use crate::http::cookies::{self, Cookies};

/// Changes the password; this browser stays signed in.
pub async fn submit(
    context: Context,
    cookies: web::Data<Cookies>,
    request: HttpRequest,
    claims: SignedIn,
    form: Form,
) -> Result<HttpResponse, Error> {
    let typed = PasswordChange {
        current: form.secret("current_password"),
        new: form.secret("new_password"),
    };
    let held = cookies.held_refresh(request.headers());
    match auth::change_password(&context, &claims, typed, held.as_ref()).await {
        Ok(issued) => {
            if let Some(issued) = issued {
                cookies::set_session(&request, &issued);
            }
            Ok(see_other("/profile/security"))
        }
        Err(error) => {
            cookies::clear_session_if_invalid(&request, &error);
            security::show_again(&context.app, &request, &claims, "password", String::new(), error)
                .await
        }
    }
}
