//! What happened to an account, as a time line: the latest day first.

use super::icon::Icon;
use crate::auth::event::{self, EventKind};
use crate::clock::Timestamp;
use crate::locale::Locale;
use crate::store::events::Event;
use crate::user_agent::ClientName;

/// A day in UTC, or all the days before yesterday.
pub struct TrailDay<'a> {
    /// What it is called.
    pub title: &'static str,
    /// Its date.
    pub date: Option<String>,
    /// What happened then, the latest first.
    pub entries: Vec<TrailEntry<'a>>,
}

/// An event.
pub struct TrailEntry<'a> {
    /// When it happened.
    pub at: Timestamp,
    /// The same in words, with the date where its day does not say it.
    pub time: String,
    /// What happened.
    pub words: &'a str,
    /// How grave it is, as the style sheet calls it.
    pub tone: &'static str,
    /// Its icon.
    pub icon: Icon,
    /// Which device it came from; none where an administrator did it.
    pub device: Option<String>,
    /// From which address.
    pub ip: &'a str,
}

/// Sorts events, the latest first, by their days.
pub fn days<'a>(events: &'a [Event], now: Timestamp, t: Locale) -> Vec<TrailDay<'a>> {
    let age = |event: &Event| (now.day() - event.at.day()).min(2);
    let day = |events: &'a [Event]| {
        let (title, is_dated) = match age(&events[0]) {
            ..=0 => (t.today(), true),
            1 => (t.yesterday(), true),
            _ => (t.earlier(), false),
        };
        let time = |at: Timestamp| match is_dated {
            true => t.time_of_day(at.time_of_day()),
            false => t.time(at),
        };
        TrailDay {
            title,
            date: is_dated.then(|| t.day(events[0].at)),
            entries: events.iter().map(|event| entry(event, time(event.at), t)).collect(),
        }
    };
    events.chunk_by(|a, b| age(a) == age(b)).map(day).collect()
}

fn entry(event: &Event, time: String, t: Locale) -> TrailEntry<'_> {
    let (tone, icon) = picture(event.kind.parse().ok());
    let device = (!event::by_administrator(event))
        .then(|| ClientName::of(&event.user_agent).name(t).into_owned());
    TrailEntry { at: event.at, time, words: describe(event, t), tone, icon, device, ip: &event.ip }
}

/// Describes an event. A word of a later version is shown as it is.
pub fn describe(event: &Event, t: Locale) -> &str {
    let id = format!("event-{}", event.kind.replace('_', "-"));
    let by_administrator = event::by_administrator(event);
    let by_admin = by_administrator.then(|| t.find_text(&format!("{id}-by-admin"))).flatten();
    by_admin.or_else(|| t.find_text(&id)).unwrap_or(&event.kind)
}

/// Returns how grave a kind of event is, and its icon.
pub fn picture(kind: Option<EventKind>) -> (&'static str, Icon) {
    use EventKind as Kind;
    match kind {
        Some(Kind::Registered) => ("", Icon::Plus),
        Some(Kind::SignedIn | Kind::Enabled) => ("", Icon::Check),
        Some(Kind::SignInFailed) => ("warn", Icon::Alert),
        Some(Kind::SignedOut | Kind::SessionRevoked) => ("", Icon::Out),
        Some(Kind::RefreshReused) => ("bad", Icon::ShieldAlert),
        Some(Kind::DeviceChanged) => ("warn", Icon::Laptop),
        Some(Kind::PasswordChanged | Kind::PasswordReset) => ("", Icon::Lock),
        Some(Kind::EmailChangeRequested | Kind::EmailChanged) => ("", Icon::Mail),
        Some(Kind::EmailVerified) => ("good", Icon::Mail),
        Some(Kind::ProfileChanged) => ("", Icon::User),
        Some(Kind::RolesChanged) => ("", Icon::Users),
        Some(Kind::Disabled) => ("bad", Icon::Ban),
        None => ("", Icon::Info),
    }
}
