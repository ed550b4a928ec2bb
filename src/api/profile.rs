//! `PATCH /api/profile/me`

use actix_web::{HttpResponse, web};

use super::body::Body;
use super::user::{UserAnswer, UserBody};
use super::{Error, SignedIn};
use crate::app::App;
use crate::auth::Client;
use crate::auth::account::{self, NameChange};

/// Changes the account's names.
pub async fn change(
    app: web::Data<App>,
    claims: SignedIn,
    client: Client,
    mut body: Body,
) -> Result<HttpResponse, Error> {
    let typed = NameChange { username: body.optional_text("username"), name: body.nullable_text("name") };
    let user = account::change_names(&app, &claims, typed, &client).await?;
    Ok(HttpResponse::Ok().json(UserAnswer { user: UserBody::from(&user) }))
}
