//! Threads: how many threads do what.

use crate::config::concurrency::MAX_THREADS;
use crate::config::declaration::{Group, number};

/// The settings of this group.
pub(super) const GROUP: Group = Group {
    title: "Threads",
    settings: &[
        number("HTTP_WORKERS", (1, MAX_THREADS), "How many threads serve requests.")
            .or("one per CPU core"),
        number("HASHING_THREADS", (1, MAX_THREADS), "How many threads hash passwords.")
            .or("one per CPU core"),
    ],
};
