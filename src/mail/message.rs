//! A mail as it is sent: text and HTML that say the same, and headers that nobody can add to.

use std::time::{Duration, UNIX_EPOCH};

use askama::Template;
use lettre::Address;
use lettre::address::{AddressError, Envelope};
use lettre::message::header::{
    ContentTransferEncoding, ContentType, Header, HeaderName, HeaderValue,
};
use lettre::message::{Body as EncodedBody, Mailbox, Message, MultiPart, SinglePart};

use super::colours::Colours;
use super::kind::{MailKind, button};
use super::smtp::OutgoingEmail;
use super::{Delivery, Mailer};
use crate::config::Brand;
use crate::email::{EmailAddress, wire_domain};
use crate::locale::Locale;
use crate::secret::SecretText;
use crate::store::mail_tokens::MailToken;
use crate::store::mails::Mail;

/// The most characters of a line of text.
const LINE: usize = 72;
/// The most bytes of a line that mail carries (RFC 5322, 2.1.1).
const LONGEST_LINE: usize = 998;

/// Why a mail cannot be composed.
#[derive(Debug, thiserror::Error)]
pub(super) enum ComposeError {
    /// The address is valid for an account but not for mail.
    #[error("the address is not valid for mail")]
    Address(#[from] AddressError),
    /// The key was changed after the link was created, so the token cannot be derived again.
    #[error("its link was created with another REFRESH_TOKEN_SECRET")]
    Key,
    /// A template or the MIME message failed.
    #[error("cannot build the message: {0}")]
    Build(String),
}

/// What the templates fill in.
struct Body<'a> {
    kind: MailKind,
    brand_name: &'a str,
    colours: Colours,
    username: &'a str,
    origin: &'a str,
    action: Option<Action>,
    otherwise: &'a str,
    remedy: Option<String>,
}

/// What can be followed.
struct Action {
    label: &'static str,
    link: SecretText,
    code: SecretText,
    page: String,
    lifetime: String,
}

#[derive(Template)]
#[template(path = "mail/base.txt", whitespace = "preserve")]
struct Text<'a> {
    t: Locale,
    body: &'a Body<'a>,
}

#[derive(Template)]
#[template(path = "mail/base.html")]
struct Html<'a> {
    t: Locale,
    body: &'a Body<'a>,
}

impl Delivery<'_> {
    /// Creates a mail. `token` is the row of the link that it brings.
    pub(super) fn compose(
        &self,
        mail: &Mail,
        kind: MailKind,
        username: &str,
        token: Option<&MailToken>,
    ) -> Result<OutgoingEmail, ComposeError> {
        let Mailer { settings, host, origin, brand, .. } = self.mailer;
        let t = self.mailer.locale_of(mail);
        let action = token.map(|token| self.action(token, t)).transpose()?;
        let remedy = kind.remedy(self.mailer);
        let otherwise = kind.otherwise(t, remedy.is_some());
        let body = Body {
            kind,
            brand_name: &brand.name,
            colours: Colours::new(brand.accent),
            username,
            origin,
            action,
            otherwise,
            remedy,
        };
        let build_error = |error: &dyn std::error::Error| ComposeError::Build(error.to_string());
        let plain = part(
            ContentType::TEXT_PLAIN,
            Text { t, body: &body }.render().map_err(|error| build_error(&error))?,
        );
        let html = part(
            ContentType::TEXT_HTML,
            Html { t, body: &body }.render().map_err(|error| build_error(&error))?,
        );
        let to = recipient(&mail.address)?;
        let from = Mailbox::new(settings.from.name.clone(), in_ascii(&settings.from.email));
        let millis = Duration::from_millis(u64::try_from(mail.created_at.millis()).unwrap_or(0));
        let message = Message::builder()
            .from(from.clone())
            .to(Mailbox::new(None, to.clone()))
            .subject(subject(kind, brand, t))
            .date(UNIX_EPOCH + millis)
            // The same however often it is tried, so that a mail that came twice can be known for
            // it.
            .message_id(Some(format!("<{}@{host}>", mail.id)))
            .header(AutoSubmitted)
            // Given, because the library cannot read a quoted mailbox back out of the header.
            .envelope(
                Envelope::new(Some(from.email.clone()), vec![to.clone()])
                    .map_err(|error| build_error(&error))?,
            )
            .multipart(MultiPart::alternative().singlepart(plain).singlepart(html))
            .map_err(|error| build_error(&error))?;
        Ok(OutgoingEmail { from: from.email, to, bytes: message.formatted() })
    }

    fn action(&self, token: &MailToken, t: Locale) -> Result<Action, ComposeError> {
        let origin = &self.mailer.origin;
        let made = self
            .tokens
            .rederive_email_token(token.purpose, token.id, token.token_hash)
            .ok_or(ComposeError::Key)?;
        let (path, label) = button(token.purpose, t);
        Ok(Action {
            label,
            link: SecretText::new(format!("{origin}{path}?token={}", made.token.expose())),
            code: made.code,
            page: format!("{origin}{path}"),
            lifetime: t.mail_lifetime(token.purpose.lifetime().as_secs() / 3600),
        })
    }
}

/// Returns the subject, which names a brand that has a name of its own.
fn subject(kind: MailKind, brand: &Brand, t: Locale) -> String {
    let subject = kind.subject(t);
    if brand.is_named() { format!("{subject} · {}", brand.name) } else { subject.to_owned() }
}

/// Returns an address as servers and headers have it: the domain in ASCII, and quoted where it has
/// to be, so that a server needs SMTPUTF8 for the mailbox alone.
///
/// It is read again before it gets there: one that is more than one never does. Accounts of earlier
/// versions may have an address that is refused today; then the library that writes the header
/// judges it.
fn recipient(address: &str) -> Result<Address, AddressError> {
    match EmailAddress::parse(address) {
        Some(address) => Ok(Address::new_dangerous(&address.wire().local, &address.wire().domain)),
        None => address.parse(),
    }
}

fn in_ascii(address: &Address) -> Address {
    let domain = wire_domain(address.domain()).unwrap_or_else(|| address.domain().to_owned());
    Address::new_dangerous(address.user(), domain)
}

/// Leaves a part as it is wherever mail can carry it so: a link can then be copied out of a file in
/// the outbox, where quoted-printable would break it at the 76th character.
fn part(kind: ContentType, text: String) -> SinglePart {
    let carried = text.is_ascii() && text.lines().all(|line| line.len() <= LONGEST_LINE);
    let body = match carried {
        true => EncodedBody::dangerous_pre_encoded(
            text.replace('\n', "\r\n").into_bytes(),
            ContentTransferEncoding::SevenBit,
        ),
        false => EncodedBody::new(text),
    };
    SinglePart::builder().header(kind).body(body)
}

/// Breaks a sentence into lines at its ordinary spaces: French has others, where no line may end.
fn wrap(text: &str) -> String {
    let mut wrapped = String::with_capacity(text.len());
    let mut width = 0;
    for word in text.split_ascii_whitespace() {
        let length = word.chars().count();
        match width {
            0 => width = length,
            _ if width + 1 + length <= LINE => {
                wrapped.push(' ');
                width += 1 + length;
            }
            _ => {
                wrapped.push('\n');
                width = length;
            }
        }
        wrapped.push_str(word);
    }
    wrapped
}

/// Marks the mail as sent by a program, so that no automatic reply is sent (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}
