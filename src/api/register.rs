//! `POST /api/auth/register`

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::Error;
use super::body::{Body, Member};
use super::tokens::{self, Delivery};
use crate::auth::register::Registration;
use crate::auth::{self, Context};
use crate::http::cookies::Cookies;
use crate::secret::SecretText;

/// What an account is made of.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RegistrationBody {
    username: Member<String>,
    email: Member<String>,
    password: Member<SecretText>,
    name: Member<String>,
    refresh_token_in: Member<String>,
}

/// Creates an account and signs its owner in.
pub async fn submit(
    context: Context,
    cookies: web::Data<Cookies>,
    request: HttpRequest,
    Body(body): Body<RegistrationBody>,
) -> Result<HttpResponse, Error> {
    let delivery = Delivery::wanted(body.refresh_token_in)?;
    let typed = Registration {
        username: body.username.or(String::new()),
        email: body.email.required(),
        password: body.password.required(),
        name: body.name.or(String::new()),
    };
    let replaces = cookies.refresh(request.headers()).filter(|_| delivery == Delivery::Cookie);
    let issued = auth::register(&context, typed, replaces.as_ref()).await?;
    Ok(tokens::answer(HttpResponse::Created(), &request, &issued, delivery))
}
