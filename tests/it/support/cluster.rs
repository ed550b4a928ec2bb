//! A PostgreSQL server of one's own, to be restarted and held up.

use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{fs, process};

use rustix::process::geteuid;
use tempfile::TempDir;

pub struct Cluster {
    programs: PathBuf,
    folder: TempDir,
    port: u16,
}

impl Cluster {
    /// Starts one, if PostgreSQL's server programs are here (Debian: postgresql).
    pub fn start() -> Option<Self> {
        let cluster = Self::create()?;
        cluster.start_again();
        Some(cluster)
    }

    /// Creates one that does not run yet.
    pub fn create() -> Option<Self> {
        let versions = fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
        let programs = versions.map(|version| version.path().join("bin")).max()?;
        let folder = TempDir::new().unwrap();
        if geteuid().is_root() {
            // PostgreSQL refuses to run as root.
            let owned = Command::new("chown").arg("postgres").arg(folder.path()).status().unwrap();
            assert!(owned.success());
        }
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let cluster = Self { programs, folder, port };
        let options = ["--username", "vestibule", "--auth", "trust", "--encoding", "UTF8"];
        cluster.run("initdb", &[&options[..], &["--no-sync"]].concat());
        Some(cluster)
    }

    pub fn start_again(&self) {
        self.run("pg_ctl", &["--wait", "start", "--options", &self.options()]);
    }

    /// Stops it as an operator does who waits for no client.
    pub fn stop(&self) {
        self.run("pg_ctl", &["--mode", "fast", "--wait", "stop"]);
    }

    /// Makes a standby a primary.
    pub fn promote(&self) {
        self.run("pg_ctl", &["--wait", "promote"]);
    }

    /// Has it read its files of settings again.
    pub fn reload(&self) {
        self.run("pg_ctl", &["reload"]);
    }

    fn options(&self) -> String {
        let (port, folder) = (self.port, self.folder.path().display());
        format!("-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder}")
    }

    /// Where the superuser finds the first database.
    pub fn url(&self) -> String {
        self.url_of("vestibule", "postgres")
    }

    /// Where somebody finds a database.
    pub fn url_of(&self, user: &str, database: &str) -> String {
        format!("postgres://{user}@127.0.0.1:{}/{database}", self.port)
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// A place for files that the server reads or another of its user's programs.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file among the server's own, in place of what was there.
    pub fn put(&self, name: &str, text: &str) {
        let path = self.folder.path().join("data").join(name);
        fs::write(&path, text).unwrap();
        let owned = fs::metadata(self.folder.path()).unwrap();
        std::os::unix::fs::chown(&path, Some(owned.uid()), Some(owned.gid())).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    }

    /// Adds settings to its own.
    pub fn configure(&self, settings: &str) {
        let file = self.folder.path().join("data/postgresql.conf");
        let before = fs::read_to_string(file).unwrap();
        self.put("postgresql.conf", &format!("{before}\n{settings}\n"));
    }

    /// What it has said.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// Stops it without warning, as a power cut does, and starts it again.
    pub fn restart(&self) {
        self.run(
            "pg_ctl",
            &["--mode", "immediate", "--wait", "restart", "--options", &self.options()],
        );
    }

    /// Lets its processes stand still, as a network does that no longer carries anything.
    pub fn stall(&self) {
        self.signal("-STOP");
    }

    pub fn go_on(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let file = fs::read_to_string(self.folder.path().join("data/postmaster.pid")).unwrap();
        let postmaster = file.lines().next().unwrap();
        for arguments in [["-P", postmaster], ["-s", postmaster]] {
            // By session too: each process of the server leads one of its own.
            let _ = Command::new("pkill").arg(signal).args(arguments).status();
        }
        assert!(Command::new("kill").args([signal, postmaster]).status().unwrap().success());
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        let mut command = match geteuid().is_root() {
            true => {
                let mut command = Command::new("runuser");
                command.args(["-u", "postgres", "--"]).arg(self.programs.join(program));
                command
            }
            false => Command::new(self.programs.join(program)),
        };
        command.args(arguments).arg("--pgdata").arg(self.folder.path().join("data"));
        if program == "pg_ctl" {
            command.arg("--log").arg(self.folder.path().join("log"));
        }
        command.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null());
        assert!(command.status().unwrap().success(), "{program}, process {}", process::id());
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if self.folder.path().join("data/postmaster.pid").exists() {
            self.go_on();
            self.run("pg_ctl", &["--mode", "immediate", "stop"]);
        }
    }
}
