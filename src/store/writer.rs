//! The one thread that writes.
//!
//! It takes whatever waits, runs it in one transaction, commits once, and answers them all: a
//! durable commit costs one wait for the disk, however many share it. If one piece of work fails, all
//! run again, each in a savepoint of its own.
//! One writer also means that no two requests ever decide about one session at the same time.

use std::ops::{Deref, DerefMut};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, SyncSender, TrySendError};
use std::thread::{self, JoinHandle};

use diesel::connection::SimpleConnection;
use parking_lot::Mutex;
use tokio::sync::oneshot;

use super::job::{FireAndForget, Job, WithReply};
use super::revocations::Revocation;
use super::statement::{FixedSql, execute_cached, with_connection};
use super::{AnyConnection, Error, Result};

/// How many pieces of work may wait.
const QUEUE: usize = 4096;
/// How many share a commit at most, so that the first of them does not wait too long.
const BATCH: usize = 256;
/// What the log says of changes stands under this name.
pub const EVENTS: &str = "vestibule::events";

/// What a piece of work writes through. Nothing of it is on the disk until the work has ended
/// succeeded.
pub struct Transaction<'a> {
    connection: &'a mut AnyConnection,
    pub(super) after_commit: AfterCommit,
}

/// What to log and report after the commit.
#[derive(Default)]
pub(super) struct AfterCommit {
    pub(super) revocations: Vec<Revocation>,
    lines: Vec<(log::Level, String)>,
}

impl<'a> Transaction<'a> {
    pub(super) fn new(connection: &'a mut AnyConnection) -> Self {
        Self { connection, after_commit: AfterCommit::default() }
    }

    /// Returns what is to be told once it is committed.
    pub(super) fn finish(self) -> AfterCommit {
        self.after_commit
    }

    /// Writes a line to the log, if and when what it says has happened.
    pub fn log(&mut self, level: log::Level, line: impl FnOnce() -> String) {
        if log::log_enabled!(target: EVENTS, level) {
            self.after_commit.lines.push((level, line()));
        }
    }
}

impl AfterCommit {
    /// Reports what has been written: revocations first, before their cause is answered.
    pub(super) fn announce(self, revoked: &(impl Fn(&[Revocation]) + ?Sized)) {
        if !self.revocations.is_empty() {
            revoked(&self.revocations);
        }
        for (level, line) in self.lines {
            log::log!(target: EVENTS, level, "{line}");
        }
    }
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

/// The way to the writing thread, which ends when it is closed or the last clone of this is
/// dropped.
#[derive(Clone)]
pub(super) struct Writer {
    queue: SyncSender<Message>,
    thread: Arc<Mutex<Option<JoinHandle<()>>>>,
}

/// What waits in the queue.
enum Message {
    Work(Box<dyn Job>),
    Close,
}

impl Writer {
    pub(super) fn start(
        mut connection: AnyConnection,
        revoked: impl Fn(&[Revocation]) + Send + 'static,
    ) -> Self {
        let (queue, messages) = mpsc::sync_channel(QUEUE);
        let thread = thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || {
                let mut open = true;
                while open {
                    let mut batch = Vec::new();
                    open = next_batch(&messages, &mut batch);
                    open &= write_batch(&mut connection, &messages, batch, &revoked);
                }
                // The last connection to close does this anyway; one that is open elsewhere must
                // not prevent it. Litestream reads all the time, so waiting long would not help.
                let checkpoint = "PRAGMA busy_timeout = 200; PRAGMA wal_checkpoint(TRUNCATE)";
                if let Err(error) = execute(&mut connection, checkpoint) {
                    log::warn!("WAL checkpoint failed: {error}");
                }
            })
            .expect("the system starts a thread");
        Self { queue, thread: Arc::new(Mutex::new(Some(thread))) }
    }

    /// Waits until everything that came before is written and the connection is closed.
    pub(super) fn close(&self) {
        let _ = self.queue.send(Message::Close);
        let thread = self.thread.lock().take();
        if let Some(Err(_)) = thread.map(JoinHandle::join) {
            log::error!("the writer thread panicked");
        }
    }

    pub(super) async fn write<T, E>(
        &self,
        work: impl FnMut(&mut Transaction<'_>) -> std::result::Result<T, E> + Send + 'static,
    ) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (reply, replied) = oneshot::channel();
        let job = WithReply::new(work, reply);
        if self.queue.try_send(Message::Work(Box::new(job))).is_err() {
            return Err(E::from(Error::Unavailable(
                "too many changes wait to be written".to_owned(),
            )));
        }
        match replied.await {
            Ok(outcome) => outcome,
            Err(_) => Err(E::from(Error::Unavailable("the writing thread has ended".to_owned()))),
        }
    }

