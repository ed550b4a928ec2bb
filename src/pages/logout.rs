//! `POST /logout` and `POST /logout-all`

use actix_web::{HttpRequest, HttpResponse, web};

use super::{Error, SignedIn, see_other};
use crate::auth::logout::PresentedTokens;
use crate::auth::{self, Context};
use crate::http::cookies::{self, Cookies};
use crate::secret::SecretText;

/// Ends the session, if there is one, and goes to the login page.
pub async fn submit(
    context: Context,
    cookies: web::Data<Cookies>,
    request: HttpRequest,
) -> Result<HttpResponse, Error> {
    let headers = request.headers();
    let presented = PresentedTokens {
        in_body: None,
        in_cookie: cookies.refresh(headers),
        access: cookies.access(headers).into_iter().map(SecretText::new).collect(),
    };
    auth::log_out(&context, &presented).await?;
    cookies::clear_session(&request);
    Ok(see_other("/login"))
}

/// Ends every session of the account, this one too.
pub async fn everywhere(
    context: Context,
    request: HttpRequest,
    claims: SignedIn,
) -> Result<HttpResponse, Error> {
    auth::log_out_everywhere(&context, &claims).await?;
    cookies::clear_session(&request);
    Ok(see_other("/login"))
}
