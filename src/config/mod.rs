//! The configuration: the settings, parsed and validated.

mod accent;
mod arguments;
mod brand;
mod concurrency;
mod database;
mod declaration;
mod development;
mod effective;
pub mod env_file;
mod language;
mod links;
mod logo;
mod mail;
mod placeholder;
mod postgres;
mod proxies;
mod public_url;
mod reader;
mod secrets;
mod settings;
mod tls;
mod values;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use ipnet::IpNet;

pub use accent::Accent;
pub use arguments::{Settings, declared};
pub use brand::Brand;
pub use concurrency::Concurrency;
pub use database::database_named;
pub use declaration::{Group, Kind, Setting};
pub use development::{SecretsFile, create_whole};
pub use logo::{Logo, LogoKind};
pub use mail::{Encryption, MailSettings, MailTransport, SmtpServer};
pub use postgres::{Postgres, PostgresTls};
pub use reader::{SettingError, SettingErrors};
pub use secrets::find_weakness;
use settings::ACCESS_TOKEN_TTL_MAX;
pub use settings::GROUPS;
pub use tls::warnings as certificate_warnings;
pub use values::{
    ConfigError, Database, Environment, Hsts, LogClientIp, PublicUrl, ReuseWindows, SameSite,
    Usernames,
};

use crate::locale::Locale;
use crate::secret::SecretBytes;
use crate::tls::Tls;
use reader::Reader;

/// The configuration.
#[derive(Clone, Debug)]
pub struct Config {
    /// Development or production.
    pub environment: Environment,
    /// Where to listen.
    pub bind_address: SocketAddr,
    /// What browsers see.
    pub public_url: PublicUrl,
    /// The HSTS header.
    pub hsts: Hsts,
    /// Where the rows are.
    pub database: Database,
    /// Whether the database is created if it is not there.
    pub create_database: bool,
    /// Signs access tokens.
    pub access_token_secret: SecretBytes,
    /// Verifies access tokens too, while the secret is changed.
    pub access_token_secret_previous: Option<SecretBytes>,
    /// Signs refresh tokens.
    pub refresh_token_secret: SecretBytes,
    /// Verifies refresh tokens too, while the secret is changed.
    pub refresh_token_secret_previous: Option<SecretBytes>,
    /// How long an access token lives.
    pub access_token_ttl: Duration,
    /// How long a refresh token lives.
    pub refresh_token_ttl: Duration,
    /// How long a replaced refresh token still answers.
    pub windows: ReuseWindows,
    /// How long a session lives.
    pub session_max_age: Duration,
    /// The cost of a password hash.
    pub bcrypt_cost: u32,
    /// How much of the machine is used.
    pub concurrency: Concurrency,
    /// The fewest characters of a new password.
    pub password_min_length: usize,
    /// Whether people choose a username.
    pub usernames: Usernames,
    /// The `SameSite` attribute of the cookies.
    pub cookie_same_site: SameSite,
    /// Whose `X-Forwarded-For` and `X-Request-Id` are believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Whether attempts are counted and limited.
    pub rate_limits: bool,
    /// How long an idle connection is kept.
    pub keep_alive: Duration,
    /// Where mails go and whom they are from.
    pub mail: MailSettings,
    /// The certificate, where HTTPS is served directly.
    pub tls: Option<Tls>,
    /// The language of people who have chosen none.
    pub locale: Locale,
    /// How pages and emails look.
    pub brand: Brand,
    /// What is logged.
    pub log_filter: String,
    /// How much of a client's address is logged.
    pub log_client_ip: LogClientIp,
    /// How long a request's body may take to arrive. Not a setting: the contract says 15 seconds.
    pub body_timeout: Duration,
    /// What is unwise about the settings but no reason not to start.
    pub warnings: Vec<SettingError>,
    effective: BTreeMap<&'static str, String>,
}

/// The lowest cost of a password hash in production.
const PRODUCTION_BCRYPT_COST: u32 = 10;

/// What becomes of the secrets while the settings are read.
enum Secrets<'a> {
    /// They are needed. Development creates the file with them and reports it.
    Make(Box<dyn FnOnce(&SecretsFile) + 'a>),
    /// They are needed, but nothing is created.
    Find,
    /// Nothing is going to be signed.
    Unneeded,
}

impl Config {
    /// Reads the settings. Returns all errors together.
    ///
    /// In development this may create the file with the secrets, and then calls `made`.
    pub fn read(settings: &Settings, made: impl FnOnce(&SecretsFile)) -> Result<Self, ConfigError> {
        Self::read_with(settings, Secrets::Make(Box::new(made)))
    }

    /// Reads the settings with the same errors and creates nothing. A secret that does not exist
    /// yet is empty.
    pub fn check(settings: &Settings) -> Result<Self, ConfigError> {
        Self::read_with(settings, Secrets::Find)
    }

    /// Reads the settings for work at the command line, which needs no secrets: it signs nothing.
    pub fn for_operator(settings: &Settings) -> Result<Self, ConfigError> {
        let mut config = Self::read_with(settings, Secrets::Unneeded)?;
        let throwaway = || SecretBytes::new(rand::random::<[u8; 48]>().to_vec());
        (config.access_token_secret, config.refresh_token_secret) = (throwaway(), throwaway());
        // The server may have been started with another lifetime than this shell knows of, and a
        // revocation that is forgotten before the last access token has ended would bring that
        // token back to life.
        config.access_token_ttl =
            humantime::parse_duration(ACCESS_TOKEN_TTL_MAX).unwrap_or(config.access_token_ttl);
        Ok(config)
    }