    pub(super) fn write_later(
        &self,
        work: impl FnMut(&mut Transaction<'_>) -> Result<()> + Send + 'static,
        lost: impl FnOnce() + Send + 'static,
    ) -> bool {
        let message = Message::Work(Box::new(FireAndForget::new(work, lost)));
        let refused = match self.queue.try_send(message) {
            Ok(()) => return true,
            Err(TrySendError::Full(message) | TrySendError::Disconnected(message)) => message,
        };
        if let Message::Work(job) = refused {
            job.answer(Some("too many changes wait to be written"));
        }
        false
    }
}

/// Waits for work and takes as much as shares a commit. Returns whether more may come.
fn next_batch(messages: &Receiver<Message>, batch: &mut Vec<Box<dyn Job>>) -> bool {
    match messages.recv() {
        Ok(Message::Work(job)) => batch.push(job),
        Ok(Message::Close) | Err(_) => return false,
    }
    take_waiting(messages, batch, BATCH - 1)
}

fn take_waiting(messages: &Receiver<Message>, batch: &mut Vec<Box<dyn Job>>, most: usize) -> bool {
    for message in messages.try_iter().take(most) {
        match message {
            Message::Work(job) => batch.push(job),
            Message::Close => return false,
        }
    }
    true
}

/// Writes a batch and answers its callers. Returns whether more may come.
fn write_batch(
    connection: &mut AnyConnection,
    messages: &Receiver<Message>,
    mut batch: Vec<Box<dyn Job>>,
    revoked: &impl Fn(&[Revocation]),
) -> bool {
    if batch.is_empty() {
        return true;
    }
    let (outcome, open) = match begin(connection) {
        Ok(()) => (run(connection, &mut batch, revoked), true),
        // Work that arrived while this waited for another process would wait as long again, batch
        // after batch.
        Err(error) => (Err(error), take_waiting(messages, &mut batch, QUEUE)),
    };
    if let Err(error) = &outcome {
        log::error!("transaction failed: {error}");
    }
    let failure = outcome.err().map(|error| error.to_string());
    for job in batch {
        job.answer(failure.as_deref());
    }
    open
}

fn execute(connection: &mut AnyConnection, sql: &str) -> diesel::QueryResult<()> {
    with_connection!(connection, |rows| rows.batch_execute(sql))
}

fn begin(connection: &mut AnyConnection) -> std::result::Result<(), diesel::result::Error> {
    // Immediate: a transaction that began by reading could not become a writing one while another
    // process writes, and no timeout would help it.
    execute(connection, "BEGIN IMMEDIATE").inspect_err(|_| {
        // Should a transaction have been left open, this ends it, and the next batch begins afresh.
        let _ = execute(connection, "ROLLBACK");
    })
}

fn run(
    connection: &mut AnyConnection,
    batch: &mut [Box<dyn Job>],
    revoked: &impl Fn(&[Revocation]),
) -> std::result::Result<(), diesel::result::Error> {
    let written = run_all(connection, batch).and_then(|after_commit| {
        execute(connection, "COMMIT")?;
        Ok(after_commit)
    });
    match written {
        Ok(after_commit) => {
            after_commit.announce(revoked);
            Ok(())
        }
        Err(error) => {
            // SQLite has rolled back by itself after some failures; then there is nothing left to
            // roll back.
            let _ = execute(connection, "ROLLBACK");
            Err(error)
        }
    }
}

fn run_all(
    connection: &mut AnyConnection,
    batch: &mut [Box<dyn Job>],
) -> std::result::Result<AfterCommit, diesel::result::Error> {
    // Nearly all work succeeds, and a savepoint for each piece takes a twelfth of the time of a
    // refresh (on one core, in one run with and without).
    let mut all = AfterCommit::default();
    if batch.iter_mut().all(|job| run_one(connection, &mut **job, &mut all)) {
        return Ok(all);
    }
    // SQLite has rolled back by itself after some failures.
    let _ = execute(connection, "ROLLBACK");
    begin(connection)?;
    run_each(connection, batch)
}

/// Runs each piece of work in a savepoint, so that one that fails takes nothing else with it.
fn run_each(
    connection: &mut AnyConnection,
    batch: &mut [Box<dyn Job>],
) -> std::result::Result<AfterCommit, diesel::result::Error> {
    let mut all = AfterCommit::default();
    for job in batch {
        execute_cached!(connection, FixedSql("SAVEPOINT job"))?;
        if run_one(connection, &mut **job, &mut all) {
            execute_cached!(connection, FixedSql("RELEASE job"))?;
        } else {
            execute(connection, "ROLLBACK TO job; RELEASE job")?;
        }
    }
    Ok(all)
}

/// Runs a piece of work. Returns whether it is to be kept, and adds what to announce of it then.
fn run_one(connection: &mut AnyConnection, job: &mut dyn Job, all: &mut AfterCommit) -> bool {
    let mut transaction = Transaction::new(connection);
    let is_kept = catch_unwind(AssertUnwindSafe(|| job.run(&mut transaction))).unwrap_or(false);
    let AfterCommit { mut revocations, mut lines } = transaction.finish();
    if is_kept {
        all.revocations.append(&mut revocations);
        all.lines.append(&mut lines);
    }
    is_kept
}
