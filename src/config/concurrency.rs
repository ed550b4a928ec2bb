//! How much of the machine is used: what follows the number of its cores, unless it is set.

use super::Settings;
use super::reader::Reader;

/// The most threads of a kind.
const MAX_THREADS: u32 = 256;
/// The most connections of a kind that read: each keeps two megabytes and two files.
const MAX_READ_CONNECTIONS: u32 = 32;

/// How much of the machine is used.
#[derive(Clone, Copy, Debug)]
pub struct Concurrency {
    /// How many threads serve requests.
    pub http_workers: usize,
    /// How many threads hash passwords.
    pub hashing_threads: usize,
    /// How many passwords each of those hashes side by side.
    pub bcrypt_batch: usize,
    /// How many connections of a kind read the database.
    pub read_connections: u32,
}

impl Concurrency {
    pub(super) fn read(reader: &mut Reader, settings: &Settings) -> Self {
        let cores = u32::try_from(std::thread::available_parallelism().map_or(1, usize::from)).unwrap_or(u32::MAX);
        let mut threads =
            |name, value| reader.number(name, value, &cores.min(MAX_THREADS).to_string(), 1..=MAX_THREADS) as usize;
        Self {
            http_workers: threads("HTTP_WORKERS", settings.http_workers.as_deref()),
            hashing_threads: threads("HASHING_THREADS", settings.hashing_threads.as_deref()),
            bcrypt_batch: reader.number("BCRYPT_BATCH", settings.bcrypt_batch.as_deref(), "4", 1..=4) as usize,
            read_connections: reader.number(
                "READ_CONNECTIONS",
                settings.read_connections.as_deref(),
                &cores.clamp(4, MAX_READ_CONNECTIONS).to_string(),
                1..=MAX_READ_CONNECTIONS,
            ),
        }
    }
}
