//! `POST /api/auth/forgot-password`

use actix_web::{HttpResponse, web};

use super::Error;
use super::body::Body;
use crate::app::App;
use crate::auth::{self, Client};

/// Queues a mail with a link. The response is the same for every address.
pub async fn submit(app: web::Data<App>, client: Client, mut body: Body) -> Result<HttpResponse, Error> {
    auth::forgot_password(&app, body.text("email"), &client)?;
    Ok(HttpResponse::Accepted().finish())
}
