//! The threads that hash, behind a bounded queue.
//!
//! bcrypt is slow by design, so it never runs on a thread that serves requests. When many users
//! sign in at once, they wait here or get an error, while pages stay fast. Waiting passwords are
//! hashed in batches, see `interleaved`.

use std::sync::{Arc, OnceLock};
use std::thread;

use futures_util::future::join_all;
use tokio::sync::oneshot;

use super::interleaved::{Computation, Digest, hash_batch};
use super::queue::{Job, Queue};
use super::{NewPassword, PasswordHash, TypedPassword};

/// How many passwords may wait for each thread. At cost 12 a thread does five to fifteen a second.
const WAITING_PER_THREAD: usize = 32;

/// Why a password was not hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HashingError {
    /// So many wait already that one more would wait too long.
    #[error("too many passwords wait to be hashed")]
    QueueFull,
    /// The computation panicked.
    #[error("hashing a password failed")]
    Failed,
}

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

/// The hashing threads. They start when the first password comes: most work at the command line has
/// none.
#[derive(Clone, Debug)]
pub struct Hashing {
    entrance: Arc<OnceLock<PoolHandle>>,
    threads: usize,
    batch_size: usize,
    cost: u32,
}

/// The end of the queue where jobs come in. The threads go home when it is dropped.
struct PoolHandle(Arc<Queue>);

impl Hashing {
    /// Provides `threads` threads that hash with the given bcrypt cost, each up to `batch_size`
    /// passwords at once. They end when the last clone of this is dropped.
    pub fn new(threads: usize, batch_size: usize, cost: u32) -> Self {
        Self { entrance: Arc::default(), threads, batch_size, cost }
    }

    /// Hashes a chosen password.
    pub async fn hash(&self, password: NewPassword) -> Result<PasswordHash, HashingError> {
        let (setting, computation) = PasswordHash::begin(password.0.expose(), self.cost);
        let digest = self.compute(computation).await?;
        Ok(PasswordHash::finish(setting, &digest))
    }

    /// Hashes a password again that was just found right, with today's cost.
    pub async fn rehash(&self, attempt: &TypedPassword) -> Result<PasswordHash, HashingError> {
        self.hash(NewPassword(attempt.composed().clone())).await
    }

    /// Compares a typed password with a stored one, if there is one.
    ///
    /// It takes the time of one hash of the current cost for each form of the typed password,
    /// whichever of them matches, also for an account that does not exist and for a hash with a
    /// lower cost. The time must not show whether an account exists (OWASP ASVS 5.0, 6.3.8).
    pub async fn check(
        &self,
        attempt: TypedPassword,
        stored: Option<PasswordHash>,
    ) -> Result<Check, HashingError> {
        let exists = stored.is_some();
        let hash = stored.unwrap_or_else(|| PasswordHash::dummy(self.cost));
        let compared =
            join_all(attempt.forms().map(|form| self.matches(&hash, form.expose()))).await;
        // Every form is compared before any answer is looked at.
        let compared: Vec<bool> = compared.into_iter().collect::<Result<_, _>>()?;
        let Some(form) = compared.iter().position(|same| *same).filter(|_| exists) else {
            return Ok(Check::Wrong);
        };
        let is_current = form == 0 && hash.is_current(attempt.composed().expose(), self.cost);
        Ok(Check::Right { outdated: !is_current })
    }

    async fn matches(&self, hash: &PasswordHash, text: &str) -> Result<bool, HashingError> {
        let (computation, expected) = hash.compare(text).unwrap_or_else(|error| {
            log::error!("cannot parse a stored password hash: {error}");
            PasswordHash::compare_with_dummy(text, self.cost)
        });
        Ok(expected.is(&self.compute(computation).await?))
    }

    async fn compute(&self, computation: Computation) -> Result<Digest, HashingError> {
        let (answer, answered) = oneshot::channel();
        let PoolHandle(queue) =
            self.entrance.get_or_init(|| PoolHandle(start(self.threads, self.batch_size)));
        let pad_to_cost = self.cost.max(computation.cost());
        queue
            .push(Job { computation, pad_to_cost, answer })
            .map_err(|_| HashingError::QueueFull)?;
        answered.await.map_err(|_| HashingError::Failed)
    }
}

impl Drop for PoolHandle {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl std::fmt::Debug for PoolHandle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PoolHandle")
    }
}

fn start(threads: usize, batch_size: usize) -> Arc<Queue> {
    let queue = Arc::new(Queue::new(threads * WAITING_PER_THREAD, batch_size));
    for number in 1..=threads {
        let queue = Arc::clone(&queue);
        thread::Builder::new()
            .name(format!("hashing-{number}"))
            .spawn(move || work(&queue))
            .expect("the system starts a thread");
    }
    queue
}

