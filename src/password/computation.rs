//! One computation of bcrypt: what goes in, and what comes out.

use zeroize::Zeroizing;

/// What is stored of bcrypt's result: 23 of its 24 bytes.
pub type Digest = [u8; 23];

/// The most bytes of a password that bcrypt reads.
const KEY_BYTES: usize = 72;

/// What bcrypt makes a digest of. It is wiped when dropped.
#[derive(Clone)]
pub struct Computation {
    pub(super) key: Zeroizing<Vec<u8>>,
    pub(super) salt: [u8; 16],
    pub(super) cost: u32,
}

impl Computation {
    /// Creates a computation from a password and the NUL that ends it. Of more than 71 bytes bcrypt reads the first 72 and no NUL.
    /// `cost` is from 4 to 31, each step doubling the work.
    pub fn new(password: &[u8], salt: [u8; 16], cost: u32) -> Self {
        // As long as it may become, so that no copy is left behind where it grew.
        let mut key = Zeroizing::new(Vec::with_capacity(KEY_BYTES));
        key.extend(password.iter().chain(&[0]).take(KEY_BYTES));
        Self { key, salt, cost }
    }

    /// Computes with the `bcrypt` crate.
    pub fn compute(&self) -> Digest {
        self.with_cost(self.cost)
    }

    /// Computes for as long as a computation of the cost `pad_to_cost` takes, if that is higher than its own.
    pub(super) fn compute_padded(&self, pad_to_cost: u32) -> Digest {
        let digest = self.compute();
        // Each cost takes as long as all below it together, and once more the lowest.
        for missing in self.cost..pad_to_cost {
            std::hint::black_box(self.with_cost(missing));
        }
        digest
    }

    fn with_cost(&self, cost: u32) -> Digest {
        let [digest @ .., _] = bcrypt::bcrypt(cost, self.salt, &self.key);
        digest
    }
}
