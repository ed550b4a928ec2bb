//! A signed-in device in a list: the same for its owner and for administrators.

use std::borrow::Cow;

use super::icon::Icon;
use super::relative_time::ago;
use crate::auth::active_sessions::ActiveSession;
use crate::clock::Timestamp;
use crate::locale::Locale;
use crate::store::sessions::Session;
use crate::user_agent::DeviceKind;

/// A device as a row of a list.
pub struct DeviceRow {
    device: ActiveSession,
    now: Timestamp,
}

impl DeviceRow {
    /// Creates the rows of a list, this device first.
    pub fn list(mut devices: Vec<ActiveSession>, now: Timestamp) -> Vec<Self> {
        devices.sort_by_key(|device| !device.current);
        devices.into_iter().map(|device| Self { device, now }).collect()
    }

    /// Returns its session.
    pub fn session(&self) -> &Session {
        &self.device.session
    }

    /// Returns whether it is the one that asks.
    pub fn is_current(&self) -> bool {
        self.device.current
    }

    /// Returns what it is called.
    pub fn name(&self, t: Locale) -> Cow<'_, str> {
        self.device.name(t)
    }

    /// Returns what kind of device it is.
    pub fn kind(&self) -> DeviceKind {
        DeviceKind::of(self.session().latest_user_agent())
    }

    /// Returns when it was last seen.
    pub fn last_seen(&self, t: Locale) -> String {
        match self.device.current {
            true => t.session_active_now().to_owned(),
            false => t.session_last_seen(ago(t, self.session().last_seen_at, self.now)),
        }
    }
}

impl DeviceKind {
    /// Returns its icon.
    pub fn icon(self) -> Icon {
        match self {
            Self::Computer => Icon::Laptop,
            Self::Phone => Icon::Phone,
            Self::Tablet => Icon::Tablet,
            Self::Program => Icon::Terminal,
        }
    }
}
