//! The settings as an operator writes them: flags, environment variables, defaults. Nothing is checked here.

use std::ffi::OsString;

use clap::Args;
use clap::builder::ArgPredicate;

/// Every setting, unread. A flag wins over the environment, which wins over the file `.env`.
///
/// All are bytes at this point, so that everything that is wrong with them can be reported together.
#[derive(Args, Clone, Default)]
pub struct Settings {
    /// `development` or `production`, which refuses to start unless it can be safe.
    #[arg(long, env = "APP_ENV", value_name = "NAME", default_value = "development")]
    pub app_env: Option<OsString>,
    /// The address and port to listen on.
    #[arg(long, env = "BIND_ADDRESS", value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    pub bind_address: Option<OsString>,
    /// The origin that browsers see. With https, cookies are Secure and HSTS is sent.
    #[arg(long, env = "PUBLIC_URL", value_name = "URL", default_value = "http://localhost:8080")]
    pub public_url: Option<OsString>,
    /// With an https PUBLIC_URL, what browsers are told: `on` (https alone for a year, this host), `subdomains`, `off`.
    #[arg(long, env = "HSTS", value_name = "SWITCH", default_value = "on")]
    pub hsts: Option<OsString>,
    /// The SQLite file, as a path, `sqlite:PATH`, `sqlite://PATH` or `file:PATH`.
    #[arg(
        long,
        env = "DATABASE_URL",
        value_name = "URL",
        default_value = "vestibule.db",
        // Otherwise the default would look like a second value beside the file's.
        default_value_if("database_url_file", ArgPredicate::IsPresent, None),
    )]
    pub database_url: Option<OsString>,
    /// A file that holds DATABASE_URL [default: none].
    #[arg(long, env = "DATABASE_URL_FILE", value_name = "FILE")]
    pub database_url_file: Option<OsString>,
    /// Signs access tokens: 32 bytes or more [default in development: made once, kept beside the database].
    #[arg(long, env = "ACCESS_TOKEN_SECRET", value_name = "SECRET", hide_env_values = true)]
    pub access_token_secret: Option<OsString>,
    /// A file that holds ACCESS_TOKEN_SECRET; one line end at its end is not part of it [default: none].
    #[arg(long, env = "ACCESS_TOKEN_SECRET_FILE", value_name = "FILE")]
    pub access_token_secret_file: Option<OsString>,
    /// A second secret whose access tokens are still taken, while the secret is changed [default: none].
    #[arg(long, env = "ACCESS_TOKEN_SECRET_PREVIOUS", value_name = "SECRET", hide_env_values = true)]
    pub access_token_secret_previous: Option<OsString>,
    /// A file that holds ACCESS_TOKEN_SECRET_PREVIOUS [default: none].
    #[arg(long, env = "ACCESS_TOKEN_SECRET_PREVIOUS_FILE", value_name = "FILE")]
    pub access_token_secret_previous_file: Option<OsString>,
    /// Signs refresh tokens: 32 bytes or more, not the same [default in development: made once, kept beside the
    /// database].
    #[arg(long, env = "REFRESH_TOKEN_SECRET", value_name = "SECRET", hide_env_values = true)]
    pub refresh_token_secret: Option<OsString>,
    /// A file that holds REFRESH_TOKEN_SECRET; one line end at its end is not part of it [default: none].
    #[arg(long, env = "REFRESH_TOKEN_SECRET_FILE", value_name = "FILE")]
    pub refresh_token_secret_file: Option<OsString>,
    /// A second secret whose refresh tokens are still taken, while the secret is changed [default: none].
    #[arg(long, env = "REFRESH_TOKEN_SECRET_PREVIOUS", value_name = "SECRET", hide_env_values = true)]
    pub refresh_token_secret_previous: Option<OsString>,
    /// A file that holds REFRESH_TOKEN_SECRET_PREVIOUS [default: none].
    #[arg(long, env = "REFRESH_TOKEN_SECRET_PREVIOUS_FILE", value_name = "FILE")]
    pub refresh_token_secret_previous_file: Option<OsString>,
    /// How long an access token lives, written like 90s, 15m, 12h or 7d.
    #[arg(long, env = "ACCESS_TOKEN_TTL", value_name = "DURATION", default_value = "15m")]
    pub access_token_ttl: Option<OsString>,
    /// How long a refresh token lives, and so how long a session may lie idle.
    #[arg(long, env = "REFRESH_TOKEN_TTL", value_name = "DURATION", default_value = "7d")]
    pub refresh_token_ttl: Option<OsString>,
    /// How long a replaced refresh token still answers after the rotation, and after the first use of its successor.
    #[arg(long, env = "REFRESH_GRACE", value_name = "DURATION", default_value = "30s")]
    pub refresh_grace: Option<OsString>,
    /// How long it answers at most while its successor was never used, because the answer that carried it was lost.
    #[arg(long, env = "REFRESH_RECOVERY", value_name = "DURATION", default_value = "10m")]
    pub refresh_recovery: Option<OsString>,
    /// When a session ends, however often it was refreshed.
    #[arg(long, env = "SESSION_MAX_AGE", value_name = "DURATION", default_value = "90d")]
    pub session_max_age: Option<OsString>,
    /// The cost of a password hash, 10 to 16; each step doubles the work. Development also takes 4 to 9.
    #[arg(long, env = "BCRYPT_COST", value_name = "COST", default_value = "12")]
    pub bcrypt_cost: Option<OsString>,
    /// How many waiting passwords a thread hashes side by side, 1 to 4; 1 leaves all of it to the `bcrypt` crate.
    #[arg(long, env = "BCRYPT_BATCH", value_name = "LANES", default_value = "4")]
    pub bcrypt_batch: Option<OsString>,
    /// How many threads hash passwords, 1 to 256 [default: as many as there are cores].
    #[arg(long, env = "HASHING_THREADS", value_name = "THREADS")]
    pub hashing_threads: Option<OsString>,
    /// How many threads serve requests, 1 to 256 [default: as many as there are cores].
    #[arg(long, env = "HTTP_WORKERS", value_name = "THREADS")]
    pub http_workers: Option<OsString>,
    /// How many connections look up single rows at once, and as many read the rest, 1 to 32 [default: as many as there
    /// are cores, and at least 4].
    #[arg(long, env = "READ_CONNECTIONS", value_name = "CONNECTIONS")]
    pub read_connections: Option<OsString>,
    /// The fewest characters of a new password, 8 to 128.
    #[arg(long, env = "PASSWORD_MIN_LENGTH", value_name = "CHARACTERS", default_value = "8")]
    pub password_min_length: Option<OsString>,
    /// Whether people choose a user name when they register: `optional`, `required`, or `off`, which makes every one from
    /// the address.
    #[arg(long, env = "USERNAMES", value_name = "RULE", default_value = "optional")]
    pub usernames: Option<OsString>,
    /// When browsers send the cookies to us from another site's page: `strict` or `lax`.
    #[arg(long, env = "COOKIE_SAME_SITE", value_name = "RULE", default_value = "strict")]
    pub cookie_same_site: Option<OsString>,
    /// Addresses or CIDR ranges, with commas between, whose X-Forwarded-For and X-Request-Id are believed [default:
    /// none].
    #[arg(long, env = "TRUSTED_PROXIES", value_name = "RANGES")]
    pub trusted_proxies: Option<OsString>,
    /// `on`, or `off`, which production refuses.
    #[arg(long, env = "RATE_LIMITS", value_name = "SWITCH", default_value = "on")]
    pub rate_limits: Option<OsString>,
    /// How long an idle connection is kept, 1s to 1h; longer than a load balancer in front keeps its own.
    #[arg(long, env = "KEEP_ALIVE", value_name = "DURATION", default_value = "75s")]
    pub keep_alive: Option<OsString>,
    /// The mail server: `smtp://USER:PASSWORD@HOST` with STARTTLS, which a loopback address need not offer (or
    /// `?tls=required`, `?tls=opportunistic`, `?tls=none`), or `smtps://…` [default: none; development writes mails to
    /// MAIL_DIR instead].
    #[arg(long, env = "SMTP_URL", value_name = "URL", hide_env_values = true)]
    pub smtp_url: Option<OsString>,
    /// A file that holds SMTP_URL [default: none].
    #[arg(long, env = "SMTP_URL_FILE", value_name = "FILE")]
    pub smtp_url_file: Option<OsString>,
    /// Whom mails are from, like `Vestibule <accounts@example.com>`; needed with SMTP_URL [default: none].
    #[arg(long, env = "MAIL_FROM", value_name = "ADDRESS")]
    pub mail_from: Option<OsString>,
    /// Where development writes mails as files while there is no SMTP_URL [default: `outbox` beside the database].
    #[arg(long, env = "MAIL_DIR", value_name = "FOLDER")]
    pub mail_dir: Option<OsString>,
    /// The certificate to serve HTTPS with, and those that lead from it to a root: a PEM file, read again on SIGHUP. Needs
    /// TLS_KEY [default: none].
    #[arg(long, env = "TLS_CERT", value_name = "FILE")]
    pub tls_cert: Option<OsString>,
    /// The private key of TLS_CERT: a PEM file, read again on SIGHUP [default: none].
    #[arg(long, env = "TLS_KEY", value_name = "FILE")]
    pub tls_key: Option<OsString>,
    /// Where people get help: an http(s) page, or `mailto:ADDRESS`; with it there is a /.well-known/security.txt [default:
    /// none].
    #[arg(long, env = "SUPPORT_URL", value_name = "URL")]
    pub support_url: Option<OsString>,
    /// What is logged: a level, or levels per module, as env_logger reads them.
    #[arg(long, env = "RUST_LOG", value_name = "FILTER", default_value = "info")]
    pub rust_log: Option<OsString>,
    /// How much of a client's address is logged: `full`, `truncated` (IPv4 /24, IPv6 /48) or `off`.
    #[arg(long, env = "LOG_CLIENT_IP", value_name = "EXTENT", default_value = "full")]
    pub log_client_ip: Option<OsString>,
}

/// Some of them are secret or hold one.
impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[hidden]")
    }
}
