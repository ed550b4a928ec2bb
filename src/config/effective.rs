//! The settings as they take effect, for whoever wants to see them. Secrets are hidden.

use std::path::PathBuf;
use std::time::Duration;

use super::{Config, Database, Encryption, Environment, Hsts, LogClientIp, MailTransport, SameSite, Usernames};
use crate::secret::SecretBytes;
use crate::tls::Files;

impl Config {
    /// Lists every setting by its variable, in words that the variable would take, but for secrets.
    pub fn list(&self) -> Vec<(&'static str, String)> {
        let Database::Sqlite(path) = &self.database;
        let database = match self.create_database {
            true => path.display().to_string(),
            false => format!("sqlite:{}?mode=rw", path.display()),
        };
        let environment = match self.environment {
            Environment::Development => "development",
            Environment::Production => "production",
        };
        let same_site = match self.cookie_same_site {
            SameSite::Strict => "strict",
            SameSite::Lax => "lax",
        };
        let usernames = match self.usernames {
            Usernames::Optional => "optional",
            Usernames::Required => "required",
            Usernames::Off => "off",
        };
        let hsts = match self.hsts {
            Hsts::On => "on",
            Hsts::Subdomains => "subdomains",
            Hsts::Off => "off",
        };
        let client_ip = match self.log_client_ip {
            LogClientIp::Full => "full",
            LogClientIp::Truncated => "truncated",
            LogClientIp::Off => "off",
        };
        let proxies: Vec<String> = self.trusted_proxies.iter().map(ToString::to_string).collect();
        // Where a secret came from is no secret, and what an operator looks for who has given it twice.
        let file = |name| self.secret_files.iter().find(|(given, _)| *given == name).map_or_else(String::new, shown);
        let pem = |which: fn(&Files) -> &PathBuf| {
            self.tls.as_ref().map_or_else(String::new, |tls| which(tls.files()).display().to_string())
        };
        vec![
            ("APP_ENV", environment.to_owned()),
            ("BIND_ADDRESS", self.bind_address.to_string()),
            ("PUBLIC_URL", self.public_url.origin.clone()),
            ("HSTS", hsts.to_owned()),
            ("DATABASE_URL", database),
            ("DATABASE_URL_FILE", file("DATABASE_URL_FILE")),
            ("ACCESS_TOKEN_SECRET", hide(&self.access_token_secret)),
            ("ACCESS_TOKEN_SECRET_FILE", file("ACCESS_TOKEN_SECRET_FILE")),
            ("ACCESS_TOKEN_SECRET_PREVIOUS", hide_any(self.access_token_secret_previous.as_ref())),
            ("ACCESS_TOKEN_SECRET_PREVIOUS_FILE", file("ACCESS_TOKEN_SECRET_PREVIOUS_FILE")),
            ("REFRESH_TOKEN_SECRET", hide(&self.refresh_token_secret)),
            ("REFRESH_TOKEN_SECRET_FILE", file("REFRESH_TOKEN_SECRET_FILE")),
            ("REFRESH_TOKEN_SECRET_PREVIOUS", hide_any(self.refresh_token_secret_previous.as_ref())),
            ("REFRESH_TOKEN_SECRET_PREVIOUS_FILE", file("REFRESH_TOKEN_SECRET_PREVIOUS_FILE")),
            ("ACCESS_TOKEN_TTL", write(self.access_token_ttl)),
            ("REFRESH_TOKEN_TTL", write(self.refresh_token_ttl)),
            ("REFRESH_GRACE", write(self.windows.grace)),
            ("REFRESH_RECOVERY", write(self.windows.recovery)),
            ("SESSION_MAX_AGE", write(self.session_max_age)),
            ("BCRYPT_COST", self.bcrypt_cost.to_string()),
            ("BCRYPT_BATCH", self.concurrency.bcrypt_batch.to_string()),
            ("HASHING_THREADS", self.concurrency.hashing_threads.to_string()),
            ("HTTP_WORKERS", self.concurrency.http_workers.to_string()),
            ("READ_CONNECTIONS", self.concurrency.read_connections.to_string()),
            ("PASSWORD_MIN_LENGTH", self.password_min_length.to_string()),
            ("USERNAMES", usernames.to_owned()),
            ("COOKIE_SAME_SITE", same_site.to_owned()),
            ("TRUSTED_PROXIES", proxies.join(",")),
            ("RATE_LIMITS", if self.rate_limits { "on" } else { "off" }.to_owned()),
            ("KEEP_ALIVE", write(self.keep_alive)),
            ("SMTP_URL", smtp_url(&self.mail.transport)),
            ("SMTP_URL_FILE", file("SMTP_URL_FILE")),
            ("MAIL_FROM", self.mail.from.to_string()),
            ("MAIL_DIR", mail_dir(&self.mail.transport)),
            ("TLS_CERT", pem(|files| &files.certificate)),
            ("TLS_KEY", pem(|files| &files.key)),
            ("SUPPORT_URL", self.support_url.as_ref().map(ToString::to_string).unwrap_or_default()),
            ("RUST_LOG", self.log_filter.clone()),
            ("LOG_CLIENT_IP", client_ip.to_owned()),
        ]
    }
}

