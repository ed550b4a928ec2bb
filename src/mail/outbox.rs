//! The outbox of development: a folder with a file for each mail, to be opened in any mail program.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes a mail and returns the path of its file. If the file exists, it is the same mail from an
/// earlier attempt.
pub(super) fn put(folder: &Path, name: &str, mail: &[u8]) -> io::Result<PathBuf> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    // The links in these mails sign in as any user, so only the owner may read them.
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    let path = folder.join(format!("{name}.eml"));
    let draft = folder.join(format!("{name}.draft"));
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft)?;
    file.write_all(mail)?;
    file.sync_all()?;
    fs::rename(&draft, &path)?;
    Ok(path)
}
