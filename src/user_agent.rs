//! User agents: what a client says it is, and what people call that.

use std::borrow::Cow;

use sha2::{Digest, Sha256};
use woothee::parser::Parser;

use crate::locale::Locale;

/// The most bytes that are kept of a `User-Agent`; browsers send about 120.
const MAX_BYTES: usize = 512;
/// The most characters of a program's own name that are shown.
const MAX_PROGRAM: usize = 40;
/// What the parser calls a thing that it does not know.
const UNKNOWN: &str = "UNKNOWN";

/// A `User-Agent` header as it is kept: cut to a sensible length, without what is not text.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct UserAgent(String);

impl UserAgent {
    /// Creates it from the header's bytes; a missing header is empty.
    pub fn from_header(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(&bytes[..bytes.len().min(MAX_BYTES)]);
        Self(text.chars().filter(|c| !c.is_control()).collect())
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Creates what is compared when a token comes again.
    pub fn digest(&self) -> UserAgentHash {
        let mut digest = [0; 16];
        digest.copy_from_slice(&Sha256::digest(self.0.as_bytes())[..16]);
        UserAgentHash(digest)
    }
}

/// Half a SHA-256 of a `User-Agent`: sixteen bytes in a row instead of a hundred.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UserAgentHash(pub [u8; 16]);

/// A device as its owner would name it: "Firefox on Linux", "curl".
///
/// Two are alike when browser and operating system are of the same family: an update makes no other
/// device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientName {
    family: Option<String>,
    system: Option<String>,
}

impl ClientName {
    /// Reads a `User-Agent` as it is kept.
    pub fn of(user_agent: &str) -> Self {
        let read = Parser::new().parse(user_agent);
        let known = |name: &str| (name != UNKNOWN && !name.is_empty()).then(|| name.to_owned());
        let browser = read.as_ref().filter(|read| read.browser_type == "browser");
        let family = browser.and_then(|read| known(read.name)).map(|name| match name.as_str() {
            "SamsungBrowser" => "Samsung Internet".to_owned(),
            _ => name,
        });
        let system =
            read.as_ref().and_then(|read| known(read.os)).map(|name| match name.as_str() {
                windows if windows.starts_with("Windows ") && !windows.contains("Phone") => {
                    "Windows".to_owned()
                }
                "Mac OSX" => "macOS".to_owned(),
                _ => name,
            });
        Self { family: family.or_else(|| program(user_agent)), system }
    }

    /// Names it in a language.
    pub fn name(&self, t: Locale) -> Cow<'_, str> {
        match (&self.family, &self.system) {
            (Some(family), Some(system)) => t.client_browser_on_system(family, system).into(),
            (Some(family), None) => family.into(),
            (None, Some(system)) => t.client_unknown_browser(system).into(),
            (None, None) => t.client_unknown().into(),
        }
    }
}

/// What a client runs on, as far as it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceKind {
    /// A browser on a computer, or a client that says nothing.
    Computer,
    /// A browser on a phone.
    Phone,
    /// A browser on a tablet.
    Tablet,
    /// A program that is no browser.
    Program,
}

impl DeviceKind {
    /// Reads a `User-Agent` as it is kept.
    pub fn of(user_agent: &str) -> Self {
        let says = |word| user_agent.contains(word);
        if says("iPad") || (says("Android") && !says("Mobile")) {
            Self::Tablet
        } else if says("iPhone") || says("Android") {
            Self::Phone
        } else if program(user_agent).is_some() {
            Self::Program
        } else {
            Self::Computer
        }
    }

    /// Names it in a language.
    pub fn name(self, t: Locale) -> &'static str {
        match self {
            Self::Computer => t.device_computer(),
            Self::Phone => t.device_phone(),
            Self::Tablet => t.device_tablet(),
            Self::Program => t.device_program(),
        }
    }
}

