//! The command line: which task is meant, and serving, which is most of the time.

mod cli;
mod logging;

use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use mimalloc::MiMalloc;
use tokio::signal::unix::{SignalKind, signal};

use vestibule::app::App;
use vestibule::clock::Clock;
use vestibule::config::{Config, ConfigError, MailTransport, SecretsFile, Settings, env_file};
use vestibule::{jobs, server};

// A tenth more refreshes than with the system's allocator. Of its features only `no_thp` is on:
// with huge pages it is no faster, and an idle process takes twice the memory.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// The settings are wrong. clap exits with the same code when it cannot read the command line.
const WRONG_SETTINGS: u8 = 2;
/// The settings are right, but the database or the listen address is not available.
const CANNOT_START: u8 = 1;
/// How long closing the database may take. With the time that requests in flight have, it stays
/// below the 30 seconds after which a supervisor loses patience.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(4);

/// A self-hosted authentication server: registration, sign-in and sessions, in the browser or over a JSON API.
///
/// Without a command, it starts the server. Every setting is a flag or an environment variable. A file `.env`
/// in the working directory is read too.
#[derive(Parser)]
#[command(name = "vestibule", version)]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the pages and the API (the default without a command).
    Serve,
    #[command(flatten)]
    Task(cli::Task),
}

fn main() -> ExitCode {
    // Read first of all: the flags take their defaults from the environment.
    if let Err(why) = env_file::load(Path::new(".env")) {
        cli::output::error(format!("Cannot read the file .env: {why}."));
        return ExitCode::from(WRONG_SETTINGS);
    }
    let mut command = command();
    let matches = command.get_matches_mut();
    if let Some(flag) = setting_given_twice(&command) {
        let message = format!("the argument '{flag}' cannot be used multiple times");
        command.error(ErrorKind::ArgumentConflict, message).exit();
    }
    let CommandLine { command, settings } =
        CommandLine::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    if let Some(Command::Task(task)) = command {
        let typed = |id: &&str| matches.value_source(id) == Some(ValueSource::CommandLine);
        let typed = matches.ids().map(|id| id.as_str()).filter(typed);
        let typed = typed.map(str::to_owned).collect();
        return cli::run(task, &cli::SettingsArgs { settings, typed });
    }
    let mut notes = Vec::new();
    let config = Config::read(&settings, |file| notes.push(note_secrets(file)));
    match config {
        Ok(config) => serve(config, notes),
        Err(error @ ConfigError::Settings(_)) => {
            error.to_string().lines().for_each(cli::output::error);
            ExitCode::from(WRONG_SETTINGS)
        }
        Err(error) => {
            cli::output::error(error.to_string());
            ExitCode::from(CANNOT_START)
        }
    }
}

/// The commands whose help lists all settings. The others list only DATABASE_URL.
const LISTS_SETTINGS: [&str; 3] = ["serve", "check-config", "doctor"];

/// Describes the command line: every setting is a flag before a command's name and after it.
fn command() -> clap::Command {
    let mut command =
        with_exit_codes(CommandLine::command().mut_args(|setting| setting.global(true)));
    command.build();
    hide_settings(command)
}

/// Leaves the settings, but for the database, out of the help of commands that are about something
/// else.
fn hide_settings(command: clap::Command) -> clap::Command {
    command.mut_subcommands(|command| {
        if LISTS_SETTINGS.contains(&command.get_name()) {
            return command;
        }
        let is_other = |arg: &clap::Arg| arg.get_env().is_some() && arg.get_id() != "DATABASE_URL";
        hide_settings(command.mut_args(|arg| if is_other(&arg) { arg.hide(true) } else { arg }))
    })
}

