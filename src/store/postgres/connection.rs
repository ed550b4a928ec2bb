//! One connection, used by the thread that opened it.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use diesel::connection::{CacheSize, Connection as _};
use futures_util::{Stream, StreamExt, stream};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::{AsyncMessage, Client, Error, NoTls};

use super::client::PgConnection;
use super::connect_error::ConnectError;
use super::{pooler, tls};
use crate::config::{Postgres, PostgresTls};

/// How long it may take until a new connection can be used.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(6);
/// How often a connection that is waited for is checked against its deadline.
const TICK: Duration = Duration::from_millis(250);

/// How long the server works on a statement, and waits for the next one of a transaction.
const SESSION_SETTINGS: &str = "SET statement_timeout = '5s'; \
     SET idle_in_transaction_session_timeout = '10s'; SET client_min_messages = warning";
/// The same behind a pooler, whose connections are others' a moment later: for each transaction.
const BEGIN_WITH_SETTINGS: &str = "BEGIN; SET LOCAL statement_timeout = '5s'; \
     SET LOCAL idle_in_transaction_session_timeout = '10s'";

thread_local! {
    /// The runtime of a thread, which drives its connection while the thread waits for an answer.
    static RUNTIME: Arc<Runtime> = Arc::new(
        Builder::new_current_thread().enable_all().build().expect("the system gives an epoll"),
    );
}

/// When a connection has to be given up.
#[derive(Clone)]
pub(in crate::store) struct Deadline(Arc<DeadlineState>);

struct DeadlineState {
    opened: Instant,
    /// In milliseconds since the connection was opened; 0 is none.
    deadline: AtomicU64,
}

impl Deadline {
    fn new() -> Self {
        Self(Arc::new(DeadlineState { opened: Instant::now(), deadline: AtomicU64::new(0) }))
    }

    /// Closes the connection if it is still waited for in `patience`: a server or a network that
    /// stands still must not hold a thread.
    pub(super) fn set(&self, patience: Duration) {
        let deadline = millis(self.0.opened.elapsed() + patience);
        self.0.deadline.store(deadline, Ordering::Relaxed);
    }

    /// Returns once the deadline has passed.
    async fn deadline(self) {
        loop {
            tokio::time::sleep(TICK).await;
            let deadline = self.0.deadline.load(Ordering::Relaxed);
            if deadline > 0 && millis(self.0.opened.elapsed()) > deadline {
                break;
            }
        }
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// A connection that was opened.
pub(in crate::store) struct Opened {
    pub(in crate::store) connection: PgConnection,
    pub(in crate::store) deadline: Deadline,
    /// How a transaction begins on it.
    pub(in crate::store) begin: &'static str,
}

/// Opens a connection on this thread, which must not belong to another runtime.
pub(in crate::store) fn connect(server: &Postgres) -> Result<Opened, ConnectError> {
    let deadline = Deadline::new();
    // The driver limits how long the TCP connection takes, and nothing after it.
    let opening = open(server, deadline.clone());
    let runtime = RUNTIME.with(Arc::clone);
    let opened = runtime.block_on(async { tokio::time::timeout(CONNECT_TIMEOUT, opening).await });
    let (client, is_pooled) = opened.map_err(|_| ConnectError {
        message: "the server does not answer".to_owned(),
        may_pass: true,
    })??;
    let mut connection = PgConnection::new(client, runtime);
    if is_pooled {
        connection.set_prepared_statement_cache_size(CacheSize::Disabled);
    }
    let begin = if is_pooled { BEGIN_WITH_SETTINGS } else { "BEGIN" };
    Ok(Opened { connection, deadline, begin })
}

/// Opens a connection, with its settings unless there is a pooler. Returns it and whether there is
/// one.
async fn open(server: &Postgres, deadline: Deadline) -> Result<(Client, bool), ConnectError> {
    let refused = |error: Error| ConnectError::from(&error);
    let (client, messages) = open_client(server).await?;
    tokio::spawn(drive(messages, deadline));
    let is_pooled = pooler::is_between(&client).await.map_err(refused)?;
    if !is_pooled {
        client.batch_execute(SESSION_SETTINGS).await.map_err(refused)?;
    }
    Ok((client, is_pooled))
}

/// What the server says beside the answers to queries. It has to be polled for queries to be
/// answered.
pub(super) type Messages = Pin<Box<dyn Stream<Item = Result<AsyncMessage, Error>> + Send>>;

/// Opens a connection of the driver's.
pub(super) async fn open_client(server: &Postgres) -> Result<(Client, Messages), ConnectError> {
    let refused = |error: Error| ConnectError::from(&error);
    if server.tls == PostgresTls::Disabled {
        let (client, connection) = server.connection.connect(NoTls).await.map_err(refused)?;
        return Ok((client, messages(connection)));
    }
    let tls =
        tls::connector(&server.tls).map_err(|message| ConnectError { message, may_pass: false })?;
    let (client, connection) = server.connection.connect(tls).await.map_err(refused)?;
    Ok((client, messages(connection)))
}

fn messages<S, T>(mut connection: tokio_postgres::Connection<S, T>) -> Messages
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    Box::pin(stream::poll_fn(move |context| connection.poll_message(context)))
}

/// Moves bytes between the client and the server until one of them closes the connection or a
/// deadline passes. Dropping it fails whoever waits.
async fn drive(mut messages: Messages, deadline: Deadline) {
    let moved = async { while let Some(Ok(_)) = messages.next().await {} };
    tokio::select! { () = moved => {}, () = deadline.deadline() => {} }
}
