//! A table that has an end: it keeps what was used lately and lets go of what was not.

use std::collections::HashMap;
use std::hash::Hash;
use std::mem;

/// What is remembered of the keys that were used lately.
///
/// Whoever has ever so many keys can fill it, but not make it grow: the newer half becomes the older one when it is
/// full, and what was not used meanwhile is gone with the older one before. That takes no search, so a full table
/// keeps nobody waiting. A key that is used again and again, as one that is attacked is, stays.
#[derive(Debug)]
pub(super) struct GenerationalCache<K, V> {
    newer: HashMap<K, V>,
    older: HashMap<K, V>,
    half: usize,
}

impl<K: Eq + Hash + Copy, V: Default> GenerationalCache<K, V> {
    /// Creates a table that holds no more than `most` keys.
    pub(super) fn holding(most: usize) -> Self {
        Self { newer: HashMap::new(), older: HashMap::new(), half: most / 2 }
    }

    /// Finds what is remembered of a key, if anything is.
    pub(super) fn find(&mut self, key: K) -> Option<&mut V> {
        self.newer.get_mut(&key).or_else(|| self.older.get_mut(&key))
    }

    /// Finds what is remembered of a key, or begins to remember.
    pub(super) fn entry(&mut self, key: K) -> &mut V {
        if !self.newer.contains_key(&key) {
            let value = self.older.remove(&key).unwrap_or_default();
            if self.newer.len() >= self.half {
                self.older = mem::take(&mut self.newer);
            }
            self.newer.insert(key, value);
        }
        self.newer.entry(key).or_default()
    }

    /// Forgets a key.
    pub(super) fn forget(&mut self, key: K) {
        self.newer.remove(&key);
        self.older.remove(&key);
    }

    /// Forgets all but those that are worth keeping.
    pub(super) fn retain(&mut self, mut worth: impl FnMut(&V) -> bool) {
        for half in [&mut self.newer, &mut self.older] {
            half.retain(|_, value| worth(value));
            half.shrink_to(2 * half.len());
        }
    }

    /// Counts the keys.
    pub(super) fn len(&self) -> usize {
        self.newer.len() + self.older.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_million_keys_take_no_more_room_than_it_has_and_the_one_in_use_stays() {
        let mut table = GenerationalCache::<u32, u32>::holding(1000);
        for key in 0..1_000_000 {
            *table.entry(key) += 1;
            *table.entry(u32::MAX) += 1;
            assert!(table.len() <= 1000);
        }
        assert_eq!(*table.entry(u32::MAX), 1_000_000);
        assert_eq!(table.find(0), None);
        assert_eq!(table.find(999_999), Some(&mut 1));
    }

    #[test]
    fn what_is_not_worth_keeping_goes() {
        let mut table = GenerationalCache::<u32, u32>::holding(4);
        (0..4).for_each(|key| *table.entry(key) = key);
        table.retain(|value| value % 2 == 1);
        let kept = [0, 1, 2, 3].map(|key| table.find(key).copied());
        assert_eq!((kept, table.len()), ([None, Some(1), None, Some(3)], 2));
        table.forget(1);
        table.forget(3);
        assert_eq!(table.len(), 0);
    }
}
