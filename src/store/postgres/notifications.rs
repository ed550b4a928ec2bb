//! Notifications: an instance learns at once that another one has revoked something.
//!
//! They only make it faster. What is missed, or never arrives because a pooler keeps it, is found
//! when the instance next looks by itself.

use std::time::Duration;

use futures_util::StreamExt;
use tokio::runtime::Builder;
use tokio::sync::Notify;
use tokio_postgres::{AsyncMessage, Client};

use super::connect_error::ConnectError;
use super::connection::{self, Messages};
use crate::config::Postgres;

/// The channel on which revocations are announced.
pub(in crate::store) const REVOCATIONS: &str = "vestibule_revocations";
/// The channel on which it is tried whether notifications arrive.
const PROBE: &str = "vestibule_probe";
/// How long to wait before a lost connection is opened again.
const PAUSE: Duration = Duration::from_secs(5);
/// How often a connection that is silent is asked whether it is alive, and how long it may take to
/// answer.
const SILENCE: Duration = Duration::from_secs(30);
const PATIENCE: Duration = Duration::from_secs(5);
/// How long a notification may take before it is thought not to arrive.
const PROBE_PATIENCE: Duration = Duration::from_secs(2);

/// Notifies `changed` when another instance has revoked something, and when the connection was lost
/// and is there again. Runs until it is dropped.
pub(in crate::store) async fn listen(server: &Postgres, changed: &Notify) {
    loop {
        // The log says elsewhere that the database is out of reach.
        let _ = listen_once(server, changed).await;
        tokio::time::sleep(PAUSE).await;
    }
}

/// Listens on one connection until it is lost.
async fn listen_once(server: &Postgres, changed: &Notify) -> Result<(), ConnectError> {
    let (client, mut messages) = open(server, REVOCATIONS).await?;
    loop {
        // First for what was revoked while nobody listened.
        changed.notify_one();
        match tokio::time::timeout(SILENCE, next_notification(&mut messages)).await {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(_) if drive(&mut messages, client.batch_execute("")).await.is_some() => {}
            Err(_) => return Ok(()),
        }
    }
}

/// Waits for a notification. Returns whether one came before the connection was lost.
async fn next_notification(messages: &mut Messages) -> bool {
    while let Some(Ok(message)) = messages.next().await {
        if matches!(message, AsyncMessage::Notification(_)) {
            return true;
        }
    }
    false
}

/// Returns whether a notification that is sent on one connection arrives at another.
pub(in crate::store) fn arrive(server: &Postgres) -> Result<bool, ConnectError> {
    let runtime = Builder::new_current_thread().enable_all().build();
    runtime.expect("the system gives an epoll").block_on(async {
        let (_listening, mut messages) = open(server, PROBE).await?;
        let (sender, mut answers) = connection::open_client(server).await?;
        let notify = format!("NOTIFY {PROBE}");
        drive(&mut answers, sender.batch_execute(&notify)).await;
        let arrived = next_notification(&mut messages);
        Ok(tokio::time::timeout(PROBE_PATIENCE, arrived).await.unwrap_or(false))
    })
}

async fn open(server: &Postgres, channel: &str) -> Result<(Client, Messages), ConnectError> {
    let opening = async {
        let (client, mut messages) = connection::open_client(server).await?;
        let listen = format!("LISTEN {channel}");
        let listening = drive(&mut messages, client.batch_execute(&listen)).await;
        Ok::<_, ConnectError>(listening.map(|()| (client, messages)))
    };
    let lost = || ConnectError { message: "the server does not answer".to_owned(), may_pass: true };
    tokio::time::timeout(PATIENCE, opening).await.map_err(|_| lost())??.ok_or_else(lost)
}

/// Runs a query while its connection is being driven. Returns nothing if it fails.
async fn drive<T, E>(
    messages: &mut Messages,
    query: impl Future<Output = Result<T, E>>,
) -> Option<T> {
    let mut query = std::pin::pin!(tokio::time::timeout(PATIENCE, query));
    loop {
        tokio::select! {
            outcome = &mut query => break outcome.ok()?.ok(),
            message = messages.next() => if !matches!(message, Some(Ok(_))) { break None },
        }
    }
}
