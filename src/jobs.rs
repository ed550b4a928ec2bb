//! Background jobs, beside the requests.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;

use crate::app::App;
use crate::auth::names::KEEP_RELEASED;
use crate::clock::Clock;
use crate::config::certificate_warnings;
use crate::id::SessionId;
use crate::limits::REMEMBERED;
use crate::store::revocations::Cursor;
use crate::store::{self, attempts, mail_tokens, mails, released_usernames, revocations, sessions};

/// How often other instances' revocations are read: the contract promises two seconds.
const CATCH_UP_INTERVAL: Duration = Duration::from_secs(1);
/// The shortest time between two of these looks, however many notifications come.
const CATCH_UP_PAUSE: Duration = Duration::from_millis(50);
/// How often due mails are looked for.
const DELIVERY_INTERVAL: Duration = Duration::from_secs(1);
/// How often old rows are looked for.
const PURGE_INTERVAL: Duration = Duration::from_secs(60);
/// How soon again if there were some.
const PURGE_AGAIN_AFTER: Duration = Duration::from_millis(200);
/// How long to wait between two deletions. Deleted rows are spread over the index of accounts, and
/// a disk that writes thousands of its pages at once delays all requests. 250 rows a second do not
/// change the p99 of refreshes and delete a million rows in about an hour; without a pause the p99
/// is seven times as high.
const DELETE_PAUSE: Duration = Duration::from_millis(100);
/// How many rows are read at once.
const PAGE: i64 = 1000;
/// How many sessions are deleted in one transaction. Few, so that other writes do not wait long.
const DELETE_BATCH: usize = 25;
/// How long a delivered mail is kept, so that mails can be counted by the hour.
const KEEP_MAILS: Duration = Duration::from_secs(60 * 60);
/// How long an ended link is kept, so that wrong codes can be counted by the day.
const KEEP_LINKS: Duration = Duration::from_secs(24 * 60 * 60);
/// How long an ended session is kept, so that the login page can explain why it ended.
const KEEP_ENDED: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Runs the jobs until the runtime ends. Must be spawned only once.
pub async fn run(app: Arc<App>) {
    let changed = Notify::new();
    tokio::join!(
        app.store.listen(&changed),
        catch_up(&app, &changed),
        deliver(&app),
        purge_expired(&app)
    );
}

/// Reads the certificate again, for new connections. An invalid certificate changes nothing.
pub fn reload_certificate(app: &App) {
    let Some(tls) = &app.config.tls else {
        log::info!("SIGHUP: no TLS certificate is configured, nothing to reload");
        return;
    };
    // By the system's clock, as at the start.
    let now = Clock::System.now();
    match tls.reload(now) {
        Ok(certificate) => {
            log::info!("certificate reloaded: valid until {}", certificate.ends_at.to_words());
            let warnings = certificate_warnings(&certificate, &app.config.public_url, now);
            warnings.iter().for_each(|warning| log::warn!("{warning}"));
        }
        Err(unusable) => {
            log::error!("{unusable} Until then the previous certificate is served.")
        }
    }
}

async fn catch_up(app: &App, changed: &Notify) {
    let mut cursor = Cursor::default();
    let mut failing = false;
    loop {
        tokio::time::sleep(CATCH_UP_PAUSE).await;
        // Whether a notification came or not: it may have been missed.
        let _ = tokio::time::timeout(CATCH_UP_INTERVAL, changed.notified()).await;
        match app.catch_up(cursor).await {
            Ok(read) => (cursor, failing) = (read, false),
            Err(error) if !failing => {
                failing = true;
                log::error!("cannot read revocations of other instances: {error}");
            }
            Err(_) => {}
        }
        let now = app.clock.now();
        app.revocations.forget_ended(now);
        app.first_uses.forget_old(now, app.config.windows.recovery);
    }
}

async fn deliver(app: &App) {
    let mut failing = false;
    loop {
        tokio::time::sleep(DELIVERY_INTERVAL).await;
        match app.delivery().deliver_due().await {
            Ok(()) => failing = false,
            Err(error) if !failing => {
                failing = true;
                log::error!("cannot deliver mails: {error}");
            }
            Err(_) => {}
        }
    }
}

async fn purge_expired(app: &Arc<App>) {
    let (mut after, mut pause) = (None, PURGE_INTERVAL);
    loop {
        tokio::time::sleep(pause).await;
        pause = PURGE_INTERVAL;
        app.limits.forget_idle();
        match delete_old_rows(app, after, DELETE_PAUSE).await {
            Ok(report) => {
                after = report.last;
                // If many sessions ended together, the next pages have more.
                if report.sessions > 0 && report.last.is_some() {
                    pause = PURGE_AGAIN_AFTER;
                }
            }
            Err(error) => log::error!("cannot delete expired rows: {error}"),
        }
    }
}

/// What was deleted among a page of rows.
#[derive(Clone, Copy, Debug)]
pub struct PurgeReport {
    /// Where to go on; `None` at the end of the rows.
    pub last: Option<SessionId>,
    /// How many ended sessions.
    pub sessions: usize,
    /// How many revocations of tokens that have expired.
    pub revocations: usize,
    /// How many mails that were delivered or given up.
    pub mails: usize,
    /// How many mailed links and codes.
    pub links: usize,
}

impl PurgeReport {
    /// Returns whether there may be more that is old.
    pub fn has_more(&self) -> bool {
        self.last.is_some() || self.mails == PAGE as usize || self.links == PAGE as usize
    }
}

/// Deletes what is old among the next page of rows, with a pause after every few.
pub async fn delete_old_rows(
    app: &Arc<App>,
    after: Option<SessionId>,
    pause: Duration,
) -> store::Result<PurgeReport> {
    let now = app.clock.now();
    let (ended, last) = app
        .store
        .read(move |rows| sessions::list_ended(rows, after, PAGE, now - KEEP_ENDED))
        .await?;
    let mut deleted = 0;
    for ended in ended.chunks(DELETE_BATCH) {
        let ended = ended.to_vec();
        deleted += app.store.write(move |tx| sessions::delete(tx, &ended)).await?;
        if !pause.is_zero() {
            tokio::time::sleep(pause).await;
        }
    }
    let is_server = app.store.is_server();
    app.store
        .write(move |tx| {
            let revocations = revocations::delete_ended(tx, now)?;
            let mails = mails::delete_settled(tx, now - KEEP_MAILS, PAGE)?;
            let links = mail_tokens::delete_ended(tx, now - KEEP_LINKS, PAGE)?;
            released_usernames::delete_old(tx, now - KEEP_RELEASED, PAGE)?;
            if is_server {
                attempts::delete_old(tx, now - REMEMBERED, PAGE)?;
            }
            Ok(PurgeReport { last, sessions: deleted, revocations, mails, links })
        })
        .await
}
