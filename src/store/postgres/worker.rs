//! A thread that talks to the server. It has one connection and takes whatever waits: a read, or a
//! change in a transaction of its own.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::Receiver;
use diesel::connection::SimpleConnection;
use diesel::result::{DatabaseErrorKind as Kind, Error};
use parking_lot::Mutex;

use super::connection::{self, Deadline, Opened};
use super::pool::{Message, OnRevoked};
use super::trouble::{self, Trouble};
use crate::config::Postgres;
use crate::store::AnyConnection;
use crate::store::job::{Job, ReadJob};
use crate::store::statement::with_connection;
use crate::store::writer::Transaction;

/// How long work may wait before it is begun.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(3);
/// How long it may take, with everything that it waits for.
const WORK_TIMEOUT: Duration = Duration::from_secs(6);
/// How often work is run again that another transaction got in the way of.
const RETRIES: u32 = 3;
/// The longest pause before the first of these; it doubles each time.
const PAUSE: Duration = Duration::from_millis(20);
const LOST: &str = "the connection to the database was lost";

/// A thread with its connection.
pub(super) struct Worker {
    server: Arc<Postgres>,
    messages: Receiver<Message>,
    revoked: OnRevoked,
    /// Whether the last attempt of any thread to connect failed, so that one outage is one line in
    /// the log.
    is_failing: Arc<AtomicBool>,
    /// When a connection of any thread was last found to be lost.
    lost: Arc<Mutex<Option<Instant>>>,
    rows: Option<Rows>,
}

/// A connection as queries take it.
struct Rows {
    connection: AnyConnection,
    deadline: Deadline,
    begin: &'static str,
    used: Instant,
}

impl Rows {
    fn execute(&mut self, sql: &str) -> diesel::QueryResult<()> {
        with_connection!(&mut self.connection, |rows| rows.batch_execute(sql))
    }
}

/// What became of an attempt at a change.
enum Attempt {
    /// It was written, or the work itself decided against it.
    Finished,
    /// Another transaction was in the way.
    Conflict,
    /// The connection was lost before anything was asked for.
    NotBegun,
    /// Nothing was written, or nobody knows.
    Failed(String),
}

impl Worker {
    pub(super) fn new(server: &Postgres, messages: Receiver<Message>, revoked: OnRevoked) -> Self {
        let (is_failing, lost) = (Arc::default(), Arc::default());
        Self { server: Arc::new(server.clone()), messages, revoked, is_failing, lost, rows: None }
    }

    /// Returns another that shares all but the connection.
    pub(super) fn another(&self) -> Self {
        Self {
            server: Arc::clone(&self.server),
            messages: self.messages.clone(),
            revoked: Arc::clone(&self.revoked),
            is_failing: Arc::clone(&self.is_failing),
            lost: Arc::clone(&self.lost),
            rows: None,
        }
    }

    /// Works until it is told to stop or nobody can send anything any more.
    pub(super) fn run(mut self) {
        while let Ok(message) = self.messages.recv() {
            match message {
                Message::Read(since, job) => self.read(since, job),
                Message::Write(since, job) => self.write(since, job),
                Message::Close => break,
            }
        }
    }

    fn read(&mut self, since: Instant, mut job: Box<dyn ReadJob>) {
        let (mut conflicts, mut is_fresh) = (0, self.rows.is_none());
        // Reading again does no harm.
        loop {
            let rows = match self.rows(since) {
                Ok(rows) => rows,
                Err(failure) => return job.answer(Some(&failure)),
            };
            rows.deadline.set(WORK_TIMEOUT);
            trouble::take();
            job.run(&mut rows.connection);
            match trouble::take() {
                Trouble::None => break,
                Trouble::Conflict if conflicts < RETRIES => pause(&mut conflicts),
                Trouble::Conflict => break,
                trouble => {
                    self.lose(trouble);
                    // It was idle and is replaced once.
                    if std::mem::replace(&mut is_fresh, true) {
                        break;
                    }
                }
            }
        }
        job.answer(None);
    }

