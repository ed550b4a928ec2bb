//! `POST /profile/delete`

use actix_web::{HttpRequest, HttpResponse, web};

use super::form::Form;
use super::login::LoginNotice;
use super::security::{self, RejectedForm};
use super::{Error, SignedIn, see_other};
use crate::app::App;
use crate::auth::{self, Client};
use crate::http::cookies;

/// Deletes the account.
pub async fn submit(
    app: web::Data<App>,
    request: HttpRequest,
    claims: SignedIn,
    client: Client,
    form: Form,
) -> Result<HttpResponse, Error> {
    match auth::delete_account(&app, &claims, form.secret("password"), &client).await {
        Ok(()) => {
            cookies::clear_session(&request);
            Ok(see_other(&LoginNotice::AccountDeleted.address()))
        }
        Err(error) => {
            let rejected = RejectedForm { form: "delete", password_field: "password", email: String::new(), error };
            security::again(&app, &request, &claims, rejected).await
        }
    }
}
