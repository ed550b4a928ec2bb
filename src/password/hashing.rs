//! The threads that hash, behind a queue with an end.
//!
//! bcrypt is meant to be slow, so it never runs on a thread that answers requests, and a storm of sign-ins waits
//! here, or is told to come back, while pages go on.

use std::sync::mpsc::{self, Receiver, SyncSender, TrySendError};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread;

use tokio::sync::oneshot;

use super::{Attempt, NewPassword, PasswordHash};

/// How many passwords may wait for each thread. At cost 12 a thread does about five a second.
const WAITING_PER_THREAD: usize = 32;

/// So many passwords wait already that one more would wait too long.
#[derive(Debug, thiserror::Error)]
#[error("too many passwords wait to be hashed")]
pub struct QueueFull;

/// What comes of comparing a typed password with a stored one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// It is not the one, or there is none to compare with.
    Wrong,
    /// It is the one.
    Right {
        /// The stored hash has another cost or form than today's and should be made again.
        outdated: bool,
    },
}

/// The hashing threads. They start when the first password comes: most work at the command line has none.
#[derive(Clone, Debug)]
pub struct Hashing {
    queue: Arc<OnceLock<SyncSender<Task>>>,
    threads: usize,
    cost: u32,
}

type Task = Box<dyn FnOnce() + Send>;

impl Hashing {
    /// Provides `threads` threads that hash with the given bcrypt cost. They end when the last clone of this is
    /// dropped.
    pub fn new(threads: usize, cost: u32) -> Self {
        Self { queue: Arc::default(), threads, cost }
    }

    /// Hashes a chosen password.
    pub async fn hash(&self, password: NewPassword) -> Result<PasswordHash, QueueFull> {
        let cost = self.cost;
        self.run(move || PasswordHash::new(password.0.expose(), cost).expect("the cost and the length are in range"))
            .await
    }

    /// Hashes a password again that was just found right, with today's cost.
    pub async fn rehash(&self, attempt: &Attempt) -> Result<PasswordHash, QueueFull> {
        self.hash(NewPassword(attempt.0.clone().unwrap_or_default())).await
    }

    /// Compares a typed password with a stored one, if there is one.
    ///
    /// It takes the time of one hash of today's cost in every case that fails, an account that does not exist and a
    /// password that could never have been chosen included: the time must not tell whether an account exists (OWASP
    /// ASVS 5.0, 6.3.8).
    pub async fn check(&self, attempt: Attempt, stored: Option<PasswordHash>) -> Result<Check, QueueFull> {
        let cost = self.cost;
        self.run(move || {
            let exists = stored.is_some();
            let hash = stored.unwrap_or_else(|| PasswordHash::of_nobody(cost));
            let typed = attempt.0.as_ref();
            let text = typed.map_or("", |password| password.expose());
            let same = hash.matches(text).unwrap_or_else(|error| {
                log::error!("a stored password hash cannot be read: {error}");
                let _ = PasswordHash::of_nobody(cost).matches(text);
                false
            });
            if exists && typed.is_some() && same {
                return Check::Right { outdated: !hash.is_todays(text, cost) };
            }
            // Each cost takes as long as all below it together, and once more the lowest: with these an account whose
            // hash is from cheaper days takes as long as one that does not exist.
            for missing in hash.cost().unwrap_or(cost)..cost {
                let _ = PasswordHash::of_nobody(missing).matches(text);
            }
            Check::Wrong
        })
        .await
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, QueueFull> {
        let (answer, answered) = oneshot::channel();
        let task: Task = Box::new(move || {
            // Whoever asked may have gone away while this waited; a hash for nobody is not worth its time.
            if !answer.is_closed() {
                let _ = answer.send(work());
            }
        });
        match self.queue.get_or_init(|| start(self.threads)).try_send(task) {
            Ok(()) => answered.await.map_err(|_| QueueFull),
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => Err(QueueFull),
        }
    }
}

fn start(threads: usize) -> SyncSender<Task> {
    let (queue, tasks) = mpsc::sync_channel::<Task>(threads * WAITING_PER_THREAD);
    let tasks = Arc::new(Mutex::new(tasks));
    for number in 1..=threads {
        let tasks = Arc::clone(&tasks);
        thread::Builder::new()
            .name(format!("hashing-{number}"))
            .spawn(move || work(&tasks))
            .expect("the system starts a thread");
    }
    queue
}

fn work(tasks: &Mutex<Receiver<Task>>) {
    // Requests that are answered in microseconds come before hashes that take a quarter of a second.
    // On Linux this concerns the calling thread alone; elsewhere it would slow the whole process.
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::nice(10) {
        log::warn!("the hashing threads keep their priority: {error}");
    }
    loop {
        let next = tasks.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).recv();
        let Ok(task) = next else { return };
        if std::panic::catch_unwind(std::panic::AssertUnwindSafe(task)).is_err() {
            log::error!("hashing a password panicked");
        }
    }
}