    fn write(&mut self, since: Instant, mut job: Box<dyn Job>) {
        let (mut conflicts, mut is_fresh) = (0, self.rows.is_none());
        let failure = loop {
            match self.attempt(since, &mut *job) {
                Attempt::Finished => break None,
                Attempt::Conflict if conflicts < RETRIES => pause(&mut conflicts),
                Attempt::Conflict => break Some("others change the same rows".to_owned()),
                // It was idle and is replaced once.
                Attempt::NotBegun if !is_fresh => is_fresh = true,
                Attempt::NotBegun => break Some("the connection was lost".to_owned()),
                Attempt::Failed(failure) => break Some(failure),
            }
        };
        if let Some(failure) = &failure {
            log::error!("transaction failed: {failure}");
        }
        job.answer(failure.as_deref());
    }

    fn attempt(&mut self, since: Instant, job: &mut dyn Job) -> Attempt {
        let revoked = Arc::clone(&self.revoked);
        let rows = match self.rows(since) {
            Ok(rows) => rows,
            Err(failure) => return Attempt::Failed(failure),
        };
        rows.deadline.set(WORK_TIMEOUT);
        trouble::take();
        if rows.execute(rows.begin).is_err() {
            self.lose(Trouble::Lost);
            return Attempt::NotBegun;
        }
        let mut transaction = Transaction::new(&mut rows.connection);
        let is_kept = catch_unwind(AssertUnwindSafe(|| job.run(&mut transaction))).unwrap_or(false);
        let after_commit = transaction.finish();
        match trouble::take() {
            Trouble::None => {}
            // A transaction with an error in it is not written, whatever the work made of it.
            Trouble::Conflict => {
                self.roll_back();
                return Attempt::Conflict;
            }
            trouble => {
                self.lose(trouble);
                return if is_kept { Attempt::Failed(LOST.to_owned()) } else { Attempt::Finished };
            }
        }
        if !is_kept {
            self.roll_back();
            return Attempt::Finished;
        }
        match rows.execute("COMMIT") {
            Ok(()) => {
                after_commit.announce(&*revoked);
                Attempt::Finished
            }
            // The server found out last that another was in the way, and has written nothing.
            Err(Error::DatabaseError(Kind::SerializationFailure, _)) => Attempt::Conflict,
            Err(error) => {
                self.lose(Trouble::Lost);
                Attempt::Failed(error.to_string())
            }
        }
    }

    fn roll_back(&mut self) {
        let done = self.rows.as_mut().map(|rows| {
            let done = rows.execute("ROLLBACK");
            trouble::take();
            done
        });
        if !matches!(done, Some(Ok(()))) {
            self.lose(Trouble::Lost);
        }
    }

    /// Closes the connection. If it was lost, those that other threads have not used since are
    /// replaced before they are used, instead of being waited for one by one.
    fn lose(&mut self, trouble: Trouble) {
        self.rows = None;
        if trouble == Trouble::Lost {
            *self.lost.lock() = Some(Instant::now());
        }
    }

    /// Returns the connection of this thread, or why there is none for work that has waited since
    /// a time.
    fn rows(&mut self, since: Instant) -> std::result::Result<&mut Rows, String> {
        if since.elapsed() > ACQUIRE_TIMEOUT {
            return Err("it waited too long for a connection".to_owned());
        }
        let lost = *self.lost.lock();
        if self.rows.as_ref().is_some_and(|rows| Some(rows.used) < lost) {
            self.rows = None;
        }
        if self.rows.is_none() {
            let opened = connection::connect(&self.server);
            let failed = opened.is_err();
            if self.is_failing.swap(failed, Ordering::Relaxed) && !failed {
                log::info!("connected to the database again");
            }
            let Opened { connection, deadline, begin } = opened.map_err(|error| error.message)?;
            let connection = AnyConnection::Postgres(Box::new(connection));
            self.rows = Some(Rows { connection, deadline, begin, used: Instant::now() });
        }
        let rows = self.rows.as_mut().ok_or_else(|| LOST.to_owned())?;
        rows.used = Instant::now();
        Ok(rows)
    }
}

/// Waits after a conflict, at random, so that two that met do not meet again.
fn pause(conflicts: &mut u32) {
    let most = PAUSE * (1 << *conflicts);
    thread::sleep(most.mul_f64(rand::random()));
    *conflicts += 1;
}
