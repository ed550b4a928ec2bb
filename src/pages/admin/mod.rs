//! `GET /admin`: what went on in the last 24 hours, 30 days or 52 weeks. The other pages of
//! administrators hang off it.

pub mod action;
mod chart;
pub mod log;
pub mod user;
pub mod users;

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use strum::VariantArray;
use url::form_urlencoded::Serializer;

use super::icon::Icon;
use super::{Admin, Error, render};
use crate::app::App;
use crate::auth;
use crate::auth::admin::{self, Interval, Range};
use crate::http::{self, Face, params};
use crate::locale::Locale;
use crate::pages::viewer::Viewer;
use chart::{Chart, Drawing};

#[derive(Template)]
#[template(path = "admin/overview.html")]
struct OverviewPage {
    t: Locale,
    viewer: Viewer,
    range: Range,
    users: i64,
    /// When a copied session was stopped in the last 24 hours.
    theft: Option<String>,
    charts: Vec<Chart>,
    /// The latest first, as one reads a history.
    intervals: Vec<Interval>,
}

impl OverviewPage {
    fn ranges(&self) -> &'static [Range] {
        Range::VARIANTS
    }

    fn name(&self, range: Range) -> &'static str {
        match range {
            Range::Day => self.t.range_day(),
            Range::Month => self.t.range_month(),
            Range::Year => self.t.range_year(),
        }
    }

    fn address(&self, range: Range) -> String {
        address("/admin", &[("range", range.as_str())])
    }

    fn label(&self, interval: &Interval) -> String {
        chart::label(self.t, self.range, interval)
    }

    fn unit(&self) -> &'static str {
        match self.range {
            Range::Day => self.t.admin_hour(),
            Range::Month => self.t.admin_day(),
            Range::Year => self.t.admin_week(),
        }
    }
}

/// Shows the numbers, drawn and in a table.
pub async fn show(
    app: web::Data<App>,
    claims: Admin,
    request: HttpRequest,
    locale: Locale,
) -> Result<HttpResponse, Error> {
    let range = chosen(&request, "range").unwrap_or_default();
    let seen = admin::overview(&app, range).await.map_err(|error| refuse(error, &request))?;
    let charts = charts(Drawing { t: locale, range, intervals: &seen.intervals });
    let theft = seen.theft.map(|entry| locale.time(entry.event.at));
    let page = OverviewPage {
        t: locale,
        viewer: Viewer::from(&*claims),
        range,
        users: seen.users,
        theft,
        charts,
        intervals: seen.intervals.into_iter().rev().collect(),
    };
    render(HttpResponse::Ok(), &page)
}

fn charts(drawing: Drawing<'_>) -> Vec<Chart> {
    let t = drawing.t;
    let sign_ins = drawing.events(t.admin_sign_ins(), |interval| interval.signed_in);
    let sessions: Option<Vec<i64>> =
        drawing.intervals.iter().map(|interval| interval.live_sessions).collect();
    let sessions = sessions.map(|numbers| drawing.level(t.admin_live_sessions(), &numbers));
    let failed = drawing.events(t.admin_failed_sign_ins(), |interval| interval.failed);
    let registrations = drawing.events(t.admin_registrations(), |interval| interval.registered);
    let thefts = drawing.events(t.admin_token_reuse(), |interval| interval.thefts);
    let thefts = Chart { is_alarm: true, ..thefts };
    [Some(sign_ins), sessions, Some(failed), Some(registrations), Some(thefts)]
        .into_iter()
        .flatten()
        .collect()
}

/// Reads what was typed into the field for a search, without control characters, which HTML has no
/// way to write.
fn searched(request: &HttpRequest) -> String {
    let typed = params::query(request, "q").unwrap_or_default();
    typed.chars().filter(|c| !c.is_control()).collect()
}

/// Reads a choice of the query; none if it is not there or not one of the choices.
fn chosen<T: std::str::FromStr>(request: &HttpRequest, name: &str) -> Option<T> {
    params::query(request, name)?.parse().ok()
}

/// Writes an address with those of these values that are not empty.
fn address(path: &str, values: &[(&str, &str)]) -> String {
    let mut query = Serializer::new(String::new());
    query.extend_pairs(values.iter().filter(|(_, value)| !value.is_empty()));
    let query = query.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// Returns the page's error for an error of a rule. After signing in, the visitor comes back here.
fn refuse(error: auth::Error, request: &HttpRequest) -> Error {
    Error::refuse(http::Error::from(error), request)
}
