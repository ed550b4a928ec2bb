//! The real binary, in an empty folder and with nothing in its environment but what a test puts
//! there.

use std::cell::Cell;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use super::{Database, Place};

/// How long a process may take to start, to end or to say what is waited for.
const PATIENCE: Duration = Duration::from_secs(35);

/// A folder to work in and what is put into the environment.
pub struct Binary {
    folder: Arc<TempDir>,
    output: Arc<TempDir>,
    runs: Cell<u32>,
    variables: Vec<(String, String)>,
    through: Vec<String>,
    /// Its database, if that is on a server.
    server: Option<Place>,
}

/// What a process that has ended leaves behind.
#[derive(Debug)]
pub struct Exit {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
    pub took: Duration,
}

/// A process that serves.
pub struct Serving {
    child: Child,
    /// Where it listens, once it does.
    pub address: String,
    output: Output,
}

/// Where a process says what.
struct Output {
    out: PathBuf,
    err: PathBuf,
    _folder: Arc<TempDir>,
}

impl Binary {
    pub fn new(variables: &[(&str, &str)]) -> Self {
        let owned =
            variables.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        let folder = || Arc::new(TempDir::new().unwrap());
        Self {
            folder: folder(),
            output: folder(),
            runs: Cell::new(0),
            variables: owned,
            through: Vec::new(),
            server: None,
        }
    }

    /// One that listens at the same address in every run and believes that address to be its own.
    ///
    /// It is one of the loopback's sixteen million addresses, so that no other test takes it
    /// between two runs.
    pub fn at_home(variables: &[(&str, &str)]) -> Self {
        let [a, b, c] = rand::random::<[u8; 3]>();
        Self::at(&format!("http://127.{a}.{b}.{}:8080", c.clamp(1, 254)), variables)
    }

    /// The same at a given address.
    pub fn at(origin: &str, variables: &[(&str, &str)]) -> Self {
        let own =
            [("BIND_ADDRESS", origin.strip_prefix("http://").unwrap()), ("PUBLIC_URL", origin)];
        Self::new(&[&own, variables].concat())
    }

    /// Has it work in a folder that others work in too.
    pub fn in_folder(self, folder: &Arc<TempDir>) -> Self {
        Self { folder: Arc::clone(folder), ..self }
    }

    /// Has it started by a command that is told the binary and its arguments: `unshare`, `sh -c …`.
    pub fn through(mut self, command: &[&str]) -> Self {
        self.through = command.iter().map(ToString::to_string).collect();
        self
    }

    /// Gives it a database of its own of the kind that the tests are run with. Without this it has a
    /// SQLite file.
    pub fn on_test_database(mut self) -> Self {
        let place = Place::new();
        if place.is_on_server() {
            let connections = ("DATABASE_CONNECTIONS".to_owned(), "4".to_owned());
            self.variables.extend([("DATABASE_URL".to_owned(), place.url()), connections]);
            self.server = Some(place);
        }
        self
    }

    /// The rows of that database, or of the file.
    pub fn rows(&self) -> Database {
        match &self.server {
            Some(place) => Database::of(place.url()),
            None => Database::at(self.database()),
        }
    }

    /// Where it works.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The file where it keeps its rows unless it is told otherwise.
    pub fn database(&self) -> PathBuf {
        self.folder().join("vestibule.db")
    }

    /// Puts a file into the folder.
    pub fn put(&self, name: &str, text: &str) {
        fs::write(self.folder().join(name), text).unwrap();
    }

