//! A PostgreSQL server, as DATABASE_URL names it.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};

use super::reader::Reader;

const NAME: &str = "DATABASE_URL";
const HINT: &str = "Write it like postgres://user:password@db.example.com/vestibule.";
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// The same for each of several servers: one that is gone leaves time for the next.
const CONNECT_TIMEOUT_OF_SEVERAL: Duration = Duration::from_secs(2);
/// How long the system keeps a connection whose other end no longer answers.
const TCP_TIMEOUT: Duration = Duration::from_secs(10);

/// The parameters that the driver reads. All others are refused, because one that is ignored may
/// be one that was relied on.
const PARAMETERS: [&str; 8] = [
    "application_name",
    "connect_timeout",
    "dbname",
    "host",
    "password",
    "port",
    "target_session_attrs",
    "user",
];

/// A PostgreSQL server and how it is reached.
#[derive(Clone, PartialEq, Eq)]
pub struct Postgres {
    /// What the driver needs, without the parameters of TLS.
    pub connection: Config,
    /// Whether and how connections are encrypted.
    pub tls: PostgresTls,
}

/// How connections to PostgreSQL are encrypted. A certificate is checked against the file, or
/// against the system's authorities if there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PostgresTls {
    /// They are not.
    Disabled,
    /// They are, and the certificate is checked, but not the name in it.
    Encrypted(Option<PathBuf>),
    /// They are, and both are checked.
    Verified(Option<PathBuf>),
}

/// Reads a URL with the scheme `postgres` or `postgresql`. No error shows more of it than the name
/// of a parameter or a value of `sslmode`: the rest may be secret.
pub(super) fn read(reader: &mut Reader<'_>, text: &str) -> Postgres {
    let (address, query) = text.split_once('?').unwrap_or((text, ""));
    let (mut kept, mut mode, mut roots) = (Vec::new(), None, None);
    for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        match name {
            "sslmode" => mode = Some(value),
            "sslrootcert" => {
                roots = Some(PathBuf::from(&*percent_decode_str(value).decode_utf8_lossy()));
            }
            _ if PARAMETERS.contains(&name) => kept.push(parameter),
            _ => {
                let hint = format!("Known are {}, sslmode and sslrootcert.", PARAMETERS.join(", "));
                let message = format!("has an unsupported parameter ({})", name.escape_debug());
                reader.error(NAME, &message, &hint);
            }
        }
    }
    let Ok(mut connection) = format!("{address}?{}", kept.join("&")).parse::<Config>() else {
        reader.error(NAME, "must be a valid PostgreSQL URL", HINT);
        return Postgres { connection: Config::new(), tls: PostgresTls::Disabled };
    };
    if connection.get_hosts().is_empty() {
        reader.error(NAME, "must name a host", HINT);
    }
    complete(&mut connection);
    let is_local = connection.get_hosts().iter().all(is_local);
    let tls = match mode {
        None if is_local && roots.is_none() => PostgresTls::Disabled,
        None | Some("verify-full") => PostgresTls::Verified(roots),
        Some("require") => PostgresTls::Encrypted(roots),
        Some("disable") => PostgresTls::Disabled,
        Some(other) => {
            let message = format!("has an unsupported sslmode ({})", other.escape_debug());
            reader.error(NAME, &message, "Write disable, require or verify-full.");
            PostgresTls::Disabled
        }
    };
    connection.ssl_mode(match tls {
        PostgresTls::Disabled => SslMode::Disable,
        PostgresTls::Encrypted(_) | PostgresTls::Verified(_) => SslMode::Require,
    });
    let postgres = Postgres { connection, tls };
    reader.show(NAME, &postgres);
    postgres
}

/// Sets what the URL leaves open.
fn complete(connection: &mut Config) {
    if connection.get_application_name().is_none() {
        connection.application_name("vestibule");
    }
    if connection.get_connect_timeout().is_none() {
        let is_one = connection.get_hosts().len() == 1;
        let timeout = if is_one { CONNECT_TIMEOUT } else { CONNECT_TIMEOUT_OF_SEVERAL };
        connection.connect_timeout(timeout);
    }
    // A standby would refuse every change.
    if connection.get_target_session_attrs() == TargetSessionAttrs::Any {
        connection.target_session_attrs(TargetSessionAttrs::ReadWrite);
    }
    connection.tcp_user_timeout(TCP_TIMEOUT);
}

fn is_local(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => {
            name.eq_ignore_ascii_case("localhost")
                || name.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback())
        }
        Host::Unix(_) => true,
    }
}

