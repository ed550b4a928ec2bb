//! What is declared of a setting: its name, kind, default and help.

/// Settings under one heading of the help.
pub struct Group {
    /// The heading.
    pub title: &'static str,
    /// The settings.
    pub settings: &'static [Setting],
}

/// The declaration of one setting.
pub struct Setting {
    /// The environment variable. The flag is the same in lower case: `--access-token-ttl`.
    pub name: &'static str,
    /// What values it takes.
    pub kind: Kind,
    /// The value if it is not set; empty if there is none.
    pub default: &'static str,
    /// What happens if it is not set and there is no default value.
    pub unset: &'static str,
    /// What it is for, in a sentence or two.
    pub help: &'static str,
    /// What `docs/configuration.md` adds to the help.
    pub details: &'static str,
}

/// What values a setting takes.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A duration between these two, in whole seconds.
    Duration(&'static str, &'static str),
    /// A whole number between these two.
    Number(u32, u32),
    /// A text; what the help calls it.
    Text(&'static str),
    /// The path of a file or a folder.
    Path,
    /// A text that is secret or may contain a password; what the help calls it. Its value is never
    /// shown.
    Secret(&'static str),
}

impl Setting {
    const fn new(
        name: &'static str,
        kind: Kind,
        default: &'static str,
        help: &'static str,
    ) -> Self {
        Self { name, kind, default, unset: "none", help, details: "" }
    }

    /// Sets the default value.
    pub(super) const fn default_to(self, default: &'static str) -> Self {
        Self { default, ..self }
    }

    /// Describes what happens without a value.
    pub(super) const fn or(self, unset: &'static str) -> Self {
        Self { unset, ..self }
    }

    /// Adds what only the document has.
    pub(super) const fn details(self, details: &'static str) -> Self {
        Self { details, ..self }
    }

    /// Returns the default value, or what happens without one.
    pub fn default_text(&self) -> &'static str {
        if self.default.is_empty() { self.unset } else { self.default }
    }

    /// Returns the flag without its dashes.
    pub fn flag(&self) -> String {
        self.name.to_lowercase().replace('_', "-")
    }

    /// Returns whether the value must not be shown.
    pub fn is_secret(&self) -> bool {
        matches!(self.kind, Kind::Secret(_))
    }

    /// Returns what the help calls the value.
    pub fn value_name(&self) -> &'static str {
        match self.kind {
            Kind::Choice(_) => "WORD",
            Kind::Duration(..) => "DURATION",
            Kind::Number(..) => "NUMBER",
            Kind::Path => "PATH",
            Kind::Text(name) | Kind::Secret(name) => name,
        }
    }

    /// Returns which values are accepted: `on, subdomains or off`, `1s to 1d`.
    pub fn accepted(&self) -> Option<String> {
        match self.kind {
            Kind::Choice([words @ .., last]) => Some(format!("{} or {last}", words.join(", "))),
            Kind::Duration(min, max) => Some(format!("{min} to {max}")),
            Kind::Number(min, max) => Some(format!("{min} to {max}")),
            Kind::Choice([]) | Kind::Text(_) | Kind::Path | Kind::Secret(_) => None,
        }
    }
}

/// Declares a setting that is one of several words.
pub(super) const fn choice(
    name: &'static str,
    words: &'static [&'static str],
    default: &'static str,
    help: &'static str,
) -> Setting {
    Setting::new(name, Kind::Choice(words), default, help)
}

/// Declares a duration with its default and its limits.
pub(super) const fn duration(
    name: &'static str,
    default: &'static str,
    (min, max): (&'static str, &'static str),
    help: &'static str,
) -> Setting {
    Setting::new(name, Kind::Duration(min, max), default, help)
}

/// Declares a whole number with its limits.
pub(super) const fn number(
    name: &'static str,
    (min, max): (u32, u32),
    help: &'static str,
) -> Setting {
    Setting::new(name, Kind::Number(min, max), "", help)
}

/// Declares a text.
pub(super) const fn text(
    name: &'static str,
    value_name: &'static str,
    default: &'static str,
    help: &'static str,
) -> Setting {
    Setting::new(name, Kind::Text(value_name), default, help)
}

/// Declares the path of a file or a folder.
pub(super) const fn path(name: &'static str, help: &'static str) -> Setting {
    Setting::new(name, Kind::Path, "", help)
}

/// Declares a text that is never shown.
pub(super) const fn secret(
    name: &'static str,
    value_name: &'static str,
    help: &'static str,
) -> Setting {
    Setting::new(name, Kind::Secret(value_name), "", help)
}