/// Returns a setting that is given twice, before a command's name and after it. clap itself rejects
/// a setting that is given twice in one of these places.
fn setting_given_twice(command: &clap::Command) -> Option<String> {
    let given: Vec<_> =
        std::env::args_os().skip(1).take_while(|argument| argument != "--").collect();
    let flags = command.get_arguments().filter(|setting| setting.get_env().is_some());
    let mut flags = flags.filter_map(|setting| Some(format!("--{}", setting.get_long()?)));
    flags.find(|flag| {
        let is_it = |argument: &&std::ffi::OsString| {
            argument.to_string_lossy().split('=').next().is_some_and(|name| name == flag)
        };
        given.iter().filter(is_it).count() > 1
    })
}

/// Lets every command's help end with the exit codes.
fn with_exit_codes(command: clap::Command) -> clap::Command {
    command.after_help(cli::EXIT_CODES).mut_subcommands(with_exit_codes)
}

fn note_secrets(file: &SecretsFile) -> String {
    let path = file.path.display();
    if file.made {
        format!("created  {path} (development secrets, mode 0600)")
    } else {
        format!("using    {path} (development secrets)")
    }
}

fn serve(config: Config, mut notes: Vec<String>) -> ExitCode {
    let _log = logging::start(&config.log_filter);
    let verb = if config.database.exists() { "using" } else { "created" };
    notes.insert(0, format!("{verb:8} {} (database)", config.database));
    match &config.mail.transport {
        MailTransport::File(folder) => notes.push(format!(
            "mails    {} (written as files until SMTP_URL is set)",
            folder.display()
        )),
        MailTransport::Disabled => {
            log::warn!("SMTP_URL is not set: nobody can confirm an address or reset a password")
        }
        MailTransport::Smtp(_) => {}
    }
    config.warnings.iter().for_each(|warning| log::warn!("{warning}"));
    let outcome = actix_web::rt::System::new().block_on(run(config, notes));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            cli::output::error(error);
            ExitCode::from(CANNOT_START)
        }
    }
}

async fn run(config: Config, notes: Vec<String>) -> Result<(), String> {
    let database = config.database.clone();
    // Before anything else, so that a signal right after the first output is not lost.
    let mut terminate = signal(SignalKind::terminate()).map_err(|error| error.to_string())?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(|error| error.to_string())?;
    let mut hangup = signal(SignalKind::hangup()).map_err(|error| error.to_string())?;
    let app = App::open(config, Clock::System).await;
    let app = app.map_err(|error| format!("Cannot open the database {database}: {error}."))?;
    let address = app.config.bind_address;
    server::allow_many_connections();
    let listener =
        server::listen(address).map_err(|error| format!("Cannot listen on {address}: {error}."))?;
    // With port 0 the system chooses the port.
    let address = listener.local_addr().unwrap_or(address);
    let workers = app.config.concurrency.http_workers;
    let server =
        server::serve(Arc::clone(&app), listener, workers).map_err(|error| error.to_string())?;
    welcome(&app, address, &notes);

    let jobs = actix_web::rt::spawn(jobs::run(Arc::clone(&app)));
    let reloading = Arc::clone(&app);
    actix_web::rt::spawn(async move {
        while hangup.recv().await.is_some() {
            jobs::reload_certificate(&reloading);
        }
    });
    let handle = server.handle();
    actix_web::rt::spawn(async move {
        tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
        log::info!("stopping: finishing requests in flight");
        handle.stop(true).await;
    });
    let served = server.await;
    jobs.abort();
    if tokio::time::timeout(CLOSE_TIMEOUT, app.store.close()).await.is_err() {
        log::warn!(
            "the database is in use by another process and was not closed in time; no data is lost"
        );
    }
    served.map_err(|error| error.to_string())
}

/// Prints what was created and the URL. A closed output is not an error.
fn welcome(app: &App, address: SocketAddr, notes: &[String]) {
    let mut out = std::io::stdout().lock();
    let version = env!("CARGO_PKG_VERSION");
    let _ = writeln!(out, "Vestibule {version}");
    for note in notes {
        let _ = writeln!(out, "  {}", cli::output::visible(note));
    }
    let url = &app.config.public_url.origin;
    let _ = writeln!(out, "  open     {url} (listening on {address})");
}
