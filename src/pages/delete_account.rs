//! `POST /profile/delete`

use actix_web::{HttpRequest, HttpResponse};

use super::form::Form;
use super::login::LoginNotice;
use super::{Error, SignedIn, security, see_other};
use crate::auth::{self, Context};
use crate::http::cookies;

/// Deletes the account.
pub async fn submit(
    context: Context,
    request: HttpRequest,
    claims: SignedIn,
    form: Form,
) -> Result<HttpResponse, Error> {
    match auth::delete_account(&context, &claims, form.secret("password")).await {
        Ok(()) => {
            cookies::clear_session(&request);
            Ok(see_other(&LoginNotice::AccountDeleted.address()))
        }
        Err(error) => {
            security::show_again(&context.app, &request, &claims, "delete", String::new(), error)
                .await
        }
    }
}
