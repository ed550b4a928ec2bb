//! Reads one setting after the other and collects what is wrong with them.

use std::ffi::OsStr;
use std::fmt;
use std::net::{SocketAddr, ToSocketAddrs};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::time::Duration;

use url::Url;

use super::{Environment, PublicUrl};

/// What is wrong with one setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingError {
    /// The setting's variable.
    pub name: &'static str,
    /// What is wrong with its value; never the value of a secret.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

/// Everything that is wrong with the settings, in the order in which they were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingErrors(pub Vec<SettingError>);

impl fmt::Display for SettingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, message, hint } = self;
        write!(f, "{name} {message}. {hint}")
    }
}

impl fmt::Display for SettingErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Vestibule cannot start with these settings:")?;
        self.0.iter().try_for_each(|fault| writeln!(f, "  {fault}"))
    }
}

impl std::error::Error for SettingErrors {}

/// Collects errors; what cannot be read gets a value that is never used.
pub(super) struct Reader {
    errors: Vec<SettingError>,
    warnings: Vec<SettingError>,
    files: Vec<(&'static str, PathBuf)>,
}

impl Reader {
    pub(super) fn new() -> Self {
        Self { errors: Vec::new(), warnings: Vec::new(), files: Vec::new() }
    }

    pub(super) fn error(&mut self, name: &'static str, message: &str, hint: &str) {
        self.errors.push(SettingError { name, message: message.to_owned(), hint: hint.to_owned() });
    }

    /// Notes what is unwise but no reason to refuse a start.
    pub(super) fn warn(&mut self, warning: SettingError) {
        self.warnings.push(warning);
    }

    /// Remembers which file a secret came from.
    pub(super) fn note_file(&mut self, name: &'static str, path: &Path) {
        self.files.push((name, path.to_owned()));
    }

    /// Returns the files that secrets came from.
    pub(super) fn take_files(&mut self) -> Vec<(&'static str, PathBuf)> {
        std::mem::take(&mut self.files)
    }

    /// Returns whether something is wrong with a setting.
    pub(super) fn has_error(&self, name: &str) -> bool {
        self.errors.iter().any(|fault| fault.name == name)
    }

    /// Returns the warnings, or all the errors.
    pub(super) fn finish(self) -> Result<Vec<SettingError>, SettingErrors> {
        if self.errors.is_empty() { Ok(self.warnings) } else { Err(SettingErrors(self.errors)) }
    }

    /// Returns the text of a setting. An empty one counts as none, as `docker compose` and `.env` files write it.
    pub(super) fn text<'a>(&mut self, name: &'static str, value: Option<&'a OsStr>, default: &'a str) -> &'a str {
        match value.filter(|value| !value.is_empty()).map(OsStr::to_str) {
            None => default,
            Some(Some(text)) => text.trim(),
            Some(None) => {
                self.error(name, "is not UTF-8", "Write it in plain text.");
                default
            }
        }
    }

    pub(super) fn environment(&mut self, value: Option<&OsStr>) -> Environment {
        let known = [("development", Environment::Development), ("production", Environment::Production)];
        self.choice("APP_ENV", value, &known)
    }

    /// Reads one of several words; the first is the default.
    pub(super) fn choice<T: Copy>(&mut self, name: &'static str, value: Option<&OsStr>, known: &[(&str, T)]) -> T {
        let text = self.text(name, value, known[0].0);
        if let Some((_, chosen)) = known.iter().find(|(word, _)| *word == text) {
            return *chosen;
        }
        let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
        self.error(name, &format!("is {text:?}"), &format!("Write {}.", words.join(" or ")));
        known[0].1
    }

    pub(super) fn duration(
        &mut self,
        name: &'static str,
        value: Option<&OsStr>,
        default: &'static str,
        min: &str,
        max: &str,
    ) -> Duration {
        let read = |text: &str| humantime::parse_duration(text).ok();
        let text = self.text(name, value, default).to_owned();
        let fallback = read(default).unwrap_or_default();
        match read(&text) {
            Some(duration) if duration.subsec_nanos() != 0 => {
                self.error(name, &format!("is {text:?}"), "Use whole seconds: tokens carry no finer times.");
                fallback
            }
            Some(duration) if Some(duration) < read(min) || Some(duration) > read(max) => {
                self.error(name, &format!("is {text:?}"), &format!("It may be {min} to {max}."));
                fallback
            }
            Some(duration) => duration,
            None => {
                self.error(name, &format!("is {text:?}, which is no duration"), "Write it like 90s, 15m, 12h or 7d.");
                fallback
            }
        }
    }

    pub(super) fn number(
        &mut self,
        name: &'static str,
        value: Option<&OsStr>,
        default: &str,
        range: RangeInclusive<u32>,
    ) -> u32 {
        let text = self.text(name, value, default);
        match text.parse() {
            Ok(number) if range.contains(&number) => number,
            _ => {
                let hint = format!("Write a whole number from {} to {}.", range.start(), range.end());
                self.error(name, &format!("is {text:?}"), &hint);
                *range.start()
            }
        }
    }

    pub(super) fn address(&mut self, value: Option<&OsStr>) -> SocketAddr {
        let text = self.text("BIND_ADDRESS", value, "127.0.0.1:8080");
        match text.to_socket_addrs().ok().and_then(|mut found| found.next()) {
            Some(address) => address,
            None => {
                let hint = "Write an address and a port, like 127.0.0.1:8080 or [::]:8080.";
                self.error("BIND_ADDRESS", &format!("is {text:?}"), hint);
                SocketAddr::from(([127, 0, 0, 1], 8080))
            }
        }
    }

    pub(super) fn public_url(&mut self, value: Option<&OsStr>, production: bool) -> PublicUrl {
        const NAME: &str = "PUBLIC_URL";
        let text = self.text(NAME, value, "http://localhost:8080").to_owned();
        let url = Url::parse(&text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        let Some(url) = url else {
            let shown = if text.contains('@') { "…" } else { &text };
            self.error(NAME, &format!("is {shown:?}"), "Write an origin, like https://accounts.example.com.");
            return PublicUrl { origin: String::new(), https: false };
        };
        let plain = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        if !plain || !url.username().is_empty() || url.password().is_some() {
            self.error(
                NAME,
                "has more than a scheme, a host and a port",
                "Write an origin, like https://accounts.example.com: cookies and same-site rules know nothing finer.",
            );
        }
        let https = url.scheme() == "https";
        if production && !https {
            self.error(NAME, "is http", "Production needs https: without it anybody on the way reads the cookies.");
        }
        PublicUrl { origin: url.origin().ascii_serialization(), https }
    }

    pub(super) fn log_filter(&mut self, value: Option<&OsStr>) -> String {
        let text = self.text("RUST_LOG", value, "info").to_owned();
        if let Err(error) = env_filter::Builder::new().try_parse(&text) {
            self.error(
                "RUST_LOG",
                &format!("is {text:?} ({error})"),
                "Write a level like info, or vestibule=debug,warn.",
            );
        }
        text
    }
}
