//! The real Litestream, run as docs/operations.md says.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::{env, fs};

use tempfile::TempDir;

use super::document;

/// The folder of the database in the document.
const DOCUMENTED: &str = "/var/lib/vestibule";

/// One version of the program, and what it copies to.
pub struct Litestream {
    program: PathBuf,
    /// The configuration, the replica and the program under its name.
    folder: TempDir,
}

/// A process that copies until it is killed, when this is dropped.
pub struct Replicating(Child);

impl Litestream {
    /// The versions that TEST_LITESTREAM names, with colons between them, or the one in PATH.
    pub fn all() -> Vec<Self> {
        let named = env::var_os("TEST_LITESTREAM").filter(|named| !named.is_empty());
        let programs: Vec<PathBuf> = match &named {
            Some(named) => env::split_paths(named).collect(),
            None => env::split_paths(&env::var_os("PATH").unwrap_or_default())
                .map(|folder| folder.join("litestream"))
                .filter(|program| program.is_file())
                .take(1)
                .collect(),
        };
        programs
            .into_iter()
            .map(|program| Self { program, folder: TempDir::new().unwrap() })
            .collect()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes the documented configuration for the database in a folder. Returns where it is.
    fn configure(&self, name: &str, folder: &Path) -> PathBuf {
        let mut text = document::block("operations.md", "yaml", "type: file");
        let replica = self.path("replica");
        for (documented, here) in [(DOCUMENTED, folder), ("/mnt/backup/vestibule", &replica)] {
            assert!(text.contains(documented), "{text}");
            text = text.replace(documented, here.to_str().unwrap());
        }
        fs::write(self.path(name), text).unwrap();
        self.path(name)
    }

    /// Starts to copy the database in a folder.
    pub fn replicate(&self, folder: &Path) -> Replicating {
        let mut command = Command::new(&self.program);
        command.arg("replicate").env("LITESTREAM_CONFIG", self.configure("replicate.yml", folder));
        command.stdin(Stdio::null()).stdout(File::create(self.path("out")).unwrap());
        Replicating(command.stderr(File::create(self.path("err")).unwrap()).spawn().unwrap())
    }

    /// What it has said.
    pub fn said(&self) -> String {
        ["out", "err"].map(|name| fs::read_to_string(self.path(name)).unwrap()).concat()
    }

    /// Does what the document says to restore the database into an empty folder. Returns what the
    /// commands have said.
    pub fn restore(&self, folder: &Path) -> String {
        let script = document::block("operations.md", "sh", "litestream restore");
        assert!(script.contains(DOCUMENTED), "{script}");
        let vestibule = Path::new(env!("CARGO_BIN_EXE_vestibule")).parent().unwrap();
        let link = self.path("litestream");
        if !link.exists() {
            std::os::unix::fs::symlink(fs::canonicalize(&self.program).unwrap(), link).unwrap();
        }
        let path =
            format!("{}:{}:/usr/bin:/bin", vestibule.display(), self.folder.path().display());
        let output = Command::new("sh")
            .args(["-c", &script.replace(DOCUMENTED, folder.to_str().unwrap())])
            .env_clear()
            .env("LITESTREAM_CONFIG", self.configure("restore.yml", folder))
            .env("PATH", path)
            .current_dir(folder)
            .output()
            .unwrap();
        [output.stdout, output.stderr].map(|said| String::from_utf8(said).unwrap()).concat()
    }
}

impl Drop for Replicating {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
