//! `POST /api/auth/login`

use actix_web::{HttpRequest, HttpResponse, web};

use super::Error;
use super::body::Body;
use super::tokens::{self, Delivery};
use crate::auth::login::{Credentials, Login};
use crate::auth::{self, Context};
use crate::http::cookies::Cookies;

/// Signs in with a password.
pub async fn submit(
    context: Context,
    cookies: web::Data<Cookies>,
    request: HttpRequest,
    mut body: Body,
) -> Result<HttpResponse, Error> {
    let delivery = Delivery::wanted(&mut body)?;
    let typed = Credentials {
        remember: body.flag("remember", true)?,
        login: if body.has("username") && !body.has("email") {
            Login::Username(body.text("username"))
        } else {
            Login::Email(body.text("email"))
        },
        password: body.secret("password"),
    };
    let replaces = cookies.refresh(request.headers()).filter(|_| delivery == Delivery::Cookie);
    let issued = auth::log_in(&context, typed, replaces.as_ref()).await?;
    Ok(tokens::answer(HttpResponse::Ok(), &request, &issued, delivery))
}
