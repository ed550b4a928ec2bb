//! `GET /healthz` and `GET /readyz`, for monitoring.

use actix_web::{HttpResponse, web};
use serde_json::json;

use super::Error;
use crate::app::App;
use crate::auth;

/// Answers while the process lives.
pub async fn alive() -> HttpResponse {
    HttpResponse::Ok().json(json!({ "status": "ok" }))
}

/// Answers well while the database does.
pub async fn ready(app: web::Data<App>) -> Result<HttpResponse, Error> {
    app.store.ping().await.map_err(auth::Error::from)?;
    Ok(HttpResponse::Ok().json(json!({ "status": "ok" })))
}
