//! One mail to a mail server, in one conversation.
//!
//! The library's own way of sending waits for ever for an answer, also for the one to QUIT, and then nobody would know
//! whether the mail was taken. Here each stage has its time, and what matters is the answer to the mail.

use std::future::Future;
use std::net::IpAddr;
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};

use crate::config::{Encryption, SmtpServer};

/// How long it may take to connect, to encrypt and to sign in, and how long to name sender and recipient.
const STAGE: Duration = Duration::from_secs(60);
/// How long the server may think about the mail itself. Who gives up too early sends it twice.
const MAIL: Duration = Duration::from_secs(120);
/// How long somebody who watches waits for a server.
const GREETING: Duration = Duration::from_secs(10);
/// How long it may take to say goodbye.
const GOODBYE: Duration = Duration::from_secs(2);

/// A mail that is ready to go.
pub(super) struct Parcel {
    pub(super) from: Address,
    pub(super) to: Address,
    pub(super) bytes: Vec<u8>,
}

/// Why a mail was not taken. The server's own words can hold the address, so they are left out.
#[derive(Debug)]
pub(super) enum NotTaken {
    /// It may be taken later.
    Now(String),
    /// It never will be.
    Ever(String),
}

/// Hands a mail over.
pub(super) async fn send(server: &SmtpServer, our_host: &str, parcel: Parcel) -> Result<(), NotTaken> {
    // A refusal so far, even one for good, is about us or our settings; once they are mended the mail goes.
    let later = |error| NotTaken::Now(reason(&error));
    let mut connection = within(STAGE, open(server, our_host)).await?.map_err(later)?;
    let international = [&parcel.from, &parcel.to].iter().any(|address| !address.to_string().is_ascii());
    if international && !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
        return Err(NotTaken::Ever("the server takes no address that is not ASCII".to_owned()));
    }
    let parameters = if international { vec![MailParameter::SmtpUtfEight] } else { Vec::new() };
    within(STAGE, connection.command(Mail::new(Some(parcel.from), parameters))).await?.map_err(later)?;
    let taken = match within(STAGE, announce(&mut connection, parcel.to)).await? {
        Ok(()) => within(MAIL, connection.message(&parcel.bytes)).await?.map(|_| ()),
        Err(error) => Err(error),
    };
    let _ = tokio::time::timeout(GOODBYE, connection.abort()).await;
    taken.map_err(|error| match error.is_permanent() {
        true => NotTaken::Ever(reason(&error)),
        false => NotTaken::Now(reason(&error)),
    })
}

/// Connects, encrypts and signs in, and says goodbye.
pub(super) async fn greet(server: &SmtpServer, our_host: &str) -> Result<(), String> {
    let opened = tokio::time::timeout(GREETING, open(server, our_host)).await;
    let mut connection = match opened {
        Ok(opened) => opened.map_err(|error| reason(&error))?,
        Err(_) => return Err("it takes too long".to_owned()),
    };
    let _ = tokio::time::timeout(GOODBYE, connection.abort()).await;
    Ok(())
}

async fn within<T>(limit: Duration, stage: impl Future<Output = T>) -> Result<T, NotTaken> {
    let outcome = tokio::time::timeout(limit, stage).await;
    outcome.map_err(|_| NotTaken::Now("the server takes too long".to_owned()))
}

/// Connects, encrypts and signs in, in this order or not at all.
async fn open(server: &SmtpServer, our_host: &str) -> Result<AsyncSmtpConnection, smtp::Error> {
    let us = match our_host.trim_start_matches('[').trim_end_matches(']').parse() {
        Ok(IpAddr::V4(address)) => ClientId::Ipv4(address),
        Ok(IpAddr::V6(address)) => ClientId::Ipv6(address),
        Err(_) => ClientId::Domain(our_host.to_owned()),
    };
    let tls = || TlsParameters::new(server.host.clone());
    let implicit = if server.encryption == Encryption::Implicit { Some(tls()?) } else { None };
    let address = (server.host.as_str(), server.port);
    let mut connection = AsyncSmtpConnection::connect_tokio1(address, Some(STAGE), &us, implicit, None).await?;
    let encrypt = match server.encryption {
        Encryption::StartTls => true,
        Encryption::Opportunistic => connection.can_starttls(),
        Encryption::Implicit | Encryption::Plain => false,
    };
    if encrypt {
        // Fails if the server does not offer it: whoever is in between may have left the offer out.
        connection.starttls(tls()?, &us).await?;
    }
    if let Some((user, password)) = &server.credentials {
        let credentials = Credentials::new(user.clone(), password.expose().to_owned());
        connection.auth(DEFAULT_MECHANISMS, &credentials).await?;
    }
    Ok(connection)
}

async fn announce(connection: &mut AsyncSmtpConnection, to: Address) -> Result<(), smtp::Error> {
    connection.command(Rcpt::new(to, Vec::new())).await?;
    connection.command(Data).await?;
    Ok(())
}

fn reason(error: &smtp::Error) -> String {
    match error.status() {
        Some(code) => format!("the server answers {code}"),
        // What the library itself finds fault with: a server that cannot do what is asked of it, most of all.
        None if error.is_client() || error.is_response() => "the server does not speak as is asked of it".to_owned(),
        None => error.to_string(),
    }
}
