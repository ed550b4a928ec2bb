//! Where mails go and whom they are from.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;

use lettre::message::Mailbox;
use percent_encoding::percent_decode_str;
use url::Url;

use super::reader::Reader;
use super::{Brand, Database, secrets};
use crate::secret::SecretText;

/// Where mails go and whom they are from.
#[derive(Clone, Debug)]
pub struct MailSettings {
    /// Where they go.
    pub transport: MailTransport,
    /// Whom they are from.
    pub from: Mailbox,
}

/// Where mails go.
#[derive(Clone, Debug)]
pub enum MailTransport {
    /// To a server that delivers them.
    Smtp(SmtpServer),
    /// To a folder, each as a file; for development.
    File(PathBuf),
    /// Nowhere: what needs mail is refused.
    Disabled,
}

/// A mail server.
#[derive(Clone, Debug)]
pub struct SmtpServer {
    /// Its name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the conversation is kept from others.
    pub encryption: Encryption,
    /// The username and the password for it.
    pub credentials: Option<(String, SecretText)>,
}

/// How a conversation with a mail server is kept from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// TLS from the first byte, with a certificate that is checked.
    Implicit,
    /// STARTTLS with a certificate that is checked, or no mail.
    StartTls,
    /// STARTTLS where the server offers it, with any certificate (RFC 7435).
    Opportunistic,
    /// Not at all.
    Plain,
}

impl SmtpServer {
    /// Returns whether the server is this machine, so that nobody else hears what is said to it.
    pub fn is_local(&self) -> bool {
        is_local(&self.host)
    }
}

/// The URL that the setting could say, without the credentials.
impl fmt::Display for SmtpServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, query) = match self.encryption {
            Encryption::Implicit => ("smtps", ""),
            Encryption::StartTls if self.is_local() => ("smtp", "?tls=required"),
            Encryption::StartTls => ("smtp", ""),
            Encryption::Opportunistic => ("smtp", "?tls=opportunistic"),
            Encryption::Plain => ("smtp", "?tls=none"),
        };
        let credentials = if self.credentials.is_some() { "(hidden)@" } else { "" };
        let host =
            if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        write!(f, "{scheme}://{credentials}{host}:{}{query}", self.port)
    }
}

fn is_local(host: &str) -> bool {
    let name = host.trim_end_matches('.');
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    address.map_or(name.eq_ignore_ascii_case("localhost"), |address| {
        address.to_canonical().is_loopback()
    })
}

const URL: &str = "SMTP_URL";
const FROM: &str = "MAIL_FROM";
const DIR: &str = "MAIL_DIR";
const URL_HINT: &str =
    "Write it like smtp://user:password@mail.example.com:587 (STARTTLS) or smtps://….";
const FROM_HINT: &str =
    "Write the address that mails come from, like Vestibule <accounts@example.com>.";

/// Reads the settings.
pub(super) fn read(
    reader: &mut Reader<'_>,
    production: bool,
    database: &Database,
    brand: &Brand,
) -> MailSettings {
    let given = secrets::given(reader, URL);
    let url = reader.text_of(URL, given.as_deref());
    let from = reader.text(FROM);
    let folder = reader.path(DIR).unwrap_or_else(|| database.local_path().with_file_name("outbox"));
    let transport = match (url.as_str(), production) {
        ("", true) => MailTransport::Disabled,
        ("", false) => MailTransport::File(folder),
        (url, _) => {
            server(reader, url, production).map_or(MailTransport::Disabled, MailTransport::Smtp)
        }
    };
    if from.is_empty() && matches!(transport, MailTransport::Smtp(_)) {
        reader.error(FROM, "must be set if SMTP_URL is set", FROM_HINT);
    }
    let from = sender(reader, &from, brand);
    reader.show(FROM, &from);
    match &transport {
        MailTransport::Smtp(server) => reader.show(URL, server),
        MailTransport::File(folder) => reader.show(DIR, folder.display()),
        MailTransport::Disabled => {}
    }
    if !matches!(transport, MailTransport::File(_)) {
        reader.show(DIR, "");
    }
    MailSettings { transport, from }
}

