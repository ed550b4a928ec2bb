//! Wrong settings: refused all together, each with its name and what to do, before anything is
//! created.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;

use vestibule::config::{Config, Kind, Setting, Settings, declared};

use super::{SECRETS, flag};
use crate::support::Binary;

/// A setting, a wrong value, the message and the hint.
type Wrong = (&'static str, &'static str, &'static str, &'static str);

const WRONG: &[Wrong] = &[
    ("APP_ENV", "prod", r#"not "prod""#, "development or production"),
    ("APP_ENV", "Production", r#"not "Production""#, "development or production"),
    ("BIND_ADDRESS", "8080", r#"not "8080""#, "like 127.0.0.1:8080"),
    ("BIND_ADDRESS", "127.0.0.1", r#"not "127.0.0.1""#, "like 127.0.0.1:8080"),
    ("BIND_ADDRESS", "127.0.0.1:99999", r#"not "127.0.0.1:99999""#, "like 127.0.0.1:8080"),
    ("PUBLIC_URL", "localhost:8080", r#"not "localhost:8080""#, "Write an origin"),
    ("PUBLIC_URL", "ftp://example.com", r#"not "ftp://example.com""#, "Write an origin"),
    ("PUBLIC_URL", "https://", r#"not "https://""#, "Write an origin"),
    ("PUBLIC_URL", "https://example.com/app", "must contain only a scheme", "Write an origin"),
    ("PUBLIC_URL", "https://example.com/?x", "must contain only a scheme", "Write an origin"),
    ("PUBLIC_URL", "https://ada@example.com", "must contain only a scheme", "Write an origin"),
    ("DATABASE_URL", ":memory:", r#"not ":memory:""#, "sqlite:PATH"),
    ("DATABASE_URL", "sqlite::memory:", r#"not "sqlite::memory:""#, "sqlite:PATH"),
    ("DATABASE_URL", "sqlite:", r#"not "sqlite:""#, "sqlite:PATH"),
    ("DATABASE_URL", "mysql://example.com/x", "has an unsupported scheme (mysql)", "sqlite:PATH"),
    ("DATABASE_URL", "sqlite3:data.db", "(sqlite3)", "sqlite:PATH"),
    ("DATABASE_URL", "sqlite:data.db?cache=shared", "(cache)", "mode=rwc"),
    ("DATABASE_URL", "file:with%20blank.db", "%20", "literally"),
    (
        "SMTP_URL",
        "smtp://ada:pass#word@mail.example.com",
        "must not contain # in its username or password",
        "# as %23",
    ),
    ("SMTP_URL", "mail.example.com", "must be the URL of a mail server", "smtp://"),
    ("SMTP_URL", "http://mail.example.com", "must be the URL of a mail server", "smtp://"),
    (
        "DATABASE_URL_FILE",
        "missing",
        "must be a readable file; cannot read missing (",
        "contains only DATABASE_URL.",
    ),
    (
        "ACCESS_TOKEN_SECRET_FILE",
        "missing",
        "must be a readable file; cannot read missing (",
        "contains only ACCESS_TOKEN_SECRET.",
    ),
    (
        "ACCESS_TOKEN_SECRET_PREVIOUS_FILE",
        "/",
        "must be a readable file; cannot read / (",
        "only ACCESS_TOKEN_SECRET_PREVIOUS.",
    ),
    (
        "REFRESH_TOKEN_SECRET_FILE",
        "/dev/null",
        "must be a file that contains a value; /dev/null is empty",
        "contains only REFRESH_TOKEN_SECRET.",
    ),
    (
        "REFRESH_TOKEN_SECRET_PREVIOUS_FILE",
        "/dev/zero",
        "must be a file of at most 16 KiB; /dev/zero is larger",
        "only REFRESH_TOKEN_SECRET_PREVIOUS.",
    ),
    (
        "SMTP_URL_FILE",
        "missing/url",
        "must be a readable file; cannot read missing/url (",
        "contains only SMTP_URL.",
    ),
    ("TLS_CERT", "cert.pem", "requires TLS_KEY", "private key"),
    ("TLS_KEY", "key.pem", "requires TLS_CERT", "certificate"),
    ("MAIL_FROM", "nobody", r#"not "nobody""#, "accounts@example.com"),
    ("ACCESS_TOKEN_TTL", "15", r#"not "15""#, "90s, 15m, 12h or 7d"),
    ("ACCESS_TOKEN_TTL", "soon", r#"not "soon""#, "90s, 15m, 12h or 7d"),
    ("ACCESS_TOKEN_TTL", "-5m", r#"not "-5m""#, "90s, 15m, 12h or 7d"),
    ("ACCESS_TOKEN_TTL", "0s", r#"not "0s""#, "1s to 1d"),
    ("ACCESS_TOKEN_TTL", "2d", r#"not "2d""#, "1s to 1d"),
    ("ACCESS_TOKEN_TTL", "1500ms", r#"not "1500ms""#, "whole seconds"),
    ("REFRESH_TOKEN_TTL", "0s", r#"not "0s""#, "1s to 400d"),
    ("REFRESH_TOKEN_TTL", "401d", r#"not "401d""#, "1s to 400d"),
    (
        "REFRESH_TOKEN_TTL",
        "5m",
        "must not be longer than REFRESH_TOKEN_TTL",
        "before refresh tokens",
    ),
    ("REFRESH_GRACE", "2h", r#"not "2h""#, "0s to 1h"),
    ("REFRESH_RECOVERY", "2d", r#"not "2d""#, "0s to 1d"),
    ("SESSION_MAX_AGE", "0s", r#"not "0s""#, "1s to 3650d"),
    ("BCRYPT_COST", "3", r#"not "3""#, "4 to 16"),
    ("BCRYPT_COST", "17", r#"not "17""#, "4 to 16"),
    ("BCRYPT_COST", "-1", r#"not "-1""#, "4 to 16"),
    ("BCRYPT_COST", "12.5", r#"not "12.5""#, "whole number"),
    ("BCRYPT_COST", "99999999999999999999", r#"not "99999999999999999999""#, "whole number"),
    ("BCRYPT_BATCH", "0", r#"not "0""#, "1 to 4"),
    ("BCRYPT_BATCH", "5", r#"not "5""#, "1 to 4"),
    ("HASHING_THREADS", "0", r#"not "0""#, "1 to 256"),
    ("HASHING_THREADS", "257", r#"not "257""#, "1 to 256"),
    ("HTTP_WORKERS", "0", r#"not "0""#, "1 to 256"),
    ("HTTP_WORKERS", "257", r#"not "257""#, "1 to 256"),
    ("READ_CONNECTIONS", "0", r#"not "0""#, "1 to 32"),
    ("READ_CONNECTIONS", "33", r#"not "33""#, "1 to 32"),
    ("PASSWORD_MIN_LENGTH", "7", r#"not "7""#, "8 to 128"),
    ("PASSWORD_MIN_LENGTH", "129", r#"not "129""#, "8 to 128"),
    ("USERNAMES", "on", r#"not "on""#, "optional, required or off"),
    ("COOKIE_SAME_SITE", "none", r#"not "none""#, "strict or lax"),
    (
        "TRUSTED_PROXIES",
        "proxy.example.com",
        r#"not "proxy.example.com""#,
        "commas, like 10.0.0.0/8, ::1",
    ),
    ("TRUSTED_PROXIES", "::1, 10.0.0.0/33", r#"not "10.0.0.0/33""#, "commas, like 10.0.0.0/8, ::1"),
    (
        "TRUSTED_PROXIES",
        "127.0.0.1, fe80::1%eth0",
        r#"not "fe80::1%eth0""#,
        "commas, like 10.0.0.0/8, ::1",
    ),
    (
        "TRUSTED_PROXIES",
        "::ffff:10.0.0.0/90",
        r#"not "::ffff:10.0.0.0/90""#,
        "commas, like 10.0.0.0/8, ::1",
    ),
    ("TRUSTED_PROXIES", "[::1]:80,10.0.0.1", r#"not "[::1]:80""#, "commas, like 10.0.0.0/8, ::1"),
    ("HSTS", "preload", r#"not "preload""#, "on, subdomains or off"),
    ("HSTS", "On", r#"not "On""#, "on, subdomains or off"),
    ("KEEP_ALIVE", "0s", r#"not "0s""#, "1s to 1h"),
    ("KEEP_ALIVE", "2h", r#"not "2h""#, "1s to 1h"),
    ("KEEP_ALIVE", "75", r#"not "75""#, "90s, 15m, 12h or 7d"),
    ("BRAND_NAME", "a\tb", r#"not "a\tb""#, "on one line"),
    ("BRAND_ACCENT", "green", r#"not "green""#, "#d9622b or #fa0"),
    ("BRAND_LOGO", "/dev/null", "must be an SVG or PNG file", "SVG (in UTF-8) or PNG"),
    ("TERMS_URL", "ftp://example.com", r#"not "ftp://example.com""#, "https://example.com/page"),
    ("PRIVACY_URL", "privacy", r#"not "privacy""#, "https://example.com/page"),
    ("SUPPORT_URL", "help@example.com", r#"not "help@example.com""#, "mailto:help@example.com"),
    ("SUPPORT_URL", "mailto:", r#"not "mailto:""#, "mailto:help@example.com"),
    ("SUPPORT_URL", "mailto:help", r#"not "mailto:help""#, "mailto:help@example.com"),
    (
        "SUPPORT_URL",
        "javascript:alert(1)",
        r#"not "javascript:alert(1)""#,
        "https://example.com/help",
    ),
    ("SUPPORT_URL", "https://ada:canary@example.com", r#"not "…""#, "https://example.com/help"),
    ("LOG_CLIENT_IP", "half", r#"not "half""#, "full, truncated or off"),
    ("RATE_LIMITS", "no", r#"not "no""#, "on or off"),
    ("RUST_LOG", "vestibule=loud", r#"not "vestibule=loud""#, "Write a level"),
];

/// What a production of its own has to set, at least.
const PRODUCTION: [(&str, &str); 2] =
    [("APP_ENV", "production"), ("PUBLIC_URL", "https://accounts.example.com")];

/// What production refuses beyond that: the value, and what is said.
const UNSAFE: &[(&str, &str, &str)] = &[
    ("ACCESS_TOKEN_SECRET", "", "must be set in production"),
    ("REFRESH_TOKEN_SECRET", "", "must be set in production"),
    ("ACCESS_TOKEN_SECRET", "q7Zp2LxV9mWc4RtK8sNd6HfJ3bYgUaE", "must have at least 32 bytes"),
    ("REFRESH_TOKEN_SECRET", "secret", "must have at least 32 bytes"),
    ("ACCESS_TOKEN_SECRET", "change-me-change-me-change-me-please", "must not be a placeholder"),
    ("ACCESS_TOKEN_SECRET", "your-256-bit-secret-your-256-bit-secret", "must not be a placeholder"),
    (
        "REFRESH_TOKEN_SECRET",
        "your-refresh-secret-key-different-from-access",
        "must not be a placeholder",
    ),
    ("ACCESS_TOKEN_SECRET", "0123456789abcdef0123456789abcdef", "must not repeat"),
    ("REFRESH_TOKEN_SECRET", "ReplaceThisWithSomethingOfYourOwn", "must not be a placeholder"),
    ("ACCESS_TOKEN_SECRET", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "must not repeat"),
    ("REFRESH_TOKEN_SECRET", "abcdabcdabcdabcdabcdabcdabcdabcdabcd", "must not repeat"),
    ("REFRESH_TOKEN_SECRET", SECRETS[0].1, "must not be the same as ACCESS_TOKEN_SECRET"),
    (
        "ACCESS_TOKEN_SECRET_PREVIOUS",
        "q7Zp2LxV9mWc4RtK8sNd6HfJ3bYgUaE",
        "must have at least 32 bytes",
    ),
    (
        "REFRESH_TOKEN_SECRET_PREVIOUS",
        "change-me-change-me-change-me-please",
        "must not be a placeholder",
    ),
    (
        "ACCESS_TOKEN_SECRET_PREVIOUS",
        SECRETS[0].1,
        "must not be the same as ACCESS_TOKEN_SECRET. Set it to the previous secret",
    ),
    (
        "REFRESH_TOKEN_SECRET_PREVIOUS",
        SECRETS[1].1,
        "must not be the same as REFRESH_TOKEN_SECRET. Set it to the previous secret",
    ),
    (
        "REFRESH_TOKEN_SECRET_PREVIOUS",
        SECRETS[0].1,
        "must not be the same as ACCESS_TOKEN_SECRET. Use a different secret",
    ),
    ("PUBLIC_URL", "http://accounts.example.com", "must be https in production"),
    ("PUBLIC_URL", "", "must be https in production"),
    ("RATE_LIMITS", "off", "must be on in production"),
    ("BCRYPT_COST", "9", "must be from 10 to 16 in production, not 9"),
    ("BCRYPT_COST", "4", "must be from 10 to 16 in production, not 4"),
];

/// Shows: REL-26.
#[test]
fn a_wrong_value_is_refused_with_its_name_and_a_hint_and_nothing_is_created() {
    for (variable, value, fault, hint) in WRONG {
        let binary = Binary::new(&[(variable, value)]);
        let ended = binary.run(&[] as &[&str]);
        let case = format!("{variable}={value}: {ended:?}");
        assert_eq!(ended.code, Some(2), "{case}");
        assert_eq!(ended.out, "", "{case}");
        let lines: Vec<&str> = ended.err.lines().collect();
        assert_eq!(lines.len(), 2, "a heading and one error: {case}");
        // An error about two lifetimes names either of them.
        let named = [*variable, "ACCESS_TOKEN_TTL"]
            .iter()
            .any(|name| lines[1].starts_with(&format!("  {name} ")));
        assert!(named && lines[1].contains(variable), "{case}");
        assert!(lines[1].contains(fault) && lines[1].contains(hint), "{case}");
        assert_eq!(binary.files(), [] as [&str; 0], "{case}");
    }
}

#[test]
fn a_value_that_the_declaration_excludes_is_refused() {
    for Setting { name, kind, .. } in declared() {
        let outside: Vec<String> = match kind {
            Kind::Choice(words) => vec!["no-such-word".to_owned(), words[0].to_uppercase()],
            Kind::Duration(..) => {
                vec!["soon".to_owned(), "-1s".to_owned(), "36500d".to_owned(), "1500ms".to_owned()]
            }
            Kind::Number(min, max) => {
                vec![(i64::from(*min) - 1).to_string(), (max + 1).to_string(), "1.5".to_owned()]
            }
            // What a text may be is known where it is read.
            Kind::Text(_) | Kind::Secret(_) => {
                assert!(
                    WRONG.iter().any(|wrong| wrong.0 == *name)
                        || UNSAFE.iter().any(|wrong| wrong.0 == *name)
                );
                continue;
            }
            Kind::Path => continue,
        };
        for value in outside {
            let error =
                Config::check(&Settings::default().with(name, &value)).unwrap_err().to_string();
            assert_eq!(error.lines().count(), 2, "{name}={value}: {error}");
            assert!(
                error.contains(&format!("\n  {name} ")) && error.contains(&value),
                "{name}={value}: {error}"
            );
        }
    }
}

#[test]
fn a_wrong_flag_is_refused_like_a_wrong_variable() {
    for command in [&[][..], &["serve"]] {
        let arguments = [command, &["--bcrypt-cost", "3"]].concat();
        let ended = Binary::new(&[]).run(&arguments);
        assert_eq!(ended.code, Some(2), "{ended:?}");
        assert!(
            ended.err.contains("\n  BCRYPT_COST must be a whole number from 4 to 16, not \"3\"."),
            "{ended:?}"
        );
    }
}

#[test]
fn a_value_that_is_not_text_is_refused() {
    // A key and a path may be any bytes.
    let is_text = |setting: &&Setting| !matches!(setting.kind, Kind::Path | Kind::Secret("SECRET"));
    for Setting { name: variable, .. } in declared().filter(is_text) {
        let binary = Binary::new(&[]);
        let value = OsString::from_vec(b"12\xff".to_vec());
        let ended = binary.run(&[OsString::from(flag(variable)), value]);
        assert_eq!(ended.code, Some(2), "{variable}: {ended:?}");
        assert!(
            ended.err.contains(&format!("\n  {variable} must be UTF-8. ")),
            "{variable}: {ended:?}"
        );
        assert_eq!(binary.files(), [] as [&str; 0], "{variable}");
    }
}

/// Shows: REL-26.
#[test]
fn several_wrong_values_are_reported_together() {
    let binary = Binary::new(&[
        ("BCRYPT_COST", "3"),
        ("RATE_LIMITS", "no"),
        ("PUBLIC_URL", "x"),
        ("RUST_LOG", "vestibule=loud"),
    ]);
    let ended = binary.run(&["--access-token-ttl", "soon"]);
    assert_eq!(ended.code, Some(2));
    for name in ["ACCESS_TOKEN_TTL", "PUBLIC_URL", "BCRYPT_COST", "RATE_LIMITS", "RUST_LOG"] {
        assert_eq!(ended.err.matches(&format!("\n  {name} ")).count(), 1, "{name}: {}", ended.err);
    }
    assert_eq!(ended.err.lines().count(), 6, "{}", ended.err);
}

/// Shows: CK-10, JWT-06, JWT-42, REL-40, REL-43, ASVS 11.2.3, ASVS 11.4.2, ASVS 13.2.3,
/// ASVS 13.4.2.
#[test]
fn production_refuses_what_is_unsafe_and_never_shows_a_secret() {
    for (variable, value, fault) in UNSAFE {
        let mut variables = [PRODUCTION, SECRETS].concat();
        variables.retain(|(name, _)| name != variable);
        variables.push((variable, value));
        let binary = Binary::new(&variables);
        let ended = binary.run(&[] as &[&str]);
        let case = format!("{variable}={value}: {ended:?}");
        assert_eq!(ended.code, Some(2), "{case}");
        assert_eq!(ended.err.lines().count(), 2, "{case}");
        assert!(
            ended.err.contains(&format!("\n  {variable} ")) && ended.err.contains(fault),
            "{case}"
        );
        for (_, secret) in
            variables.iter().filter(|(name, secret)| name.contains("_SECRET") && !secret.is_empty())
        {
            assert!(!ended.err.contains(secret) && !ended.out.contains(secret), "{case}");
        }
        assert_eq!(binary.files(), [] as [&str; 0], "{case}");
    }
}

/// Shows: REL-40.
#[test]
fn production_refuses_one_kinds_secret_as_the_previous_one_of_the_other_kind() {
    let other = "Tn4Xc8Vb2Lk9Pq3Wz7Rm5Hd6Yf1Gs0Ja";
    for (variables, told) in [
        (
            &[("ACCESS_TOKEN_SECRET_PREVIOUS", SECRETS[1].1)][..],
            "REFRESH_TOKEN_SECRET must not be the same as ACCESS_TOKEN_SECRET_PREVIOUS. Use a different secret",
        ),
        (
            &[("ACCESS_TOKEN_SECRET_PREVIOUS", other), ("REFRESH_TOKEN_SECRET_PREVIOUS", other)],
            "REFRESH_TOKEN_SECRET_PREVIOUS must not be the same as ACCESS_TOKEN_SECRET_PREVIOUS. Use a different secret",
        ),
    ] {
        let ended =
            Binary::new(&[&PRODUCTION[..], &SECRETS, variables].concat()).run(&[] as &[&str]);
        assert_eq!((ended.code, ended.err.lines().count()), (Some(2), 2), "{ended:?}");
        assert!(ended.err.contains(told), "{told}: {ended:?}");
    }
}

#[test]
fn production_reports_everything_unsafe_together() {
    let ended =
        Binary::new(&[("APP_ENV", "production"), ("RATE_LIMITS", "off")]).run(&[] as &[&str]);
    assert_eq!(ended.code, Some(2));
    for name in ["ACCESS_TOKEN_SECRET", "REFRESH_TOKEN_SECRET", "PUBLIC_URL", "RATE_LIMITS"] {
        assert!(ended.err.contains(&format!("\n  {name} ")), "{name}: {}", ended.err);
    }
}

/// Shows: REL-41, ASVS 13.3.1.
#[test]
fn production_starts_when_it_is_safe_and_keeps_no_secret_beside_the_database() {
    let binary = Binary::new(&[PRODUCTION, SECRETS].concat());
    let serving = binary.serve(&[]);
    assert!(serving.address.starts_with("http://127.0.0.1:"));
    assert!(
        binary.files().iter().all(|name| name.starts_with("vestibule.db")),
        "{:?}",
        binary.files()
    );
}

#[test]
fn development_accepts_what_production_refuses() {
    for (variable, value, _) in UNSAFE {
        let binary = Binary::new(&[(variable, value)]);
        drop(binary.serve(&[]));
    }
}
