//! The real binary, in an empty folder and with nothing in its environment but what a test puts there.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

/// How long a process may take to start or to end.
const PATIENCE: Duration = Duration::from_secs(30);

/// A folder to work in and what is put into the environment.
pub struct Binary {
    folder: TempDir,
    output: TempDir,
    variables: Vec<(String, String)>,
}

/// What a process that has ended leaves behind.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

/// A process that serves.
pub struct Serving {
    child: Child,
    /// Where it listens.
    pub address: String,
    out: PathBuf,
    err: PathBuf,
}

impl Binary {
    pub fn new(variables: &[(&str, &str)]) -> Self {
        let owned = variables.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        Self { folder: TempDir::new().unwrap(), output: TempDir::new().unwrap(), variables: owned }
    }

    /// Where it works.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Puts a file into the folder.
    pub fn put(&self, name: &str, text: &str) {
        fs::write(self.folder().join(name), text).unwrap();
    }

    /// The names of what lies in the folder, in order.
    pub fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder()).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Runs it until it ends by itself.
    pub fn run<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Ended {
        let (mut child, out, err) = self.spawn(arguments);
        let status = wait(&mut child);
        ended(status, &out, &err)
    }

    /// Starts it on a free port and waits until it listens.
    pub fn serve(&self, arguments: &[&str]) -> Serving {
        let arguments: Vec<&str> = arguments.iter().copied().chain(["--bind-address", "127.0.0.1:0"]).collect();
        let (mut child, out, err) = self.spawn(&arguments);
        let begun = Instant::now();
        loop {
            let said = fs::read_to_string(&out).unwrap();
            if let Some(address) = said.split_once("(listening at ").and_then(|(_, rest)| rest.split_once(")\n")) {
                return Serving { child, address: format!("http://{}", address.0), out, err };
            }
            let over = child.try_wait().unwrap().is_some() || begun.elapsed() > PATIENCE;
            assert!(!over, "it does not listen: {:?}", ended(wait(&mut child), &out, &err));
            sleep(Duration::from_millis(5));
        }
    }

    fn spawn<A: AsRef<OsStr>>(&self, arguments: &[A]) -> (Child, PathBuf, PathBuf) {
        let (out, err) = (self.output.path().join("out"), self.output.path().join("err"));
        let child = Command::new(env!("CARGO_BIN_EXE_vestibule"))
            .args(arguments)
            .current_dir(self.folder())
            .env_clear()
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(File::create(&out).unwrap())
            .stderr(File::create(&err).unwrap())
            .spawn()
            .unwrap();
        (child, out, err)
    }
}

impl Serving {
    /// Sends it a signal and waits until it has ended.
    pub fn stop(mut self, signal: Signal) -> Ended {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
        let status = wait(&mut self.child);
        ended(status, &self.out, &self.err)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn wait(child: &mut Child) -> ExitStatus {
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        if begun.elapsed() > PATIENCE {
            child.kill().unwrap();
        }
        sleep(Duration::from_millis(5));
    }
}

fn ended(status: ExitStatus, out: &Path, err: &Path) -> Ended {
    let read = |path| String::from_utf8(fs::read(path).unwrap()).unwrap();
    Ended { code: status.code(), out: read(out), err: read(err) }
}
