//! The files that nobody else may read: the database, what SQLite keeps beside it, the secrets,
//! `.env`, the key.

use std::path::{Path, PathBuf};

use vestibule::config::Config;
use vestibule::config::env_file::holds_secret;
use vestibule::tls::CERT;

use super::Finding;

const CHECK: &str = "files";

pub(super) fn check(config: &Config) -> Vec<Finding> {
    let mut files = config.database.files();
    if keeps_secrets(Path::new(".env")) {
        files.push(PathBuf::from(".env"));
    }
    let mut open: Vec<Finding> = files.iter().filter_map(|file| open_to_others(file)).collect();
    // Files that another program provides, whose group may need to read them: only what the
    // server warns about at startup.
    let warned = config.warnings.iter().filter(|warning| warning.name != CERT);
    open.extend(warned.map(|warning| Finding::of_setting(CHECK, warning)));
    if open.is_empty() { vec![Finding::ok(CHECK, "permissions are private")] } else { open }
}

fn keeps_secrets(file: &Path) -> bool {
    let sets_one = |line: &str| {
        let (name, value) = line.split_once('=').unwrap_or_default();
        let name = name.trim();
        holds_secret(name) && !name.starts_with('#') && !value.trim().is_empty()
    };
    std::fs::read_to_string(file).is_ok_and(|text| text.lines().any(sets_one))
}

fn open_to_others(file: &Path) -> Option<Finding> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(file).ok()?.permissions().mode() & 0o777;
        let name = file.display();
        let message =
            format!("other users of this machine may read or change {name} (mode {mode:o})");
        (mode & 0o077 != 0)
            .then(|| Finding::error(CHECK, message, format!("Run: chmod 600 {name}")))
    }
    #[cfg(not(unix))]
    {
        let _ = file;
        None
    }
}
