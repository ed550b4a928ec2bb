//! The keys that sign tokens. Production checks them at the start; development takes any.

use vestibule::config::{Config, Environment, find_weakness};

use super::Finding;

const CHECK: &str = "secrets";

pub(super) fn check(config: &Config) -> Vec<Finding> {
    const HINT: &str = "Make one with: openssl rand -base64 48. Everybody will have to sign in again.";
    let keys = [
        ("ACCESS_TOKEN_SECRET", config.access_token_secret.expose()),
        ("REFRESH_TOKEN_SECRET", config.refresh_token_secret.expose()),
    ];
    let previous = [
        ("ACCESS_TOKEN_SECRET_PREVIOUS", &config.access_token_secret_previous),
        ("REFRESH_TOKEN_SECRET_PREVIOUS", &config.refresh_token_secret_previous),
    ];
    let previous = previous.iter().filter_map(|(name, key)| Some((*name, key.as_ref()?.expose())));
    let mut findings = Vec::new();
    for (name, key) in keys.into_iter().chain(previous).filter(|(_, key)| !key.is_empty()) {
        if let Some(weakness) = find_weakness(key) {
            findings.push(Finding::error(CHECK, format!("{name} {weakness}"), HINT));
        }
    }
    if !keys[0].1.is_empty() && keys[0].1 == keys[1].1 {
        findings.push(Finding::error(CHECK, "both kinds of token have the same one", HINT));
    }
    if findings.is_empty() {
        let message = if keys.iter().any(|(_, key)| key.is_empty()) { "made at the first start" } else { "strong" };
        findings.push(Finding::ok(CHECK, message));
    }
    if config.environment == Environment::Development && config.public_url.https {
        let hint = "Set APP_ENV=production, which refuses to start unless it can be safe.";
        findings.push(Finding::warning(
            CHECK,
            "the settings are those of development, though PUBLIC_URL is https",
            hint,
        ));
    }
    findings
}
