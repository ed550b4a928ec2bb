//! `POST /profile/delete`

use actix_web::{HttpRequest, HttpResponse, web};

use super::form::Form;
use super::login::Done;
use super::security::{self, Refused};
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
            cookies::take_away(&request);
            Ok(see_other(&Done::AccountDeleted.address()))
        }
        Err(error) => {
            let refused = Refused { form: "delete", password_field: "password", email: String::new(), error };
            security::again(&app, &request, &claims, refused).await
        }
    }
}
