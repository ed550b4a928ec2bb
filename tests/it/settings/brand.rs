//! The settings of the brand: what is refused, and what `check-config` shows.

use vestibule::config::{Config, Settings};

use crate::support::Binary;

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";

/// A setting, a wrong value, and the message.
const WRONG: &[(&str, &str, &str)] = &[
    ("BRAND_NAME", "Mari\ngold", r#"no control characters, not "Mari\ngold""#),
    ("BRAND_ACCENT", "red", r#"must be a colour in hexadecimal, not "red""#),
    ("BRAND_ACCENT", "d9622b", r#"not "d9622b""#),
    ("BRAND_ACCENT", "#d9622b80", r##"not "#d9622b80""##),
    ("BRAND_ACCENT", "#d96;}", r##"not "#d96;}""##),
    ("TERMS_URL", "example.com/terms", r#"must be the URL of a web page, not "example.com/terms""#),
    ("TERMS_URL", "mailto:terms@example.com", r#"not "mailto:terms@example.com""#),
    ("TERMS_URL", "javascript:alert(1)", r#"not "javascript:alert(1)""#),
    ("PRIVACY_URL", "/privacy", r#"not "/privacy""#),
    ("PRIVACY_URL", "data:text/html,x", r#"not "data:text/html,x""#),
    ("PRIVACY_URL", "https://ada:canary@example.com", r#"not "…""#),
    ("SUPPORT_URL", "tel:112", r#"not "tel:112""#),
    ("BRAND_LOGO", "missing.svg", "must be a readable file; cannot read missing.svg ("),
    ("BRAND_LOGO", "/", "must be a readable file; cannot read / ("),
    ("BRAND_LOGO", "/dev/zero", "must be a file of at most 64 KiB; /dev/zero is larger"),
    ("BRAND_LOGO", "/dev/null", "must be an SVG or PNG file; /dev/null is neither"),
];

#[test]
fn a_wrong_value_is_refused_by_name() {
    for (name, value, fault) in WRONG {
        let told = Config::check(&Settings::default().with(name, value)).unwrap_err().to_string();
        assert_eq!(told.lines().count(), 2, "{told}");
        assert!(told.contains(&format!("\n  {name} ")) && told.contains(fault), "{told}");
    }
}

#[test]
fn a_name_has_at_most_60_characters() {
    let check = |length| Config::check(&Settings::default().with("BRAND_NAME", "ä".repeat(length)));
    assert!(check(60).is_ok());
    assert!(check(61).unwrap_err().to_string().contains("must have at most 60 characters"));
}

#[test]
fn a_logo_has_at_most_64_kib() {
    for (padding, code) in [(64 * 1024 - SVG.len(), Some(0)), (64 * 1024 - SVG.len() + 1, Some(2))]
    {
        let binary = Binary::new(&[("BRAND_LOGO", "logo.svg")]);
        binary.put("logo.svg", &format!("{}{SVG}", " ".repeat(padding)));
        assert_eq!(binary.run(&["check-config"]).code, code);
    }
}

#[test]
fn check_config_shows_the_settings_as_they_take_effect() {
    let binary = Binary::new(&[
        ("BRAND_NAME", " Marigold Kitchens "),
        ("BRAND_ACCENT", "#FA0"),
        ("BRAND_LOGO", "logo.svg"),
        ("TERMS_URL", "https://example.com"),
        ("PRIVACY_URL", "https://example.com/privacy"),
        ("SUPPORT_URL", "mailto:help@example.com"),
    ]);
    binary.put("logo.svg", SVG);
    let told = binary.run(&["check-config"]).out;
    let shown = |name: &str| told.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    for (name, value) in [
        ("BRAND_NAME", "Marigold Kitchens"),
        ("BRAND_ACCENT", "#ffaa00"),
        ("BRAND_LOGO", "logo.svg"),
        ("TERMS_URL", "https://example.com/"),
        ("PRIVACY_URL", "https://example.com/privacy"),
        ("SUPPORT_URL", "mailto:help@example.com"),
    ] {
        assert_eq!(shown(name), Some(value), "{told}");
    }
    let sender = shown("MAIL_FROM").unwrap();
    assert!(sender.contains("Marigold Kitchens") && sender.contains("<vestibule@localhost>"));
}

#[test]
fn commands_of_an_operator_do_not_need_the_logo() {
    let settings = Settings::default().with("BRAND_LOGO", "missing.svg");
    assert!(Config::for_operator(&settings).is_ok());
}
