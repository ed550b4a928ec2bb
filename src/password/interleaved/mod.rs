//! bcrypt for several passwords at once in one thread: the same digests, sooner.
//!
//! # What it computes
//!
//! bcrypt is a chain: each step looks up a table at an index that the step before has computed, so
//! a core spends most of its time waiting for the first-level cache. The chains of different
//! passwords do not depend on each other. This module runs two to four of them in step, and the
//! core works on one while another waits. Every password has its own tables and goes through
//! exactly the steps of bcrypt in their order: only the instructions of different passwords
//! alternate.
//!
//! A batch of four has 3.6 times the rate of the `bcrypt` crate for each core, three 3.1, two 2.2
//! (cost 10, AMD EPYC of 2024, `cargo bench --bench passwords`); five and six have less than four.
//! One alone is no faster than the crate, so the crate computes it. Without optimisation the crate
//! is faster: `[profile.dev.package]` optimises it alone.
//!
//! # Why it can be trusted
//!
//! The `bcrypt` crate is the reference, and there is no other format: what is stored is what the
//! crate would store.
//!
//! - Before the first batch of a process, four known passwords are hashed in batches of two, three
//!   and four, and their digests are compared with those of the crate. If one bit differs, an error
//!   is logged and [`hash_batch`] returns `None` from then on, so that the caller has the crate
//!   compute. This finds a compiler or a processor that computes something else here.
//! - Tests compare published digests in every place of every batch, and a thousand random
//!   passwords, salts and costs with the crate (ten thousand in `.ci/run`).
//! - The tables are constants. A test computes the digits of pi and compares all of them.
//! - There is no `unsafe` code.
//!
//! # Side channels
//!
//! - Time: no branch of a round depends on a password. How many rounds are computed depends on the
//!   costs alone, which are no secret. All of a batch end together, after the time of `pad_to_cost`
//!   or of the highest cost in the batch. How long a request waits shows how busy the server is, as
//!   any queue does; it does not show what was compared.
//! - Caches: Blowfish looks up its tables at indexes that depend on the password. An attacker who
//!   can watch the caches of the core learns something about them. That holds for the crate and for
//!   every other implementation of bcrypt alike. A batch reads at the same indexes, mixed with
//!   those of other passwords, and never reads the tables of another one.
//! - Memory: keys and tables are wiped when a batch ends.
//! - Other requests: an attacker who sends passwords can share a batch with others. All of the
//!   batch take the same time, whatever the passwords are, and nothing of one flows into another.
//!
//! # How to switch it off
//!
//! `BCRYPT_BATCH=1` has the crate compute every password.
//!
//! The module needs nothing of the crate around it.

mod blowfish;
mod computation;
mod pi;

use std::sync::LazyLock;

use blowfish::Tables;
pub use computation::{Computation, Digest};

/// The most passwords that are computed in one batch.
pub const MAX_BATCH: usize = 4;

/// Whether this process computes what the `bcrypt` crate computes.
static IS_CORRECT: LazyLock<bool> = LazyLock::new(|| {
    let is_correct = agrees_with_crate(&blowfish::INITIAL);
    if !is_correct {
        log::error!(
            "hashing passwords in batches gives wrong digests here: each is hashed alone by the bcrypt crate"
        );
    }
    is_correct
});

/// Computes two to four digests in one batch, for as long as one of `pad_to_cost` takes, or of the
/// highest cost among them. Returns `None` for any other number of them, or if the self-test has
/// failed: then the crate has to compute.
pub fn hash_batch(batch: &[&Computation], pad_to_cost: u32) -> Option<Vec<Digest>> {
    // The self-test takes some milliseconds; a process that hashes no batch does not spend them.
    let is_batch = (2..=MAX_BATCH).contains(&batch.len());
    if is_batch && *IS_CORRECT { in_step(&blowfish::INITIAL, batch, pad_to_cost) } else { None }
}

fn in_step(initial: &Tables, batch: &[&Computation], pad_to_cost: u32) -> Option<Vec<Digest>> {
    match *batch {
        [a, b] => Some(blowfish::digests(initial, [a, b], pad_to_cost).to_vec()),
        [a, b, c] => Some(blowfish::digests(initial, [a, b, c], pad_to_cost).to_vec()),
        [a, b, c, d] => Some(blowfish::digests(initial, [a, b, c, d], pad_to_cost).to_vec()),
        _ => None,
    }
}

