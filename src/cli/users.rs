//! `vestibule users`

use std::io::{self, BufRead, IsTerminal, Write};
use std::sync::Arc;

use clap::{Args, Subcommand};
use serde::Serialize;
use vestibule::app::App;
use vestibule::auth::Error;
use vestibule::auth::admin::{self, Actor};
use vestibule::auth::register::Registration;
use vestibule::role::Roles;
use vestibule::store::users::User;
use vestibule::view::AccountView;

use super::account::{ACCOUNT_COLUMNS, account_lines, account_row};
use super::args::{Missing, SettingsArgs};
use super::{CliError, export, import, output, password};

/// How many accounts are read at once.
const PAGE: usize = 1000;

#[derive(Args)]
pub(crate) struct Users {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// List accounts.
    List {
        /// Only list accounts whose username, email address or name contains TEXT.
        #[arg(long, short, value_name = "TEXT")]
        query: Option<String>,
        /// Print a JSON array.
        #[arg(long)]
        json: bool,
    },
    /// Show an account.
    Show {
        #[command(flatten)]
        who: Who,
        /// Print a JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Create an account. Asks for the password, or reads it as a line from standard input.
    Create(Create),
    /// Give an account the administrator role.
    Promote(Who),
    /// Remove the administrator role from an account.
    Demote(Who),
    /// Disable an account and end its sessions.
    Disable(Who),
    /// Enable a disabled account.
    Enable(Who),
    /// Permanently delete an account and its sessions.
    Delete {
        #[command(flatten)]
        who: Who,
        /// Skip the confirmation.
        #[arg(long)]
        yes: bool,
    },
    /// Set a password and end the account's sessions. Asks for the password, or reads it as a line
    /// from standard input.
    SetPassword(Who),
    /// Import accounts from another system, with their password hashes.
    ///
    /// FILE has one account per line: CSV with a header line, or JSON objects. The columns are
    /// username, email, name, password_hash, created_at, email_verified, roles, disabled and language. email
    /// and password_hash are required; a missing username is generated from the email address.
    /// Hashes must be bcrypt, as bcryptjs, Devise, Laravel and Django (`bcrypt$…`) write them.
    /// Invalid lines are reported with their numbers, and all other lines are imported. Existing
    /// accounts are not changed, so the same file can be imported again.
    Import(import::Import),
    /// Write all accounts, with their password hashes, to a file that `users import` reads.
    Export(export::Export),
}

#[derive(Args)]
struct Who {
    /// Email address, username or ID.
    #[arg(value_name = "WHO")]
    who: String,
}

#[derive(Args)]
struct Create {
    /// The username: 3 to 32 letters, digits, dots, _ and -, starting with a letter or digit
    /// [default: generated from the email address].
    #[arg(long)]
    username: Option<String>,
    /// The email address.
    #[arg(long)]
    email: String,
    /// The user's name.
    #[arg(long, default_value = "")]
    name: String,
    /// Give the account the administrator role.
    #[arg(long)]
    admin: bool,
    /// Print the account as a JSON object.
    #[arg(long)]
    json: bool,
}

impl Users {
    pub(super) async fn run(self, args: &SettingsArgs) -> Result<(), CliError> {
        let missing = match self.what {
            What::Create(_) | What::Import(_) => Missing::Make,
            _ => Missing::Refuse,
        };
        let open = || args.open(missing);
        match self.what {
            What::List { query, json } => list(&open()?, query, json).await,
            What::Show { who, json } => show(&open()?, &who, json).await,
            What::Create(wanted) => create(args, wanted).await,
            What::Promote(who) => set_roles(&open()?, &who, Roles::admin()).await,
            What::Demote(who) => set_roles(&open()?, &who, Roles::user()).await,
            What::Disable(who) => set_disabled(&open()?, &who, true).await,
            What::Enable(who) => set_disabled(&open()?, &who, false).await,
            What::Delete { who, yes } => delete(&open()?, &who, yes).await,
            What::SetPassword(who) => set_password(&open()?, &who).await,
            What::Import(import) => import.run(args).await,
            What::Export(export) => export.run(&open()?).await,
        }
    }
}

/// Finds an account by its email address, username or ID.
pub(super) async fn find(app: &App, who: &str) -> Result<User, CliError> {
    match admin::find_by_any_name(app, who).await {
        Err(Error::NotFound) => Err(CliError::Failed(format!("No account {who}."))),
        found => Ok(found?),
    }
}

async fn list(app: &Arc<App>, query: Option<String>, json: bool) -> Result<(), CliError> {
    let mut users = Vec::new();
    loop {
        let after = users.last().map(|user: &User| user.id);
        let page =
            admin::list_after(app, query.as_deref().unwrap_or_default(), after, PAGE).await?;
        if page.is_empty() {
            break;
        }
        users.extend(page);
    }
    if json {
        output::json(&users.iter().map(AccountView::from).collect::<Vec<_>>())?;
    } else {
        output::table(ACCOUNT_COLUMNS, &users.iter().map(account_row).collect::<Vec<_>>())?;
    }
    Ok(())
}

async fn show(app: &Arc<App>, who: &Who, json: bool) -> Result<(), CliError> {
    #[derive(Serialize)]
    struct Details<'a> {
        #[serde(flatten)]
        account: AccountView<'a>,
        sessions: usize,
    }
    let user = find(app, &who.who).await?;
    let sessions = admin::list_sessions(app, user.id).await?.len();
    if json {
        output::json(&Details { account: AccountView::from(&user), sessions })?;
    } else {
        for (name, value) in account_lines(&user, sessions) {
            output::line(format!("{name:9} {value}").trim_end())?;
        }
    }
    Ok(())
}

