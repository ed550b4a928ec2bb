//! `POST /api/profile/email`

use actix_web::{HttpResponse, web};

use super::body::Body;
use super::{Error, SignedIn};
use crate::app::App;
use crate::auth::Client;
use crate::auth::change_email::{self, EmailChange};

/// Queues a mail with a link to the new address. Following the link makes the change.
pub async fn submit(
    app: web::Data<App>,
    claims: SignedIn,
    client: Client,
    mut body: Body,
) -> Result<HttpResponse, Error> {
    let typed = EmailChange { email: body.text("email"), password: body.secret("password") };
    change_email::request(&app, &claims, typed, &client).await?;
    Ok(HttpResponse::Accepted().finish())
}
