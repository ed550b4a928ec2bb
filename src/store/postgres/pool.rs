//! The way to the threads that talk to the server: one queue for all of them.
//!
//! What runs here is correct under READ COMMITTED: a rule that depends on a row locks it first (see
//! [`Transaction`]). What another instance's transaction gets in the way of is run again.

use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Instant;

use crossbeam_channel::{Sender, bounded};
use parking_lot::Mutex;
use tokio::sync::{Notify, oneshot};

use super::notifications;
use super::worker::Worker;
use crate::config::Postgres;
use crate::store::job::{FireAndForget, Job, ReadJob, WithReply};
use crate::store::revocations::Revocation;
use crate::store::writer::Transaction;
use crate::store::{AnyConnection, Error, Result};

/// How many pieces of work may wait.
const QUEUE: usize = 4096;

/// Who is told of revocations.
pub(super) type OnRevoked = Arc<dyn Fn(&[Revocation]) + Send + Sync>;

/// The way to the threads, which end when it is closed or the last clone of this is dropped.
#[derive(Clone)]
pub(in crate::store) struct Pool {
    server: Arc<Postgres>,
    queue: Sender<Message>,
    threads: Arc<Mutex<Vec<JoinHandle<()>>>>,
}

/// What waits in the queue, and since when.
pub(super) enum Message {
    Read(Instant, Box<dyn ReadJob>),
    Write(Instant, Box<dyn Job>),
    Close,
}

impl Pool {
    pub(in crate::store) fn start(
        server: &Postgres,
        connections: u32,
        revoked: impl Fn(&[Revocation]) + Send + Sync + 'static,
    ) -> Self {
        let (queue, messages) = bounded(QUEUE);
        let worker = Worker::new(server, messages, Arc::new(revoked));
        let start = |number| {
            let worker = worker.another();
            thread::Builder::new()
                .name(format!("database-{number}"))
                .spawn(move || worker.run())
                .expect("the system starts a thread")
        };
        let threads = (1..=connections).map(start).collect();
        let server = Arc::new(server.clone());
        Self { server, queue, threads: Arc::new(Mutex::new(threads)) }
    }

    pub(in crate::store) async fn read<T, E>(
        &self,
        work: impl FnMut(&mut AnyConnection) -> std::result::Result<T, E> + Send + 'static,
    ) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.ask(|reply| Message::Read(Instant::now(), Box::new(WithReply::new(work, reply)))).await
    }

    pub(in crate::store) async fn write<T, E>(
        &self,
        work: impl FnMut(&mut Transaction<'_>) -> std::result::Result<T, E> + Send + 'static,
    ) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.ask(|reply| Message::Write(Instant::now(), Box::new(WithReply::new(work, reply))))
            .await
    }

    pub(in crate::store) fn write_later(
        &self,
        work: impl FnMut(&mut Transaction<'_>) -> Result<()> + Send + 'static,
        lost: impl FnOnce() + Send + 'static,
    ) -> bool {
        let job = Box::new(FireAndForget::new(work, lost));
        match self.queue.try_send(Message::Write(Instant::now(), job)) {
            Ok(()) => true,
            Err(refused) => {
                if let Message::Write(_, job) = refused.into_inner() {
                    job.answer(Some(FULL));
                }
                false
            }
        }
    }

    /// Puts work in the queue and waits for its reply.
    async fn ask<T, E: From<Error>>(
        &self,
        message: impl FnOnce(oneshot::Sender<std::result::Result<T, E>>) -> Message,
    ) -> std::result::Result<T, E> {
        let (reply, replied) = oneshot::channel();
        let unavailable = |why: &str| E::from(Error::Unavailable(why.to_owned()));
        self.queue.try_send(message(reply)).map_err(|_| unavailable(FULL))?;
        replied.await.unwrap_or_else(|_| Err(unavailable("the database is closed")))
    }

    /// Notifies `changed` when another instance has revoked something. Never returns.
    pub(in crate::store) async fn listen(&self, changed: &Notify) {
        notifications::listen(&self.server, changed).await;
    }

    /// Waits until everything that came before is done and the connections are closed.
    pub(in crate::store) fn close(&self) {
        let threads = std::mem::take(&mut *self.threads.lock());
        for _ in &threads {
            let _ = self.queue.send(Message::Close);
        }
        for thread in threads {
            if thread.join().is_err() {
                log::error!("a database thread panicked");
            }
        }
    }
}

const FULL: &str = "too many requests wait for the database";
