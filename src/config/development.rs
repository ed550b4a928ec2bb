//! The secrets of a developer's machine: made once, kept beside the database, so that a restart signs nobody out.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::secret::SecretBytes;

const ACCESS: &str = "ACCESS_TOKEN_SECRET=";
const REFRESH: &str = "REFRESH_TOKEN_SECRET=";

/// The file of secrets and what is in it.
pub struct SecretsFile {
    /// Where it is.
    pub path: PathBuf,
    /// Whether it was made just now.
    pub made: bool,
    pub(super) access: SecretBytes,
    pub(super) refresh: SecretBytes,
}

impl SecretsFile {
    /// Reads the file beside a database, `vestibule.secrets` beside `vestibule.db`, and makes it if it is not there.
    pub(super) fn beside(database: &Path) -> io::Result<Self> {
        let path = Self::path_beside(database);
        let made = match make(&path) {
            Ok(()) => true,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => false,
            Err(error) => return Err(in_file(&path, &error)),
        };
        make_private(&path).map_err(|error| in_file(&path, &error))?;
        Self::read(path, made)
    }

    /// Reads the file beside a database, if there is one, and leaves everything as it is.
    pub(super) fn find_beside(database: &Path) -> io::Result<Option<Self>> {
        let path = Self::path_beside(database);
        if path.exists() { Self::read(path, false).map(Some) } else { Ok(None) }
    }

    /// Tells where the file beside a database is, or would be.
    pub fn path_beside(database: &Path) -> PathBuf {
        database.with_extension("secrets")
    }

    fn read(path: PathBuf, made: bool) -> io::Result<Self> {
        let text = fs::read_to_string(&path).map_err(|error| in_file(&path, &error))?;
        let find = |name: &str| {
            let value = text.lines().find_map(|line| line.strip_prefix(name)).filter(|value| !value.is_empty());
            let missing =
                || io::Error::other(format!("{} has no line {name}…; delete it to have it made anew", path.display()));
            value.map(|value| SecretBytes::new(value.as_bytes().to_vec())).ok_or_else(missing)
        };
        let (access, refresh) = (find(ACCESS)?, find(REFRESH)?);
        Ok(Self { path, made, access, refresh })
    }
}

/// Makes the file whole or not at all: two processes that start at once must not read half of it, or two of them.
fn make(path: &Path) -> io::Result<()> {
    let draft = path.with_extension(format!("secrets.{:016x}", rand::random::<u64>()));
    let written = write_draft(&draft).and_then(|()| fs::hard_link(&draft, path));
    let removed = fs::remove_file(&draft);
    written.and(removed)
}

fn write_draft(draft: &Path) -> io::Result<()> {
    let secret = || URL_SAFE_NO_PAD.encode(rand::random::<[u8; 48]>());
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(draft)?;
    writeln!(file, "# Made by Vestibule for development. Whoever has these can sign in as anybody.")?;
    writeln!(file, "{ACCESS}{}", secret())?;
    writeln!(file, "{REFRESH}{}", secret())?;
    file.sync_all()
}

/// Takes the file away from everybody but its owner, if a careless copy has opened it.
fn make_private(path: &Path) -> io::Result<()> {
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
