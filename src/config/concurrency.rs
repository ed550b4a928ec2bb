//! How much of the machine is used: what follows the number of its cores, unless it is set.

use super::reader::Reader;

/// The most threads of a kind.
pub(super) const MAX_THREADS: u32 = 256;
/// The most connections of a kind that read: each keeps two megabytes and two files.
pub(super) const MAX_READ_CONNECTIONS: u32 = 32;

/// The most connections to a PostgreSQL server, which keeps a process for each.
pub(super) const MAX_DATABASE_CONNECTIONS: u32 = 256;

/// How much of the machine is used.
#[derive(Clone, Copy, Debug)]
pub struct Concurrency {
    /// How many threads serve requests.
    pub http_workers: usize,
    /// How many threads hash passwords.
    pub hashing_threads: usize,
    /// How many passwords each of those hashes side by side.
    pub bcrypt_batch: usize,
    /// How many connections of a kind read the SQLite file.
    pub read_connections: u32,
    /// How many connections there are to a PostgreSQL server.
    pub database_connections: u32,
}

impl Concurrency {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let cores = u32::try_from(std::thread::available_parallelism().map_or(1, usize::from))
            .unwrap_or(u32::MAX);
        Self {
            http_workers: reader.number_or("HTTP_WORKERS", cores.min(MAX_THREADS)) as usize,
            hashing_threads: reader.number_or("HASHING_THREADS", cores.min(MAX_THREADS)) as usize,
            bcrypt_batch: reader.number("BCRYPT_BATCH") as usize,
            read_connections: reader
                .number_or("READ_CONNECTIONS", cores.clamp(4, MAX_READ_CONNECTIONS)),
            database_connections: reader.number("DATABASE_CONNECTIONS"),
        }
    }
}
