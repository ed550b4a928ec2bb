//! The secrets of a developer's machine: created at the first start and stored beside the database,
//! so that a restart signs nobody out.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::Config;
use crate::secret::SecretBytes;

const ACCESS: &str = "ACCESS_TOKEN_SECRET=";
const REFRESH: &str = "REFRESH_TOKEN_SECRET=";

/// The secrets of one file.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) access: SecretBytes,
    pub(super) refresh: SecretBytes,
}

/// Where the secrets of a database are looked for.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    /// The database's file.
    pub(super) database: &'a Path,
    /// The symbolic link by which it is known, where older versions kept the secrets.
    pub(super) link: Option<&'a Path>,
}

/// The file of secrets and what is in it.
pub struct SecretsFile {
    /// Where it is.
    pub path: PathBuf,
    /// Whether it was made just now.
    pub made: bool,
    pub(super) secrets: Pair,
    /// Other secrets, beside the link. Tokens that they have signed stay valid, so nobody is signed
    /// out.
    pub(super) beside_link: Option<Pair>,
}

impl SecretsFile {
    /// Reads the file beside a database, `vestibule.secrets` beside `vestibule.db`, and creates it
    /// if it is not there: with the secrets that lie beside a link to it, if some do.
    pub(super) fn beside(place: Place<'_>) -> io::Result<Self> {
        let path = Self::path_beside(place.database);
        let beside_link = place.find_beside_link()?;
        let made = match create(&path, beside_link.as_ref()) {
            Ok(()) => true,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => false,
            Err(error) => return Err(in_file(&path, &error)),
        };
        ensure_owner_only(&path).map_err(|error| in_file(&path, &error))?;
        Self::read(path, made, beside_link)
    }

    /// Reads the file beside a database, or beside a link to it, if there is one, and leaves
    /// everything as it is.
    pub(super) fn find_beside(place: Place<'_>) -> io::Result<Option<Self>> {
        let path = Self::path_beside(place.database);
        let beside_link = place.find_beside_link()?;
        if path.exists() {
            return Self::read(path, false, beside_link).map(Some);
        }
        let link = place.link.map(Self::path_beside).unwrap_or(path);
        Ok(beside_link.map(|secrets| Self { path: link, made: false, secrets, beside_link: None }))
    }

    /// Returns where the file beside a database is, or would be.
    pub fn path_beside(database: &Path) -> PathBuf {
        database.with_extension("secrets")
    }

    fn read(path: PathBuf, made: bool, beside_link: Option<Pair>) -> io::Result<Self> {
        let secrets = Pair::read(&path)?;
        let beside_link = beside_link.filter(|other| *other != secrets);
        Ok(Self { path, made, secrets, beside_link })
    }
}

impl Place<'_> {
    fn find_beside_link(self) -> io::Result<Option<Pair>> {
        let path = self.link.map(SecretsFile::path_beside).filter(|path| path.exists());
        path.map(|path| Pair::read(&path)).transpose()
    }
}

impl Pair {
    fn new() -> Self {
        let secret =
            || SecretBytes::new(URL_SAFE_NO_PAD.encode(rand::random::<[u8; 48]>()).into_bytes());
        Self { access: secret(), refresh: secret() }
    }

    fn read(path: &Path) -> io::Result<Self> {
        let text = fs::read_to_string(path).map_err(|error| in_file(path, &error))?;
        let find = |name: &str| {
            let value = text
                .lines()
                .find_map(|line| line.strip_prefix(name))
                .filter(|value| !value.is_empty());
            let missing = || {
                io::Error::other(format!(
                    "{} has no line {name}…; delete the file to have it created again",
                    path.display()
                ))
            };
            value.map(|value| SecretBytes::new(value.as_bytes().to_vec())).ok_or_else(missing)
        };
        Ok(Self { access: find(ACCESS)?, refresh: find(REFRESH)? })
    }
}

impl Config {
    /// Fills in the secrets that are not set, from the file that keeps them.
    pub(super) fn use_secrets(&mut self, file: &SecretsFile, access: bool, refresh: bool) {
        let previous =
            |pick: fn(&Pair) -> &SecretBytes| file.beside_link.as_ref().map(pick).cloned();
        if access {
            self.access_token_secret = file.secrets.access.clone();
            self.access_token_secret_previous =
                self.access_token_secret_previous.take().or(previous(|pair| &pair.access));
        }
        if refresh {
            self.refresh_token_secret = file.secrets.refresh.clone();
            self.refresh_token_secret_previous =
                self.refresh_token_secret_previous.take().or(previous(|pair| &pair.refresh));
        }
    }
}

/// Creates the file whole or not at all: two processes that start at once must not read half of it,
/// or two of them.
fn create(path: &Path, adopted: Option<&Pair>) -> io::Result<()> {
    let Pair { access, refresh } = adopted.cloned().unwrap_or_else(Pair::new);
    let mut text =
        b"# Made by Vestibule for development. Anyone who has these can sign in as anybody.\n"
            .to_vec();
    for (name, secret) in [(ACCESS, access), (REFRESH, refresh)] {
        text.extend([name.as_bytes(), secret.expose(), b"\n"].concat());
    }
    create_whole(path, &text)
}

/// Creates a file that only its owner can read, with all its content or not at all, and never over
/// another one.
pub fn create_whole(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut draft = path.to_owned().into_os_string();
    draft.push(format!(".{:016x}", rand::random::<u64>()));
    let draft = PathBuf::from(draft);
    let written = write_draft(&draft, content).and_then(|()| fs::hard_link(&draft, path));
    let removed = fs::remove_file(&draft);
    written.and(removed)
}

fn write_draft(draft: &Path, content: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(draft)?;
    file.write_all(content)?;
    file.sync_all()
}

/// Restricts the file to its owner, in case a copy has opened it to others.
fn ensure_owner_only(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(path)?.permissions().mode();
        if mode & 0o077 != 0 {
            fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
        }
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

fn in_file(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
