//! `vestibule users export`

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use vestibule::app::App;
use vestibule::auth::admin;
use vestibule::auth::import::ImportRow;
use vestibule::store::create_owner_only;
use vestibule::store::users::User;

use super::CliError;
use super::account_file::{Format, Writer};

/// How many accounts are read at once.
const PAGE: usize = 1000;

#[derive(Args)]
pub(super) struct Export {
    /// The file to create, readable only by its owner [default: standard output].
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// The format [default: from the file name's extension, or csv].
    #[arg(long)]
    format: Option<Format>,
}

impl Export {
    pub(super) async fn run(self, app: &Arc<App>) -> Result<(), CliError> {
        let Some(file) = self.file else {
            return write_all(app, io::stdout().lock(), self.format.unwrap_or(Format::Csv)).await;
        };
        let format = self.format.map_or_else(|| Format::of(&file), Ok)?;
        let name = file.display();
        let cannot = |error: io::Error| {
            CliError::Failed(match error.kind() {
                io::ErrorKind::AlreadyExists => {
                    format!("{name} already exists; refusing to overwrite.")
                }
                _ => format!("Cannot write {name}: {error}."),
            })
        };
        // Half a file would look like a whole one, so it gets its name when it is whole.
        let mut draft = file.clone().into_os_string();
        draft.push(format!(".{:08x}", rand::random::<u32>()));
        create_owner_only(draft.as_ref()).map_err(cannot)?;
        let output = File::options().write(true).open(&draft).map_err(cannot)?;
        let written = write_all(app, &output, format).await;
        let written = written.and_then(|()| output.sync_all().map_err(cannot));
        let named = written.and_then(|()| fs::hard_link(&draft, &file).map_err(cannot));
        let _ = fs::remove_file(&draft);
        named
    }
}

async fn write_all(app: &App, output: impl Write, format: Format) -> Result<(), CliError> {
    let mut writer = Writer::new(BufWriter::new(output), format)?;
    let mut after = None;
    loop {
        let page = admin::list_after(app, "", after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        for user in &page {
            writer.write(&row(user))?;
        }
    }
    Ok(writer.flush()?)
}

fn row(user: &User) -> ImportRow {
    ImportRow {
        username: user.username.clone(),
        email: user.email.clone(),
        name: user.name.clone().unwrap_or_default(),
        password_hash: user.password_hash.as_stored().to_owned(),
        created_at: user.created_at.to_rfc3339(),
        email_verified: user.email_verified_at.is_some().to_string(),
        roles: user.roles.as_list().to_owned(),
        disabled: user.disabled_at.is_some().to_string(),
        language: user.language.clone().unwrap_or_default(),
    }
}
