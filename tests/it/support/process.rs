//! The real binary as an operator starts it: in a folder of its own, with nothing in its environment but what is said.

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

pub struct Process {
    child: Child,
    pub address: String,
    directory: PathBuf,
}

/// The binary with an empty environment.
pub fn vestibule(directory: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vestibule"));
    command.current_dir(directory).env_clear().stdin(Stdio::null());
    command
}

/// An address that nobody listens at just now.
pub fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

impl Process {
    /// Starts the server and waits until it answers.
    pub async fn start(directory: &TempDir, settings: &[(&str, &str)]) -> Self {
        let at = free_address();
        Self::start_at(&at, directory.path(), settings).await
    }

    pub async fn start_at(at: &str, directory: &Path, settings: &[(&str, &str)]) -> Self {
        let address = format!("http://{at}");
        let log = |name: &str| File::options().create(true).append(true).open(directory.join(name)).unwrap();
        let child = vestibule(directory)
            .env("BIND_ADDRESS", at)
            .env("PUBLIC_URL", &address)
            .envs(settings.iter().copied())
            .stdout(log("stdout"))
            .stderr(log("stderr"))
            .spawn()
            .unwrap();
        let mut process = Self { child, address, directory: directory.to_owned() };
        let client = reqwest::Client::new();
        let deadline = Instant::now() + Duration::from_secs(30);
        while client.get(format!("{}/healthz", process.address)).send().await.is_err() {
            if let Some(status) = process.child.try_wait().unwrap() {
                panic!("the server ended with {status}: {}", process.output());
            }
            assert!(Instant::now() < deadline, "the server answers within 30 seconds: {}", process.output());
            actix_web::rt::time::sleep(Duration::from_millis(5)).await;
        }
        process
    }

    /// What it has printed and logged so far, and its earlier runs in the same folder.
    pub fn output(&self) -> String {
        ["stdout", "stderr"].map(|name| fs::read_to_string(self.directory.join(name)).unwrap_or_default()).concat()
    }

    /// Sends a signal by its name: `TERM`, `KILL`.
    pub fn signal(&self, name: &str) {
        let signal = match name {
            "TERM" => rustix::process::Signal::TERM,
            "INT" => rustix::process::Signal::INT,
            _ => rustix::process::Signal::KILL,
        };
        rustix::process::kill_process(rustix::process::Pid::from_child(&self.child), signal).unwrap();
    }

    /// Stops it as an operator does and waits for its end.
    pub fn stop(mut self, signal: &str) -> ExitStatus {
        self.signal(signal);
        self.child.wait().unwrap()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
