//! `POST /api/auth/forgot-password`

use actix_web::HttpResponse;

use super::Error;
use super::body::Body;
use crate::auth::{self, Context};

/// Queues a mail with a link. The response is the same for every address.
pub async fn submit(context: Context, mut body: Body) -> Result<HttpResponse, Error> {
    auth::forgot_password(&context, body.text("email"))?;
    Ok(HttpResponse::Accepted().finish())
}