    fn read_with(settings: &Settings, secrets: Secrets<'_>) -> Result<Self, ConfigError> {
        let reader = &mut Reader::new(settings);
        let environment = reader.choice("APP_ENV");
        let production = environment == Environment::Production;
        let location = secrets::database(reader);
        let keys = secrets::read(reader, production, !matches!(secrets, Secrets::Unneeded));
        let public_url = public_url::read(reader, production);
        let brand = Brand::read(reader, !matches!(secrets, Secrets::Unneeded));
        let mut config = Self {
            environment,
            bind_address: reader.address(),
            hsts: reader.choice("HSTS"),
            create_database: location.create,
            access_token_secret: keys
                .access
                .clone()
                .unwrap_or_else(|| SecretBytes::new(Vec::new())),
            access_token_secret_previous: keys.access_previous,
            refresh_token_secret: keys
                .refresh
                .clone()
                .unwrap_or_else(|| SecretBytes::new(Vec::new())),
            refresh_token_secret_previous: keys.refresh_previous,
            access_token_ttl: reader.duration("ACCESS_TOKEN_TTL"),
            refresh_token_ttl: reader.duration("REFRESH_TOKEN_TTL"),
            windows: ReuseWindows {
                grace: reader.duration("REFRESH_GRACE"),
                recovery: reader.duration("REFRESH_RECOVERY"),
            },
            session_max_age: reader.duration("SESSION_MAX_AGE"),
            bcrypt_cost: reader.number("BCRYPT_COST"),
            concurrency: Concurrency::read(reader),
            password_min_length: reader.number("PASSWORD_MIN_LENGTH") as usize,
            usernames: reader.choice("USERNAMES"),
            cookie_same_site: reader.choice("COOKIE_SAME_SITE"),
            trusted_proxies: proxies::read(reader),
            rate_limits: reader.switch("RATE_LIMITS"),
            keep_alive: reader.duration("KEEP_ALIVE"),
            mail: mail::read(reader, production, &location.database, &brand),
            tls: if matches!(secrets, Secrets::Unneeded) {
                None
            } else {
                tls::read(reader, &public_url)
            },
            locale: language::read(reader),
            brand,
            log_filter: reader.log_filter(),
            log_client_ip: reader.choice("LOG_CLIENT_IP"),
            body_timeout: Duration::from_secs(15),
            database: location.database,
            public_url,
            warnings: Vec::new(),
            effective: BTreeMap::new(),
        };
        config.check_combinations(reader);
        let finished = reader.finish()?;
        (config.warnings, config.effective) = (finished.warnings, finished.effective);
        if matches!(secrets, Secrets::Make(_)) {
            config.require_database()?;
        }
        if !production && (keys.access.is_none() || keys.refresh.is_none()) {
            let path = config.database.local_path();
            let place = development::Place { database: path, link: location.link.as_deref() };
            let file = match &secrets {
                Secrets::Make(_) => SecretsFile::beside(place).map(Some),
                Secrets::Find => SecretsFile::find_beside(place),
                Secrets::Unneeded => Ok(None),
            };
            if let Some(file) = file.map_err(ConfigError::Secrets)? {
                config.use_secrets(&file, keys.access.is_none(), keys.refresh.is_none());
                if let Secrets::Make(made) = secrets {
                    made(&file);
                }
            }
        }
        Ok(config)
    }

    /// Checks what is wrong only in combination.
    fn check_combinations(&self, reader: &mut Reader<'_>) {
        let production = self.environment == Environment::Production;
        let are_valid = |names: &[&str]| !names.iter().any(|name| reader.has_error(name));
        let are_ttls_swapped = are_valid(&["ACCESS_TOKEN_TTL", "REFRESH_TOKEN_TTL"])
            && self.access_token_ttl > self.refresh_token_ttl;
        let is_cost_low =
            are_valid(&["BCRYPT_COST"]) && production && self.bcrypt_cost < PRODUCTION_BCRYPT_COST;
        if are_ttls_swapped {
            reader.error(
                "ACCESS_TOKEN_TTL",
                "must not be longer than REFRESH_TOKEN_TTL",
                "Access tokens must expire before refresh tokens.",
            );
        }
        if is_cost_low {
            reader.error(
                "BCRYPT_COST",
                &format!("must be from 10 to 16 in production, not {}", self.bcrypt_cost),
                "The default is 12.",
            );
        }
        if production && !self.rate_limits {
            reader.error("RATE_LIMITS", "must be on in production", "Remove it or set it to on.");
        }
    }

    /// Fails if the database has to be there already, as `mode=rw` says, and is not.
    pub fn require_database(&self) -> Result<(), ConfigError> {
        match &self.database {
            Database::Sqlite(path) if !self.create_database && !path.exists() => {
                Err(ConfigError::NoDatabase(path.clone()))
            }
            _ => Ok(()),
        }
    }
}
