//! `POST /api/auth/login`

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::Error;
use super::body::{Body, Member};
use super::tokens::{self, Delivery};
use crate::auth::login::{Credentials, Login};
use crate::auth::{self, Context};
use crate::http::cookies::Cookies;
use crate::secret::SecretText;

/// Which account, and its password.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LoginBody {
    email: Member<String>,
    username: Member<String>,
    password: Member<SecretText>,
    remember: Member<bool>,
    refresh_token_in: Member<String>,
}

/// Signs in with a password.
pub async fn submit(
    context: Context,
    cookies: web::Data<Cookies>,
    request: HttpRequest,
    Body(body): Body<LoginBody>,
) -> Result<HttpResponse, Error> {
    let delivery = Delivery::wanted(body.refresh_token_in)?;
    let typed = Credentials {
        remember: body.remember.or(true).map_err(|kind| kind.at("remember"))?,
        login: if body.username.is_given() && !body.email.is_given() {
            Login::Username(body.username.required())
        } else {
            Login::Email(body.email.required())
        },
        password: body.password.required(),
    };
    let replaces = cookies.refresh(request.headers()).filter(|_| delivery == Delivery::Cookie);
    let issued = auth::log_in(&context, typed, replaces.as_ref()).await?;
    Ok(tokens::answer(HttpResponse::Ok(), &request, &issued, delivery))
}
