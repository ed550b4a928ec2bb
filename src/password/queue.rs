//! The queue before the hashing threads: it has an end, and they leave it in batches.

use std::collections::VecDeque;

use parking_lot::{Condvar, Mutex, MutexGuard};
use tokio::sync::oneshot;

use super::interleaved::{Computation, Digest};

/// A digest that somebody waits for.
pub(super) struct Job {
    pub(super) computation: Computation,
    /// It is to take as long as a computation of this cost, which is not below its own.
    pub(super) pad_to_cost: u32,
    pub(super) answer: oneshot::Sender<Digest>,
}

/// No more jobs can wait.
pub(super) struct NoRoom;

pub(super) struct Queue {
    state: Mutex<State>,
    changed: Condvar,
    room: usize,
    batch_size: usize,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Job>,
    /// How many threads have nothing to do.
    idle: usize,
    closed: bool,
}

impl Queue {
    /// Creates one in which up to `room` jobs wait and that is left by up to `batch_size` of them
    /// at once.
    pub(super) fn new(room: usize, batch_size: usize) -> Self {
        Self { state: Mutex::default(), changed: Condvar::new(), room, batch_size }
    }

    pub(super) fn push(&self, job: Job) -> Result<(), NoRoom> {
        let mut state = self.lock();
        if state.waiting.len() >= self.room {
            return Err(NoRoom);
        }
        state.waiting.push_back(job);
        self.changed.notify_one();
        Ok(())
    }

    /// Waits for a job and takes it with those that are to be hashed beside it; nothing once the
    /// queue is closed.
    pub(super) fn take(&self) -> Option<Vec<Job>> {
        let mut state = self.lock();
        while !state.closed {
            // The client may have disconnected while this waited; then the hash is not computed.
            state.waiting.retain(|job| !job.answer.is_closed());
            if !state.waiting.is_empty() {
                return Some(state.batch(self.batch_size));
            }
            state.idle += 1;
            self.changed.wait(&mut state);
            state.idle -= 1;
        }
        None
    }

    /// Sends the threads home.
    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock()
    }
}

impl State {
    /// Removes the first, and the next ones that last as long: all of a batch are answered together,
    /// and one that lasts longer would keep the others.
    fn batch(&mut self, batch_size: usize) -> Vec<Job> {
        // Threads that have nothing to do get their share: alone a password is hashed soonest.
        let share = self.waiting.len().div_ceil(self.idle + 1).min(batch_size);
        let pad_to_cost = self.waiting.front().map(|job| job.pad_to_cost);
        let mut batch = Vec::with_capacity(share);
        let mut at = 0;
        while batch.len() < share && at < self.waiting.len() {
            if Some(self.waiting[at].pad_to_cost) == pad_to_cost {
                batch.extend(self.waiting.remove(at))
            } else {
                at += 1
            }
        }
        batch
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Answered = oneshot::Receiver<Digest>;

    /// A queue in which jobs wait that last as long as these costs.
    fn queue(batch_size: usize, pad_to_cost: &[u32]) -> (Queue, Vec<Answered>) {
        let queue = Queue::new(64, batch_size);
        let answered = pad_to_cost
            .iter()
            .map(|pad_to_cost| push(&queue, *pad_to_cost).ok().unwrap())
            .collect();
        (queue, answered)
    }

    fn push(queue: &Queue, pad_to_cost: u32) -> Result<Answered, NoRoom> {
        let (answer, answered) = oneshot::channel();
        let computation = Computation::new(b"correct horse", [7; 16], pad_to_cost);
        queue.push(Job { computation, pad_to_cost, answer }).map(|()| answered)
    }

    /// Removes all waiting jobs and returns the cost of each job by batch.
    fn batches(queue: &Queue) -> Vec<Vec<u32>> {
        let mut batches = Vec::new();
        while !queue.lock().waiting.is_empty() {
            batches.push(queue.take().unwrap().iter().map(|job| job.pad_to_cost).collect());
        }
        batches
    }

    #[test]
    fn what_waits_is_taken_in_batches_of_the_size_set() {
        for (batch_size, sizes) in [(1, &[1; 6][..]), (2, &[2, 2, 2]), (4, &[4, 2])] {
            let (queue, _answered) = queue(batch_size, &[12; 6]);
            assert_eq!(batches(&queue).iter().map(Vec::len).collect::<Vec<_>>(), sizes);
        }
    }

    #[test]
    fn threads_with_nothing_to_do_get_their_share() {
        for (idle, waiting, size) in
            [(1, 1, 1), (1, 2, 1), (1, 3, 2), (1, 4, 2), (3, 4, 1), (1, 20, 4)]
        {
            let (queue, _answered) = queue(4, &vec![12; waiting]);
            queue.lock().idle = idle;
            assert_eq!(queue.take().unwrap().len(), size, "{waiting} wait, {idle} others idle");
        }
    }

    #[test]
    fn only_what_lasts_as_long_shares_a_batch_and_the_first_comes_first() {
        let (queue, _answered) = queue(4, &[12, 14, 12, 14, 12, 12, 12]);
        assert_eq!(batches(&queue), [vec![12; 4], vec![14, 14], vec![12]]);
    }

    #[test]
    fn what_nobody_waits_for_any_more_is_not_computed() {
        let (queue, mut answered) = queue(4, &[12, 13, 12]);
        answered.remove(1);
        assert_eq!(batches(&queue), [[12, 12]]);
    }

    /// Shows: REL-20.
    #[test]
    fn the_queue_has_an_end_and_can_be_closed() {
        let queue = Queue::new(2, 4);
        let _answered = [push(&queue, 4).ok().unwrap(), push(&queue, 4).ok().unwrap()];
        assert!(push(&queue, 4).is_err());
        queue.close();
        assert!(queue.take().is_none());
    }
}
