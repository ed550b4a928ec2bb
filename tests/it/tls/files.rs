//! The two files: checked at the start, by `check-config` and by `doctor`.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use rcgen::KeyPair;
use rustix::process::Signal;

use super::{Pair, secure};
use crate::support::{Binary, CliHarness};

const SETTINGS: [(&str, &str); 3] =
    [("PUBLIC_URL", "https://localhost:8080"), ("TLS_CERT", "cert.pem"), ("TLS_KEY", "key.pem")];

/// Shows: REL-26.
#[test]
fn an_unusable_certificate_is_refused_at_startup_with_its_name_and_a_hint() {
    let (pair, other, expired) = (Pair::new(), Pair::new(), Pair::until(2021, 1, 1));
    let encrypted = other.key.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY");
    let bundle = format!("{}{}", other.certificate, pair.certificate);
    let broken = pair.certificate.replacen("MII", "AAA", 1);
    let p521 = "-----BEGIN PRIVATE KEY-----\nMAAwAA==\n-----END PRIVATE KEY-----\n";
    for (certificate, key, fault) in [
        ("", &*pair.key, "TLS_CERT must be a PEM file with a certificate; cert.pem contains none."),
        (
            &*pair.key,
            &pair.key,
            "TLS_CERT must be a PEM file with a certificate; cert.pem contains none.",
        ),
        (
            &broken,
            &pair.key,
            "TLS_CERT must be a valid certificate; cannot parse the one in cert.pem.",
        ),
        (
            "-----BEGIN CERTIFICATE-----\nMII",
            &pair.key,
            "TLS_CERT must be a valid certificate; cannot parse the one in cert.pem.",
        ),
        (
            &pair.certificate,
            "",
            "TLS_KEY must be a PEM file with a private key; key.pem contains none.",
        ),
        (
            &pair.certificate,
            &pair.certificate,
            "TLS_KEY must be a PEM file with a private key; key.pem contains none.",
        ),
        (
            &pair.certificate,
            &encrypted,
            "TLS_KEY must be a PEM file with a private key; key.pem contains none.",
        ),
        (
            &pair.certificate,
            p521,
            "TLS_KEY must be a key of a supported type; the key in key.pem is not.",
        ),
        (
            &pair.certificate,
            &other.key,
            "TLS_KEY must be the private key of the first certificate in cert.pem; key.pem is another key.",
        ),
        (
            &bundle,
            &pair.key,
            "TLS_KEY must be the private key of the first certificate in cert.pem; key.pem is another key.",
        ),
        (
            &expired.certificate,
            &expired.key,
            "TLS_CERT must not have expired; cert.pem expired on 1 January 2021, 00:00 UTC.",
        ),
    ] {
        let binary = Binary::new(&SETTINGS);
        binary.put("cert.pem", certificate);
        binary.put("key.pem", key);
        let ended = binary.run(&[] as &[&str]);
        assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{fault}: {ended:?}");
        assert_eq!(ended.err.lines().count(), 2, "{fault}: {ended:?}");
        assert!(
            ended.err.contains(&format!("\n  {fault}")) && ended.err.ends_with(".\n"),
            "{fault}: {ended:?}"
        );
        let secret = key.lines().find(|line| line.len() == 64).unwrap_or("PRIVATE KEY");
        assert!(!ended.err.contains(secret), "{ended:?}");
    }
    let ended = Binary::new(&SETTINGS).run(&["--bcrypt-cost", "3"]);
    assert!(
        ended.err.contains("TLS_CERT must be a readable file; cannot read cert.pem (No such file"),
        "{ended:?}"
    );
    assert!(ended.err.contains("BCRYPT_COST"), "together with other errors: {ended:?}");
}

#[test]
fn both_files_may_be_one() {
    let pair = Pair::new();
    let binary = secure(&pair);
    binary.put("key.pem", &format!("{}{}", pair.key, pair.certificate));
    let serving = binary.serve(&["--tls-cert", "key.pem"]);
    assert!(super::client::Line::open(&serving.address, &pair).unwrap().is_alive());
}

