//! The tests that use Vestibule as its users do: over real sockets, on a real SQLite file or a
//! real PostgreSQL server, with a clock that they move.

#![allow(missing_docs, unreachable_pub, reason = "nobody but the tests uses this")]

mod api;
mod architecture;
mod cli;
mod faults;
mod first_session;
mod front;
mod fuzzed;
mod instances;
mod languages;
mod limits;
mod mail;
mod pages;
mod promises;
mod protocol;
mod rotation;
mod rotation_histories;
mod round_trips;
mod routes;
mod settings;
mod support;
mod texts;
mod tls;
mod tokens;
mod wire;
