//! One connection, used by the thread that opened it.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel_async::AsyncPgConnection;
use diesel_async::async_connection_wrapper::{AsyncConnectionWrapper, BlockOn};
use futures_util::{Stream, StreamExt, stream};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::{AsyncMessage, Client, Error, NoTls};

use super::connect_error::ConnectError;
use super::tls;
use crate::config::{Postgres, PostgresTls};

/// How long it may take until a new connection can be used.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(6);
/// How often a connection that is waited for is checked against its deadline.
const TICK: Duration = Duration::from_millis(250);

/// How long the server works on a statement, and waits for the next one of a transaction. Behind a
/// pooler this reaches every client of the pool, all of which are instances of this program.
const SESSION_SETTINGS: &str = "SET statement_timeout = '5s'; \
     SET idle_in_transaction_session_timeout = '10s'; SET client_min_messages = warning";

/// A connection of Diesel's to a PostgreSQL server.
#[allow(unreachable_pub, reason = "is part of AnyConnection, which is public")]
pub type PgConnection = AsyncConnectionWrapper<AsyncPgConnection, ThreadRuntime>;

/// The runtime of a thread, which drives its connection while the thread waits for an answer.
pub struct ThreadRuntime(Arc<Runtime>);

thread_local! {
    static RUNTIME: Arc<Runtime> = Arc::new(
        Builder::new_current_thread().enable_all().build().expect("the system gives an epoll"),
    );
}

impl BlockOn for ThreadRuntime {
    fn block_on<F: Future>(&self, future: F) -> F::Output {
        self.0.block_on(future)
    }

    fn get_runtime() -> Self {
        Self(RUNTIME.with(Arc::clone))
    }
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

    /// Lets the connection be waited for without an end.
    fn clear(&self) {
        self.0.deadline.store(0, Ordering::Relaxed);
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

/// Opens a connection on this thread, which must not belong to another runtime.
pub(in crate::store) fn connect(
    server: &Postgres,
) -> Result<(PgConnection, Deadline), ConnectError> {
    let deadline = Deadline::new();
    // The driver limits how long the TCP connection takes, and nothing after it.
    let opening = open(server, deadline.clone());
    let opened = RUNTIME.with(|runtime| {
        runtime.block_on(async { tokio::time::timeout(CONNECT_TIMEOUT, opening).await })
    });
    let client = opened.map_err(|_| ConnectError {
        message: "the server does not answer".to_owned(),
        may_pass: true,
    })??;
    let mut connection = PgConnection::from(client);
    deadline.set(CONNECT_TIMEOUT);
    connection
        .batch_execute(SESSION_SETTINGS)
        .map_err(|error| ConnectError { message: error.to_string(), may_pass: true })?;
    deadline.clear();
    Ok((connection, deadline))
}

async fn open(server: &Postgres, deadline: Deadline) -> Result<AsyncPgConnection, ConnectError> {
    let (client, messages) = open_client(server).await?;
    tokio::spawn(drive(messages, deadline));
    AsyncPgConnection::try_from(client)
        .await
        .map_err(|error| ConnectError { message: error.to_string(), may_pass: true })
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
