//! `GET /api/users`, and `GET`, `PATCH`, `DELETE /api/users/{id}`, and `POST
//! /api/users/{id}/logout`

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::body::{Body, Member};
use super::{Admin, Error};
use crate::app::App;
use crate::auth::Client;
use crate::auth::admin::{self, AccountPatch, Actor, Search};
use crate::http::params;
use crate::view::AccountView;

#[derive(Serialize)]
struct AccountAnswer<'a> {
    user: AccountView<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ListAnswer<'a> {
    users: Vec<AccountView<'a>>,
    next_cursor: Option<String>,
}

/// Lists accounts.
pub async fn list(
    app: web::Data<App>,
    _: Admin,
    request: HttpRequest,
) -> Result<HttpResponse, Error> {
    let query = |name| params::query(&request, name);
    let search = Search { q: query("q"), limit: query("limit"), cursor: query("cursor") };
    let page = admin::list(&app, search).await?;
    let users = page.users.iter().map(AccountView::from).collect();
    Ok(HttpResponse::Ok()
        .json(ListAnswer { users, next_cursor: page.next.map(|id| id.to_string()) }))
}

/// Shows an account.
pub async fn show(
    app: web::Data<App>,
    _: Admin,
    request: HttpRequest,
) -> Result<HttpResponse, Error> {
    let user = admin::find(&app, params::user_id(&request)?).await?;
    Ok(HttpResponse::Ok().json(AccountAnswer { user: AccountView::from(&user) }))
}

/// What changes of an account.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PatchBody {
    roles: Member<Vec<String>>,
    disabled: Member<bool>,
}

/// Changes what an account may do.
pub async fn change(
    app: web::Data<App>,
    claims: Admin,
    request: HttpRequest,
    client: Client,
    Body(body): Body<PatchBody>,
) -> Result<HttpResponse, Error> {
    let id = params::user_id(&request)?;
    let typed = AccountPatch { roles: body.roles.optional(), disabled: body.disabled.optional() };
    let user = admin::change(&app, &Actor::admin(&claims, &client), id, typed).await?;
    Ok(HttpResponse::Ok().json(AccountAnswer { user: AccountView::from(&user) }))
}

/// Deletes an account.
pub async fn delete(
    app: web::Data<App>,
    claims: Admin,
    request: HttpRequest,
    client: Client,
) -> Result<HttpResponse, Error> {
    let id = params::user_id(&request)?;
    admin::delete(&app, &Actor::admin(&claims, &client), id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Ends every session of an account.
pub async fn sign_out(
    app: web::Data<App>,
    claims: Admin,
    request: HttpRequest,
    client: Client,
) -> Result<HttpResponse, Error> {
    let id = params::user_id(&request)?;
    let revoked = admin::sign_out(&app, &Actor::admin(&claims, &client), id).await?;
    Ok(HttpResponse::Ok().json(json!({ "revoked": revoked })))
}
