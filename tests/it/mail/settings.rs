//! The settings of mail.

use serde_json::json;
use vestibule::config::{Config, Encryption, MailTransport};

use crate::support::app::settings;
use crate::support::{Binary, PASSWORD, TestApp};

const FROM: &str = "Vestibule <accounts@example.com>";

fn read(flags: &[&str]) -> Result<Config, String> {
    let folder = tempfile::TempDir::new().unwrap();
    let database = folder.path().join("vestibule.db");
    let mut all = vec!["--database-url", database.to_str().unwrap()];
    all.extend(flags);
    Config::read(&settings(&all), |_| {}).map_err(|faults| faults.to_string())
}

fn production(flags: &[&str]) -> Result<Config, String> {
    let mut all = vec![
        "--app-env",
        "production",
        "--public-url",
        "https://accounts.test",
        "--access-token-secret",
        "mZ4qkT1vXw8RbN6yHs0LcJf3GdPu7AeK2oiY",
        "--refresh-token-secret",
        "Qe9rBv5nUx2WzLk8TjHy1MfCs6PaDg4Io0Rt",
    ];
    all.extend(flags);
    read(&all)
}

#[test]
fn the_url_of_a_mail_server_has_the_user_host_and_encryption() {
    let cases = [
        ("smtp://mail.example.com", "mail.example.com", 587, Encryption::StartTls, None),
        (
            "smtp://mail.example.com:2525?tls=required",
            "mail.example.com",
            2525,
            Encryption::StartTls,
            None,
        ),
        ("smtp://[::1]?tls=opportunistic", "::1", 587, Encryption::Opportunistic, None),
        ("smtp://[::1]", "::1", 25, Encryption::Opportunistic, None),
        ("smtp://localhost", "localhost", 25, Encryption::Opportunistic, None),
        ("smtp://127.8.9.1:1025", "127.8.9.1", 1025, Encryption::Opportunistic, None),
        ("smtp://[::ffff:127.0.0.1]", "::ffff:7f00:1", 25, Encryption::Opportunistic, None),
        ("smtp://localhost?tls=required", "localhost", 587, Encryption::StartTls, None),
        ("smtps://localhost", "localhost", 465, Encryption::Implicit, None),
        ("smtp://localhost.example.com", "localhost.example.com", 587, Encryption::StartTls, None),
        ("smtp://128.0.0.1", "128.0.0.1", 587, Encryption::StartTls, None),
        (
            "smtp://a%23b:%2F%3F%25%5C%20@[::1]",
            "::1",
            25,
            Encryption::Opportunistic,
            Some(("a#b", "/?%\\ ")),
        ),
        (
            "smtp://ada:p:w!$&'()*+,;=~\"<>^`{|}ü@[::1]",
            "::1",
            25,
            Encryption::Opportunistic,
            Some(("ada", "p:w!$&'()*+,;=~\"<>^`{|}ü")),
        ),
        ("smtp://127.0.0.1:1025?tls=none", "127.0.0.1", 1025, Encryption::Plain, None),
        (
            "smtps://a%40b:p%3Aw@mail.example.com/",
            "mail.example.com",
            465,
            Encryption::Implicit,
            Some(("a@b", "p:w")),
        ),
    ];
    for (url, host, port, encryption, credentials) in cases {
        let config = read(&["--smtp-url", url, "--mail-from", FROM]).unwrap();
        let MailTransport::Smtp(server) = config.mail.transport else { panic!("{url}") };
        assert_eq!(
            (server.host.as_str(), server.port, server.encryption),
            (host, port, encryption),
            "{url}"
        );
        let found =
            server.credentials.as_ref().map(|(user, password)| (user.as_str(), password.expose()));
        assert_eq!(found, credentials, "{url}");
        assert_eq!(config.mail.from.to_string(), FROM);
    }
}

#[test]
fn wrong_settings_are_reported_with_a_hint_and_without_the_password() {
    let wrong = [
        "http://mail.example.com",
        "mail.example.com:587",
        "smtp://",
        "smtp://ada:hunter22@mail.example.com?tls=sometimes",
        "smtps://ada:hunter22@mail.example.com?tls=none",
        "smtp://ada:hunter22@mail.example.com/inbox",
        "smtp://ada:hunter22@mail.example.com?tls=none&tls=required",
        "smtp://:hunter22@mail.example.com",
        "smtp://ada@mail.example.com",
        "smtp://ada:hunter22%ff@mail.example.com",
        "smtp://ada:hunter22@mail.example.com:99999",
    ];
    for url in wrong {
        let fault = read(&["--smtp-url", url, "--mail-from", FROM]).unwrap_err();
        assert!(fault.contains("  SMTP_URL ") && fault.contains("smtp://"), "{url}: {fault}");
        assert!(!fault.contains("hunter22"), "{fault}");
    }
    let fault = read(&["--smtp-url", "smtp://mail.example.com"]).unwrap_err();
    assert!(fault.contains("  MAIL_FROM must be set if SMTP_URL is set"), "{fault}");
    for from in [
        "accounts",
        "a@b@c",
        "Vestibule accounts@example.com",
        "Vestibule <a@example.com>\r\nBcc: b@example.com",
    ] {
        let fault =
            read(&["--smtp-url", "smtp://mail.example.com", "--mail-from", from]).unwrap_err();
        assert!(fault.contains("  MAIL_FROM "), "{from}: {fault}");
    }
}

