//! `GET /profile/sessions` and `POST /profile/sessions/{id}/revoke`

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::{Error, SignedIn, render, see_other};
use crate::app::App;
use crate::auth::devices::{self, SignedInDevice};
use crate::auth::{self, Client};
use crate::http::{self, Face, cookies};

#[derive(Template)]
#[template(path = "devices.html")]
struct DevicesPage {
    devices: Vec<SignedInDevice>,
}

/// Shows the signed-in devices.
pub async fn show(app: web::Data<App>, claims: SignedIn) -> Result<HttpResponse, Error> {
    let devices = devices::list(&app, &claims).await?;
    render(HttpResponse::Ok(), &DevicesPage { devices })
}

/// Signs one of them out, and goes back to the others; from this one there is no way back but to sign in.
pub async fn revoke(
    app: web::Data<App>,
    request: HttpRequest,
    claims: SignedIn,
    client: Client,
    id: web::Path<String>,
) -> Result<HttpResponse, Error> {
    let id = id.parse().map_err(|_| Error::refuse(http::Error::NotFound, &request))?;
    let revoked = devices::revoke(&app, &claims, id, &client).await;
    let here = revoked.map_err(|error: auth::Error| Error::refuse(error.into(), &request))?;
    if here {
        cookies::take_away(&request);
        return Ok(see_other("/login"));
    }
    Ok(see_other("/profile/sessions"))
}
