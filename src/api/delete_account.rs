//! `DELETE /api/profile/me`

use actix_web::{HttpRequest, HttpResponse, web};

use super::body::Body;
use super::{Error, SignedIn};
use crate::app::App;
use crate::auth::{self, Client};
use crate::http::cookies;

/// Deletes the account.
pub async fn submit(
    app: web::Data<App>,
    request: HttpRequest,
    claims: SignedIn,
    client: Client,
    mut body: Body,
) -> Result<HttpResponse, Error> {
    auth::delete_account(&app, &claims, body.secret("password"), &client).await?;
    cookies::clear_session(&request);
    Ok(HttpResponse::NoContent().finish())
}