/// Without the password.
impl fmt::Display for Postgres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("postgres://")?;
        if let Some(user) = self.connection.get_user() {
            write!(f, "{user}@")?;
        }
        for (number, host) in self.connection.get_hosts().iter().enumerate() {
            let separator = if number == 0 { "" } else { "," };
            match host {
                Host::Tcp(name) => write!(f, "{separator}{name}")?,
                Host::Unix(folder) => write!(f, "{separator}{}", folder.display())?,
            }
            let ports = self.connection.get_ports();
            if let Some(port) = ports.get(number).or(ports.first()) {
                write!(f, ":{port}")?;
            }
        }
        let user = self.connection.get_user().unwrap_or_default();
        write!(f, "/{}", self.connection.get_dbname().unwrap_or(user))
    }
}

/// Without the password.
impl fmt::Debug for Postgres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self} ({:?})", self.tls)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Settings;
    use super::*;

    fn parsed(text: &str) -> Result<Postgres, String> {
        let settings = Settings::default();
        let mut reader = Reader::new(&settings);
        let postgres = read(&mut reader, text);
        reader.finish().map(|_| postgres).map_err(|errors| errors.to_string())
    }

    #[test]
    fn certificates_are_checked_unless_the_server_is_local_or_the_url_says_otherwise() {
        let roots = || Some(PathBuf::from("/etc/my ca.pem"));
        for (url, expected) in [
            ("postgres://db.example.com/v", PostgresTls::Verified(None)),
            ("postgres://127.0.0.1/v", PostgresTls::Disabled),
            ("postgres://[::1]/v", PostgresTls::Disabled),
            ("postgres://LocalHost/v", PostgresTls::Disabled),
            ("postgres:///v?host=/run/postgresql", PostgresTls::Disabled),
            ("postgres://127.0.0.1,db.example.com/v", PostgresTls::Verified(None)),
            ("postgres://localhost/v?sslrootcert=/etc/my%20ca.pem", PostgresTls::Verified(roots())),
            ("postgres://localhost/v?sslmode=verify-full", PostgresTls::Verified(None)),
            ("postgres://db.example.com/v?sslmode=disable", PostgresTls::Disabled),
            ("postgresql://db.example.com/v?sslmode=require", PostgresTls::Encrypted(None)),
            (
                "postgres://db.example.com/v?sslmode=require&sslrootcert=/etc/my%20ca.pem",
                PostgresTls::Encrypted(roots()),
            ),
        ] {
            assert_eq!(parsed(url).unwrap().tls, expected, "{url}");
        }
    }

    #[test]
    fn one_of_several_servers_is_given_up_sooner() {
        for (url, seconds) in [
            ("postgres://a.example.com/v", 5),
            ("postgres://a.example.com,b.example.com/v", 2),
            ("postgres://a.example.com,b.example.com/v?connect_timeout=1", 1),
        ] {
            let timeout = parsed(url).unwrap().connection.get_connect_timeout().copied();
            assert_eq!(timeout, Some(Duration::from_secs(seconds)), "{url}");
        }
    }

    #[test]
    fn a_url_shows_neither_password_nor_parameters() {
        for (url, shown) in [
            (
                "postgres://ada:canary@db.example.com:5433/vestibule?connect_timeout=3",
                "postgres://ada@db.example.com:5433/vestibule",
            ),
            (
                "postgres://ada@a.example.com,b.example.com/v",
                "postgres://ada@a.example.com:5432,b.example.com:5432/v",
            ),
            ("postgres://ada@localhost", "postgres://ada@localhost:5432/ada"),
        ] {
            let postgres = parsed(url).unwrap();
            assert_eq!(postgres.to_string(), shown);
            assert!(!format!("{postgres:?}").contains("canary"));
        }
    }

    #[test]
    fn what_is_unknown_is_refused_by_its_name_and_shows_nothing_else() {
        for (url, told) in [
            ("postgres://ada:canary@localhost/v?sslmode=prefer", "unsupported sslmode (prefer)"),
            (
                "postgres://ada:canary@localhost/v?sslmode=verify-ca",
                "unsupported sslmode (verify-ca)",
            ),
            ("postgres://ada:canary@localhost/v?sslmode=", "unsupported sslmode ()"),
            (
                "postgres://ada:canary@localhost/v?pgbouncer=canary",
                "unsupported parameter (pgbouncer)",
            ),
            ("postgres://ada:canary@localhost/v?sslcert=canary", "unsupported parameter (sslcert)"),
            ("postgres://ada:canary@localhost:port/v", "must be a valid PostgreSQL URL"),
            ("postgres://", "must name a host"),
        ] {
            let error = parsed(url).unwrap_err();
            assert!(error.contains(told) && !error.contains("canary"), "{url}: {error}");
        }
    }
}
