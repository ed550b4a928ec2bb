//! Wrong settings: refused all together, each with its name and a mend, before anything is made.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;

use vestibule::config::{Config, Kind, Setting, Settings, declared};

use super::{SECRETS, flag};
use crate::support::Binary;

/// A setting, a wrong value, what is said about it and what is told to do.
type Wrong = (&'static str, &'static str, &'static str, &'static str);

const WRONG: &[Wrong] = &[
    ("APP_ENV", "prod", r#"is "prod""#, "development or production"),
    ("APP_ENV", "Production", r#"is "Production""#, "development or production"),
    ("BIND_ADDRESS", "8080", r#"is "8080""#, "an address and a port"),
    ("BIND_ADDRESS", "127.0.0.1", r#"is "127.0.0.1""#, "an address and a port"),
    ("BIND_ADDRESS", "127.0.0.1:99999", r#"is "127.0.0.1:99999""#, "an address and a port"),
    ("PUBLIC_URL", "localhost:8080", r#"is "localhost:8080""#, "Write an origin"),
    ("PUBLIC_URL", "ftp://example.com", r#"is "ftp://example.com""#, "Write an origin"),
    ("PUBLIC_URL", "https://", r#"is "https://""#, "Write an origin"),
    ("PUBLIC_URL", "https://example.com/app", "has more than a scheme", "Write an origin"),
    ("PUBLIC_URL", "https://example.com/?x", "has more than a scheme", "Write an origin"),
    ("PUBLIC_URL", "https://ada@example.com", "has more than a scheme", "Write an origin"),
    ("DATABASE_URL", ":memory:", r#"is ":memory:""#, "path of a file"),
    ("DATABASE_URL", "sqlite::memory:", r#"is "sqlite::memory:""#, "path of a file"),
    ("DATABASE_URL", "sqlite:", r#"is "sqlite:""#, "path of a file"),
    ("DATABASE_URL", "mysql://example.com/x", "has a scheme", "path of a file"),
    ("DATABASE_URL", "sqlite3:data.db", "(sqlite3)", "path of a file"),
    ("DATABASE_URL", "sqlite:data.db?cache=shared", "(cache)", "mode=rwc"),
    ("DATABASE_URL", "file:with%20blank.db", "%20", "as it stands"),
    (
        "SMTP_URL",
        "smtp://ada:pass#word@mail.example.com",
        "has # in its username or password",
        "# as %23",
    ),
    ("SMTP_URL", "mail.example.com", "is not the URL of a mail server", "smtp://"),
    ("SMTP_URL", "http://mail.example.com", "is not the URL of a mail server", "smtp://"),
    (
        "DATABASE_URL_FILE",
        "missing",
        "names missing, which cannot be read",
        "nothing but DATABASE_URL.",
    ),
    (
        "ACCESS_TOKEN_SECRET_FILE",
        "missing",
        "names missing, which cannot be read",
        "nothing but ACCESS_TOKEN_SECRET.",
    ),
    (
        "ACCESS_TOKEN_SECRET_PREVIOUS_FILE",
        "/",
        "names /, which cannot be read",
        "but ACCESS_TOKEN_SECRET_PREVIOUS.",
    ),
    (
        "REFRESH_TOKEN_SECRET_FILE",
        "/dev/null",
        "names /dev/null, which is empty",
        "nothing but REFRESH_TOKEN_SECRET.",
    ),
    (
        "REFRESH_TOKEN_SECRET_PREVIOUS_FILE",
        "/dev/zero",
        "too large for a secret",
        "but REFRESH_TOKEN_SECRET_PREVIOUS.",
    ),
    (
        "SMTP_URL_FILE",
        "missing/url",
        "names missing/url, which cannot be read",
        "nothing but SMTP_URL.",
    ),
    ("TLS_CERT", "cert.pem", "is set without TLS_KEY", "private key"),
    ("TLS_KEY", "key.pem", "is set without TLS_CERT", "certificate"),
    ("MAIL_FROM", "nobody", r#"is "nobody""#, "accounts@example.com"),
    ("ACCESS_TOKEN_TTL", "15", r#"is "15""#, "90s, 15m, 12h or 7d"),
    ("ACCESS_TOKEN_TTL", "soon", r#"is "soon""#, "90s, 15m, 12h or 7d"),
    ("ACCESS_TOKEN_TTL", "-5m", r#"is "-5m""#, "90s, 15m, 12h or 7d"),
    ("ACCESS_TOKEN_TTL", "0s", r#"is "0s""#, "1s to 1d"),
    ("ACCESS_TOKEN_TTL", "2d", r#"is "2d""#, "1s to 1d"),
    ("ACCESS_TOKEN_TTL", "1500ms", r#"is "1500ms""#, "whole seconds"),
    ("REFRESH_TOKEN_TTL", "0s", r#"is "0s""#, "1s to 400d"),
    ("REFRESH_TOKEN_TTL", "401d", r#"is "401d""#, "1s to 400d"),
    (
        "REFRESH_TOKEN_TTL",
        "5m",
        "must not be longer than REFRESH_TOKEN_TTL",
        "before refresh tokens",
    ),
    ("REFRESH_GRACE", "2h", r#"is "2h""#, "0s to 1h"),
    ("REFRESH_RECOVERY", "2d", r#"is "2d""#, "0s to 1d"),
    ("SESSION_MAX_AGE", "0s", r#"is "0s""#, "1s to 3650d"),
    ("BCRYPT_COST", "3", r#"is "3""#, "4 to 16"),
    ("BCRYPT_COST", "17", r#"is "17""#, "4 to 16"),
    ("BCRYPT_COST", "-1", r#"is "-1""#, "4 to 16"),
    ("BCRYPT_COST", "12.5", r#"is "12.5""#, "whole number"),
    ("BCRYPT_COST", "99999999999999999999", "is", "whole number"),
    ("BCRYPT_BATCH", "0", r#"is "0""#, "1 to 4"),
    ("BCRYPT_BATCH", "5", r#"is "5""#, "1 to 4"),
    ("HASHING_THREADS", "0", r#"is "0""#, "1 to 256"),
    ("HASHING_THREADS", "257", r#"is "257""#, "1 to 256"),
    ("HTTP_WORKERS", "0", r#"is "0""#, "1 to 256"),
    ("HTTP_WORKERS", "257", r#"is "257""#, "1 to 256"),
    ("READ_CONNECTIONS", "0", r#"is "0""#, "1 to 32"),
    ("READ_CONNECTIONS", "33", r#"is "33""#, "1 to 32"),
    ("PASSWORD_MIN_LENGTH", "7", r#"is "7""#, "8 to 128"),
    ("PASSWORD_MIN_LENGTH", "129", r#"is "129""#, "8 to 128"),
    ("USERNAMES", "on", r#"is "on""#, "optional, required or off"),
    ("COOKIE_SAME_SITE", "none", r#"is "none""#, "strict or lax"),
    ("TRUSTED_PROXIES", "proxy.example.com", r#"has "proxy.example.com""#, "CIDR"),
    ("TRUSTED_PROXIES", "::1, 10.0.0.0/33", r#"has "10.0.0.0/33""#, "CIDR"),
    ("TRUSTED_PROXIES", "127.0.0.1, fe80::1%eth0", r#"has "fe80::1%eth0""#, "CIDR"),
    ("TRUSTED_PROXIES", "::ffff:10.0.0.0/90", r#"has "::ffff:10.0.0.0/90""#, "CIDR"),
    ("TRUSTED_PROXIES", "[::1]:80,10.0.0.1", r#"has "[::1]:80""#, "CIDR"),
    ("HSTS", "preload", r#"is "preload""#, "on, subdomains or off"),
    ("HSTS", "On", r#"is "On""#, "on, subdomains or off"),
    ("KEEP_ALIVE", "0s", r#"is "0s""#, "1s to 1h"),
    ("KEEP_ALIVE", "2h", r#"is "2h""#, "1s to 1h"),
    ("KEEP_ALIVE", "75", r#"is "75""#, "90s, 15m, 12h or 7d"),
    ("SUPPORT_URL", "help@example.com", r#"is "help@example.com""#, "mailto:help@example.com"),
    ("SUPPORT_URL", "mailto:", r#"is "mailto:""#, "mailto:help@example.com"),
    ("SUPPORT_URL", "mailto:help", r#"is "mailto:help""#, "mailto:help@example.com"),
    (
        "SUPPORT_URL",
        "javascript:alert(1)",
        r#"is "javascript:alert(1)""#,
        "https://example.com/help",
    ),
    ("SUPPORT_URL", "https://ada:canary@example.com", r#"is "…""#, "https://example.com/help"),
    ("LOG_CLIENT_IP", "half", r#"is "half""#, "full, truncated or off"),
    ("RATE_LIMITS", "no", r#"is "no""#, "on or off"),
    ("RUST_LOG", "vestibule=loud", r#"is "vestibule=loud""#, "Write a level"),
];

/// What a production of its own has to set, at least.
const PRODUCTION: [(&str, &str); 2] =
    [("APP_ENV", "production"), ("PUBLIC_URL", "https://accounts.example.com")];

/// What production refuses beyond that: the value, and what is said.
const UNSAFE: &[(&str, &str, &str)] = &[
    ("ACCESS_TOKEN_SECRET", "", "is not set"),
    ("REFRESH_TOKEN_SECRET", "", "is not set"),
    ("ACCESS_TOKEN_SECRET", "q7Zp2LxV9mWc4RtK8sNd6HfJ3bYgUaE", "has fewer than 32 bytes"),
    ("REFRESH_TOKEN_SECRET", "secret", "has fewer than 32 bytes"),
    ("ACCESS_TOKEN_SECRET", "change-me-change-me-change-me-please", "is a placeholder"),
    ("ACCESS_TOKEN_SECRET", "your-256-bit-secret-your-256-bit-secret", "is a placeholder"),
    ("REFRESH_TOKEN_SECRET", "your-refresh-secret-key-different-from-access", "is a placeholder"),
    ("ACCESS_TOKEN_SECRET", "0123456789abcdef0123456789abcdef", "repeats"),
    ("REFRESH_TOKEN_SECRET", "ReplaceThisWithSomethingOfYourOwn", "is a placeholder"),
    ("ACCESS_TOKEN_SECRET", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "repeats"),
    ("REFRESH_TOKEN_SECRET", "abcdabcdabcdabcdabcdabcdabcdabcdabcd", "repeats"),
    ("REFRESH_TOKEN_SECRET", SECRETS[0].1, "is the same as ACCESS_TOKEN_SECRET"),
    ("ACCESS_TOKEN_SECRET_PREVIOUS", "q7Zp2LxV9mWc4RtK8sNd6HfJ3bYgUaE", "has fewer than 32 bytes"),
    ("REFRESH_TOKEN_SECRET_PREVIOUS", "change-me-change-me-change-me-please", "is a placeholder"),
    (
        "ACCESS_TOKEN_SECRET_PREVIOUS",
        SECRETS[0].1,
        "is the same as ACCESS_TOKEN_SECRET. Set it to the previous secret",
    ),
    (
        "REFRESH_TOKEN_SECRET_PREVIOUS",
        SECRETS[1].1,
        "is the same as REFRESH_TOKEN_SECRET. Set it to the previous secret",
    ),
    (
        "REFRESH_TOKEN_SECRET_PREVIOUS",
        SECRETS[0].1,
        "is the same as ACCESS_TOKEN_SECRET. Use a different secret",
    ),
    ("PUBLIC_URL", "http://accounts.example.com", "Production needs https"),
    ("PUBLIC_URL", "", "Production needs https"),
    ("RATE_LIMITS", "off", "must be on in production"),
    ("BCRYPT_COST", "9", "number from 10 to 16"),
    ("BCRYPT_COST", "4", "from 10 to 16"),
];

/// Shows: REL-26.
#[test]
fn a_wrong_value_is_refused_with_its_name_and_a_mend_and_nothing_is_made() {
    for (variable, value, fault, mend) in WRONG {
        let binary = Binary::new(&[(variable, value)]);
        let ended = binary.run(&[] as &[&str]);
        let case = format!("{variable}={value}: {ended:?}");
        assert_eq!(ended.code, Some(2), "{case}");
        assert_eq!(ended.out, "", "{case}");
        let lines: Vec<&str> = ended.err.lines().collect();
        assert_eq!(lines.len(), 2, "a heading and one fault: {case}");
        // A lifetime that does not fit another is told at either of the two.
        let named = [*variable, "ACCESS_TOKEN_TTL"]
            .iter()
            .any(|name| lines[1].starts_with(&format!("  {name} ")));
        assert!(named && lines[1].contains(variable), "{case}");
        assert!(lines[1].contains(fault) && lines[1].contains(mend), "{case}");
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
        assert!(ended.err.contains("\n  BCRYPT_COST is \"3\"."), "{ended:?}");
    }
}

#[test]
fn a_value_that_is_no_text_is_refused() {
    // A key and a path may be any bytes.
    let is_text = |setting: &&Setting| !matches!(setting.kind, Kind::Path | Kind::Secret("SECRET"));
    for Setting { name: variable, .. } in declared().filter(is_text) {
        let binary = Binary::new(&[]);
        let value = OsString::from_vec(b"12\xff".to_vec());
        let ended = binary.run(&[OsString::from(flag(variable)), value]);
        assert_eq!(ended.code, Some(2), "{variable}: {ended:?}");
        assert!(
            ended.err.contains(&format!("\n  {variable} is not UTF-8. ")),
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
            "REFRESH_TOKEN_SECRET is the same as ACCESS_TOKEN_SECRET_PREVIOUS. Use a different secret",
        ),
        (
            &[("ACCESS_TOKEN_SECRET_PREVIOUS", other), ("REFRESH_TOKEN_SECRET_PREVIOUS", other)],
            "REFRESH_TOKEN_SECRET_PREVIOUS is the same as ACCESS_TOKEN_SECRET_PREVIOUS. Use a different secret",
        ),
    ] {
        let ended =
            Binary::new(&[&PRODUCTION[..], &SECRETS, variables].concat()).run(&[] as &[&str]);
        assert_eq!((ended.code, ended.err.lines().count()), (Some(2), 2), "{ended:?}");
        assert!(ended.err.contains(told), "{told}: {ended:?}");
    }
}

#[test]
fn production_tells_all_that_is_unsafe_at_once() {
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
fn development_forgives_what_production_refuses() {
    for (variable, value, _) in UNSAFE {
        let binary = Binary::new(&[(variable, value)]);
        drop(binary.serve(&[]));
    }
}
