//! The keys that sign tokens. Production checks them at the start; development takes any.

use vestibule::config::{Config, Environment, find_weakness};

use super::Finding;

const CHECK: &str = "secrets";

pub(super) fn check(config: &Config) -> Vec<Finding> {
    const HINT: &str =
        "Generate one with: openssl rand -base64 48. All users will have to sign in again.";
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
        findings.push(Finding::error(CHECK, "access and refresh tokens use the same secret", HINT));
    }
    if findings.is_empty() {
        let message = if access.is_empty() || refresh.is_empty() {
            "created at the first start"
        } else {
            "strong"
        };
        findings.push(Finding::ok(CHECK, message));
    }
    if config.environment == Environment::Development && config.public_url.https {
        let hint = "Set APP_ENV=production, which refuses to start with unsafe settings.";
        findings.push(Finding::warning(
            CHECK,
            "development settings are used although PUBLIC_URL is https",
            hint,
        ));
    }
    findings
}
