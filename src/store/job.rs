//! Work for the threads of the database, and how its outcome gets back to the caller.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::sync::oneshot;

use super::writer::Transaction;
use super::{AnyConnection, Error, Result};

/// A piece of work in the queue.
pub(super) trait Job: Send {
    /// Does the work, and can do it again. Returns whether it is to be kept.
    fn run(&mut self, transaction: &mut Transaction<'_>) -> bool;

    /// Sends the outcome to the caller. `failure` is why nothing of the whole batch was written, if
    /// so.
    fn answer(self: Box<Self>, failure: Option<&str>);
}

/// A read in the queue of a server.
pub(super) trait ReadJob: Send {
    /// Does the work, and can do it again.
    fn run(&mut self, rows: &mut AnyConnection);

    /// Sends the outcome to the caller, or `failure`, why there is none.
    fn answer(self: Box<Self>, failure: Option<&str>);
}

/// Work that somebody waits for.
pub(super) struct WithReply<W, T, E> {
    work: W,
    outcome: Option<std::result::Result<T, E>>,
    reply: oneshot::Sender<std::result::Result<T, E>>,
}

impl<W, T, E: From<Error>> WithReply<W, T, E> {
    pub(super) fn new(work: W, reply: oneshot::Sender<std::result::Result<T, E>>) -> Self {
        Self { work, outcome: None, reply }
    }

    fn send(self, failure: Option<&str>) {
        let outcome = match (failure, self.outcome) {
            // What the work found out was found out in a transaction that never was.
            (Some(failure), _) => Err(E::from(Error::Unavailable(failure.to_owned()))),
            (None, Some(outcome)) => outcome,
            (None, None) => Err(E::from(Error::Broken("the work panicked".to_owned()))),
        };
        let _ = self.reply.send(outcome);
    }
}

impl<W, T, E> Job for WithReply<W, T, E>
where
    W: FnMut(&mut Transaction<'_>) -> std::result::Result<T, E> + Send,
    T: Send,
    E: From<Error> + Send,
{
    fn run(&mut self, transaction: &mut Transaction<'_>) -> bool {
        // What an earlier run found out was found out in a transaction that never was.
        self.outcome = None;
        self.outcome = Some((self.work)(transaction));
        matches!(self.outcome, Some(Ok(_)))
    }

    fn answer(self: Box<Self>, failure: Option<&str>) {
        self.send(failure);
    }
}

impl<W, T, E> ReadJob for WithReply<W, T, E>
where
    W: FnMut(&mut AnyConnection) -> std::result::Result<T, E> + Send,
    T: Send,
    E: From<Error> + Send,
{
    fn run(&mut self, rows: &mut AnyConnection) {
        self.outcome = catch_unwind(AssertUnwindSafe(|| (self.work)(rows))).ok();
    }

    fn answer(self: Box<Self>, failure: Option<&str>) {
        self.send(failure);
    }
}

/// Work that nobody waits for; `on_lost` is called if it is not written.
pub(super) struct FireAndForget<W, L> {
    work: W,
    written: bool,
    on_lost: L,
}

impl<W, L> FireAndForget<W, L> {
    pub(super) fn new(work: W, on_lost: L) -> Self {
        Self { work, written: false, on_lost }
    }
}

impl<W, L> Job for FireAndForget<W, L>
where
    W: FnMut(&mut Transaction<'_>) -> Result<()> + Send,
    L: FnOnce() + Send,
{
    fn run(&mut self, transaction: &mut Transaction<'_>) -> bool {
        self.written = false;
        match (self.work)(transaction) {
            Ok(()) => self.written = true,
            Err(error) => log::error!("deferred write failed: {error}"),
        }
        self.written
    }

    fn answer(self: Box<Self>, failure: Option<&str>) {
        if failure.is_some() || !self.written {
            (self.on_lost)();
        }
    }
}