async fn create(args: &SettingsArgs, wanted: Create) -> Result<(), CliError> {
    args.config()?;
    let typed = Registration {
        username: Ok(wanted.username.unwrap_or_default()),
        email: Ok(wanted.email),
        name: Ok(wanted.name),
        password: Ok(password::ask()?),
    };
    let roles = if wanted.admin { Roles::admin() } else { Roles::user() };
    let user = admin::create(&args.open(Missing::Make)?, &Actor::CommandLine, typed, roles).await?;
    if wanted.json {
        return Ok(output::json(&AccountView::from(&user))?);
    }
    Ok(output::line(format!("Created user {}: {}", user.username, user.id))?)
}

async fn set_roles(app: &Arc<App>, who: &Who, roles: Roles) -> Result<(), CliError> {
    let user = find(app, &who.who).await?;
    let changed =
        admin::set_roles(app, &Actor::CommandLine, user.id, roles).await?.roles != user.roles;
    let what = if roles.is_admin() { "an administrator" } else { "an ordinary user" };
    let when = if changed { "now" } else { "already" };
    Ok(output::line(format!("{} is {what} {when}.", user.username))?)
}

async fn set_disabled(app: &Arc<App>, who: &Who, disabled: bool) -> Result<(), CliError> {
    let user = find(app, &who.who).await?;
    let after = admin::set_disabled(app, &Actor::CommandLine, user.id, disabled).await?;
    let changed = after.disabled_at != user.disabled_at;
    let what = if disabled { "disabled" } else { "enabled" };
    let when = if changed { "now" } else { "already" };
    Ok(output::line(format!("{} is {what} {when}.", user.username))?)
}

async fn delete(app: &Arc<App>, who: &Who, yes: bool) -> Result<(), CliError> {
    let user = find(app, &who.who).await?;
    if !yes && !confirm(&format!("Permanently delete {} ({})? [y/N] ", user.username, user.email))?
    {
        return Err(CliError::Failed("Nothing was deleted.".to_owned()));
    }
    admin::delete(app, &Actor::CommandLine, user.id).await?;
    Ok(output::line(format!("Deleted {}.", user.username))?)
}

/// Asks for confirmation at the terminal. Scripts must pass `--yes`: nothing irreversible happens
/// by mistake.
fn confirm(question: &str) -> Result<bool, CliError> {
    if !io::stdin().is_terminal() {
        return Err(CliError::Usage("Not a terminal; pass --yes to confirm.".to_owned()));
    }
    let mut out = io::stderr().lock();
    let mut answer = String::new();
    write!(out, "{}", output::visible(question)).and_then(|()| out.flush())?;
    io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}

async fn set_password(app: &Arc<App>, who: &Who) -> Result<(), CliError> {
    let user = find(app, &who.who).await?;
    let ended = admin::set_password(app, &user, password::ask()?).await?;
    let ended = output::count(ended, "session");
    Ok(output::line(format!("Password changed for {}; {ended} ended.", user.username))?)
}
