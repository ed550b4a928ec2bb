//! `POST /api/auth/reset-password`

use actix_web::{HttpResponse, web};

use super::body::Body;
use super::{Error, verify_email};
use crate::app::App;
use crate::auth::reset_password::PasswordReset;
use crate::auth::{self, Client};

/// Sets a new password, by the token of the link or by the address and the code. Signs nobody in.
pub async fn submit(app: web::Data<App>, client: Client, mut body: Body) -> Result<HttpResponse, Error> {
    let typed = PasswordReset { proof: verify_email::proof(&mut body), password: body.secret("password") };
    // A program has no browser to be known by.
    let _device = auth::reset_password(&app, typed, &client).await?;
    Ok(HttpResponse::NoContent().finish())
}
