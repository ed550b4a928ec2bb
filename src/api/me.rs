//! `GET /api/auth/me`, `GET /api/profile/me` and `GET /api/auth/verify`

use actix_web::http::header::HeaderName;
use actix_web::{HttpResponse, web};

use super::{Error, SignedIn};
use crate::app::App;
use crate::auth::account;
use crate::view::UserAnswer;

// Constants, because a name given as text is validated each time.
const REMOTE_USER: HeaderName = HeaderName::from_static("remote-user");
const REMOTE_GROUPS: HeaderName = HeaderName::from_static("remote-groups");
const X_USER_ID: HeaderName = HeaderName::from_static("x-user-id");

/// Shows the account as it is in the database.
pub async fn show(app: web::Data<App>, claims: SignedIn) -> Result<HttpResponse, Error> {
    let user = account::find(&app, claims.user).await?;
    Ok(HttpResponse::Ok().json(UserAnswer { user: (&user).into() }))
}

/// Returns to a reverse proxy who is signed in, by the token alone: no body, no database.
pub async fn verify(claims: SignedIn) -> Result<HttpResponse, Error> {
    let mut response = HttpResponse::Ok();
    response.insert_header((REMOTE_USER, claims.username.as_str()));
    response.insert_header((REMOTE_GROUPS, claims.roles.as_list()));
    response.insert_header((X_USER_ID, claims.user.to_string()));
    Ok(response.finish())
}
