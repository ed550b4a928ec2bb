//! `vestibule init`

use std::ffi::OsStr;
use std::io;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use vestibule::config::{Config, Settings, create_whole, env_file};

use super::{CliError, SettingsArgs, output};

const FILE: &str = ".env";

/// Writes the file, or leaves the one that is there alone.
pub(super) fn run(args: &SettingsArgs) -> Result<(), CliError> {
    if let Some(other) = args.typed.iter().find(|name| *name != "PUBLIC_URL") {
        let flag = other.to_lowercase().replace('_', "-");
        return Err(CliError::Usage(format!(
            "init takes --public-url alone: write --{flag} into {FILE} afterwards."
        )));
    }
    let url =
        args.is_typed("PUBLIC_URL").then(|| args.settings.get("PUBLIC_URL").unwrap_or_default());
    let secret = || URL_SAFE_NO_PAD.encode(rand::random::<[u8; 48]>());
    let (access, refresh) = (secret(), secret());
    // What the server would refuse is refused here, in the same words, before anything is written.
    Config::check(
        &Settings::default()
            .with("APP_ENV", "production")
            .with("PUBLIC_URL", url.unwrap_or(OsStr::new("https://accounts.example.com")))
            .with("ACCESS_TOKEN_SECRET", &access)
            .with("REFRESH_TOKEN_SECRET", &refresh),
    )?;
    let typed = url.and_then(OsStr::to_str).unwrap_or_default().trim();
    let value = env_file::quote(typed)
        .ok_or_else(|| CliError::Usage("PUBLIC_URL has characters that no URL has.".to_owned()))?;
    create_whole(Path::new(FILE), text(&value, &access, &refresh).as_bytes()).map_err(|error| {
        CliError::Failed(match error.kind() {
            io::ErrorKind::AlreadyExists => {
                format!("{FILE} already exists; refusing to overwrite.")
            }
            _ => format!("Cannot write {FILE}: {error}."),
        })
    })?;
    output::line(format!(
        "Created {FILE} with fresh secrets. Only its owner can read it. Keep a copy in a safe place."
    ))?;
    if typed.is_empty() {
        output::line(format!(
            "1. Fill in PUBLIC_URL in {FILE}: the https address that browsers will see."
        ))?;
    } else {
        output::line(format!(
            "1. Look at the other settings in {FILE}: the mail server, the proxy."
        ))?;
    }
    output::line("2. Start:    vestibule")?;
    Ok(output::line("3. Check it: vestibule doctor (in another terminal)")?)
}

fn text(public_url: &str, access: &str, refresh: &str) -> String {
    format!(
        "\
# The settings of Vestibule for production, written by `vestibule init`. `vestibule --help` lists all settings.
# Environment variables override these lines. A value that has blanks or any of $ \\ ` \" # in it must be in
# 'single quotes'. This file holds secrets: let nobody but its owner read it, and keep it out of version control.

# `production` refuses to start with unsafe settings.
APP_ENV=production

# The https address that browsers see, like https://accounts.example.com. Required.
PUBLIC_URL={public_url}

# They sign the two kinds of tokens. A new one signs everybody out: to replace it without that, keep the old one as
# ACCESS_TOKEN_SECRET_PREVIOUS or REFRESH_TOKEN_SECRET_PREVIOUS until the last token that it signed has ended.
ACCESS_TOKEN_SECRET={access}
REFRESH_TOKEN_SECRET={refresh}

# The SQLite file.
# DATABASE_URL=vestibule.db

# The address and port to listen on.
# BIND_ADDRESS=127.0.0.1:8080

# The addresses of the proxy that speaks https in front, whose X-Forwarded-For is believed.
# TRUSTED_PROXIES=127.0.0.1

# The mail server, and the sender of mails. Without them nobody can confirm an address or reset a password.
# In the username and the password write @ as %40, # as %23, / as %2F, ? as %3F and % as %25.
# SMTP_URL=smtp://USER:PASSWORD@mail.example.com:587
# MAIL_FROM='Vestibule <accounts@example.com>'
"
    )
}
