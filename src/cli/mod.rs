//! The command line's tasks: what an operator does beside the server, which may be running
//! meanwhile.
//!
//! A third face beside JSON and HTML: it reads what was typed, calls one rule of `auth`, and shows
//! the answer.

mod account;
mod account_file;
mod args;
mod backup;
mod check_config;
mod db;
mod doctor;
mod error;
mod export;
mod import;
mod init;
pub(crate) mod output;
mod password;
mod prune;
mod sessions;
mod users;

use std::process::ExitCode;

use clap::Subcommand;

pub(crate) use args::SettingsArgs;
use error::CliError;

/// Stands at the end of every command's help.
pub(crate) const EXIT_CODES: &str = "Exit codes: 0 done; 1 failed: not found, refused, or something is wrong; 2 wrong settings or usage.";

/// What can be asked for beside serving.
#[derive(Subcommand)]
pub(crate) enum Task {
    /// Manage accounts.
    Users(users::Users),
    /// Manage sessions (signed-in devices).
    Sessions(sessions::Sessions),
    /// Show the effective settings, or what is wrong with them.
    CheckConfig(check_config::CheckConfig),
    /// Check this installation and print how to fix problems.
    Doctor(doctor::Doctor),
    /// Delete old rows: sessions that ended more than 30 days ago, revocations of expired tokens,
    /// mails that were delivered or given up, and links that expired or were used.
    ///
    /// A running server does this by itself every minute.
    Prune(prune::Prune),
    /// Copy the database to a new file. The server may be running.
    Backup(backup::Backup),
    /// Move to another database.
    Db(db::Db),
    /// Create a file `.env` for production with new secrets. An existing file is not changed.
    ///
    /// `--public-url` is the https origin that browsers will see. Without it, edit that line of the
    /// file before the first start.
    Init,
}

/// Runs a task, prints its error and returns the exit code.
pub(crate) fn run(task: Task, args: &SettingsArgs) -> ExitCode {
    let done = match task {
        Task::CheckConfig(check) => check.run(&args.settings),
        Task::Doctor(doctor) => wait(doctor.run(&args.settings)),
        Task::Backup(backup) => backup.run(args),
        Task::Db(db) => db.run(args),
        Task::Init => init::run(args),
        Task::Users(users) => wait(users.run(args)),
        Task::Sessions(sessions) => wait(sessions.run(args)),
        Task::Prune(prune) => wait(prune.run(args)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

/// Runs a task on this thread alone.
fn wait(task: impl Future<Output = Result<(), CliError>>) -> Result<(), CliError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| CliError::Failed(error.to_string()))?.block_on(task)
}
