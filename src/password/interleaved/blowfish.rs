//! Blowfish with bcrypt's expensive key schedule, for several passwords in step.
//!
//! The algorithm is that of N. Provos and D. Mazières, "A Future-Adaptable Password Scheme", 1999.
//! `lane` is the number of a password in the batch.

use std::array;

use zeroize::{Zeroize, Zeroizing};

use super::computation::{Computation, Digest};
use super::pi;

/// The text that bcrypt encrypts at the end: "OrpheanBeholderScryDoubt".
const TEXT: [Block; 3] =
    [[0x4f72_7068, 0x6561_6e42], [0x6568_6f6c, 0x6465_7253], [0x6372_7944, 0x6f75_6274]];

/// How often it encrypts the text.
const TEXT_ROUNDS: usize = 64;

type Subkeys = [u32; 18];

/// The two halves that Blowfish encrypts at once.
type Block = [u32; 2];

/// The tables that every password starts with.
pub(super) static INITIAL: Tables = Tables { subkeys: pi::SUBKEYS, boxes: pi::BOXES };

/// The tables of one password.
#[derive(Clone)]
pub(super) struct Tables {
    subkeys: Subkeys,
    boxes: [[u32; 256]; 4],
}

impl Tables {
    /// Blowfish's F. An index of one byte into 256 entries needs no bounds check.
    #[inline(always)]
    fn mix(&self, half: u32) -> u32 {
        let [a, b, c, d] = half.to_be_bytes();
        let [first, second, third, fourth] = &self.boxes;
        let left = first[usize::from(a)].wrapping_add(second[usize::from(b)]);
        (left ^ third[usize::from(c)]).wrapping_add(fourth[usize::from(d)])
    }
}

impl Zeroize for Tables {
    fn zeroize(&mut self) {
        self.subkeys.zeroize();
        self.boxes.zeroize();
    }
}

/// Computes several digests in step, for as long as one of `pad_to_cost` takes, or of the highest
/// cost among them.
pub(super) fn digests<const N: usize>(
    initial: &Tables,
    batch: [&Computation; N],
    pad_to_cost: u32,
) -> [Digest; N] {
    let mut tables = Zeroizing::new(array::from_fn::<_, N, _>(|_| initial.clone()));
    let keys = Zeroizing::new(batch.map(|computation| words_of(&computation.key)));
    let salts = batch.map(|computation| words_of(&computation.salt));
    expand(&mut tables, &keys, &salts.map(|[a, b, c, d, ..]| [a, b, c, d]));
    let cost = batch.iter().fold(pad_to_cost, |highest, computation| highest.max(computation.cost));
    let mut found = [[0; 23]; N];
    for round in 1..=1u64 << cost {
        expand(&mut tables, &keys, &[[0; 4]; N]);
        expand(&mut tables, &salts, &[[0; 4]; N]);
        // A finished one goes on with the others, so the time says nothing about its own cost.
        if batch.iter().any(|computation| round == 1 << computation.cost) {
            for (lane, digest) in encrypt_text(&tables).into_iter().enumerate() {
                if round == 1 << batch[lane].cost {
                    found[lane] = digest;
                }
            }
        }
    }
    found
}

/// Repeats a key until it fills the subkeys.
fn words_of(key: &[u8]) -> Subkeys {
    let mut bytes = key.iter().copied().cycle();
    array::from_fn(|_| u32::from_be_bytes(array::from_fn(|_| bytes.next().unwrap_or_default())))
}

/// Mixes the keys into the subkeys, then replaces all tables by what they encrypt, with the salts
/// or with zeros.
#[inline(never)]
fn expand<const N: usize>(tables: &mut [Tables; N], keys: &[Subkeys; N], salts: &[[u32; 4]; N]) {
    for (tables, key) in tables.iter_mut().zip(keys) {
        for (subkey, word) in tables.subkeys.iter_mut().zip(key) {
            *subkey ^= word;
        }
    }
    let mut blocks = [[0; 2]; N];
    for pair in 0..9 {
        step(tables, &mut blocks, salts, pair);
        for lane in 0..N {
            [tables[lane].subkeys[2 * pair], tables[lane].subkeys[2 * pair + 1]] = blocks[lane];
        }
    }
    for number in 0..4 {
        for pair in 0..128 {
            step(tables, &mut blocks, salts, 9 + pair);
            for lane in 0..N {
                [tables[lane].boxes[number][2 * pair], tables[lane].boxes[number][2 * pair + 1]] =
                    blocks[lane];
            }
        }
    }
}

/// Mixes in the half of each salt whose turn it is, and encrypts.
#[inline(always)]
fn step<const N: usize>(
    tables: &[Tables; N],
    blocks: &mut [Block; N],
    salts: &[[u32; 4]; N],
    turn: usize,
) {
    for lane in 0..N {
        blocks[lane][0] ^= salts[lane][turn % 2 * 2];
        blocks[lane][1] ^= salts[lane][turn % 2 * 2 + 1];
    }
    encrypt(tables, blocks);
}

/// Blowfish's sixteen rounds, in step.
#[inline(always)]
fn encrypt<const N: usize>(tables: &[Tables; N], blocks: &mut [Block; N]) {
    for pair in 0..8 {
        for lane in 0..N {
            let (tables, [left, right]) = (&tables[lane], &mut blocks[lane]);
            *left ^= tables.subkeys[2 * pair];
            *right ^= tables.mix(*left) ^ tables.subkeys[2 * pair + 1];
            *left ^= tables.mix(*right);
        }
    }
    for lane in 0..N {
        let [left, right] = blocks[lane];
        blocks[lane] = [right ^ tables[lane].subkeys[17], left ^ tables[lane].subkeys[16]];
    }
}

fn encrypt_text<const N: usize>(tables: &[Tables; N]) -> [Digest; N] {
    let encrypted = TEXT.map(|block| {
        let mut blocks = [block; N];
        for _ in 0..TEXT_ROUNDS {
            encrypt(tables, &mut blocks);
        }
        blocks
    });
    array::from_fn(|lane| {
        let words = encrypted.map(|blocks| blocks[lane]);
        let mut bytes = words.iter().flatten().flat_map(|word| word.to_be_bytes());
        array::from_fn(|_| bytes.next().unwrap_or_default())
    })
}

#[cfg(test)]
impl Tables {
    pub(super) fn flip_bit(&mut self, table: usize, entry: usize) {
        self.boxes[table][entry] ^= 1 << 13;
    }
}