/// Shows: ASVS 13.3.2.
#[test]
fn a_risky_certificate_causes_a_warning_at_startup_and_from_doctor() {
    let soon = chrono::Utc::now() + chrono::TimeDelta::days(10);
    let (year, month, day) = (soon.format("%Y"), soon.format("%-m"), soon.format("%-d"));
    let number = |text: String| text.parse::<i32>().unwrap();
    let ends_soon = Pair::until(
        number(year.to_string()),
        u8::try_from(number(month.to_string())).unwrap(),
        u8::try_from(number(day.to_string())).unwrap(),
    );
    for (pair, public_url, mode, told) in [
        (Pair::new(), "https://localhost", 0o600, None),
        (Pair::new(), "https://127.0.0.1", 0o600, None),
        (Pair::new(), "https://localhost", 0o640, None),
        (ends_soon, "https://localhost", 0o600, Some("TLS_CERT expires soon (")),
        (
            Pair::new(),
            "https://accounts.example.com",
            0o600,
            Some("TLS_CERT is not valid for accounts.example.com"),
        ),
        (
            Pair::new(),
            "http://localhost",
            0o600,
            Some("TLS_CERT is set, but PUBLIC_URL is http://localhost."),
        ),
        (
            Pair::new(),
            "https://localhost",
            0o644,
            Some("TLS_KEY should not be world-readable; key.pem is"),
        ),
    ] {
        let binary = secure(&pair);
        let key = binary.folder().join("key.pem");
        fs::set_permissions(&key, fs::Permissions::from_mode(mode)).unwrap();
        let ended = binary.serve(&["--public-url", public_url]).stop(Signal::TERM);
        let warnings: Vec<&str> =
            ended.err.lines().filter(|line| line.contains(" WARN ")).collect();
        assert_eq!(warnings.len(), usize::from(told.is_some()), "{told:?}: {ended:?}");
        assert!(told.is_none_or(|told| warnings[0].contains(told)), "{told:?}: {ended:?}");

        let cli = CliHarness::on_sqlite();
        cli.write("cert.pem", &pair.certificate);
        cli.write("key.pem", &pair.key);
        fs::set_permissions(cli.path("key.pem"), fs::Permissions::from_mode(mode)).unwrap();
        let settings = [("PUBLIC_URL", public_url), SETTINGS[1], SETTINGS[2]];
        let said = cli.run_with(&["doctor"], &settings, "").out;
        match told {
            Some(told) => {
                let note = said.lines().find(|line| {
                    line.starts_with("warning  ") && line.contains(told.trim_end_matches('.'))
                });
                assert!(note.is_some(), "{told}: {said}");
            }
            None => assert!(
                said.contains("ok       certificate: cert.pem is valid until 1 January 4000"),
                "{said}"
            ),
        }
    }
}

#[test]
fn doctor_and_check_config_refuse_what_a_start_would() {
    let cli = CliHarness::on_sqlite();
    let pair = Pair::new();
    cli.write("cert.pem", &pair.certificate);
    cli.write("key.pem", KeyPair::generate().unwrap().serialize_pem());
    for command in ["doctor", "check-config"] {
        let ran = cli.run_with(&[command], &SETTINGS, "");
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{ran:?}");
        assert!(
            ran.err.contains("TLS_KEY must be the private key of the first certificate"),
            "{ran:?}"
        );
    }
    cli.write("key.pem", &pair.key);
    let said = cli.run_with(&["check-config"], &SETTINGS, "").out;
    let words = |name, value| said.lines().any(|line| line.split_whitespace().eq([name, value]));
    assert!(words("TLS_CERT", "cert.pem") && words("TLS_KEY", "key.pem"), "{said}");
    assert!(!said.contains("PRIVATE"), "{said}");
}
