//! `PATCH /api/profile/me`

use actix_web::HttpResponse;

use super::body::Body;
use super::{Error, SignedIn};
use crate::auth::Context;
use crate::auth::account::{self, NameChange};
use crate::view::UserAnswer;

/// Changes the account's names.
pub async fn change(context: Context, claims: SignedIn, mut body: Body) -> Result<HttpResponse, Error> {
    let typed = NameChange { username: body.optional_text("username"), name: body.nullable_text("name") };
    let user = account::change_names(&context, &claims, typed).await?;
    Ok(HttpResponse::Ok().json(UserAnswer { user: (&user).into() }))
}
