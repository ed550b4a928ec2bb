//! Fills a new database with accounts and sessions, to measure what growth costs:
//!
//! ```sh
//! cargo run --release --example seeder -- grown.db 1000000 5000000
//! ```
//!
//! Nobody can sign in to these accounts: the rows have the size and the spread of real ones, and
//! hashes of nothing. The last argument, if there is a fourth, is how many of the sessions ended
//! more than 30 days ago.

use std::process::ExitCode;

use clap::Parser;
use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};
use vestibule::app::App;
use vestibule::clock::Clock;
use vestibule::config::{Config, Settings};

/// Which file, and how many rows.
#[derive(Parser)]
struct Arguments {
    /// The file, which must not be there yet.
    file: String,
    /// How many accounts.
    users: u64,
    /// How many sessions.
    sessions: u64,
    /// How many of them ended long ago.
    #[arg(default_value_t = 0)]
    ended: u64,
}

#[derive(Parser)]
struct Flags {
    #[command(flatten)]
    settings: Settings,
}

fn main() -> ExitCode {
    let Arguments { file, users, sessions, ended } = Arguments::parse();
    if std::path::Path::new(&file).exists() {
        eprintln!("{file} is there already.");
        return ExitCode::FAILURE;
    }
    let settings = Flags::parse_from(["seeder", "--database-url", &file]).settings;
    let config = Config::for_operator(&settings).expect("the settings are right");
    drop(App::assemble(config, Clock::System).expect("the tables are made"));
    let mut database = SqliteConnection::establish(&file).expect("the file opens");
    let now = Clock::System.now().millis();
    // One after the other in time, as people came: identifiers grow with it.
    let id = |number: &str| {
        format!(
            "unhex(printf('%012x7%03x8%015x', {now} - 31536000000 + {number} * 6, {number} % 4096, {number}))"
        )
    };
    let (user, session) = (id("i"), id("i"));
    let owner = id(&format!("(i * 2654435761 % {users})"));
    let numbers = |count: u64| {
        format!(
            "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {count} - 1)"
        )
    };
    let end = format!("CASE WHEN i < {ended} THEN {now} - 3456000000 ELSE {now} + 604800000 END");
    database
        .batch_execute(&format!(
            "PRAGMA synchronous = OFF; PRAGMA cache_size = -500000; BEGIN;
             {} INSERT INTO users SELECT {user}, 'ada' || i, 'ada' || i, 'ada' || i || '@example.com',
                 'ada' || i || '@example.com', 'Ada Lovelace', '$2b$12$' || hex(randomblob(26)), 'user', 1, {now}, NULL,
                 {now}, NULL, 'ada' || i || '@example.com' || char(10) || 'ada' || i || char(10) || 'ada lovelace', 'en' FROM n;
             {} INSERT INTO sessions SELECT {session}, {owner}, 1 + i % 50, randomblob(32), randomblob(32),
                 randomblob(16), {now}, {end}, {now} + 7776000000, 1, {now}, {now}, '203.0.113.' || (i % 256),
                 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36',
                 NULL, NULL, NULL, NULL, {now}, 'pwd', {now} FROM n;
             COMMIT; PRAGMA wal_checkpoint(TRUNCATE);",
            numbers(users),
            numbers(sessions),
        ))
        .expect("the rows are written");
    ExitCode::SUCCESS
}
