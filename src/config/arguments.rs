//! The settings as an operator gives them: flags and environment variables. Nothing is checked
//! here.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fmt;

use clap::builder::OsStringValueParser;
use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};

use super::declaration::{Group, Setting};
use super::settings::GROUPS;

/// The values that were given. A flag wins over the environment, which wins over the file `.env`.
///
/// They are bytes at this point, so that everything that is wrong with them can be reported
/// together.
#[derive(Clone, Default)]
pub struct Settings(BTreeMap<&'static str, OsString>);

/// Returns every declared setting.
pub fn declared() -> impl Iterator<Item = &'static Setting> {
    GROUPS.iter().flat_map(|group| group.settings)
}

/// Returns the declaration of a setting. Every name in the code is declared; a test reads all of
/// them.
pub(super) fn declaration(name: &str) -> &'static Setting {
    declared()
        .find(|setting| setting.name == name)
        .unwrap_or_else(|| unreachable!("{name} is not declared"))
}

impl Settings {
    /// Sets a value.
    pub fn with(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.0.insert(declaration(name).name, value.into());
        self
    }

    /// Removes a value.
    pub fn without(mut self, name: &str) -> Self {
        self.0.remove(name);
        self
    }

    /// Returns the value that was given. An empty one counts as none, as `docker compose` and
    /// `.env` files write it.
    pub fn get(&self, name: &str) -> Option<&OsStr> {
        self.0.get(name).map(OsString::as_os_str).filter(|value| !value.is_empty())
    }
}

impl Args for Settings {
    fn augment_args(command: Command) -> Command {
        let of_group = |group: &'static Group| {
            group.settings.iter().map(|setting| (group.title, argument(setting)))
        };
        command.args(
            GROUPS.iter().flat_map(of_group).map(|(title, argument)| argument.help_heading(title)),
        )
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

fn argument(setting: &'static Setting) -> Arg {
    let accepted = setting.accepted().map(|values| format!("[{values}] ")).unwrap_or_default();
    let default = setting.default_text();
    Arg::new(setting.name)
        .long(setting.flag())
        .env(setting.name)
        // The variable is named below. Its value stays hidden: it may be a secret.
        .hide_env(true)
        .value_name(setting.value_name())
        .value_parser(OsStringValueParser::new())
        .help(format!("{}\n{accepted}[default: {default}] [env: {}]", setting.help, setting.name))
}

impl FromArgMatches for Settings {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let value = |setting: &Setting| {
            Some((setting.name, matches.get_one::<OsString>(setting.name)?.clone()))
        };
        Ok(Self(declared().filter_map(value).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// Some of them are secret or contain a password.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[hidden]")
    }
}