    /// The names of what lies in the folder, in order.
    pub fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder()).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Runs it until it ends by itself.
    pub fn run<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Exit {
        let (child, output) = self.spawn(arguments);
        output.ended(child)
    }

    /// Starts it and waits until it listens; on a free port, unless it is
    /// [`at_home`](Self::at_home).
    pub fn serve(&self, arguments: &[&str]) -> Serving {
        self.begin(arguments).listens()
    }

    /// Starts it in the same way, and does not wait.
    pub fn begin(&self, arguments: &[&str]) -> Serving {
        let at_home =
            self.variables.iter().any(|(name, value)| name == "BIND_ADDRESS" && !value.is_empty());
        let port = if at_home { &[][..] } else { &["--bind-address", "127.0.0.1:0"] };
        let (child, output) = self.spawn(&[arguments, port].concat());
        Serving { child, address: String::new(), output }
    }

    /// Starts it at the same place again, and has the clients of this test notice that their
    /// connections are gone.
    pub async fn serve_again(&self) -> Serving {
        let serving = self.serve(&[]);
        actix_web::rt::time::sleep(Duration::from_millis(20)).await;
        serving
    }

    /// Starts it and takes it off the earth a moment later, whatever it was doing.
    pub fn start_and_kill(&self, after: Duration) {
        let (mut child, _) = self.spawn(&[] as &[&str]);
        sleep(after);
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// What all its runs have said.
    pub fn said(&self) -> String {
        let mut files: Vec<_> =
            fs::read_dir(self.output.path()).unwrap().map(|file| file.unwrap().path()).collect();
        files.sort();
        files.iter().map(|file| fs::read_to_string(file).unwrap()).collect()
    }

    fn spawn<A: AsRef<OsStr>>(&self, arguments: &[A]) -> (Child, Output) {
        let run = self.runs.replace(self.runs.get() + 1);
        let file = |name: &str| self.output.path().join(format!("{run:03}.{name}"));
        let output =
            Output { out: file("out"), err: file("err"), _folder: Arc::clone(&self.output) };
        let mut words =
            self.through.iter().map(String::as_str).chain([env!("CARGO_BIN_EXE_vestibule")]);
        let child = Command::new(words.next().unwrap())
            .args(words)
            .args(arguments)
            .current_dir(self.folder())
            .env_clear()
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(File::create(&output.out).unwrap())
            .stderr(File::create(&output.err).unwrap())
            .spawn()
            .unwrap();
        (child, output)
    }
}

impl Serving {
    /// Waits until it listens.
    pub fn listens(mut self) -> Self {
        let begun = Instant::now();
        loop {
            let said = fs::read_to_string(&self.output.out).unwrap();
            if let Some((_, rest)) = said.split_once("(listening on ")
                && let Some((address, _)) = rest.split_once(")\n")
            {
                self.address = format!("http://{address}");
                return self;
            }
            let over = self.child.try_wait().unwrap().is_some() || begun.elapsed() > PATIENCE;
            assert!(!over, "it does not listen: {:?}", self.wait());
            sleep(Duration::from_millis(2));
        }
    }

    /// The number by which the system knows it.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends it a signal and does not wait.
    pub fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Waits until it has ended.
    pub fn wait(&mut self) -> Exit {
        let status = wait(&mut self.child);
        self.output.read(status.0.code(), status.1)
    }

    /// Sends it a signal and waits until it has ended.
    pub fn stop(mut self, signal: Signal) -> Exit {
        self.signal(signal);
        self.wait()
    }

    /// What this run has said so far.
    pub fn said(&self) -> String {
        let Exit { out, err, .. } = self.output.read(None, Duration::ZERO);
        out + &err
    }

    /// Waits until it has said something, and gives all that it has said.
    pub async fn says(&self, words: &str) -> String {
        let begun = Instant::now();
        loop {
            let said = self.said();
            if said.contains(words) {
                return said;
            }
            assert!(begun.elapsed() < PATIENCE, "it does not say {words:?}: {said}");
            actix_web::rt::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Output {
    fn ended(&self, mut child: Child) -> Exit {
        let (status, took) = wait(&mut child);
        self.read(status.code(), took)
    }

    fn read(&self, code: Option<i32>, took: Duration) -> Exit {
        let text = |path| String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
        let err = text(&self.err);
        assert!(!err.contains("panicked at "), "a thread of the binary panicked: {err}");
        Exit { code, out: text(&self.out), err, took }
    }
}

fn wait(child: &mut Child) -> (ExitStatus, Duration) {
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return (status, begun.elapsed());
        }
        if begun.elapsed() > PATIENCE {
            child.kill().unwrap();
        }
        sleep(Duration::from_millis(2));
    }
}
