//! What happened in all accounts, for administrators.

use std::net::IpAddr;
use std::time::Duration;

use strum::{EnumString, IntoStaticStr, VariantArray};

use super::find_by_any_name;
use crate::app::App;
use crate::auth::Error;
use crate::auth::event::EventKind;
use crate::id::EventId;
use crate::store::event_log::{self, EventFilter, LogEntry};
use crate::text::trim;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Kinds of events that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum EventGroup {
    /// Signing in and out.
    SignIns,
    /// Signing in with a wrong password.
    Failed,
    /// Copied sessions.
    Theft,
    /// What an owner changed about an account, or had confirmed.
    Changes,
    /// What an administrator did.
    Administration,
}

/// How far back events are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Period {
    /// 24 hours.
    Day,
    /// 7 days.
    Week,
    /// 30 days.
    Month,
}

/// What an administrator looks for.
#[derive(Clone, Debug, Default)]
pub struct LogFilter {
    /// An account by any of its names, or a client's address; empty finds all.
    pub q: String,
    /// Which kinds; none finds all.
    pub group: Option<EventGroup>,
    /// How far back; none finds all.
    pub period: Option<Period>,
}

impl EventGroup {
    /// Returns the word in the address.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    fn kinds(self) -> Vec<&'static str> {
        use EventKind as Kind;
        let kinds: &[Kind] = match self {
            Self::SignIns => &[Kind::SignedIn, Kind::SignedOut, Kind::SessionRevoked],
            Self::Failed => &[Kind::SignInFailed],
            Self::Theft => &[Kind::RefreshReused],
            Self::Changes => &[
                Kind::Registered,
                Kind::DeviceChanged,
                Kind::PasswordChanged,
                Kind::PasswordReset,
                Kind::EmailChangeRequested,
                Kind::EmailChanged,
                Kind::EmailVerified,
                Kind::ProfileChanged,
            ],
            Self::Administration => &[Kind::RolesChanged, Kind::Disabled, Kind::Enabled],
        };
        kinds.iter().map(|kind| kind.as_str()).collect()
    }
}

impl Period {
    /// Returns the word in the address.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    fn length(self) -> Duration {
        match self {
            Self::Day => DAY,
            Self::Week => 7 * DAY,
            Self::Month => 30 * DAY,
        }
    }
}

/// Lists up to `limit` events before `before`, the latest first. An account or an address that is
/// unknown has none.
pub async fn list(
    app: &App,
    filter: &LogFilter,
    before: Option<EventId>,
    limit: u16,
) -> Result<Vec<LogEntry>, Error> {
    let since = filter.period.map(|period| app.clock.now() - period.length());
    let kinds = filter.group.map(EventGroup::kinds);
    let mut rows_of = EventFilter { user: None, ip: None, kinds, since };
    match (trim(&filter.q), trim(&filter.q).parse::<IpAddr>()) {
        ("", _) => {}
        (_, Ok(ip)) => rows_of.ip = Some(ip.to_string()),
        (who, Err(_)) => match find_by_any_name(app, who).await {
            Ok(user) => rows_of.user = Some(user.id),
            Err(Error::NotFound) => return Ok(Vec::new()),
            Err(error) => return Err(error),
        },
    }
    Ok(app.store.read(move |rows| event_log::list(rows, &rows_of, before, limit.into())).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_event_belongs_to_one_group() {
        for kind in EventKind::VARIANTS {
            let groups = EventGroup::VARIANTS;
            let found = groups.iter().filter(|group| group.kinds().contains(&kind.as_str()));
            assert_eq!(found.count(), 1, "{kind:?}");
        }
    }
}
