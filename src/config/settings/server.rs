//! Server: what it listens on, what browsers see, proxies, certificates.

use strum::VariantNames;

use crate::config::declaration::{Group, choice, duration, path, text};
use crate::config::values::{Environment, Hsts};
use crate::locale::TAGS;

/// The settings of this group.
pub(super) const GROUP: Group = Group {
    title: "Server",
    settings: &[
        choice("APP_ENV", Environment::VARIANTS, "development", "`production` refuses to start with unsafe settings.")
            .details(
                "It needs both secrets, strong and different, an https PUBLIC_URL and rate limits. Development creates \
                 missing secrets and accepts weak ones.",
            ),
        text("BIND_ADDRESS", "ADDRESS", "127.0.0.1:8080", "The address and port to listen on."),
        text(
            "PUBLIC_URL",
            "URL",
            "http://localhost:8080",
            "The origin that browsers see, without a path. With https, cookies are Secure and HSTS is sent.",
        )
        .details(
            "It is the issuer of tokens, the start of mailed links, and the only origin whose pages may send \
             requests that change something. With https, the names of the cookies begin with `__Host-`.",
        ),
        choice(
            "HSTS",
            Hsts::VARIANTS,
            "on",
            "The HSTS header, if PUBLIC_URL is https: `on` is a year for this host, `subdomains` includes its \
             subdomains.",
        )
        .details("Without https, or with `off`, the header is not sent."),
        text(
            "TRUSTED_PROXIES",
            "RANGES",
            "",
            "Addresses or CIDR ranges of proxies whose X-Forwarded-For and X-Request-Id headers are trusted, \
             separated by commas, like 10.0.0.0/8, ::1.",
        )
        .details("See [Reverse proxies](operations.md#reverse-proxies)."),
        duration(
            "KEEP_ALIVE",
            "75s",
            ("1s", "1h"),
            "How long an idle connection stays open. It must be longer than a load balancer keeps its own.",
        )
        .details("Otherwise requests are lost that arrive while the connection closes."),
        path(
            "TLS_CERT",
            "The certificate for serving HTTPS directly: a PEM file with the server's certificate first, then the \
             chain. Read again on SIGHUP. Needs TLS_KEY.",
        )
        .details("See [HTTPS](operations.md#https)."),
        path("TLS_KEY", "The private key of TLS_CERT: a PEM file. Read again on SIGHUP."),
        choice(
            "DEFAULT_LANGUAGE",
            TAGS,
            "en",
            "The language of pages, emails and API messages for people whose browser asks for none of these.",
        )
        .details("Everybody else gets the language that they chose, or that their browser asks for."),
    ],
};
