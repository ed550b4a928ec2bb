//! The command line, by the real binary.

mod backup;
mod doctor;
mod export;
mod import;
mod prune;
mod serving;
mod settings;
mod upgraded;
mod users;