/// Reads the URL of a mail server. No error shows the URL, because it may contain a password.
fn server(reader: &mut Reader<'_>, text: &str, production: bool) -> Option<SmtpServer> {
    // Before the URL is parsed, because a parser would misread these characters.
    let unwritten = unwritten(text);
    if !unwritten.is_empty() {
        let (characters, codes): (Vec<_>, Vec<_>) = unwritten.into_iter().unzip();
        let message =
            format!("must not contain {} in its username or password", characters.join(", "));
        let pairs: Vec<_> =
            characters.iter().zip(&codes).map(|(c, code)| format!("{c} as {code}")).collect();
        reader.error(
            URL,
            &message,
            &format!("Write {}, after smtp:// or smtps://.", pairs.join(", ")),
        );
        return None;
    }
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "smtp" | "smtps"));
    let Some((url, host)) =
        url.as_ref().and_then(|url| Some((url, url.host_str().filter(|host| !host.is_empty())?)))
    else {
        reader.error(URL, "must be the URL of a mail server", URL_HINT);
        return None;
    };
    let query: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    let wanted: Vec<(&str, &str)> =
        query.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let (encryption, port) = match (url.scheme(), wanted.as_slice()) {
        ("smtps", []) => (Encryption::Implicit, 465),
        // Nobody can listen in between, and a local server has no certificate for that name.
        ("smtp", []) if is_local(host) => (Encryption::Opportunistic, 25),
        ("smtp", [] | [("tls", "required")]) => (Encryption::StartTls, 587),
        ("smtp", [("tls", "opportunistic")]) => (Encryption::Opportunistic, 587),
        ("smtp", [("tls", "none")]) => (Encryption::Plain, 25),
        _ => {
            reader.error(
                URL,
                "has an unsupported query",
                "After smtp://… write ?tls=required, ?tls=opportunistic, ?tls=none or nothing.",
            );
            return None;
        }
    };
    if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
        reader.error(URL, "must contain only a host, a port, a username and a password", URL_HINT);
        return None;
    }
    let decode =
        |text: &str| percent_decode_str(text).decode_utf8().map(|text| text.into_owned()).ok();
    let credentials = match (decode(url.username()), url.password().map(decode)) {
        (Some(user), None) if user.is_empty() => None,
        (Some(user), Some(Some(password))) if !user.is_empty() => {
            Some((user, SecretText::new(password)))
        }
        _ => {
            reader.error(
                URL,
                "must contain a username and a password, both in UTF-8, or neither",
                URL_HINT,
            );
            return None;
        }
    };
    let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
    let server = SmtpServer { host, port: url.port().unwrap_or(port), encryption, credentials };
    if production
        && encryption == Encryption::Plain
        && server.credentials.is_some()
        && !server.is_local()
    {
        reader.error(
            URL,
            "must not send a password without encryption",
            "Remove ?tls=none or the password.",
        );
    }
    Some(server)
}

/// Returns the characters that the username and the password must not contain, each with its
/// percent code: those that end them in a URL, those that a parser drops or changes, and a `%` that
/// begins no code.
fn unwritten(text: &str) -> Vec<(String, String)> {
    let Some((who, _)) = text.split_once("://").and_then(|(_, rest)| rest.rsplit_once('@')) else {
        return Vec::new();
    };
    let is_code = |at: usize| {
        who.get(at + 1..at + 3)
            .is_some_and(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    let is_wrong = |at: usize, c: char| match c {
        '#' | '/' | '?' | '@' | '[' | ']' | '\\' | ' ' => true,
        '%' => !is_code(at),
        other => other.is_control(),
    };
    let mut found: Vec<char> =
        who.char_indices().filter(|(at, c)| is_wrong(*at, *c)).map(|(_, c)| c).collect();
    found.sort_unstable();
    found.dedup();
    let shown = |c: char| match c {
        ' ' => "a space".to_owned(),
        c if c.is_control() => format!("U+{:04X}", u32::from(c)),
        c => c.to_string(),
    };
    let code = |c: char| c.to_string().bytes().map(|byte| format!("%{byte:02X}")).collect();
    found.into_iter().map(|c| (shown(c), code(c))).collect()
}

/// Reads the sender. One without a name gets that of the brand.
fn sender(reader: &mut Reader<'_>, text: &str, brand: &Brand) -> Mailbox {
    let development = || {
        Mailbox::new(
            Some(brand.name.clone()),
            lettre::Address::new_dangerous("vestibule", "localhost"),
        )
    };
    if text.is_empty() {
        return development();
    }
    match text.parse::<Mailbox>() {
        Ok(mut mailbox) if !text.contains(char::is_control) => {
            if brand.is_named() {
                mailbox.name.get_or_insert_with(|| brand.name.clone());
            }
            mailbox
        }
        _ => {
            reader.error(FROM, &format!("must be an email address, not {text:?}"), FROM_HINT);
            development()
        }
    }
}
