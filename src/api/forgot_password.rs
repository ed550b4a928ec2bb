//! `POST /api/auth/forgot-password`

use actix_web::{HttpResponse, web};

use super::Error;
use super::body::Body;
use crate::app::App;
use crate::auth;

/// Has a link mailed. The answer is the same for every address.
pub async fn submit(app: web::Data<App>, mut body: Body) -> Result<HttpResponse, Error> {
    auth::forgot_password(&app, body.text("email"))?;
    Ok(HttpResponse::Accepted().finish())
}
