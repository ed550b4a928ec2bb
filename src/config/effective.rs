//! The settings as they take effect, for `check-config`. Secrets are hidden.

use super::{Config, declared};
use crate::secret::SecretBytes;

impl Config {
    /// Returns every setting with its value, as the setting would accept it. Secrets are hidden.
    pub fn list(&self) -> Vec<(&'static str, String)> {
        let hidden = |name| {
            self.secrets().into_iter().find(|(secret, _)| *secret == name).map(|(_, key)| hide(key))
        };
        let value =
            |name| hidden(name).or_else(|| self.effective.get(name).cloned()).unwrap_or_default();
        declared().map(|setting| (setting.name, value(setting.name))).collect()
    }

    /// Returns the keys that sign and verify. One that is created at the first start is empty.
    pub fn secrets(&self) -> [(&'static str, Option<&SecretBytes>); 4] {
        [
            ("ACCESS_TOKEN_SECRET", Some(&self.access_token_secret)),
            ("ACCESS_TOKEN_SECRET_PREVIOUS", self.access_token_secret_previous.as_ref()),
            ("REFRESH_TOKEN_SECRET", Some(&self.refresh_token_secret)),
            ("REFRESH_TOKEN_SECRET_PREVIOUS", self.refresh_token_secret_previous.as_ref()),
        ]
    }
}

fn hide(secret: Option<&SecretBytes>) -> String {
    match secret.map(|secret| secret.expose().len()) {
        None => String::new(),
        Some(0) => "(created at the first start)".to_owned(),
        Some(bytes) => format!("(hidden, {bytes} bytes)"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Settings;
    use super::*;

    #[test]
    fn every_setting_is_listed_and_no_secret_is_shown() {
        let settings = Settings::default()
            .with("ACCESS_TOKEN_SECRET", "quite-secret-access-token-key-1234567890")
            .with("REFRESH_TOKEN_SECRET_PREVIOUS", "quite-secret-refresh-token-key-123456789")
            .with("SMTP_URL", "smtps://ada:quite-secret@mail.example.com")
            .with("MAIL_FROM", "accounts@example.com");
        let config = Config::check(&settings).unwrap();
        let listed = config.list();
        assert!(listed.iter().map(|(name, _)| *name).eq(declared().map(|setting| setting.name)));
        assert!(listed.iter().all(|(_, value)| !value.contains("quite-secret")));
        assert!(!format!("{config:?}").contains("quite-secret"));
        for (name, value) in [
            ("ACCESS_TOKEN_SECRET", "(hidden, 40 bytes)"),
            ("REFRESH_TOKEN_SECRET", "(created at the first start)"),
            ("REFRESH_TOKEN_SECRET_PREVIOUS", "(hidden, 40 bytes)"),
            ("ACCESS_TOKEN_SECRET_PREVIOUS", ""),
            ("SMTP_URL", "smtps://(hidden)@mail.example.com:465"),
            ("MAIL_DIR", ""),
        ] {
            assert!(listed.contains(&(name, value.to_owned())), "{name}: {listed:?}");
        }
    }

    #[test]
    fn every_setting_with_a_default_takes_effect_with_it() {
        let listed = Config::check(&Settings::default()).unwrap().list();
        for setting in declared().filter(|setting| !setting.default.is_empty()) {
            assert!(
                listed.contains(&(setting.name, setting.default.to_owned())),
                "{}: {listed:?}",
                setting.name
            );
        }
        assert!(listed.iter().all(|(name, value)| *name != "HTTP_WORKERS" || !value.is_empty()));
    }
}
