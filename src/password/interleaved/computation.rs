//! One computation of bcrypt: its input, and the digest as the `bcrypt` crate computes it.

use zeroize::Zeroizing;

/// The part of bcrypt's result that is stored: 23 of its 24 bytes.
pub type Digest = [u8; 23];

/// The most bytes of a password that bcrypt reads.
const KEY_BYTES: usize = 72;

/// The input of bcrypt. The password is wiped on drop.
#[derive(Clone)]
pub struct Computation {
    pub(super) key: Zeroizing<Vec<u8>>,
    pub(super) salt: [u8; 16],
    pub(super) cost: u32,
}

impl Computation {
    /// Creates one from a password, to which it adds the NUL that ends it. bcrypt reads 72 bytes at
    /// most, and no NUL behind them. `cost` is from 4 to 31; each step doubles the work.
    pub fn new(password: &[u8], salt: [u8; 16], cost: u32) -> Self {
        // Allocated at its full size, so that growing leaves no copy of the password behind.
        let mut key = Zeroizing::new(Vec::with_capacity(KEY_BYTES));
        key.extend(password.iter().chain(&[0]).take(KEY_BYTES));
        Self { key, salt, cost }
    }

    /// Returns the cost.
    pub const fn cost(&self) -> u32 {
        self.cost
    }

    /// Computes the digest with the `bcrypt` crate.
    pub fn compute(&self) -> Digest {
        self.with_cost(self.cost)
    }

    /// Computes the digest with the `bcrypt` crate, for as long as a computation of `pad_to_cost`
    /// takes if that is higher than its own cost.
    pub fn compute_padded(&self, pad_to_cost: u32) -> Digest {
        let digest = self.compute();
        // Each cost takes as long as all lower ones together, and the lowest once more.
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
