//! The command line, by the real binary.

mod backup;
mod db_copy;
mod doctor;
mod export;
mod flags;
mod import;
mod init;
mod prune;
mod serving;
mod settings;
mod terminal;
mod upgraded;
mod users;
