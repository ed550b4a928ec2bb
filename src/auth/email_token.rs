//! Emailed links: how one is sent, and what proves that it arrived.

use std::sync::Arc;
use std::time::Duration;

use super::{Client, Context, Error, FieldErrorKind, FieldErrors, Input};
use crate::app::App;
use crate::clock::Timestamp;
use crate::code;
use crate::email::canonical;
use crate::id::SessionId;
use crate::limits;
use crate::mail::{MailKind, MailQuota, NewMail};
use crate::secret::SecretText;
use crate::store::mail_tokens::{self, MailToken};
use crate::store::users::User;
use crate::store::{self, Transaction};
use crate::text::trim;
use crate::token::{EmailTokenId, EmailTokenPurpose, TokenHash};

/// How many wrong codes an account allows for a purpose in [`TRIES_PERIOD`], no matter how many
/// codes it is sent meanwhile. The link itself cannot be guessed and stays valid.
const TRIES: i64 = 5;
/// The time in which they are counted.
const TRIES_PERIOD: Duration = Duration::from_secs(24 * 60 * 60);
/// The digits of a code.
const CODE_DIGITS: usize = 6;

/// What someone shows to prove that a mail has reached them.
#[derive(Clone, Debug)]
pub enum TokenOrCode {
    /// The token of the link.
    Token(Input<SecretText>),
    /// The code, typed on another device, and the address that it was mailed to.
    Code {
        /// The address.
        email: Input<String>,
        /// The code.
        code: Input<SecretText>,
    },
}

/// A proof that can be looked at.
pub(super) enum ParsedProof {
    Token(TokenHash),
    Code {
        email_folded: String,
        code: TokenHash,
    },
    /// Not even the form of a code.
    Malformed,
}

impl TokenOrCode {
    /// Reads it, or keeps what is missing.
    pub(super) fn parse(self, errors: &mut FieldErrors) -> Option<ParsedProof> {
        let given = |secret: SecretText| match trim(secret.expose()) {
            "" => Err(FieldErrorKind::Required),
            _ => Ok(secret),
        };
        match self {
            Self::Token(token) => {
                let token = errors.take("token", token.and_then(given))?;
                Some(ParsedProof::Token(TokenHash::of(&token)))
            }
            Self::Code { email, code } => {
                let email = errors.take("email", email.and_then(FieldErrorKind::require));
                let code = errors.take("code", code.and_then(given));
                Some(Self::read_code(&email?, &code?))
            }
        }
    }

    /// What has no six digits is not worth a try.
    fn read_code(email: &str, code: &SecretText) -> ParsedProof {
        let Some(code) = code::read(code, CODE_DIGITS) else { return ParsedProof::Malformed };
        ParsedProof::Code { email_folded: canonical(email), code: TokenHash::of(&code) }
    }
}

/// Mails an account a link, in the place of the one before, if there is room. Returns whether there
/// was. Of any kind there are a few an hour, and past those the one before stays good.
pub(super) fn send(
    context: &Context,
    tx: &mut Transaction<'_>,
    purpose: EmailTokenPurpose,
    user: &User,
    address: &str,
    session: Option<SessionId>,
    now: Timestamp,
) -> store::Result<MailQuota> {
    let app = &context.app;
    let id = EmailTokenId::new();
    let quota = app.mailer.enqueue(
        tx,
        NewMail {
            kind: MailKind::with(purpose),
            user,
            address,
            token: Some(id),
            locale: context.locale,
        },
        now,
    )?;
    if quota != MailQuota::Available {
        return Ok(quota);
    }
    // Wrong codes are counted on: who has new ones mailed all the time must not get five more tries
    // with each.
    let before = mail_tokens::find_of(tx, user.id, purpose)?.filter(|one| one.used_at.is_none());
    let counted = before.filter(|one| now.since(one.tries_since) < TRIES_PERIOD);
    let (tries_left, tries_since) =
        counted.map_or((TRIES, now), |before| (before.tries_left, before.tries_since));
    let link = MailToken {
        id,
        user_id: user.id,
        purpose,
        session_id: session,
        address: address.to_owned(),
        address_folded: canonical(address),
        token_hash: TokenHash::of(&app.tokens.derive_email_token(purpose, id).token),
        tries_left,
        tries_since,
        expires_at: now + purpose.lifetime(),
        used_at: None,
    };
    mail_tokens::replace(tx, &link)?;
    Ok(MailQuota::Available)
}

/// Fails for a signed-in user who requested more mails than the quota allows. Others must not get
/// this error, because it would show an attacker which mails an account was sent.
pub(super) fn require_quota(quota: MailQuota, client: &Client) -> Result<(), Error> {
    match quota {
        MailQuota::Available => Ok(()),
        MailQuota::RetryAfter(wait) => Err(limits::refuse("mail", "account", wait, client).into()),
        MailQuota::Disabled => Err(Error::MailUnavailable),
    }
}

/// Finds the link that a proof is for, which may be used already. A wrong proof costs a try.
pub(super) async fn find(
    context: &Context,
    purposes: &'static [EmailTokenPurpose],
    shown: ParsedProof,
) -> Result<MailToken, Error> {
    let Context { app, client, .. } = context;
    let tried = app.limits.mailed_proof(client).await?;
    tried.record_lookup(lookup(app, purposes, shown).await)?.ok_or(Error::InvalidLink)
}

async fn lookup(
    app: &Arc<App>,
    purposes: &'static [EmailTokenPurpose],
    shown: ParsedProof,
) -> store::Result<Option<MailToken>> {
    let now = app.clock.now();
    let good = move |link: &MailToken| purposes.contains(&link.purpose) && now < link.expires_at;
    let (email_folded, code) = match shown {
        ParsedProof::Malformed => return Ok(None),
        ParsedProof::Token(hash) => {
            return Ok(app
                .store
                .read(move |rows| mail_tokens::find_by_hash(rows, hash))
                .await?
                .filter(good));
        }
        ParsedProof::Code { email_folded, code } => (email_folded, code),
    };
    let owned = Arc::clone(app);
    app.store
        .write(move |tx| {
            let mut links = mail_tokens::list_by_address_for_update(tx, &email_folded)?;
            links.retain(|link| good(link) && link.tries_left > 0);
            let right = |link: &MailToken| {
                let made =
                    owned.tokens.rederive_email_token(link.purpose, link.id, link.token_hash);
                made.is_some_and(|made| TokenHash::of(&made.code) == code)
            };
            if let Some(at) = links.iter().position(right) {
                return Ok(Some(links.swap_remove(at)));
            }
            // Counted one after the other, because the rows are locked: no number of guesses at once
            // gets more.
            for link in &links {
                mail_tokens::take_try(tx, link.id)?;
            }
            Ok(None)
        })
        .await
}

/// Uses a link that was found. Returns whether this was the first use: of many at once one is.
pub(super) fn spend(
    tx: &mut Transaction<'_>,
    link: &MailToken,
    now: Timestamp,
) -> store::Result<bool> {
    Ok(now < link.expires_at && mail_tokens::set_used(tx, link.id, now)?)
}

/// Refuses what needs mail where there is none.
pub fn require_mail(app: &App) -> Result<(), Error> {
    if app.mailer.is_available() { Ok(()) } else { Err(Error::MailUnavailable) }
}
