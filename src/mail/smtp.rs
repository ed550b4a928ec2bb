//! One mail to a mail server, in one conversation.
//!
//! The library's own function waits without limit for a response, even for that to QUIT, and would
//! leave unknown whether the mail was accepted. Here each stage has a timeout, and the response to
//! the mail decides.

use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use tokio::net::{TcpStream, lookup_host};

use super::reason::{self, Step};
use crate::config::{Encryption, SmtpServer};

/// How long it may take to connect, encrypt and authenticate, and how long to send the sender and
/// the recipient.
const STAGE: Duration = Duration::from_secs(60);
/// How long the server may take to accept the mail itself. A shorter timeout would send mails
/// twice.
const MAIL: Duration = Duration::from_secs(120);
/// How long `vestibule doctor` waits for the server.
const GREETING: Duration = Duration::from_secs(10);
/// How long QUIT may take.
const GOODBYE: Duration = Duration::from_secs(2);

/// A mail that is ready to go.
pub(super) struct OutgoingEmail {
    pub(super) from: Address,
    pub(super) to: Address,
    pub(super) bytes: Vec<u8>,
}

/// Why a mail was not accepted.
#[derive(Debug)]
pub(super) enum SendError {
    /// It may be accepted later.
    Temporary(String),
    /// It never will be.
    Permanent(String),
}

/// Sends a mail.
pub(super) async fn send(
    server: &SmtpServer,
    our_host: &str,
    email: OutgoingEmail,
) -> Result<(), SendError> {
    // Until here even a permanent failure is caused by this server or its settings. When they are
    // fixed, the mail can be sent.
    let mut connection = open(server, our_host, STAGE).await.map_err(SendError::Temporary)?;
    let international =
        [&email.from, &email.to].iter().any(|address| !address.to_string().is_ascii());
    if international && !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
        return Err(SendError::Permanent(
            "the server does not support non-ASCII addresses".to_owned(),
        ));
    }
    let parameters = if international { vec![MailParameter::SmtpUtfEight] } else { Vec::new() };
    let named = connection.command(Mail::new(Some(email.from), parameters));
    within(server, Step::Sender, STAGE, named)
        .await
        .map_err(|fault| SendError::Temporary(fault.reason))?;
    let taken =
        match within(server, Step::Recipient, STAGE, announce(&mut connection, email.to)).await {
            Ok(()) => within(server, Step::Content, MAIL, connection.message(&email.bytes))
                .await
                .map(drop),
            Err(fault) => Err(fault),
        };
    let _ = tokio::time::timeout(GOODBYE, connection.abort()).await;
    taken.map_err(|fault| match fault.permanent {
        true => SendError::Permanent(fault.reason),
        false => SendError::Temporary(fault.reason),
    })
}

/// Connects, encrypts, authenticates and quits.
pub(super) async fn greet(server: &SmtpServer, our_host: &str) -> Result<(), String> {
    let mut connection = open(server, our_host, GREETING).await?;
    let _ = tokio::time::timeout(GOODBYE, connection.abort()).await;
    Ok(())
}

/// Why a step failed, and whether it always will.
struct Fault {
    reason: String,
    permanent: bool,
}

async fn within<T>(
    server: &SmtpServer,
    step: Step,
    limit: Duration,
    work: impl Future<Output = Result<T, smtp::Error>>,
) -> Result<T, Fault> {
    match tokio::time::timeout(limit, work).await {
        Err(_) => Err(Fault { reason: reason::late(server, step), permanent: false }),
        Ok(Err(error)) => {
            Err(Fault { reason: reason::of(server, step, &error), permanent: error.is_permanent() })
        }
        Ok(Ok(done)) => Ok(done),
    }
}

/// Connects, encrypts and authenticates.
async fn open(
    server: &SmtpServer,
    our_host: &str,
    limit: Duration,
) -> Result<AsyncSmtpConnection, String> {
    let mut step = Step::Resolve;
    let opened = tokio::time::timeout(limit, open_by_steps(server, our_host, &mut step)).await;
    match opened {
        Ok(opened) => opened.map_err(|error| match error {
            OpenError::Io(error) => reason::of_io(server, step, &error),
            OpenError::Smtp(error) => reason::of(server, step, &error),
        }),
        Err(_) => Err(reason::late(server, step)),
    }
}

enum OpenError {
    Io(io::Error),
    Smtp(smtp::Error),
}

impl From<io::Error> for OpenError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<smtp::Error> for OpenError {
    fn from(error: smtp::Error) -> Self {
        Self::Smtp(error)
    }
}

async fn open_by_steps(
    server: &SmtpServer,
    our_host: &str,
    step: &mut Step,
) -> Result<AsyncSmtpConnection, OpenError> {
    let us = match our_host.trim_start_matches('[').trim_end_matches(']').parse() {
        Ok(IpAddr::V4(address)) => ClientId::Ipv4(address),
        Ok(IpAddr::V6(address)) => ClientId::Ipv6(address),
        Err(_) => ClientId::Domain(our_host.to_owned()),
    };
    let addresses: Vec<SocketAddr> =
        lookup_host((server.host.as_str(), server.port)).await?.collect();
    *step = Step::Connect;
    if server.encryption == Encryption::Implicit {
        let tls = Some(TlsParameters::new(server.host.clone())?);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(addresses.as_slice(), Some(STAGE), &us, tls, None)
                .await?;
        sign_in(&mut connection, server, step).await?;
        return Ok(connection);
    }
    let stream = TcpStream::connect(addresses.as_slice()).await?;
    *step = Step::Greeting;
    let mut connection = AsyncSmtpConnection::connect_with_transport(Box::new(stream), &us).await?;
    *step = Step::Encrypt;
    let tls = TlsParameters::builder(server.host.clone());
    match server.encryption {
        // Fails if the server does not offer it: an attacker in between may have removed the offer.
        Encryption::StartTls => connection.starttls(tls.build()?, &us).await?,
        // An attacker in between could as well remove the offer, so a certificate would prove
        // nothing (RFC 7435).
        Encryption::Opportunistic if connection.can_starttls() => {
            let any =
                tls.dangerous_accept_invalid_certs(true).dangerous_accept_invalid_hostnames(true);
            connection.starttls(any.build()?, &us).await?;
        }
        Encryption::Opportunistic | Encryption::Plain | Encryption::Implicit => {}
    }
    sign_in(&mut connection, server, step).await?;
    Ok(connection)
}

async fn sign_in(
    connection: &mut AsyncSmtpConnection,
    server: &SmtpServer,
    step: &mut Step,
) -> Result<(), smtp::Error> {
    *step = Step::SignIn;
    if let Some((user, password)) = &server.credentials {
        let credentials = Credentials::new(user.clone(), password.expose().to_owned());
        connection.auth(DEFAULT_MECHANISMS, &credentials).await?;
    }
    Ok(())
}

async fn announce(connection: &mut AsyncSmtpConnection, to: Address) -> Result<(), smtp::Error> {
    connection.command(Rcpt::new(to, Vec::new())).await?;
    connection.command(Data).await?;
    Ok(())
}
