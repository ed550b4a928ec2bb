//! What every rule works with, created once at startup.

use std::sync::Arc;
use std::time::Duration;

use crate::clock::{Clock, Timestamp};
use crate::config::Config;
use crate::first_use::FirstUses;
use crate::limits::Limits;
use crate::mail::{Delivery, Mailer};
use crate::password::Hashing;
use crate::revocation::RevocationList;
use crate::store::revocations::{Cursor, list_since};
use crate::store::{self, OpenError, Store};
use crate::token::{SigningSecrets, Tokens};

/// How long a revocation is kept beyond the last token that it concerns: a clock that jumps an hour
/// ahead and is set right again must not bring a revoked session's access tokens back to life.
const REVOCATION_MARGIN: Duration = Duration::from_secs(2 * 60 * 60);

/// How long a database server that does not answer is waited for when the server starts: they may
/// be started together.
const START_PATIENCE: Duration = Duration::from_secs(50);

/// The application without its faces.
pub struct App {
    /// The settings.
    pub config: Config,
    /// The time.
    pub clock: Clock,
    /// The rows.
    pub store: Store,
    /// The keys.
    pub tokens: Tokens,
    /// The hashing threads.
    pub passwords: Hashing,
    /// How mails leave.
    pub mailer: Mailer,
    /// The access tokens that are not believed any more.
    pub revocations: Arc<RevocationList>,
    /// The first uses of tokens that were recorded lately.
    pub first_uses: Arc<FirstUses>,
    /// What has been tried too often.
    pub limits: Limits,
}

impl App {
    /// Opens the database and loads what must be known before the first request.
    pub async fn open(config: Config, clock: Clock) -> Result<Arc<Self>, OpenError> {
        let app = Self::build(config, clock, START_PATIENCE)?;
        app.catch_up(Cursor::default())
            .await
            .map_err(|error| OpenError::Connect(error.to_string()))?;
        Ok(app)
    }

    /// Opens the database and no more: for work at the command line, which believes no access
    /// tokens.
    pub fn assemble(config: Config, clock: Clock) -> Result<Arc<Self>, OpenError> {
        Self::build(config, clock, Duration::ZERO)
    }

    fn build(config: Config, clock: Clock, patience: Duration) -> Result<Arc<Self>, OpenError> {
        let revocations = Arc::new(RevocationList::default());
        let told = Arc::clone(&revocations);
        let store = Store::open(&config.database, &config.concurrency, patience, move |added| {
            told.add(added)
        })?;
        let tokens = Tokens::new(
            config.public_url.origin.clone(),
            SigningSecrets {
                current: &config.access_token_secret,
                previous: config.access_token_secret_previous.as_ref(),
            },
            SigningSecrets {
                current: &config.refresh_token_secret,
                previous: config.refresh_token_secret_previous.as_ref(),
            },
            config.access_token_ttl,
        );
        let passwords = Hashing::new(
            config.concurrency.hashing_threads,
            config.concurrency.bcrypt_batch,
            config.bcrypt_cost,
        );
        let mailer = Mailer::new(&config);
        let first_uses = Arc::default();
        let limits = Limits::new(
            config.rate_limits,
            tokens.limits_secret(),
            store.is_server(),
            clock.clone(),
        );
        Ok(Arc::new(Self {
            config,
            clock,
            store,
            tokens,
            passwords,
            mailer,
            revocations,
            first_uses,
            limits,
        }))
    }

    /// Reads the revocations that were added since `cursor`. Returns how far it has read.
    pub async fn catch_up(&self, cursor: Cursor) -> store::Result<Cursor> {
        let now = self.clock.now();
        let (added, cursor) = self.store.read(move |rows| list_since(rows, cursor, now)).await?;
        self.revocations.add(&added);
        Ok(cursor)
    }

    /// Returns what delivering mails needs.
    pub fn delivery(&self) -> Delivery<'_> {
        Delivery {
            mailer: &self.mailer,
            store: &self.store,
            tokens: &self.tokens,
            clock: &self.clock,
        }
    }

    /// Returns when the last access token that exists now will have ended.
    pub fn revocation_expiry(&self, now: Timestamp) -> Timestamp {
        now + self.config.access_token_ttl + REVOCATION_MARGIN
    }
}
