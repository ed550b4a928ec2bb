//! Work for the writing thread, and how its outcome gets back to the caller.

use tokio::sync::oneshot;

use super::writer::Transaction;
use super::{Error, Result};

/// A piece of work in the queue.
pub(super) trait Job: Send {
    /// Does the work. Returns whether it is to be kept.
    fn run(&mut self, transaction: &mut Transaction<'_>) -> bool;

    /// Sends the outcome to the caller. `failure` is why nothing of the whole batch was written, if
    /// so.
    fn answer(self: Box<Self>, failure: Option<&str>);
}

/// Work that somebody waits for.
pub(super) struct WithReply<W, T, E> {
    work: Option<W>,
    outcome: Option<std::result::Result<T, E>>,
    reply: oneshot::Sender<std::result::Result<T, E>>,
}

impl<W, T, E> WithReply<W, T, E> {
    pub(super) fn new(work: W, reply: oneshot::Sender<std::result::Result<T, E>>) -> Self {
        Self { work: Some(work), outcome: None, reply }
    }
}

impl<W, T, E> Job for WithReply<W, T, E>
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

/// Work that nobody waits for; `on_lost` is called if it is not written.
pub(super) struct FireAndForget<W, L> {
    work: Option<W>,
    written: bool,
    on_lost: L,
}

impl<W, L> FireAndForget<W, L> {
    pub(super) fn new(work: W, on_lost: L) -> Self {
        Self { work: Some(work), written: false, on_lost }
    }
}

impl<W, L> Job for FireAndForget<W, L>
where
    W: FnOnce(&mut Transaction<'_>) -> Result<()> + Send,
    L: FnOnce() + Send,
{
    fn run(&mut self, transaction: &mut Transaction<'_>) -> bool {
        self.written = match self.work.take().map(|work| work(transaction)) {
            Some(Ok(())) => true,
            Some(Err(error)) => {
                log::error!("deferred write failed: {error}");
                false
            }
            None => false,
        };
        self.written
    }

    fn answer(self: Box<Self>, failure: Option<&str>) {
        if failure.is_some() || !self.written {
            (self.on_lost)();
        }
    }
}
