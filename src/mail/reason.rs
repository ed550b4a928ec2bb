//! Why a mail server does not accept a mail, and which setting to check: for the log and for
//! `vestibule doctor`.
//!
//! The text of a server's response may contain the recipient's address, so only its codes are
//! shown.

use std::error::Error;
use std::io::{self, ErrorKind};

use lettre::transport::smtp;

use crate::config::{Encryption, SmtpServer};
use crate::tls::{PeerFault, peer_fault};

/// How far a conversation has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The lookup of the host's address.
    Resolve,
    /// The connection; with `smtps://` also TLS and the greeting.
    Connect,
    /// The server's greeting, and EHLO.
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

/// Returns the reason when a step took too long.
pub(super) fn late(server: &SmtpServer, step: Step) -> String {
    let name = name(server);
    match step {
        Step::Resolve => {
            format!("timeout: looking up {} took too long; check the host in SMTP_URL", server.host)
        }
        Step::Connect => {
            format!(
                "timeout: connecting to {name} took too long; check the host and the port in SMTP_URL, and firewalls"
            )
        }
        Step::Greeting => format!(
            "timeout: {name} sent no greeting; if it expects TLS from the first byte, write smtps:// in SMTP_URL"
        ),
        _ => format!("timeout: {name} (SMTP_URL) did not respond to {}", command(step)),
    }
}

/// Returns the reason when a connection failed.
pub(super) fn of_io(server: &SmtpServer, step: Step, error: &io::Error) -> String {
    let name = name(server);
    match (step, error.kind()) {
        (Step::Resolve, _) => {
            format!("cannot resolve {} ({error}); check the host in SMTP_URL", server.host)
        }
        (_, ErrorKind::ConnectionRefused) => {
            format!(
                "connection refused: nothing is listening on {name}; check the host and the port in SMTP_URL"
            )
        }
        (_, ErrorKind::TimedOut) => late(server, Step::Connect),
        (Step::Greeting, ErrorKind::InvalidData) => {
            format!("{name} sent data that is not text; {}", not_smtp(server))
        }
        (Step::Connect, _) => {
            format!("cannot connect to {name} ({error}); check the host and the port in SMTP_URL")
        }
        _ => format!("{name} (SMTP_URL) closed the connection during {} ({error})", command(step)),
    }
}

/// Returns the reason when a conversation failed.
pub(super) fn of(server: &SmtpServer, step: Step, error: &smtp::Error) -> String {
    let io = sources(error).find_map(|source| source.downcast_ref::<io::Error>());
    if let Some(fault) = io.and_then(peer_fault) {
        return untrusted(server, fault);
    }
    if let Some(code) = error.status() {
        return rejected(server, step, &codes(&code.to_string(), error));
    }
    if let Some(io) = io {
        return of_io(server, step, io);
    }
    let name = name(server);
    match step {
        Step::Encrypt if error.is_client() => format!(
            "{name} does not offer STARTTLS; in SMTP_URL write smtps:// if it expects TLS from the first byte, or \
             ?tls=opportunistic or ?tls=none if mail may be sent unencrypted"
        ),
        Step::SignIn if error.is_client() => format!(
            "{name} offers no supported authentication method; in SMTP_URL add ?tls=required, or remove the username \
             and the password"
        ),
        Step::Connect | Step::Greeting if error.is_response() => {
            format!("{name} does not speak SMTP, or closed the connection; {}", not_smtp(server))
        }
        _ => format!("{name} (SMTP_URL) sent an invalid response to {}", command(step)),
    }
}

fn name(server: &SmtpServer) -> String {
    format!("{}:{}", server.host, server.port)
}

fn command(step: Step) -> &'static str {
    match step {
        Step::Resolve => "the lookup",
        Step::Connect => "the connection",
        Step::Greeting => "the greeting",
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
        _ => {
            "check the port in SMTP_URL, and write smtps:// if the server expects TLS from the first byte"
        }
    }
}

/// Returns the reason when the server rejected a step, with its codes: `535 5.7.8`.
fn rejected(server: &SmtpServer, step: Step, codes: &str) -> String {
    let what = match step {
        Step::Resolve | Step::Connect | Step::Greeting => "the connection",
        _ => command(step),
    };
    let hint = match step {
        Step::Resolve | Step::Connect | Step::Greeting => {
            "it may block this machine; check SMTP_URL"
        }
        Step::Encrypt => "check ?tls= in SMTP_URL",
        Step::SignIn if codes.starts_with('5') => "check the username and the password in SMTP_URL",
        Step::SignIn => "the server in SMTP_URL cannot authenticate users at the moment",
        Step::Sender if codes.starts_with("530") => {
            "it requires a username and a password, or encryption; check SMTP_URL"
        }
        Step::Sender => "check MAIL_FROM, and whether the user in SMTP_URL may send mail from it",
        Step::Recipient => "the cause is the recipient, not SMTP_URL",
        Step::Content => "the cause is this mail, not SMTP_URL",
    };
    format!("the server rejected {what} with {codes}; {hint} ({})", name(server))
}

fn untrusted(server: &SmtpServer, fault: PeerFault) -> String {
    let name = name(server);
    match fault {
        PeerFault::Issuer => format!(
            "the certificate of {name} is not trusted; trust its certificate authority on this machine (SSL_CERT_FILE), or \
             write ?tls=opportunistic in SMTP_URL to accept any certificate"
        ),
        PeerFault::Name => format!(
            "the certificate of {name} is for another name; use that name as the host in SMTP_URL"
        ),
        PeerFault::Time => {
            format!(
                "the certificate of {name} (SMTP_URL) has expired or is not valid yet; renew it, or correct the clock"
            )
        }
        PeerFault::Certificate => format!("the certificate of {name} (SMTP_URL) is not valid"),
        PeerFault::NotTls => match server.encryption {
            Encryption::Implicit => {
                format!(
                    "{name} does not speak TLS from the first byte; write smtp:// or another port in SMTP_URL"
                )
            }
            _ => {
                format!(
                    "{name} offers STARTTLS but does not speak TLS after it; check ?tls= in SMTP_URL"
                )
            }
        },
        PeerFault::Other => format!("TLS with {name} failed; check ?tls= in SMTP_URL"),
    }
}

/// Returns the code of a response, and the enhanced code at the start of its text, if there is one
/// (RFC 3463).
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
                let rejected = ["421 4.3.2", "530 5.7.0", "535 5.7.8"]
                    .map(|codes| rejected(&server, step, codes));
                for reason in io.into_iter().chain(rejected).chain([late(&server, step)]) {
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
        assert!(reason.starts_with("timeout: ") && reason.contains("smtps://"), "{reason}");
    }
}
