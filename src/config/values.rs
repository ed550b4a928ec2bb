//! What some settings are turned into, and what there is instead if they are wrong.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use strum::{EnumString, VariantArray, VariantNames};

use super::{Postgres, SecretsFile, SettingErrors};

/// Whether mistakes are to be forgiven.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, VariantArray, VariantNames)]
#[strum(serialize_all = "lowercase")]
pub enum Environment {
    /// On a developer's machine: what is missing is made.
    Development,
    /// Where people's accounts are: what is unsafe is refused.
    Production,
}

/// Where the rows are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// In a SQLite file.
    Sqlite(PathBuf),
    /// On a PostgreSQL server.
    Postgres(Box<Postgres>),
}

impl Database {
    /// Returns the files that hold the rows on this machine, whether they are there or not.
    pub fn files(&self) -> Vec<PathBuf> {
        let secrets = SecretsFile::path_beside(self.local_path());
        let Self::Sqlite(path) = self else { return vec![secrets] };
        let beside = |end: &str| {
            let mut name = path.clone().into_os_string();
            name.push(end);
            PathBuf::from(name)
        };
        vec![path.clone(), beside("-wal"), beside("-shm"), secrets]
    }

    /// Returns the path beside which a developer's secrets and mails lie: that of the file, or one
    /// in the working directory.
    pub fn local_path(&self) -> &Path {
        match self {
            Self::Sqlite(path) => path,
            Self::Postgres(_) => Path::new("vestibule.db"),
        }
    }

    /// Returns whether there is a database, as far as can be seen without opening it.
    pub fn exists(&self) -> bool {
        match self {
            Self::Sqlite(path) => path.exists(),
            Self::Postgres(_) => true,
        }
    }
}

/// How operators know it.
impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => path.display().fmt(f),
            Self::Postgres(server) => server.fmt(f),
        }
    }
}

/// The origin that browsers see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    /// Scheme, host and port as a browser writes them, without a slash at the end. Tokens have it
    /// as `iss` and `aud`.
    pub origin: String,
    /// Whether it is https.
    pub https: bool,
}

/// The `SameSite` attribute of the cookies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, VariantArray, VariantNames)]
#[strum(serialize_all = "lowercase")]
pub enum SameSite {
    /// Other sites' pages never cause them to be sent.
    Strict,
    /// A link on another site's page does.
    Lax,
}

/// Whether people choose a username when they register.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumString, VariantArray, VariantNames)]
#[strum(serialize_all = "lowercase")]
pub enum Usernames {
    /// They may; without one it is made from the address.
    #[default]
    Optional,
    /// They have to.
    Required,
    /// They are never asked: every username is made from the address.
    Off,
}

/// What `Strict-Transport-Security` says where `PUBLIC_URL` is https.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, VariantArray, VariantNames)]
#[strum(serialize_all = "lowercase")]
pub enum Hsts {
    /// Browsers use https for this host, for a year.
    On,
    /// The same for every subdomain, also those that other people operate.
    Subdomains,
    /// Nothing.
    Off,
}

/// How much of a client's address is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, VariantArray, VariantNames)]
#[strum(serialize_all = "lowercase")]
pub enum LogClientIp {
    /// All of it.
    Full,
    /// The network: a /24 of IPv4, a /48 of IPv6.
    Truncated,
    /// Nothing.
    Off,
}

/// Whether something is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, VariantArray, VariantNames)]
#[strum(serialize_all = "lowercase")]
pub(super) enum Switch {
    /// It is.
    On,
    /// It is not.
    Off,
}

/// The two windows in which a replaced refresh token still answers with its successor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReuseWindows {
    /// Counts from the rotation, and from the first use of the successor.
    pub grace: Duration,
    /// Counts from the rotation while the successor was not used, or used less than the grace ago.
    pub recovery: Duration,
}

/// Why there is no configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The settings are wrong.
    #[error(transparent)]
    Settings(#[from] SettingErrors),
    /// The settings are right, but there is no place beside the database.
    #[error(
        "Cannot store the secrets: {0}. Make the folder of DATABASE_URL writable, or set both secrets."
    )]
    Secrets(std::io::Error),
    /// The settings are right, but ask for a database that is there already.
    #[error("No database at {}, and DATABASE_URL has mode=rw. Correct the path, or use mode=rwc.", .0.display())]
    NoDatabase(PathBuf),
}
