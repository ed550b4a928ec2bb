//! `PATCH /api/profile/me`

use actix_web::HttpResponse;
use serde::Deserialize;

use super::body::{Body, Member};
use super::{Error, SignedIn};
use crate::auth::Context;
use crate::auth::account::{self, NameChange};
use crate::view::UserAnswer;

/// The names that change.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NamesBody {
    username: Member<String>,
    name: Member<String>,
}

/// Changes the account's names.
pub async fn change(
    context: Context,
    claims: SignedIn,
    Body(body): Body<NamesBody>,
) -> Result<HttpResponse, Error> {
    let typed = NameChange { username: body.username.optional(), name: body.name.nullable() };
    let user = account::change_names(&context, &claims, typed).await?;
    Ok(HttpResponse::Ok().json(UserAnswer { user: (&user).into() }))
}
