//! `GET /admin/log` and `GET /admin/log.csv`: what happened in all accounts, and the same as a file.

use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use futures_util::stream;
use strum::VariantArray;

use super::{Admin, Error, address, chosen, refuse, render, searched};
use crate::app::App;
use crate::auth;
use crate::auth::admin::{self, EventGroup, LogFilter, Period};
use crate::http::params;
use crate::id::EventId;
use crate::locale::Locale;
use crate::pages::icon::Icon;
use crate::pages::trail;
use crate::pages::viewer::Viewer;
use crate::store::event_log::LogEntry;
use crate::user_agent::ClientName;

/// How many events there are on a page.
const PAGE: u16 = 30;
/// How many events of a file are read at once.
const CHUNK: u16 = 500;

#[derive(Template)]
#[template(path = "admin/log.html")]
struct LogPage {
    t: Locale,
    viewer: Viewer,
    filter: LogFilter,
    entries: Vec<LogEntry>,
    later: bool,
    first_page: String,
    older: Option<String>,
    file: String,
}

impl LogPage {
    /// Lists the choices of a field: each with its word, its name and whether it is chosen.
    fn groups(&self) -> Vec<(&'static str, &'static str, bool)> {
        let name = |group| match group {
            EventGroup::SignIns => self.t.group_sign_ins(),
            EventGroup::Failed => self.t.admin_failed_sign_ins(),
            EventGroup::Theft => self.t.admin_token_reuse(),
            EventGroup::Changes => self.t.group_changes(),
            EventGroup::Administration => self.t.administration(),
        };
        let chosen = self.filter.group;
        let choice = |group: &EventGroup| (group.as_str(), name(*group), chosen == Some(*group));
        EventGroup::VARIANTS.iter().map(choice).collect()
    }

    fn periods(&self) -> Vec<(&'static str, &'static str, bool)> {
        let name = |period| match period {
            Period::Day => self.t.range_day(),
            Period::Week => self.t.range_week(),
            Period::Month => self.t.range_month(),
        };
        let chosen = self.filter.period;
        let choice = |period: &Period| (period.as_str(), name(*period), chosen == Some(*period));
        Period::VARIANTS.iter().map(choice).collect()
    }

    fn tone(&self, entry: &LogEntry) -> &'static str {
        trail::picture(entry.event.kind.parse().ok()).0
    }

    fn words<'a>(&self, entry: &'a LogEntry) -> &'a str {
        trail::describe(&entry.event, self.t)
    }

    fn device(&self, entry: &LogEntry) -> String {
        match auth::event::by_administrator(&entry.event) {
            true => String::new(),
            false => ClientName::of(&entry.event.user_agent).name(self.t).into_owned(),
        }
    }
}

/// Shows a page of events.
pub async fn show(
    app: web::Data<App>,
    claims: Admin,
    request: HttpRequest,
    locale: Locale,
) -> Result<HttpResponse, Error> {
    let (filter, before) = (read(&request), params::query(&request, "before"));
    let before: Option<EventId> = before
        .map(|before| before.parse())
        .transpose()
        .map_err(|_| refuse(auth::Error::NotFound, &request))?;
    // One more than is shown shows whether there are more.
    let entries = admin::log(&app, &filter, before, PAGE + 1).await;
    let mut entries = entries.map_err(|error| refuse(error, &request))?;
    let more = entries.len() > usize::from(PAGE);
    entries.truncate(PAGE.into());
    let older = entries.last().filter(|_| more).map(|entry| entry.event.id.to_string());
    let page = LogPage {
        t: locale,
        viewer: Viewer::from(&*claims),
        later: before.is_some(),
        first_page: page_address("/admin/log", &filter, ""),
        older: older.map(|before| page_address("/admin/log", &filter, &before)),
        file: page_address("/admin/log.csv", &filter, ""),
        entries,
        filter,
    };
    render(HttpResponse::Ok(), &page)
}

/// Sends all events that a filter finds as a file, a chunk at a time.
pub async fn export(
    app: web::Data<App>,
    _: Admin,
    request: HttpRequest,
) -> Result<HttpResponse, Error> {
    let filter = read(&request);
    let first = admin::log(&app, &filter, None, CHUNK).await;
    let first = first.map_err(|error| refuse(error, &request))?;
    let header = "id,time,type,user_id,username,ip,user_agent\r\n";
    let begin = (app, filter, Some(first), header.to_owned());
    let lines = stream::try_unfold(begin, |(app, filter, chunk, before)| async move {
        let Some(chunk) = chunk else { return Ok(None) };
        let lines: String = before + &chunk.iter().map(line).collect::<String>();
        let last = chunk.last().filter(|_| chunk.len() == usize::from(CHUNK));
        let next = match last {
            Some(last) => {
                let more = admin::log(&app, &filter, Some(last.event.id), CHUNK).await;
                Some(more.map_err(Error::from)?)
            }
            None => None,
        };
        Ok::<_, actix_web::Error>(Some((Bytes::from(lines), (app, filter, next, String::new()))))
    });
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"vestibule-log.csv\""))
        .streaming(lines))
}

fn read(request: &HttpRequest) -> LogFilter {
    LogFilter {
        q: searched(request),
        group: chosen(request, "group"),
        period: chosen(request, "period"),
    }
}

fn page_address(path: &str, filter: &LogFilter, before: &str) -> String {
    let values = [
        ("q", &*filter.q),
        ("group", filter.group.map_or("", EventGroup::as_str)),
        ("period", filter.period.map_or("", Period::as_str)),
        ("before", before),
    ];
    address(path, &values)
}

/// Writes an event as a line of a file (RFC 4180).
fn line(entry: &LogEntry) -> String {
    let event = &entry.event;
    let values = [
        &*event.id.to_string(),
        &event.at.to_rfc3339(),
        &event.kind,
        &event.user_id.map(|id| id.to_string()).unwrap_or_default(),
        entry.username.as_deref().unwrap_or_default(),
        &event.ip,
        &event.user_agent,
    ];
    values.map(cell).join(",") + "\r\n"
}

/// Writes a value. A spreadsheet takes one that begins like a formula for a formula, so a quote
/// goes before it.
fn cell(value: &str) -> String {
    let is_formula = value.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let value = if is_formula { format!("'{value}") } else { value.to_owned() };
    match value.contains([',', '"', '\r', '\n']) {
        true => format!("\"{}\"", value.replace('"', "\"\"")),
        false => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_quoted_where_it_has_to_be_and_never_a_formula() {
        for (value, expected) in [
            ("ada", "ada"),
            ("", ""),
            ("a,b", "\"a,b\""),
            ("say \"x\"", "\"say \"\"x\"\"\""),
            ("=1+1", "'=1+1"),
            ("@a,b", "\"'@a,b\""),
        ] {
            assert_eq!(cell(value), expected);
        }
    }
}
