//! Several passwords hashed side by side in one thread, which gives the same digests sooner.
//!
//! Four in step: 3.6 times the rate of the `bcrypt` crate by the time that a core spends (AMD EPYC of 2024, cost 10,
//! `cargo bench`); two 2.2 times, three 3.1 times, five and six less than four. One alone is no faster than the crate,
//! which therefore computes it. Where nothing is optimised but the crate, four have a quarter of its rate.
//!
//! The crate stays the reference: this is used only if it gives the same digests in this process, and property tests
//! compare more.

mod blowfish;
mod pi;

use std::sync::LazyLock;

use super::computation::{Computation, Digest};
use blowfish::Tables;

/// The most passwords that are hashed side by side.
pub const MAX_BATCH: usize = 4;

/// What every password begins with, if it has been found to be right.
static INITIAL: LazyLock<Option<Tables>> = LazyLock::new(|| proven(Tables::initial()));

/// Computes two to four digests side by side, for as long as one of the cost `pad_to_cost` takes.
///
/// All take the same time, whatever their own costs are. Gives nothing for another number of them, and if this has not
/// been found to be right: then the crate has to compute them.
pub fn hash_batch(computations: &[&Computation], pad_to_cost: u32) -> Option<Vec<Digest>> {
    match computations.len() {
        // The first time takes some 20 ms more; with nothing to save, it is not spent.
        2..=MAX_BATCH => in_step(INITIAL.as_ref()?, computations, pad_to_cost),
        _ => None,
    }
}

fn in_step(initial: &Tables, computations: &[&Computation], pad_to_cost: u32) -> Option<Vec<Digest>> {
    match *computations {
        [a, b] => Some(blowfish::digests(initial, [a, b], pad_to_cost).to_vec()),
        [a, b, c] => Some(blowfish::digests(initial, [a, b, c], pad_to_cost).to_vec()),
        [a, b, c, d] => Some(blowfish::digests(initial, [a, b, c, d], pad_to_cost).to_vec()),
        _ => None,
    }
}

/// Returns the tables back if each number of interleaved makes the digests with them that the crate makes.
fn proven(initial: Tables) -> Option<Tables> {
    let examples = [0, 1, 2, 3].map(|lane: u8| Computation::new(&[b'a' + lane; 9], [lane; 16], 4));
    let expected = examples.each_ref().map(Computation::compute);
    let right = (2..=MAX_BATCH).all(|interleaved| {
        let examples: Vec<&Computation> = examples.iter().take(interleaved).collect();
        in_step(&initial, &examples, 4).as_deref() == Some(&expected[..interleaved])
    });
    if !right {
        log::error!("hashing passwords side by side gives wrong digests here: each is hashed alone, as the crate does");
    }
    right.then_some(initial)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::time::{Duration, Instant};

    use proptest::prelude::*;
    use proptest::test_runner::{Config, TestRunner};

    use super::*;
    use crate::password::PasswordHash;

    /// Published with the first implementations, OpenBSD's and Openwall's among them.
    const PUBLISHED: [(&str, &str); 9] = [
        ("", "$2a$06$DCq7YPn5Rq63x1Lad4cll.TV4S6ytwfsfvkgY8jIucDrjc8deX1s."),
        ("a", "$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe"),
        ("abc", "$2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i"),
        ("abcdefghijklmnopqrstuvwxyz", "$2a$06$.rCVZVOThsIa97pEDOxvGuRRgzG64bvtJ0938xuqzv18d3ZpQhstC"),
        ("~!@#$%^&*()      ~!@#$%^&*()PNBFRD", "$2a$06$fPIsBO8qRqkjj273rfaOI.HtSV9jLDpTbZn782DC6/t7qT67P6FfO"),
        ("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
        ("U*U*", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK"),
        ("U*U*U", "$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a"),
        (
            "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789chars after 72 are ignored",
            "$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui",
        ),
    ];

    #[test]
    fn published_digests_come_out_of_every_lane() {
        for (interleaved, first) in
            (2..=MAX_BATCH).flat_map(|interleaved| (0..PUBLISHED.len()).map(move |first| (interleaved, first)))
        {
            let published: Vec<_> = PUBLISHED.iter().cycle().skip(first).take(interleaved).collect();
            let compare = |(password, hash): &&(&str, &str)| {
                PasswordHash::from_stored(hash.to_string()).compare(password).unwrap()
            };
            let (computations, expected): (Vec<_>, Vec<_>) = published.iter().map(compare).unzip();
            let digests = hash_batch(&computations.iter().collect::<Vec<_>>(), 4).unwrap();
            for ((digest, expected), published) in digests.iter().zip(expected).zip(published) {
                assert!(expected.is(digest), "{interleaved} interleaved: {published:?}");
            }
        }
    }

    /// How many batches are compared at least, a thousand passwords. `PROPTEST_CASES` asks for more; ten thousand take
    /// minutes where nothing is optimised.
    const BATCHES: u32 = 400;

    #[test]
    fn any_passwords_with_any_salts_and_costs_get_the_digests_of_the_crate() {
        let input = (prop::collection::vec(any::<u8>(), 0..100), any::<[u8; 16]>(), 4u32..=6);
        let inputs = (prop::collection::vec(input, 2..=MAX_BATCH), 4u32..=6);
        let compared = Cell::new(0);
        let batches = Config::default().cases.max(BATCHES);
        let mut runner = TestRunner::new(Config::with_cases(batches));
        let result = runner.run(&inputs, |(inputs, pad_to_cost)| {
            let computation = |(password, salt, cost): &(Vec<u8>, _, _)| Computation::new(password, *salt, *cost);
            let computations: Vec<Computation> = inputs.iter().map(computation).collect();
            let digests = hash_batch(&computations.iter().collect::<Vec<_>>(), pad_to_cost).unwrap();
            prop_assert_eq!(digests, computations.iter().map(Computation::compute).collect::<Vec<_>>());
            compared.set(compared.get() + computations.len());
            Ok(())
        });
        result.unwrap();
        assert!(compared.get() >= batches as usize * 5 / 2, "{}", compared.get());
    }

    #[test]
    fn neither_one_nor_five_are_hashed_side_by_side() {
        let one = Computation::new(b"correct horse", [7; 16], 4);
        for count in [0, 1, 5] {
            assert_eq!(hash_batch(&vec![&one; count], 4), None, "{count}");
        }
    }

    #[test]
    fn tables_with_a_wrong_bit_are_not_used() {
        assert!(proven(Tables::initial()).is_some());
        for (table, entry) in [(0, 0), (1, 100), (2, 255), (3, 255)] {
            let mut wrong = Tables::initial();
            wrong.flip_a_bit(table, entry);
            assert!(proven(wrong).is_none(), "{table} {entry}");
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
