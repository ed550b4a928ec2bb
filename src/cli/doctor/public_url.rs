//! How browsers reach the server: PUBLIC_URL, BIND_ADDRESS and TRUSTED_PROXIES must agree.

use std::net::SocketAddr;

use url::{Host, Url};
use vestibule::config::{Config, SameSite};

use super::Finding;

const CHECK: &str = "reach";

pub(super) fn check(config: &Config) -> Vec<Finding> {
    let (origin, address) = (&config.public_url.origin, config.bind_address);
    let behind_proxy = !config.trusted_proxies.is_empty();
    let mut findings = Vec::new();
    if config.trusted_proxies.iter().any(|network| network.prefix_len() == 0) {
        let message = "TRUSTED_PROXIES contains every address, so any client can claim any address";
        findings.push(Finding::error(CHECK, message, "List only the addresses of your proxies."));
    }
    if config.public_url.https {
        findings.extend(
            (!behind_proxy && config.tls.is_none()).then(|| https_without_proxy(origin, address)),
        );
    } else if let Some(url) = Url::parse(origin).ok().filter(|_| !behind_proxy) {
        findings.extend(http_in_the_open(&url));
        findings.extend(other_port(&url, address));
    } else if let Ok(url) = Url::parse(origin) {
        findings.extend(http_in_the_open(&url));
    }
    if findings.is_empty() {
        findings.push(Finding::ok(CHECK, format!("browsers use {origin}, served on {address}")));
    }
    if config.cookie_same_site == SameSite::Lax {
        let message = "COOKIE_SAME_SITE is lax, so a link on another site opens a page here as the signed-in user";
        findings.push(Finding::warning(
            CHECK,
            message,
            "Remove it unless you need that. The default is strict.",
        ));
    }
    findings
}

fn https_without_proxy(origin: &str, address: SocketAddr) -> Finding {
    let hint = "Add the address of the https proxy to TRUSTED_PROXIES";
    if address.ip().is_loopback() {
        let message = format!(
            "PUBLIC_URL is {origin}, so a proxy must be in front of {address}, but TRUSTED_PROXIES is empty: all requests seem to come from the proxy and share its rate limits"
        );
        return Finding::error(
            CHECK,
            message,
            format!("{hint}: 127.0.0.1 if it is on this machine."),
        );
    }
    let message = format!(
        "PUBLIC_URL is {origin}, but {address} accepts plain http from anywhere, and TRUSTED_PROXIES is empty: clients can bypass the proxy, or all seem to come from it"
    );
    Finding::error(
        CHECK,
        message,
        format!(
            "{hint}, and listen where only it can connect: BIND_ADDRESS=127.0.0.1:{}.",
            address.port()
        ),
    )
}

fn http_in_the_open(url: &Url) -> Option<Finding> {
    let here = match url.host()? {
        Host::Domain(name) => name == "localhost" || name.ends_with(".localhost"),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    };
    let message =
        "PUBLIC_URL is http and not on this machine: passwords and cookies are sent unencrypted";
    let hint = "Put an https proxy in front and set PUBLIC_URL to its origin.";
    (!here).then(|| Finding::error(CHECK, message, hint))
}

fn other_port(url: &Url, address: SocketAddr) -> Option<Finding> {
    let port = url.port_or_known_default()?;
    let message = format!(
        "PUBLIC_URL has port {port}, but the server listens on {}, and TRUSTED_PROXIES names no proxy: forms will be rejected as cross-site",
        address.port()
    );
    let hint = "Use the same port for both, or name the proxy in TRUSTED_PROXIES.";
    (port != address.port()).then(|| Finding::error(CHECK, message, hint))
}

#[cfg(test)]
mod tests {
    use vestibule::config::Settings;

    use super::super::Level;
    use super::*;

    fn wrong(public_url: &str, bind_address: &str, proxies: &str) -> Vec<String> {
        let settings = Settings::default()
            .with("PUBLIC_URL", public_url)
            .with("BIND_ADDRESS", bind_address)
            .with("TRUSTED_PROXIES", proxies);
        let findings = check(&Config::check(&settings).unwrap());
        let wrong = findings.into_iter().filter(|finding| finding.level == Level::Error);
        wrong
            .map(|finding| finding.message + finding.hint.as_deref().unwrap_or("no hint"))
            .collect()
    }

    #[test]
    fn settings_that_agree_are_well() {
        for (public_url, bind_address, proxies) in [
            ("http://localhost:8080", "127.0.0.1:8080", ""),
            ("http://127.0.0.1:3000", "0.0.0.0:3000", ""),
            ("http://[::1]:8080", "[::1]:8080", ""),
            ("http://accounts.localhost:8000", "127.0.0.1:8080", "127.0.0.1"),
            ("https://accounts.example.com", "127.0.0.1:8080", "127.0.0.1"),
            ("https://accounts.example.com", "0.0.0.0:8080", "10.0.0.0/8"),
        ] {
            assert_eq!(
                wrong(public_url, bind_address, proxies),
                [""; 0],
                "{public_url} {bind_address} {proxies}"
            );
        }
    }

    #[test]
    fn settings_that_contradict_each_other_are_found_and_the_mend_is_told() {
        for (public_url, bind_address, proxies, told) in [
            ("https://accounts.example.com", "0.0.0.0:8080", "", "BIND_ADDRESS=127.0.0.1:8080"),
            ("https://accounts.example.com", "[::]:8080", "", "TRUSTED_PROXIES is empty"),
            (
                "https://accounts.example.com",
                "127.0.0.1:8080",
                "",
                "127.0.0.1 if it is on this machine",
            ),
            ("https://accounts.example.com", "127.0.0.1:8080", "0.0.0.0/0", "every address"),
            ("https://accounts.example.com", "127.0.0.1:8080", "127.0.0.1, ::/0", "every address"),
            ("http://accounts.example.com:8080", "0.0.0.0:8080", "", "https proxy in front"),
            ("http://accounts.example.com", "0.0.0.0:8080", "10.0.0.1", "https proxy in front"),
            ("http://localhost:3000", "127.0.0.1:8080", "", "port 3000"),
            ("http://localhost", "127.0.0.1:8080", "", "port 80,"),
        ] {
            let found = wrong(public_url, bind_address, proxies);
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(found[0].contains(told), "{told}: {found:?}");
        }
    }
}
