//! Whoever sits at the command line: runs the real binary in a folder of their own and looks at
//! what it says.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel::sqlite::SqliteConnection;
use serde_json::Value;
use tempfile::TempDir;

use super::binary::Serving;
use super::{Binary, PASSWORD};

pub struct CliHarness {
    pub folder: Arc<TempDir>,
}

/// What a command has said, and its exit code.
#[derive(Clone, Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl CliHarness {
    pub fn new() -> Self {
        Self { folder: Arc::new(TempDir::new().unwrap()) }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs a command to its end.
    pub fn run(&self, args: &[&str]) -> Ran {
        self.run_with(args, &[], "")
    }

    /// The same with settings, and with something on the standard input.
    pub fn run_with(&self, args: &[&str], settings: &[(&str, &str)], input: &str) -> Ran {
        let child = self.start(args, settings, input);
        let output = child.wait_with_output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ran {
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
            .env("BCRYPT_COST", "4")
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
        Binary::at_home(&[("BCRYPT_COST", "4")]).in_folder(&self.folder).serve(&[])
    }

    /// The same at a given address.
    pub async fn serve_at(&self, origin: &str) -> Serving {
        Binary::at(origin, &[("BCRYPT_COST", "4")]).in_folder(&self.folder).serve_again().await
    }

    /// Runs a command that has to end well, and gives what it has said.
    #[track_caller]
    pub fn well(&self, args: &[&str]) -> String {
        let ran = self.run(args);
        assert_eq!(ran.code, 0, "{args:?}: {ran:?}");
        assert_eq!(ran.err, "", "{args:?}");
        ran.out
    }

    #[track_caller]
    pub fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.well(args)).unwrap()
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

    /// Opens the database beside the commands.
    pub fn connection(&self) -> SqliteConnection {
        open(&self.path("vestibule.db"))
    }

    /// Changes rows behind everybody's back.
    pub fn execute(&self, statement: &str) {
        diesel::sql_query(statement).execute(&mut self.connection()).unwrap();
    }

    /// Reads one text: `texts("SELECT kind AS t FROM events")`.
    pub fn texts(&self, query: &str) -> Vec<String> {
        let rows: Vec<OneText> = diesel::sql_query(query).load(&mut self.connection()).unwrap();
        rows.into_iter().map(|row| row.t).collect()
    }
}

impl Ran {
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

fn open(path: &Path) -> SqliteConnection {
    let mut connection = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
    diesel::sql_query("PRAGMA busy_timeout = 5000").execute(&mut connection).unwrap();
    connection
}

#[derive(QueryableByName)]
struct OneText {
    #[diesel(sql_type = Text)]
    t: String,
}