fn work(queue: &Queue) {
    // Requests that are answered in microseconds come before hashes that take a quarter of a
    // second. On Linux this concerns the calling thread alone; elsewhere it would slow the whole
    // process.
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::nice(10) {
        log::warn!("cannot lower the priority of the hashing threads: {error}");
    }
    while let Some(batch) = queue.take() {
        if std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| answer(batch))).is_err() {
            log::error!("hashing a password panicked");
        }
    }
}

fn answer(batch: Vec<Job>) {
    let pad_to_cost = batch.iter().map(|job| job.pad_to_cost).max().unwrap_or_default();
    let computations: Vec<&Computation> = batch.iter().map(|job| &job.computation).collect();
    let digests = hash_batch(&computations, pad_to_cost);
    for (number, Job { computation, answer, .. }) in batch.into_iter().enumerate() {
        let digest = digests.as_ref().and_then(|digests| digests.get(number).copied());
        let _ = answer.send(digest.unwrap_or_else(|| computation.compute_padded(pad_to_cost)));
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;
    use crate::secret::SecretText;

    fn attempt(text: &str) -> TypedPassword {
        TypedPassword::new(&SecretText::new(text))
    }

    fn stored(password: &str, cost: u32) -> PasswordHash {
        PasswordHash::from_stored(bcrypt::non_truncating_hash(password, cost).unwrap())
    }

    #[actix_web::test]
    async fn many_at_once_get_each_their_own_answer_whatever_the_size_of_batches() {
        for batch_size in 1..=4 {
            let hashing = Hashing::new(2, batch_size, 5);
            let passwords: Vec<String> = (0..12)
                .map(|number| format!("password {}", number.to_string().repeat(number * 6 + 1)))
                .collect();
            let new =
                |password: &String| hashing.hash(NewPassword(SecretText::new(password.clone())));
            let hashes: Vec<PasswordHash> =
                join_all(passwords.iter().map(new)).await.into_iter().map(Result::unwrap).collect();
            let asked =
                passwords.iter().zip(&hashes).enumerate().map(|(number, (password, hash))| {
                    match number % 4 {
                        0 => hashing.check(attempt(password), Some(hash.clone())),
                        1 => hashing.check(attempt("another"), Some(hash.clone())),
                        2 => hashing.check(attempt(password), Some(stored("from cheaper days", 4))),
                        _ => hashing.check(
                            attempt("from cheaper days"),
                            Some(stored("from cheaper days", 4)),
                        ),
                    }
                });
            let expected = [
                Check::Right { outdated: false },
                Check::Wrong,
                Check::Wrong,
                Check::Right { outdated: true },
            ];
            for (number, check) in join_all(asked).await.into_iter().enumerate() {
                assert_eq!(check, Ok(expected[number % 4]), "batches of {batch_size}, {number}");
            }
        }
    }

    #[actix_web::test]
    async fn what_fails_takes_as_long_as_a_hash_of_todays_cost() {
        const COST: u32 = 8;
        let hashing = Hashing::new(1, 4, COST);
        let cases = [
            Some(stored("correct horse", COST)),
            None,
            Some(stored("correct horse", 4)),
            Some(PasswordHash::from_stored("!".into())),
        ];
        // Other load only makes an attempt slower, so the fastest of many shows its cost.
        let mut fastest = [Duration::MAX; 4];
        for round in 1.. {
            for (stored, fastest) in cases.iter().zip(&mut fastest) {
                let begun = Instant::now();
                assert_eq!(
                    hashing.check(attempt("another"), stored.clone()).await,
                    Ok(Check::Wrong)
                );
                *fastest = begun.elapsed().min(*fastest);
            }
            if round >= 8 && fastest.iter().all(|time| *time * 2 > fastest[0]) {
                break;
            }
            assert!(round < 80, "{fastest:?}");
        }
    }

    #[actix_web::test]
    async fn a_panic_fails_its_own_and_the_thread_lives() {
        let hashing = Hashing::new(1, 4, 4);
        let impossible = Computation::new(b"correct horse", [7; 16], 32);
        assert_eq!(hashing.compute(impossible).await, Err(HashingError::Failed));
        assert!(hashing.hash(NewPassword(SecretText::new("correct horse"))).await.is_ok());
    }

    /// Shows: REL-20.
    #[actix_web::test]
    async fn a_storm_is_told_to_come_back() {
        let hashing = Hashing::new(1, 4, 4);
        let asked = (0..200).map(|_| hashing.check(attempt("another"), None));
        let answers = join_all(asked).await;
        let refused =
            answers.iter().filter(|answer| **answer == Err(HashingError::QueueFull)).count();
        assert!((1..=200 - WAITING_PER_THREAD).contains(&refused), "{refused}");
        assert!(
            answers
                .iter()
                .all(|answer| matches!(answer, Ok(Check::Wrong) | Err(HashingError::QueueFull)))
        );
    }
}
