//! The command line: runs the real binary in a folder of its own and reads its output.

use std::io::Write;
use std::ops::Deref;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use serde_json::Value;
use tempfile::TempDir;

use super::binary::Serving;
use super::{Binary, Database, PASSWORD, Place};

pub struct CliHarness {
    pub folder: Arc<TempDir>,
    /// The database that the commands find in their environment, if it is on a server.
    server: Option<Place>,
    rows: Database,
}

/// The output of a command, and its exit code.
#[derive(Clone, Debug)]
pub struct Output {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl CliHarness {
    /// Creates one on the database that the tests are run with.
    pub fn new() -> Self {
        let place = Place::new();
        if !place.is_on_server() {
            return Self::on_sqlite();
        }
        let (folder, rows) = (Arc::new(TempDir::new().unwrap()), Database::of(place.url()));
        Self { folder, server: Some(place), rows }
    }

    /// Creates one on a SQLite file that is not there yet, for tests that are about files.
    pub fn on_sqlite() -> Self {
        let folder = Arc::new(TempDir::new().unwrap());
        let rows = Database::at(folder.path().join("vestibule.db"));
        Self { folder, server: None, rows }
    }

    /// What its commands and servers have in their environment.
    fn variables(&self) -> Vec<(&str, &str)> {
        let mut variables = vec![("BCRYPT_COST", "4")];
        if self.server.is_some() {
            variables.push(("DATABASE_URL", self.rows.url()));
            variables.push(("DATABASE_CONNECTIONS", "4"));
        }
        variables
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs a command to its end.
    pub fn run(&self, args: &[&str]) -> Output {
        self.run_with(args, &[], "")
    }

    /// The same with settings, and with something on the standard input.
    pub fn run_with(&self, args: &[&str], settings: &[(&str, &str)], input: &str) -> Output {
        let child = self.start(args, settings, input);
        let output = child.wait_with_output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Output {
            code: output.status.code().unwrap(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    /// Begins a command and does not wait for its end.
    pub fn start(&self, args: &[&str], settings: &[(&str, &str)], input: &str) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vestibule"));
        command
            .current_dir(self.folder.path())
            .env_clear()
            .args(args)
            .envs(self.variables())
            .envs(settings.iter().copied());
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that needs no input may be gone already.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        child
    }

    /// Has a server run in the same folder.
    pub fn serve(&self) -> Serving {
        Binary::at_home(&self.variables()).in_folder(&self.folder).serve(&[])
    }

    /// The same at a given address.
    pub async fn serve_at(&self, origin: &str) -> Serving {
        Binary::at(origin, &self.variables()).in_folder(&self.folder).serve_again().await
    }

    /// Runs a command that has to succeed without a warning. Returns its output.
    #[track_caller]
    pub fn output(&self, args: &[&str]) -> String {
        let ran = self.run(args);
        assert_eq!(ran.code, 0, "{args:?}: {ran:?}");
        assert_eq!(ran.err, "", "{args:?}");
        ran.out
    }

    #[track_caller]
    pub fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.output(args)).unwrap()
    }

    /// Creates an account with the password of all tests.
    #[track_caller]
    pub fn create(&self, username: &str, more: &[&str]) {
        let email = format!("{username}@example.com");
        let args = [&["users", "create", "--username", username, "--email", &email], more].concat();
        let ran = self.run_with(&args, &[], PASSWORD);
        assert_eq!(ran.code, 0, "{ran:?}");
    }

    /// Writes a file into the folder.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), bytes).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    pub fn files(&self) -> Vec<String> {
        let name = |entry: std::io::Result<std::fs::DirEntry>| {
            entry.unwrap().file_name().into_string().unwrap()
        };
        let mut names: Vec<String> =
            std::fs::read_dir(self.folder.path()).unwrap().map(name).collect();
        names.sort();
        names
    }
}

/// What is stored is read and changed as if it were the harness's: `cli.users()`.
impl Deref for CliHarness {
    type Target = Database;

    fn deref(&self) -> &Database {
        &self.rows
    }
}

impl Output {
    /// Whether it failed with this code, saying why in one line on the standard error and nothing
    /// else.
    #[track_caller]
    pub fn assert_refused(&self, code: i32, told: &str) {
        assert_eq!(self.code, code, "{self:?}");
        assert_eq!(self.out, "", "{self:?}");
        assert_eq!(self.err.lines().count(), 1, "{self:?}");
        assert!(self.err.contains(told), "{told}: {self:?}");
    }
}
