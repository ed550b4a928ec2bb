//! Reads one setting after the other and collects what is wrong with them.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fmt;
use std::mem::take;
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use strum::VariantArray;

use super::Settings;
use super::arguments::declaration;
use super::declaration::Kind;
use super::values::Switch;

const DURATION_HINT: &str = "Write it like 90s, 15m, 12h or 7d.";

/// What is wrong with one setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingError {
    /// The setting's variable.
    pub name: &'static str,
    /// What is wrong: the rest of a sentence that begins with the name. It never shows a secret.
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

/// Reads settings one by one and collects what is wrong. What cannot be read gets a value that is
/// never used.
pub(super) struct Reader<'a> {
    settings: &'a Settings,
    errors: Vec<SettingError>,
    warnings: Vec<SettingError>,
    effective: BTreeMap<&'static str, String>,
}

/// What was read without an error.
pub(super) struct Finished {
    pub(super) warnings: Vec<SettingError>,
    /// The values that take effect, by name. Secrets are not among them.
    pub(super) effective: BTreeMap<&'static str, String>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(settings: &'a Settings) -> Self {
        Self { settings, errors: Vec::new(), warnings: Vec::new(), effective: BTreeMap::new() }
    }

    pub(super) fn error(&mut self, name: &'static str, message: &str, hint: &str) {
        self.errors.push(SettingError { name, message: message.to_owned(), hint: hint.to_owned() });
    }

    /// Records what is unwise but no reason to refuse a start.
    pub(super) fn warn(&mut self, warning: SettingError) {
        self.warnings.push(warning);
    }

    /// Returns whether something is wrong with a setting.
    pub(super) fn has_error(&self, name: &str) -> bool {
        self.errors.iter().any(|error| error.name == name)
    }

    /// Records the value that takes effect, as `check-config` shows it. It must not contain a
    /// secret.
    pub(super) fn show(&mut self, name: &'static str, value: impl ToString) {
        self.effective.insert(name, value.to_string());
    }

    /// Returns what was read, or all errors.
    pub(super) fn finish(&mut self) -> Result<Finished, SettingErrors> {
        match take(&mut self.errors) {
            errors if errors.is_empty() => Ok(Finished {
                warnings: take(&mut self.warnings),
                effective: take(&mut self.effective),
            }),
            errors => Err(SettingErrors(errors)),
        }
    }

    /// Returns the bytes that were given.
    pub(super) fn bytes(&self, name: &str) -> Option<&'a OsStr> {
        self.settings.get(name)
    }

    /// Reads a text, without blanks around it.
    pub(super) fn text(&mut self, name: &'static str) -> String {
        self.text_of(name, self.bytes(name))
    }

    /// Reads a text that was found elsewhere than in the setting itself: in a file.
    pub(super) fn text_of(&mut self, name: &'static str, value: Option<&OsStr>) -> String {
        let setting = declaration(name);
        let text = match value.map(OsStr::to_str) {
            None => setting.default,
            Some(Some(text)) => text.trim(),
            Some(None) => {
                self.error(name, "must be UTF-8", "Write it in plain text.");
                setting.default
            }
        };
        if !setting.is_secret() {
            self.show(name, text);
        }
        text.to_owned()
    }

    /// Reads the path of a file or a folder, which may be any bytes.
    pub(super) fn path(&mut self, name: &'static str) -> Option<PathBuf> {
        let path = self.bytes(name).map(PathBuf::from)?;
        self.show(name, path.display());
        Some(path)
    }

    /// Reads one of several words.
    pub(super) fn choice<T: FromStr + VariantArray + Copy>(&mut self, name: &'static str) -> T {
        self.word(name, |text| text.parse().ok()).unwrap_or(T::VARIANTS[0])
    }

    /// Reads a word that `read` knows, or reports those that there are.
    pub(super) fn word<T>(&mut self, name: &'static str, read: fn(&str) -> Option<T>) -> Option<T> {
        let text = self.text(name);
        let word = read(&text);
        if word.is_none() {
            let words = declaration(name).accepted().unwrap_or_default();
            self.error(
                name,
                &format!("must be {words}, not {text:?}"),
                "Write one of these words in lower case.",
            );
        }
        word
    }

    /// Reads `on` or `off`.
    pub(super) fn switch(&mut self, name: &'static str) -> bool {
        self.choice::<Switch>(name) == Switch::On
    }

    /// Reads a duration.
    pub(super) fn duration(&mut self, name: &'static str) -> Duration {
        let Kind::Duration(min, max) = declaration(name).kind else {
            unreachable!("{name} is no duration")
        };
        let read = |text: &str| humantime::parse_duration(text).ok();
        let text = self.text(name);
        let Some(duration) = read(&text) else {
            self.error(name, &format!("must be a duration, not {text:?}"), DURATION_HINT);
            return Duration::ZERO;
        };
        if duration.subsec_nanos() != 0 {
            self.error(
                name,
                &format!("must be a duration in whole seconds, not {text:?}"),
                DURATION_HINT,
            );
        } else if Some(duration) < read(min) || Some(duration) > read(max) {
            self.error(name, &format!("must be from {min} to {max}, not {text:?}"), DURATION_HINT);
        }
        self.show(name, write_duration(duration));
        duration
    }

    /// Reads a whole number that has a default value.
    pub(super) fn number(&mut self, name: &'static str) -> u32 {
        self.number_or(name, 0)
    }

    /// Reads a whole number, or returns the one that is computed.
    pub(super) fn number_or(&mut self, name: &'static str, computed: u32) -> u32 {
        let setting = declaration(name);
        let Kind::Number(min, max) = setting.kind else { unreachable!("{name} is no number") };
        let text = self.text(name);
        let number = if text.is_empty() { Some(computed) } else { text.parse().ok() };
        let Some(number) = number.filter(|number| (min..=max).contains(number)) else {
            self.error(
                name,
                &format!("must be a whole number from {min} to {max}, not {text:?}"),
                &format!("The default is {}.", setting.default_text()),
            );
            return min;
        };
        self.show(name, number);
        number
    }

    pub(super) fn address(&mut self) -> SocketAddr {
        let text = self.text("BIND_ADDRESS");
        match text.to_socket_addrs().ok().and_then(|mut found| found.next()) {
            Some(address) => {
                self.show("BIND_ADDRESS", address);
                address
            }
            None => {
                let message = format!("must be an address and a port, not {text:?}");
                let hint = "Write it like 127.0.0.1:8080 or [::]:8080.";
                self.error("BIND_ADDRESS", &message, hint);
                SocketAddr::from(([127, 0, 0, 1], 8080))
            }
        }
    }

    pub(super) fn log_filter(&mut self) -> String {
        let text = self.text("RUST_LOG");
        if let Err(error) = env_filter::Builder::new().try_parse(&text) {
            self.error(
                "RUST_LOG",
                &format!("must be a log filter, not {text:?} ({error})"),
                "Write a level like info, or vestibule=debug,warn.",
            );
        }
        text
    }
}

/// Writes whole seconds in the largest unit that divides them: `90s`, `15m`, `12h`, `7d`.
fn write_duration(duration: Duration) -> String {
    let seconds = duration.as_secs();
    let fitting = [("d", 86_400), ("h", 3_600), ("m", 60)]
        .into_iter()
        .find(|(_, unit)| seconds > 0 && seconds.is_multiple_of(*unit));
    fitting
        .map_or_else(|| format!("{seconds}s"), |(name, unit)| format!("{}{name}", seconds / unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_written_as_it_may_be_typed() {
        for (seconds, text) in [
            (0, "0s"),
            (90, "90s"),
            (900, "15m"),
            (43_200, "12h"),
            (604_800, "7d"),
            (86_401, "86401s"),
        ] {
            assert_eq!(write_duration(Duration::from_secs(seconds)), text);
            assert_eq!(humantime::parse_duration(text).unwrap().as_secs(), seconds);
        }
    }
}
