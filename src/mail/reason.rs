//! Why a mail server does not take a mail, and which setting to look at: in the log and in
//! `vestibule doctor`.
//!
//! The server's own words can hold the address that the mail is for, so of an answer only its codes
//! are shown.

use std::error::Error;
use std::io::{self, ErrorKind};

use lettre::transport::smtp;

use crate::config::{Encryption, SmtpServer};
use crate::tls::{PeerFault, peer_fault};

/// How far a conversation has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The address of the host is looked up.
    Resolve,
    /// A connection is made, and with `smtps://` encrypted and greeted.
    Connect,
    /// The server says first who it is, and then what it offers.
    Greeting,
    /// STARTTLS.
    Encrypt,
    /// AUTH.
    SignIn,
    /// MAIL FROM.
    Sender,
    /// RCPT TO, and DATA.
    Recipient,
    /// The mail itself.
    Content,
}

/// Returns why a step takes too long.
pub(super) fn late(server: &SmtpServer, step: Step) -> String {
    let name = name(server);
    match step {
        Step::Resolve => format!(
            "time-out: the name {} is not found in time; check the host in SMTP_URL",
            server.host
        ),
        Step::Connect => {
            format!(
                "time-out: {name} cannot be reached in time; check host and port in SMTP_URL, and firewalls"
            )
        }
        Step::Greeting => format!(
            "time-out: {name} sends no greeting; if it speaks TLS from the first byte, write smtps:// in SMTP_URL"
        ),
        _ => format!("time-out: {name} (SMTP_URL) takes too long to answer {}", command(step)),
    }
}

/// Returns why a connection cannot be made.
pub(super) fn of_io(server: &SmtpServer, step: Step, error: &io::Error) -> String {
    let name = name(server);
    match (step, error.kind()) {
        (Step::Resolve, _) => {
            format!("the name {} is not found ({error}); check the host in SMTP_URL", server.host)
        }
        (_, ErrorKind::ConnectionRefused) => {
            format!(
                "connection refused: nothing listens at {name}; check host and port in SMTP_URL"
            )
        }
        (_, ErrorKind::TimedOut) => late(server, Step::Connect),
        (Step::Greeting, ErrorKind::InvalidData) => {
            format!("{name} answers in no text; {}", not_smtp(server))
        }
        (Step::Connect, _) => {
            format!("{name} cannot be reached ({error}); check host and port in SMTP_URL")
        }
        _ => format!("{name} (SMTP_URL) ends the connection at {} ({error})", command(step)),
    }
}

/// Returns why a conversation fails.
pub(super) fn of(server: &SmtpServer, step: Step, error: &smtp::Error) -> String {
    let io = sources(error).find_map(|source| source.downcast_ref::<io::Error>());
    if let Some(fault) = io.and_then(peer_fault) {
        return untrusted(server, fault);
    }
    if let Some(code) = error.status() {
        return refused(server, step, &codes(&code.to_string(), error));
    }
    if let Some(io) = io {
        return of_io(server, step, io);
    }
    let name = name(server);
    match step {
        Step::Encrypt if error.is_client() => format!(
            "{name} does not offer STARTTLS; in SMTP_URL write smtps:// if it speaks TLS from the first byte, or \
             ?tls=opportunistic or ?tls=none if mail may go there unencrypted"
        ),
        Step::SignIn if error.is_client() => format!(
            "{name} offers no way to sign in that is known here; encrypt with ?tls=required, or leave the username and \
             the password out of SMTP_URL"
        ),
        Step::Connect | Step::Greeting if error.is_response() => {
            format!("{name} does not speak SMTP, or hangs up; {}", not_smtp(server))
        }
        _ => format!("{name} (SMTP_URL) gives no SMTP answer to {}", command(step)),
    }
}

fn name(server: &SmtpServer) -> String {
    format!("{}:{}", server.host, server.port)
}

fn command(step: Step) -> &'static str {
    match step {
        Step::Resolve => "a look-up",
        Step::Connect => "a connection",
        Step::Greeting => "a greeting",
        Step::Encrypt => "STARTTLS",
        Step::SignIn => "AUTH",
        Step::Sender => "MAIL FROM",
        Step::Recipient => "RCPT TO",
        Step::Content => "the mail",
    }
}

fn not_smtp(server: &SmtpServer) -> &'static str {
    match server.encryption {
        Encryption::Implicit => "check the port in SMTP_URL",
        _ => "check the port in SMTP_URL, and write smtps:// if it speaks TLS from the first byte",
    }
}

