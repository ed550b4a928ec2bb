//! What has to be done now and then, beside the requests.

use std::sync::Arc;
use std::time::Duration;

use crate::app::App;
use crate::id::SessionId;
use crate::mail;
use crate::store::{self, mail_tokens, mails, revocations, sessions};

/// How often other instances' revocations are read: the contract promises two seconds.
const CATCH_UP_EVERY: Duration = Duration::from_secs(1);
/// How often mails are looked for that are due.
const DELIVER_EVERY: Duration = Duration::from_secs(1);
/// How often old rows are looked for.
const TIDY_EVERY: Duration = Duration::from_secs(60);
/// How many sessions are looked at in one transaction, so that nobody waits for it long.
const PAGE: i64 = 1000;
/// How long a delivered mail is kept, so that mails can be counted by the hour.
const KEEP_MAILS: Duration = Duration::from_secs(60 * 60);
/// How long an ended link is kept, so that wrong codes can be counted by the day.
const KEEP_LINKS: Duration = Duration::from_secs(24 * 60 * 60);
/// How long an ended session is kept, so that its owner can be told why it ended.
const KEEP_ENDED: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Does the chores until the runtime ends. To be spawned once.
pub async fn run(app: Arc<App>) {
    tokio::join!(catch_up(&app), deliver(&app), tidy(&app));
}

async fn catch_up(app: &App) {
    let mut last = 0;
    let mut failing = false;
    loop {
        tokio::time::sleep(CATCH_UP_EVERY).await;
        match app.catch_up(last).await {
            Ok(read) => (last, failing) = (read, false),
            Err(error) if !failing => {
                failing = true;
                log::error!("revocations of other instances cannot be read: {error}");
            }
            Err(_) => {}
        }
        let now = app.clock.now();
        app.revocations.forget_ended(now);
        app.sightings.forget_ended(now, app.config.windows.recovery);
    }
}

async fn deliver(app: &App) {
    let mut failing = false;
    loop {
        tokio::time::sleep(DELIVER_EVERY).await;
        match mail::deliver_due(app).await {
            Ok(()) => failing = false,
            Err(error) if !failing => {
                failing = true;
                log::error!("mails cannot be delivered: {error}");
            }
            Err(_) => {}
        }
    }
}

async fn tidy(app: &Arc<App>) {
    let mut after = None;
    loop {
        tokio::time::sleep(TIDY_EVERY).await;
        match delete_old_rows(app, after).await {
            Ok(last) => after = last,
            Err(error) => log::error!("old rows cannot be deleted: {error}"),
        }
    }
}

/// Deletes what is old among the next page of rows; gives where to go on.
pub async fn delete_old_rows(app: &Arc<App>, after: Option<SessionId>) -> store::Result<Option<SessionId>> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            revocations::delete_ended(tx, now)?;
            mails::delete_settled(tx, now - KEEP_MAILS, PAGE)?;
            mail_tokens::delete_ended(tx, now - KEEP_LINKS, PAGE)?;
            sessions::delete_ended(tx, after, PAGE, now - KEEP_ENDED)
        })
        .await
}
