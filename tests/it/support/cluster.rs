//! A PostgreSQL server of one's own, to be restarted and held up.

use std::net::TcpListener;
use std::path::PathBuf;
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
        cluster.run("pg_ctl", &["--wait", "start", "--options", &cluster.options()]);
        Some(cluster)
    }

    fn options(&self) -> String {
        let (port, folder) = (self.port, self.folder.path().display());
        format!("-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder}")
    }

    pub fn url(&self) -> String {
        format!("postgres://vestibule@127.0.0.1:{}/postgres", self.port)
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
        self.go_on();
        self.run("pg_ctl", &["--mode", "immediate", "stop"]);
    }
}