#[test]
fn unescaped_characters_in_a_url_are_reported_with_their_escape() {
    for (who, told) in [
        ("ada:hunt#er22", "must not contain # in its username or password. Write # as %23"),
        ("ada:hunt/er22", "/ as %2F"),
        ("ada:hunt?er22", "? as %3F"),
        ("ada:hunt@er22", "@ as %40"),
        ("ada@example.com:hunter22", "@ as %40"),
        (
            "ada#/?:hunter22",
            "must not contain #, /, ? in its username or password. Write # as %23, / as %2F, ? as %3F",
        ),
        ("ada:100%hunter22", "% as %25"),
        ("ada:hunter22%", "% as %25"),
        ("ada:hunt er22", "a space as %20"),
        ("ada:hunt\\er22", "\\ as %5C"),
        ("ada:[hunter22]", "[ as %5B, ] as %5D"),
        ("ada:hunt\ter22", "U+0009 as %09"),
        ("ada:hunt\ner22", "U+000A as %0A"),
        ("ada:1/er22", "/ as %2F"),
    ] {
        for scheme in ["smtp", "smtps"] {
            let url = format!("{scheme}://{who}@mail.example.com:587");
            let fault = read(&["--smtp-url", &url, "--mail-from", FROM]).unwrap_err();
            assert!(fault.contains("  SMTP_URL ") && fault.contains(told), "{who}: {fault}");
            assert!(
                !fault.contains("er22") && !fault.contains("hunt") && !fault.contains("ada"),
                "{fault}"
            );
        }
    }
}

/// Shows: REL-43.
#[test]
fn production_sends_no_password_without_encryption() {
    let plain =
        ["--mail-from", FROM, "--smtp-url", "smtp://ada:hunter22@mail.example.com?tls=none"];
    let fault = production(&plain).unwrap_err();
    assert!(fault.contains("  SMTP_URL must not send a password without encryption"), "{fault}");
    assert!(production(&["--mail-from", FROM, "--smtp-url", "smtp://relay?tls=none"]).is_ok());
    for local in ["smtp://ada:hunter22@localhost?tls=none", "smtp://ada:hunter22@127.0.0.1"] {
        assert!(
            production(&["--mail-from", FROM, "--smtp-url", local]).is_ok(),
            "the password goes to no other server"
        );
    }
    assert!(read(&plain).is_ok());
}

#[test]
fn printed_settings_have_no_password() {
    let flags = ["--mail-from", FROM, "--smtp-url", "smtp://ada:hunter22@mail.example.com"];
    assert!(!format!("{:?}", settings(&flags)).contains("hunter22"));
    assert!(!format!("{:?}", read(&flags).unwrap()).contains("hunter22"));
}

#[test]
fn the_outbox_is_beside_the_database_or_where_it_is_set() {
    let MailTransport::File(folder) = read(&[]).unwrap().mail.transport else { panic!() };
    assert!(folder.ends_with("outbox") && folder.is_absolute());
    let MailTransport::File(folder) = read(&["--mail-dir", "letters"]).unwrap().mail.transport
    else {
        panic!()
    };
    assert_eq!(folder.to_str(), Some("letters"));
    assert!(matches!(
        production(&["--mail-dir", "letters"]).unwrap().mail.transport,
        MailTransport::Disabled
    ));
}

#[actix_web::test]
async fn production_without_mail_refuses_only_what_needs_it() {
    let app = TestApp::start_with(&[
        "--app-env",
        "production",
        "--bcrypt-cost",
        "10",
        "--public-url",
        "https://accounts.test",
        "--access-token-secret",
        "mZ4qkT1vXw8RbN6yHs0LcJf3GdPu7AeK2oiY",
        "--refresh-token-secret",
        "Qe9rBv5nUx2WzLk8TjHy1MfCs6PaDg4Io0Rt",
    ]);
    let ada = app.json().register("ada").await;
    assert_eq!((app.mail_rows().len(), app.mail_tokens().len()), (0, 0));
    let calls = [
        ("/api/auth/forgot-password", json!({ "email": "ada@example.com" })),
        ("/api/auth/verify-email/resend", json!({})),
        ("/api/profile/email", json!({ "email": "ada@example.org", "password": PASSWORD })),
    ];
    for (path, body) in calls {
        assert_eq!(
            ada.json.post(path, &body).await.problem(),
            (503, "MAIL_UNAVAILABLE".to_owned()),
            "{path}"
        );
    }
    let browser = app.browser();
    browser.log_in("ada").await;
    assert!(!browser.get("/profile").await.body.contains("/verify-email"));
    assert!(!browser.get("/profile/security").await.body.contains("/profile/email"));
    assert!(!browser.get("/profile").await.body.contains("#email"));
    assert_eq!(browser.get("/forgot-password").await.status, 503);
    let fields = [("email", "ada@example.org"), ("password", PASSWORD)];
    assert_eq!(browser.post("/profile/email", &fields).await.status, 503);
    assert_eq!(browser.post("/forgot-password", &[("email", "ada@example.com")]).await.status, 503);
    assert_eq!(browser.post("/verify-email/resend", &[]).await.status, 503);
}

#[actix_web::test]
async fn production_without_mail_starts_with_a_warning() {
    let binary = Binary::new(&[
        ("APP_ENV", "production"),
        ("PUBLIC_URL", "https://accounts.test"),
        ("ACCESS_TOKEN_SECRET", "mZ4qkT1vXw8RbN6yHs0LcJf3GdPu7AeK2oiY"),
        ("REFRESH_TOKEN_SECRET", "Qe9rBv5nUx2WzLk8TjHy1MfCs6PaDg4Io0Rt"),
    ]);
    let said = binary.serve(&[]).said();
    assert!(said.contains("WARN") && said.contains("SMTP_URL is not set"), "{said}");
}
