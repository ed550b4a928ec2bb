//! Copies of the whole database, made while others are at work on it.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use diesel::RunQueryDsl;
use diesel::sql_types::Text;

use super::connection::{create_owner_only, open_existing};

/// Writes the database as it stands at one moment to a new file that only its owner can read.
///
/// It reads one snapshot, so nobody waits for it, and gives a file without gaps or a log beside it.
/// A file that is there already is never written over, and what goes wrong leaves none behind.
pub fn copy(database: &Path, to: &Path) -> io::Result<()> {
    // The empty file keeps the name; the rename at the end can only replace what was made here.
    create_owner_only(to)?;
    let draft = to.with_extension(format!("partial-{}", std::process::id()));
    let copied = create_owner_only(&draft)
        .and_then(|()| vacuum_into(database, &draft))
        // SQLite does not wait for the disk when it copies; a backup that a power cut takes away is
        // none.
        .and_then(|()| File::open(&draft)?.sync_all())
        .and_then(|()| fs::rename(&draft, to))
        .and_then(|()| sync_folder(to));
    if copied.is_err() {
        let _ = fs::remove_file(&draft);
        let _ = fs::remove_file(to);
    }
    copied
}

fn vacuum_into(database: &Path, file: &Path) -> io::Result<()> {
    let name = file.to_str().ok_or_else(|| io::Error::other("its name is not UTF-8"))?;
    let mut sqlite = open_existing(database).map_err(io::Error::other)?;
    let vacuum = diesel::sql_query("VACUUM INTO ?").bind::<Text, _>(name);
    vacuum.execute(&mut sqlite).map(drop).map_err(io::Error::other)
}

fn sync_folder(file: &Path) -> io::Result<()> {
    let folder =
        file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}