/// Reads the name that a program gives itself: the first product of the header (RFC 9110, 10.1.5).
fn program(user_agent: &str) -> Option<String> {
    let part_of_name = |c: &char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(*c);
    let name: String = user_agent.chars().take_while(part_of_name).take(MAX_PROGRAM).collect();
    // Every browser of the last thirty years says that it is this one too.
    (!name.is_empty() && name != "Mozilla").then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAFARI: &str = "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
    const SAFARI_ON_IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X)";
    const CHROME: &str = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

    #[test]
    fn a_device_is_named_by_its_browser_and_its_system() {
        for (agent, name) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
                "Firefox on Linux",
            ),
            (
                "Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0",
                "Firefox on Android",
            ),
            (
                &format!("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) {SAFARI}"),
                "Safari on iPhone",
            ),
            (&format!("Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) {SAFARI}"), "Safari on iPad"),
            (
                &format!("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {CHROME}"),
                "Chrome on macOS",
            ),
            (&format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME}"), "Chrome on Windows"),
            (
                &format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Edg/142.0.0.0"),
                "Edge on Windows",
            ),
            (&format!("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {CHROME}"), "Chrome on ChromeOS"),
            ("curl/8.5.0", "curl"),
            ("python-requests/2.32.3", "python-requests"),
            ("MyApp/3 CFNetwork/1494.0.7 Darwin/23.4.0", "MyApp on iOS"),
            ("Googlebot/2.1 (+http://www.example.com/bot.html)", "Googlebot"),
        ] {
            assert_eq!(ClientName::of(agent).name(Locale::english()), name, "{agent}");
        }
    }

    #[test]
    fn what_nobody_knows_has_a_name_too() {
        for (agent, name) in [
            ("", "Unknown device"),
            ("Mozilla/5.0", "Unknown device"),
            ("<script>alert(1)</script>", "Unknown device"),
            ("密码/1.0", "Unknown device"),
            ("Mozilla/5.0 (X11; Linux x86_64) Nothing/1", "Unknown browser on Linux"),
        ] {
            assert_eq!(ClientName::of(agent).name(Locale::english()), name, "{agent}");
        }
        assert_eq!(ClientName::of(&"x".repeat(512)).name(Locale::english()).len(), MAX_PROGRAM);
    }

    #[test]
    fn a_device_is_a_phone_a_tablet_a_computer_or_a_program() {
        for (agent, kind) in [
            (SAFARI_ON_IPHONE, DeviceKind::Phone),
            ("Mozilla/5.0 (Android 15; Mobile; rv:145.0) Firefox/145.0", DeviceKind::Phone),
            ("Mozilla/5.0 (Android 15; Tablet; rv:145.0) Firefox/145.0", DeviceKind::Tablet),
            ("Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X)", DeviceKind::Tablet),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Firefox/145.0", DeviceKind::Computer),
            ("", DeviceKind::Computer),
            ("curl/8.5.0", DeviceKind::Program),
        ] {
            assert_eq!(DeviceKind::of(agent), kind, "{agent}");
        }
    }

    #[test]
    fn an_update_makes_no_other_device() {
        let linux = |version| {
            format!(
                "Mozilla/5.0 (X11; Linux x86_64; rv:{version}) Gecko/20100101 Firefox/{version}"
            )
        };
        assert_eq!(ClientName::of(&linux("145.0")), ClientName::of(&linux("146.0")));
        assert_eq!(ClientName::of("vestibule-test/1.0"), ClientName::of("vestibule-test/1.1"));
        let windows = |nt| format!("Mozilla/5.0 (Windows NT {nt}; Win64; x64) {CHROME}");
        assert_eq!(ClientName::of(&windows("6.1")), ClientName::of(&windows("10.0")));
        assert_ne!(ClientName::of(&linux("145.0")), ClientName::of(&windows("10.0")));
        assert_ne!(ClientName::of("curl/8.5.0"), ClientName::of("python-requests/2.32.3"));
    }
}
