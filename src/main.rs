//! The command line: which task is meant, and serving, which is most of the time.

mod cli;
mod logging;

use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use mimalloc::MiMalloc;
use tokio::signal::unix::{SignalKind, signal};

use vestibule::app::App;
use vestibule::clock::Clock;
use vestibule::config::{Config, ConfigError, Database, Post, SecretsFile, Settings};
use vestibule::{chores, server};

// A tenth more refreshes than with the system's allocator. Of its features only `no_thp` is on: with huge pages it is no
// faster, and an idle process takes twice the memory.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// The settings are wrong. clap exits with the same code when it cannot read the command line.
const WRONG_SETTINGS: u8 = 2;
/// The settings are right, but the database or the address cannot be had.
const CANNOT_START: u8 = 1;
/// How long closing the database may take. With the time that requests in flight have, it stays below the 30 seconds
/// after which a supervisor loses patience.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(4);

/// The entrance hall of a web application: register, sign in, stay signed in, sign out.
///
/// Without a command it serves. Every setting is a flag or an environment variable; a file `.env` in the working
/// directory is read too.
#[derive(Parser)]
#[command(name = "vestibule", version, args_conflicts_with_subcommands = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: Serve,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the pages and the API (this is what happens without a command).
    Serve(Serve),
    #[command(flatten)]
    Task(cli::Task),
}

#[derive(Args)]
struct Serve {
    #[command(flatten)]
    settings: Settings,
}

fn main() -> ExitCode {
    // Read first of all: the flags take their defaults from the environment.
    if Path::new(".env").exists()
        && let Err(error) = dotenvy::from_path(".env")
    {
        eprintln!("The file .env cannot be read: {}.", without_values(&error));
        return ExitCode::from(WRONG_SETTINGS);
    }
    let matches = with_exit_codes(CommandLine::command()).get_matches();
    let line = CommandLine::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    let Serve { settings } = match line.command {
        Some(Command::Task(task)) => return cli::run(task),
        Some(Command::Serve(serve)) => serve,
        None => line.serve,
    };
    let mut notes = Vec::new();
    let config = Config::read(&settings, |file| notes.push(note_secrets(file)));
    match config {
        Ok(config) => serve(config, notes),
        Err(error @ ConfigError::Settings(_)) => {
            eprint!("{error}");
            ExitCode::from(WRONG_SETTINGS)
        }
        Err(error @ ConfigError::Secrets(_)) => {
            eprintln!("{error}");
            ExitCode::from(CANNOT_START)
        }
    }
}

/// Says what is wrong with the file `.env`. The library would show the whole line, which may hold a secret.
fn without_values(error: &dotenvy::Error) -> String {
    match error {
        dotenvy::Error::LineParse(line, _) => {
            let name = line.split_once('=').map_or("", |(name, _)| name.trim());
            let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
            let which = if is_name { format!("the line of {name}") } else { "a line".to_owned() };
            format!("{which} is not NAME=VALUE; a value with blanks or # stands in quotes")
        }
        other => other.to_string(),
    }
}

/// Lets every command's help end with the exit codes.
fn with_exit_codes(command: clap::Command) -> clap::Command {
    command.after_help(cli::EXIT_CODES).mut_subcommands(with_exit_codes)
}

fn note_secrets(file: &SecretsFile) -> String {
    let path = file.path.display();
    if file.made {
        format!("made   {path}  secrets for development, for your eyes only")
    } else {
        format!("uses   {path}  secrets for development")
    }
}

fn serve(config: Config, mut notes: Vec<String>) -> ExitCode {
    let _log = logging::start(&config.log_filter);
    let Database::Sqlite(path) = &config.database;
    let verb = if path.exists() { "uses" } else { "made" };
    notes.insert(0, format!("{verb}   {}  the database", path.display()));
    match &config.mail.post {
        Post::Outbox(folder) => {
            notes.push(format!("mails  {}  each as a file, until SMTP_URL is set", folder.display()))
        }
        Post::Nowhere => log::warn!("SMTP_URL is not set: nobody can confirm an address or set a forgotten password"),
        Post::Smtp(_) => {}
    }
    config.warnings.iter().for_each(|warning| log::warn!("{warning}"));
    let outcome = actix_web::rt::System::new().block_on(run(config, notes));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(CANNOT_START)
        }
    }
}

async fn run(config: Config, notes: Vec<String>) -> Result<(), String> {
    let Database::Sqlite(path) = &config.database;
    let path = path.display().to_string();
    // Before anything else: whoever stops it as soon as it has spoken is to find it listening.
    let mut terminate = signal(SignalKind::terminate()).map_err(|error| error.to_string())?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(|error| error.to_string())?;
    let mut hangup = signal(SignalKind::hangup()).map_err(|error| error.to_string())?;
    let app = App::open(config, Clock::System).await;
    let app = app.map_err(|error| format!("The database {path} cannot be opened: {error}."))?;
    let address = app.config.bind_address;
    server::allow_many_connections();
    let listener = server::listen(address).map_err(|error| format!("{address} cannot be listened at: {error}."))?;
    // Port 0 has the system choose one, which nobody would know otherwise.
    let address = listener.local_addr().unwrap_or(address);
    let workers = app.config.share.http_workers;
    let server = server::serve(Arc::clone(&app), listener, workers).map_err(|error| error.to_string())?;
    welcome(&app, address, &notes);

    let chores = actix_web::rt::spawn(chores::run(Arc::clone(&app)));
    let reloading = Arc::clone(&app);
    actix_web::rt::spawn(async move {
        while hangup.recv().await.is_some() {
            chores::reload_certificate(&reloading);
        }
    });
    let handle = server.handle();
    actix_web::rt::spawn(async move {
        tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
        log::info!("stopping: requests in flight are answered first");
        handle.stop(true).await;
    });
    let served = server.await;
    chores.abort();
    if tokio::time::timeout(CLOSE_TIMEOUT, app.store.close()).await.is_err() {
        log::warn!("the database is in use elsewhere and was not closed in time; nothing is lost");
    }
    served.map_err(|error| error.to_string())
}

/// Says what was made and where to look. A reader that has gone away is no reason to stop.
fn welcome(app: &App, address: SocketAddr, notes: &[String]) {
    let mut out = std::io::stdout().lock();
    let version = env!("CARGO_PKG_VERSION");
    let _ = writeln!(out, "Vestibule {version}");
    for note in notes {
        let _ = writeln!(out, "  {note}");
    }
    let url = &app.config.public_url.origin;
    let _ = writeln!(out, "  open   {url}  (listening at {address})");
}
