//! `POST /profile/delete`

use actix_web::{HttpRequest, HttpResponse, web};

use super::form::Form;
use super::login::LoginNotice;
use super::{Error, SignedIn, security, see_other};
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
        Err(error) => security::show_again(&app, &request, &claims, "delete", String::new(), error).await,
    }
}
