//! `GET /api/profile/activity`

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;

use super::{Error, SignedIn};
use crate::app::App;
use crate::auth::{self, FieldErrorKind, FieldErrors, FieldType, activity, event};
use crate::http::params;
use crate::store::events::Event;

/// How many events come when nobody says how many.
const LIMIT: u8 = 20;

#[derive(Serialize)]
struct ActivityAnswer<'a> {
    events: Vec<EventBody<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EventBody<'a> {
    id: String,
    r#type: &'a str,
    at: String,
    /// Where it was done and with what; null for what an administrator did.
    ip: Option<&'a str>,
    user_agent: Option<&'a str>,
}

impl<'a> From<&'a Event> for EventBody<'a> {
    fn from(event: &'a Event) -> Self {
        let own = !event::by_administrator(event);
        Self {
            id: event.id.to_string(),
            r#type: &event.kind,
            at: event.at.to_rfc3339(),
            ip: own.then_some(&event.ip),
            user_agent: own.then_some(&event.user_agent),
        }
    }
}

/// Lists what happened to the account.
pub async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    claims: SignedIn,
) -> Result<HttpResponse, Error> {
    let limit = params::query(&request, "limit")
        .map_or(Ok(LIMIT), |typed| FieldErrorKind::require_limit(&typed));
    let before = params::query(&request, "before").map(|typed| typed.parse());
    let before = before.transpose().map_err(|_| FieldErrorKind::Type(FieldType::EventId));
    let mut errors = FieldErrors::default();
    let limit = errors.take("limit", limit);
    let before = errors.take("before", before);
    let (limit, before) = errors.finish((limit, before)).map_err(auth::Error::from)?;
    let events = activity::list(&app, &claims, before, limit).await?;
    Ok(HttpResponse::Ok()
        .json(ActivityAnswer { events: events.iter().map(EventBody::from).collect() }))
}