fn hide(secret: &SecretBytes) -> String {
    match secret.expose().len() {
        0 => "(made at the first start)".to_owned(),
        bytes => format!("(hidden, {bytes} bytes)"),
    }
}

fn hide_any(secret: Option<&SecretBytes>) -> String {
    secret.map(hide).unwrap_or_default()
}

fn shown((_, path): &(&str, PathBuf)) -> String {
    path.display().to_string()
}

fn smtp_url(transport: &MailTransport) -> String {
    let MailTransport::Smtp(server) = transport else { return String::new() };
    let (scheme, query) = match server.encryption {
        Encryption::Implicit => ("smtps", ""),
        Encryption::StartTls if server.is_local() => ("smtp", "?tls=required"),
        Encryption::StartTls => ("smtp", ""),
        Encryption::Opportunistic => ("smtp", "?tls=opportunistic"),
        Encryption::Plain => ("smtp", "?tls=none"),
    };
    let who = if server.credentials.is_some() { "(hidden)@" } else { "" };
    let host = if server.host.contains(':') { format!("[{}]", server.host) } else { server.host.clone() };
    format!("{scheme}://{who}{host}:{}{query}", server.port)
}

fn mail_dir(transport: &MailTransport) -> String {
    match transport {
        MailTransport::File(folder) => folder.display().to_string(),
        MailTransport::Smtp(_) | MailTransport::Disabled => String::new(),
    }
}

/// Writes whole seconds in the largest unit that divides them: `90s`, `15m`, `12h`, `7d`.
fn write(duration: Duration) -> String {
    let seconds = duration.as_secs();
    let fitting = [("d", 86_400), ("h", 3_600), ("m", 60)]
        .into_iter()
        .find(|(_, unit)| seconds > 0 && seconds.is_multiple_of(*unit));
    fitting.map_or_else(|| format!("{seconds}s"), |(name, unit)| format!("{}{name}", seconds / unit))
}

#[cfg(test)]
mod tests {
    use clap::Args;

    use super::super::Settings;
    use super::*;

    #[test]
    fn every_setting_is_listed_once_and_no_secret_is_seen() {
        let settings = Settings {
            access_token_secret: Some("quite-secret-access-token-key-1234567890".into()),
            refresh_token_secret: Some("quite-secret-refresh-token-key-123456789".into()),
            smtp_url: Some("smtps://ada:quite-secret@mail.example.com".into()),
            mail_from: Some("accounts@example.com".into()),
            ..Settings::default()
        };
        let listed = Config::check(&settings).unwrap().list();
        let names: Vec<&str> = listed.iter().map(|(name, _)| *name).collect();
        let command = Settings::augment_args(clap::Command::new("test"));
        let variables: Vec<&str> = command.get_arguments().filter_map(|arg| arg.get_env()?.to_str()).collect();
        assert_eq!(names, variables, "in the same order");
        assert!(listed.iter().all(|(_, value)| !value.contains("quite-secret")));
        assert!(listed.contains(&("SMTP_URL", "smtps://(hidden)@mail.example.com:465".to_owned())), "{listed:?}");
    }

    #[test]
    fn a_duration_is_written_as_it_may_be_typed() {
        for (seconds, text) in
            [(0, "0s"), (90, "90s"), (900, "15m"), (43_200, "12h"), (604_800, "7d"), (86_401, "86401s")]
        {
            assert_eq!(write(Duration::from_secs(seconds)), text);
            assert_eq!(humantime::parse_duration(text).unwrap().as_secs(), seconds);
        }
    }
}
