//! The keys that sign tokens. Production checks them at the start; development takes any.

use vestibule::config::{Config, Environment, find_weakness};

use super::Finding;

const CHECK: &str = "secrets";

pub(super) fn check(config: &Config) -> Vec<Finding> {
    const HINT: &str =
        "Make one with: openssl rand -base64 48. Everybody will have to sign in again.";
    let mut findings = Vec::new();
    let keys = config.secrets().into_iter().filter_map(|(name, key)| Some((name, key?.expose())));
    for (name, key) in keys.filter(|(_, key)| !key.is_empty()) {
        if let Some(weakness) = find_weakness(key) {
            findings.push(Finding::error(CHECK, format!("{name} {weakness}"), HINT));
        }
    }
    let (access, refresh) =
        (config.access_token_secret.expose(), config.refresh_token_secret.expose());
    if !access.is_empty() && access == refresh {
        findings.push(Finding::error(CHECK, "both kinds of token have the same one", HINT));
    }
    if findings.is_empty() {
        let message = if access.is_empty() || refresh.is_empty() {
            "made at the first start"
        } else {
            "strong"
        };
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
