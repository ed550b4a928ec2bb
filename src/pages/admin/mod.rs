//! `GET /admin`: what went on in the last month. The pages about accounts hang off it.

pub mod action;
mod chart;
pub mod user;
pub mod users;

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::{Admin, Error, render};
use crate::app::App;
use crate::auth;
use crate::auth::admin::{self, Day};
use crate::http::{self, Face};
use crate::locale::Locale;
use crate::pages::viewer::Viewer;
use chart::Chart;

#[derive(Template)]
#[template(path = "admin/overview.html")]
struct OverviewPage {
    t: Locale,
    viewer: Viewer,
    charts: Vec<Chart>,
    /// The latest first, as one reads a history.
    days: Vec<Day>,
}

/// Shows the numbers, drawn and in a table.
pub async fn show(
    app: web::Data<App>,
    claims: Admin,
    request: HttpRequest,
    locale: Locale,
) -> Result<HttpResponse, Error> {
    let days = admin::last_days(&app).await.map_err(|error| refuse(error, &request))?;
    let charts = vec![
        Chart::of_events(locale, locale.admin_sign_ins(), &days, |day| day.signed_in),
        Chart::of_events(locale, locale.admin_failed_sign_ins(), &days, |day| day.failed),
        Chart::of_events(locale, locale.admin_registrations(), &days, |day| day.registered),
        Chart::of_level(locale, locale.admin_live_sessions(), &days, |day| day.live_sessions),
        Chart::of_events(locale, locale.admin_token_reuse(), &days, |day| day.thefts),
    ];
    let (viewer, days) = (Viewer::from(&*claims), days.into_iter().rev().collect());
    render(HttpResponse::Ok(), &OverviewPage { t: locale, viewer, charts, days })
}

/// Returns the page's error for an error of a rule. After signing in, the visitor comes back here.
fn refuse(error: auth::Error, request: &HttpRequest) -> Error {
    Error::refuse(http::Error::from(error), request)
}
