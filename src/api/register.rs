//! `POST /api/auth/register`

use actix_web::{HttpRequest, HttpResponse, web};

use super::Error;
use super::body::Body;
use super::tokens::{self, Delivery};
use crate::auth::register::Registration;
use crate::auth::{self, Context};
use crate::http::cookies::Cookies;

/// Creates an account and signs its owner in.
pub async fn submit(
    context: Context,
    cookies: web::Data<Cookies>,
    request: HttpRequest,
    mut body: Body,
) -> Result<HttpResponse, Error> {
    let delivery = Delivery::wanted(&mut body)?;
    let typed = Registration {
        username: body.optional_text("username").unwrap_or(Ok(String::new())),
        email: body.text("email"),
        password: body.secret("password"),
        name: body.optional_text("name").unwrap_or(Ok(String::new())),
    };
    let replaces = cookies.refresh(request.headers()).filter(|_| delivery == Delivery::Cookie);
    let issued = auth::register(&context, typed, replaces.as_ref()).await?;
    Ok(tokens::answer(HttpResponse::Created(), &request, &issued, delivery))
}