/// Returns what an answer says, with its codes: `535 5.7.8`.
fn refused(server: &SmtpServer, step: Step, codes: &str) -> String {
    let look = match step {
        Step::Resolve | Step::Connect | Step::Greeting => {
            "it may refuse this machine; see SMTP_URL"
        }
        Step::Encrypt => "see ?tls= in SMTP_URL",
        Step::SignIn if codes.starts_with('5') => "check the username and the password in SMTP_URL",
        Step::SignIn => "it cannot sign in to SMTP_URL for now",
        Step::Sender if codes.starts_with("530") => {
            "it wants a username and a password, or encryption; see SMTP_URL"
        }
        Step::Sender => "check MAIL_FROM, and whether SMTP_URL may send for it",
        Step::Recipient => "it is about the recipient, not SMTP_URL",
        Step::Content => "it is about this mail, not SMTP_URL",
    };
    format!("the server answers {codes} to {}; {look} ({})", command(step), name(server))
}

fn untrusted(server: &SmtpServer, fault: PeerFault) -> String {
    let name = name(server);
    match fault {
        PeerFault::Issuer => format!(
            "the certificate of {name} is not trusted; have this machine trust its authority (SSL_CERT_FILE), or write \
             ?tls=opportunistic in SMTP_URL to take any"
        ),
        PeerFault::Name => format!(
            "the certificate of {name} is for another name; write the name that it is for as the host in SMTP_URL"
        ),
        PeerFault::Time => {
            format!(
                "the certificate of {name} (SMTP_URL) has expired or is not valid yet; renew it, or set the clock"
            )
        }
        PeerFault::Certificate => format!("the certificate of {name} (SMTP_URL) cannot be used"),
        PeerFault::NotTls => match server.encryption {
            Encryption::Implicit => {
                format!(
                    "{name} does not speak TLS from the first byte; write smtp:// or another port in SMTP_URL"
                )
            }
            _ => {
                format!("{name} offers STARTTLS and does not speak TLS then; see ?tls= in SMTP_URL")
            }
        },
        PeerFault::Other => format!("TLS with {name} fails; see ?tls= in SMTP_URL"),
    }
}

/// Returns the code of an answer, and the enhanced one that its text may begin with (RFC 3463).
fn codes(code: &str, error: &smtp::Error) -> String {
    let text = error.source().map(ToString::to_string).unwrap_or_default();
    let first = text.split_whitespace().next().unwrap_or_default();
    let parts: Vec<&str> = first.split('.').collect();
    let is_number = |part: &&str| {
        (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_enhanced = parts.len() == 3 && parts.iter().all(is_number) && code.starts_with(parts[0]);
    if is_enhanced { format!("{code} {first}") } else { code.to_owned() }
}

fn sources<'a>(error: &'a smtp::Error) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(error.source(), |error: &&'a (dyn Error + 'static)| (*error).source())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(encryption: Encryption) -> SmtpServer {
        SmtpServer { host: "mail.example.com".to_owned(), port: 587, encryption, credentials: None }
    }

    #[test]
    fn every_reason_names_the_setting_to_look_at() {
        use Step::{Connect, Content, Encrypt, Greeting, Recipient, Resolve, Sender, SignIn};
        for encryption in [
            Encryption::Implicit,
            Encryption::StartTls,
            Encryption::Opportunistic,
            Encryption::Plain,
        ] {
            let server = server(encryption);
            for step in [Resolve, Connect, Greeting, Encrypt, SignIn, Sender, Recipient, Content] {
                let kinds = [
                    ErrorKind::ConnectionRefused,
                    ErrorKind::TimedOut,
                    ErrorKind::InvalidData,
                    ErrorKind::Other,
                ];
                let io = kinds.map(|kind| of_io(&server, step, &io::Error::from(kind)));
                let refused = ["421 4.3.2", "530 5.7.0", "535 5.7.8"]
                    .map(|codes| refused(&server, step, codes));
                for reason in io.into_iter().chain(refused).chain([late(&server, step)]) {
                    assert!(reason.contains("SMTP_URL"), "{step:?}: {reason}");
                }
            }
            use PeerFault::{Certificate, Issuer, Name, NotTls, Other, Time};
            for fault in [Issuer, Name, Time, Certificate, NotTls, Other] {
                assert!(untrusted(&server, fault).contains("SMTP_URL"), "{fault:?}");
            }
        }
    }

    #[test]
    fn a_server_that_says_nothing_may_speak_tls_at_once() {
        let reason = late(&server(Encryption::StartTls), Step::Greeting);
        assert!(reason.starts_with("time-out: ") && reason.contains("smtps://"), "{reason}");
    }
}
