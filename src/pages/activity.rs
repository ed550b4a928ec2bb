//! `GET /profile/activity`: what happened to the account, page by page.

use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::icon::Icon;
use super::trail::{self, TrailDay};
use super::viewer::Viewer;
use super::{Error, SignedIn, render};
use crate::auth::{Context, activity};
use crate::http::{self, Face, params};
use crate::locale::Locale;

/// How many events there are on a page.
const PAGE: u8 = 20;

#[derive(Template)]
#[template(path = "activity.html")]
struct ActivityPage<'a> {
    t: Locale,
    viewer: Viewer,
    days: Vec<TrailDay<'a>>,
    /// Whether this is a later page than the first.
    later: bool,
    /// The address of the next page, if there is one.
    older: Option<String>,
}

/// Shows a page of events.
pub async fn show(
    context: Context,
    request: HttpRequest,
    locale: Locale,
    claims: SignedIn,
) -> Result<HttpResponse, Error> {
    let before = params::query(&request, "before").map(|before| before.parse()).transpose();
    let before = before.map_err(|_| Error::refuse(http::Error::NotFound, &request))?;
    // One more than is shown shows whether there are more.
    let listed = activity::list(&context.app, &claims, before, PAGE + 1).await;
    let mut events = listed.map_err(|error| Error::refuse(error.into(), &request))?;
    let more = events.len() > usize::from(PAGE);
    events.truncate(PAGE.into());
    let older = events.last().filter(|_| more);
    let page = ActivityPage {
        t: locale,
        viewer: Viewer::from(&*claims),
        days: trail::days(&events, context.now(), locale),
        later: before.is_some(),
        older: older.map(|event| format!("/profile/activity?before={}", event.id)),
    };
    render(HttpResponse::Ok(), &page)
}
