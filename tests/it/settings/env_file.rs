//! Secrets in `.env` and in variables: byte for byte, or refused by name.

use rustix::process::Signal;

use super::SECRETS;
use crate::support::{Binary, CliHarness, JsonClient};

/// A secret with a character that readers of such files disagree about.
const ODD: [&str; 6] = [
    "q7Zp2LxV9mWc4RtK8sNd6HfJ36789$x9",
    "q7Zp2LxV9mWc4RtK8sNd6HfJ3${HOME}",
    "q7Zp2LxV9mWc4RtK8sNd6HfJ36789\\n",
    "q7Zp2LxV9mWc4RtK8sNd6HfJ3678 #x9",
    "q7Zp2LxV9mWc4RtK8sNd6HfJ367\"8x9\"",
    "q7Zp2LxV9mWc4RtK8sNd6HfJ36789x9  ",
];

/// Shows: REL-42.
#[actix_web::test]
async fn a_secret_of_the_file_is_the_same_as_in_the_environment() {
    for secret in ODD.iter().chain(&["q7Zp2LxV9mWc4RtK8sNd6HfJ36789#x9"]) {
        let base = Binary::at_home(&[("BCRYPT_COST", "4"), ("ACCESS_TOKEN_SECRET", secret)]);
        let serving = base.serve(&[]);
        let ada = JsonClient::to(&serving.address).register("ada").await;
        let origin = serving.address.clone();
        assert_eq!(serving.stop(Signal::TERM).code, Some(0));

        // The same folder, with the secret in the file.
        base.put(".env", &format!("ACCESS_TOKEN_SECRET='{secret}'\n"));
        let again = Binary::at(
            &origin,
            &[("BCRYPT_COST", "4"), ("DATABASE_URL", base.database().to_str().unwrap())],
        );
        std::fs::copy(base.folder().join(".env"), again.folder().join(".env")).unwrap();
        let serving = again.serve_again().await;
        let me = JsonClient::to(&serving.address).bearer(&ada.access).get("/api/auth/me").await;
        assert_eq!(me.status, 200, "{secret}");
    }
}

/// Shows: REL-42.
#[test]
fn a_secret_that_would_become_another_one_is_refused_by_name() {
    for secret in ODD {
        let binary = Binary::new(&[]);
        binary.put(
            ".env",
            &format!("# production\nRATE_LIMITS=on # as ever\nACCESS_TOKEN_SECRET={secret}\n"),
        );
        for arguments in [&[][..], &["check-config"], &["users", "list"]] {
            let ended = binary.run(arguments);
            assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{secret}: {ended:?}");
            assert!(
                ended.err.contains("the line of ACCESS_TOKEN_SECRET ")
                    && ended.err.contains("single quotes"),
                "{ended:?}"
            );
            assert!(!ended.err.contains("q7Zp"), "{ended:?}");
        }
        assert_eq!(binary.files(), [".env"], "{secret}");
    }
}

#[test]
fn the_environment_wins_over_the_file_even_if_it_is_not_text() {
    let binary = Binary::new(&[("RATE_LIMITS", "off"), ("BCRYPT_COST", "4")]);
    binary.put(".env", "RATE_LIMITS=on\nBCRYPT_COST=12\nPASSWORD_MIN_LENGTH='15'\n");
    let told = binary.run(&["check-config"]).out;
    for line in [["RATE_LIMITS", "off"], ["BCRYPT_COST", "4"], ["PASSWORD_MIN_LENGTH", "15"]] {
        assert!(told.lines().any(|told| told.split_whitespace().eq(line)), "{line:?}: {told}");
    }
}

/// Shows: REL-42.
#[test]
fn one_line_end_at_the_end_of_a_variable_is_dropped_with_a_warning_and_nothing_else_is() {
    let value = SECRETS[0].1;
    for (written, bytes, warned) in [
        (format!("{value}\n"), 32, true),
        (format!("{value}\r\n"), 32, true),
        (format!("{value}\n\n"), 33, true),
        (format!("{value}\r"), 33, false),
        (format!("{value} "), 33, false),
        (format!("\n{value}"), 33, false),
        (value.to_owned(), 32, false),
    ] {
        for name in ["ACCESS_TOKEN_SECRET", "REFRESH_TOKEN_SECRET_PREVIOUS"] {
            let settings = [(name, written.as_str()), ("BIND_ADDRESS", "127.0.0.1:0")];
            let told = CliHarness::on_sqlite().run_with(&["check-config"], &settings, "").out;
            let line =
                told.lines().find(|line| line.split_whitespace().next() == Some(name)).unwrap();
            assert!(line.ends_with(&format!("(hidden, {bytes} bytes)")), "{written:?}: {line}");
            let ended = Binary::new(&settings).serve(&[]).stop(Signal::TERM);
            let told = ended
                .err
                .contains(&format!("{name} should not end with a line break; it was removed."));
            assert_eq!(told, warned, "{written:?}: {ended:?}");
            assert!(!ended.err.contains(value), "{ended:?}");
        }
    }
}