/// Returns whether batches of every size have the digests that the crate computes.
fn agrees_with_crate(initial: &Tables) -> bool {
    let examples = [0, 1, 2, 3].map(|lane: u8| Computation::new(&[b'a' + lane; 9], [lane; 16], 4));
    let expected = examples.each_ref().map(Computation::compute);
    (2..=MAX_BATCH).all(|size| {
        let batch: Vec<&Computation> = examples.iter().take(size).collect();
        in_step(initial, &batch, 4).as_deref() == Some(&expected[..size])
    })
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::time::{Duration, Instant};

    use proptest::prelude::*;
    use proptest::test_runner::{Config, TestRunner};

    use super::*;

    /// Published with the first implementations, OpenBSD's and Openwall's among them.
    const PUBLISHED: [(&str, &str); 9] = [
        ("", "$2a$06$DCq7YPn5Rq63x1Lad4cll.TV4S6ytwfsfvkgY8jIucDrjc8deX1s."),
        ("a", "$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe"),
        ("abc", "$2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i"),
        (
            "abcdefghijklmnopqrstuvwxyz",
            "$2a$06$.rCVZVOThsIa97pEDOxvGuRRgzG64bvtJ0938xuqzv18d3ZpQhstC",
        ),
        (
            "~!@#$%^&*()      ~!@#$%^&*()PNBFRD",
            "$2a$06$fPIsBO8qRqkjj273rfaOI.HtSV9jLDpTbZn782DC6/t7qT67P6FfO",
        ),
        ("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
        ("U*U*", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK"),
        ("U*U*U", "$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a"),
        (
            "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789chars after 72 are ignored",
            "$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui",
        ),
    ];

    /// Reads a published hash: its input, and the digest at its end.
    fn published((password, hash): (&str, &str)) -> (Computation, Vec<u8>) {
        let parts: bcrypt::HashParts = hash.parse().unwrap();
        let digest = base64::Engine::decode(&bcrypt::BASE_64, &hash[29..]).unwrap();
        (Computation::new(password.as_bytes(), parts.get_salt_raw(), parts.get_cost()), digest)
    }

    #[test]
    fn published_digests_come_out_of_every_lane() {
        let published = PUBLISHED.map(published);
        for size in 2..=MAX_BATCH {
            for (first, (password, _)) in PUBLISHED.iter().enumerate() {
                let chosen: Vec<_> = published.iter().cycle().skip(first).take(size).collect();
                let batch: Vec<&Computation> =
                    chosen.iter().map(|(computation, _)| computation).collect();
                for (lane, digest) in hash_batch(&batch, 4).unwrap().iter().enumerate() {
                    assert_eq!(
                        digest[..],
                        chosen[lane].1,
                        "lane {lane} of {size}, from {password:?}"
                    );
                }
            }
        }
    }

    /// How many batches are compared at least, a thousand passwords. `PROPTEST_CASES` asks for
    /// more; ten thousand take minutes where nothing is optimised.
    const BATCHES: u32 = 400;

    /// Shows: ASVS 11.2.1.
    #[test]
    fn any_passwords_with_any_salts_and_costs_get_the_digests_of_the_crate() {
        let input = (prop::collection::vec(any::<u8>(), 0..100), any::<[u8; 16]>(), 4u32..=6);
        let inputs = (prop::collection::vec(input, 2..=MAX_BATCH), 4u32..=6);
        let compared = Cell::new(0);
        let batches = Config::default().cases.max(BATCHES);
        let mut runner = TestRunner::new(Config::with_cases(batches));
        let result = runner.run(&inputs, |(inputs, pad_to_cost)| {
            let computation =
                |(password, salt, cost): &(Vec<u8>, _, _)| Computation::new(password, *salt, *cost);
            let computations: Vec<Computation> = inputs.iter().map(computation).collect();
            let digests =
                hash_batch(&computations.iter().collect::<Vec<_>>(), pad_to_cost).unwrap();
            prop_assert_eq!(
                digests,
                computations.iter().map(Computation::compute).collect::<Vec<_>>()
            );
            compared.set(compared.get() + computations.len());
            Ok(())
        });
        result.unwrap();
        assert!(compared.get() >= batches as usize * 5 / 2, "{}", compared.get());
    }

    #[test]
    fn neither_one_nor_five_are_a_batch() {
        let one = Computation::new(b"correct horse", [7; 16], 4);
        for count in [0, 1, 5] {
            assert_eq!(hash_batch(&vec![&one; count], 4), None, "{count}");
        }
    }

    #[test]
    fn the_self_test_finds_a_wrong_bit_in_the_tables() {
        assert!(agrees_with_crate(&blowfish::INITIAL));
        for (table, entry) in [(0, 0), (1, 100), (2, 255), (3, 255)] {
            let mut wrong = blowfish::INITIAL.clone();
            wrong.flip_bit(table, entry);
            assert!(!agrees_with_crate(&wrong), "{table} {entry}");
        }
    }

    #[test]
    fn cheap_ones_take_as_long_as_the_batch() {
        let cheap = Computation::new(b"correct horse", [7; 16], 4);
        let mut fastest = [Duration::MAX; 2];
        for round in 1.. {
            for (pad_to_cost, fastest) in [4, 7].into_iter().zip(&mut fastest) {
                let begun = Instant::now();
                hash_batch(&[&cheap, &cheap], pad_to_cost).unwrap();
                *fastest = begun.elapsed().min(*fastest);
            }
            if fastest[1] > fastest[0] * 4 {
                break;
            }
            assert!(round < 40, "eight times the work takes {fastest:?}");
        }
    }
}
