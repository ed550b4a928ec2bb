//! The one thread that writes.
//!
//! It takes whatever waits, runs each piece of work in a savepoint of one transaction, commits once, and answers them
//! all: a durable commit costs one wait for the disk, whoever many share it. One writer also means that no two
//! requests ever decide about one session at the same time.

use std::ops::{Deref, DerefMut};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::thread;

use diesel::connection::SimpleConnection;
use tokio::sync::oneshot;

use super::revocations::Revocation;
use super::{AnyConnection, Error, Result};

/// How many pieces of work may wait.
const QUEUE: usize = 4096;
/// How many share a commit at most, so that the first of them does not wait too long.
const BATCH: usize = 256;

/// What a piece of work writes through. Nothing of it is on the disk until the work has ended well.
pub struct Transaction<'a> {
    connection: &'a mut AnyConnection,
    pub(super) revocations: Vec<Revocation>,
}

impl Deref for Transaction<'_> {
    type Target = AnyConnection;

    fn deref(&self) -> &AnyConnection {
        self.connection
    }
}

impl DerefMut for Transaction<'_> {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        self.connection
    }
}

/// The way to the writing thread, which ends when the last clone of this is dropped.
#[derive(Clone)]
pub(super) struct Writer {
    queue: SyncSender<Box<dyn Job>>,
}

impl Writer {
    pub(super) fn start(mut connection: AnyConnection, revoked: impl Fn(&[Revocation]) + Send + 'static) -> Self {
        let (queue, jobs) = mpsc::sync_channel::<Box<dyn Job>>(QUEUE);
        thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || {
                while let Some(mut batch) = next_batch(&jobs) {
                    let outcome = run(&mut connection, &mut batch, &revoked);
                    if let Err(error) = &outcome {
                        log::error!("nothing was written: {error}");
                    }
                    let failure = outcome.err().map(|error| error.to_string());
                    for job in batch {
                        job.answer(failure.as_deref());
                    }
                }
            })
            .expect("the system starts a thread");
        Self { queue }
    }

    pub(super) async fn write<T, E>(
        &self,
        work: impl FnOnce(&mut Transaction<'_>) -> std::result::Result<T, E> + Send + 'static,
    ) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (reply, replied) = oneshot::channel();
        let job = Awaited { work: Some(work), outcome: None, reply };
        if self.queue.try_send(Box::new(job)).is_err() {
            return Err(E::from(Error::Unavailable("too many changes wait to be written".to_owned())));
        }
        match replied.await {
            Ok(outcome) => outcome,
            Err(_) => Err(E::from(Error::Unavailable("the writing thread has ended".to_owned()))),
        }
    }

    pub(super) fn write_later(&self, work: impl FnOnce(&mut Transaction<'_>) -> Result<()> + Send + 'static) -> bool {
        self.queue.try_send(Box::new(Unawaited { work: Some(work) })).is_ok()
    }
}

fn next_batch(jobs: &Receiver<Box<dyn Job>>) -> Option<Vec<Box<dyn Job>>> {
    let mut batch = vec![jobs.recv().ok()?];
    batch.extend(jobs.try_iter().take(BATCH - 1));
    Some(batch)
}

fn run(
    connection: &mut AnyConnection,
    batch: &mut [Box<dyn Job>],
    revoked: &impl Fn(&[Revocation]),
) -> std::result::Result<(), diesel::result::Error> {
    // Immediate: a transaction that began by reading could not become a writing one while another process writes,
    // and no timeout would help it.
    connection.batch_execute("BEGIN IMMEDIATE")?;
    let written = run_each(connection, batch).and_then(|revocations| {
        connection.batch_execute("COMMIT")?;
        Ok(revocations)
    });
    match written {
        Ok(revocations) => {
            if !revocations.is_empty() {
                revoked(&revocations);
            }
            Ok(())
        }
        Err(error) => {
            // SQLite has rolled back by itself after some failures; then there is nothing left to roll back.
            let _ = connection.batch_execute("ROLLBACK");
            Err(error)
        }
    }
}

fn run_each(
    connection: &mut AnyConnection,
    batch: &mut [Box<dyn Job>],
) -> std::result::Result<Vec<Revocation>, diesel::result::Error> {
    let mut revocations = Vec::new();
    for job in batch {
        connection.batch_execute("SAVEPOINT job")?;
        let mut transaction = Transaction { connection, revocations: Vec::new() };
        let well = catch_unwind(AssertUnwindSafe(|| job.run(&mut transaction))).unwrap_or(false);
        if well {
            revocations.append(&mut transaction.revocations);
            connection.batch_execute("RELEASE job")?;
        } else {
            connection.batch_execute("ROLLBACK TO job; RELEASE job")?;
        }
    }
    Ok(revocations)
}

trait Job: Send {
    /// Does the work; tells whether it is to be kept.
    fn run(&mut self, transaction: &mut Transaction<'_>) -> bool;

    /// Tells whoever waits how it went. `failure` is why nothing of the whole batch was written, if so.
    fn answer(self: Box<Self>, failure: Option<&str>);
}

struct Awaited<W, T, E> {
    work: Option<W>,
    outcome: Option<std::result::Result<T, E>>,
    reply: oneshot::Sender<std::result::Result<T, E>>,
}

impl<W, T, E> Job for Awaited<W, T, E>
where
    W: FnOnce(&mut Transaction<'_>) -> std::result::Result<T, E> + Send,
    T: Send,
    E: From<Error> + Send,
{
    fn run(&mut self, transaction: &mut Transaction<'_>) -> bool {
        self.outcome = self.work.take().map(|work| work(transaction));
        matches!(self.outcome, Some(Ok(_)))
    }

    fn answer(self: Box<Self>, failure: Option<&str>) {
        let outcome = match (failure, self.outcome) {
            // What the work found out was found out in a transaction that never was.
            (Some(failure), _) => Err(E::from(Error::Unavailable(failure.to_owned()))),
            (None, Some(outcome)) => outcome,
            (None, None) => Err(E::from(Error::Broken("the work panicked".to_owned()))),
        };
        let _ = self.reply.send(outcome);
    }
}

struct Unawaited<W> {
    work: Option<W>,
}

impl<W: FnOnce(&mut Transaction<'_>) -> Result<()> + Send> Job for Unawaited<W> {
    fn run(&mut self, transaction: &mut Transaction<'_>) -> bool {
        match self.work.take().map(|work| work(transaction)) {
            Some(Ok(())) => true,
            Some(Err(error)) => {
                log::error!("a note could not be written: {error}");
                false
            }
            None => false,
        }
    }

    fn answer(self: Box<Self>, _: Option<&str>) {}
}
