//! Two PostgreSQL servers that Patroni keeps: one is the primary, the other repeats its changes
//! before they are acknowledged.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, geteuid, kill_process};
use tempfile::TempDir;

use super::cluster_state::create_role;

const PATIENCE: Duration = Duration::from_secs(120);
const PROGRAMS: [&str; 3] = ["/usr/bin/patroni", "/usr/bin/patronictl", "/usr/bin/etcd"];

pub struct Patroni {
    folder: TempDir,
    programs: PathBuf,
    /// Where the servers listen, and Patroni beside each.
    ports: HashMap<&'static str, (u16, u16)>,
    etcd: u16,
    children: Mutex<HashMap<&'static str, Child>>,
}

impl Patroni {
    /// Starts both, if the programs are here (Debian: postgresql patroni etcd-server).
    pub fn start() -> Option<Self> {
        let versions = fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
        let programs = versions.map(|version| version.path().join("bin")).max()?;
        if !PROGRAMS.iter().all(|program| Path::new(program).exists()) {
            return None;
        }
        let folder = TempDir::new().unwrap();
        if geteuid().is_root() {
            let owned = Command::new("chown").arg("postgres").arg(folder.path()).status().unwrap();
            assert!(owned.success());
        }
        let ports = ["one", "two"].map(|name| (name, (free_port(), free_port())));
        let etcd = free_port();
        let children = Mutex::default();
        let patroni = Self { folder, programs, ports: ports.into(), etcd, children };
        patroni.start_etcd();
        patroni.start_node("one");
        patroni.wait_for("one", "/primary");
        patroni.start_node("two");
        patroni.wait_for("two", "/sync");
        create_role(&format!("postgres://vestibule@127.0.0.1:{}/postgres", ports[0].1.0), "secret");
        Some(patroni)
    }

    /// Where the application finds whichever is the primary.
    pub fn url(&self) -> String {
        let [one, two] = ["one", "two"].map(|name| self.ports[name].0);
        format!("postgres://app@127.0.0.1:{one},127.0.0.1:{two}/app")
    }

    /// Has the two change places.
    pub fn switch(&self, from: &str, to: &'static str) {
        let file = self.folder.path().join(format!("{from}.yml"));
        let words = ["switchover", "--master", from, "--candidate", to, "--force"];
        let mut command = self.command("/usr/bin/patronictl");
        let done = command.arg("-c").arg(file).args(words).stdout(Stdio::null()).status();
        assert!(done.unwrap().success());
        self.wait_for(to, "/primary");
    }

    /// Ends a server and its Patroni, as a machine does that fails.
    pub fn kill(&self, name: &'static str) {
        let mut child = self.children.lock().unwrap().remove(name).unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        self.kill_server(name);
    }

    /// Waits until a server is what a path asks for.
    pub fn wait_for(&self, name: &str, path: &str) {
        let begun = Instant::now();
        while status(self.ports[name].1, path) != Some(200) {
            let log = || fs::read_to_string(self.folder.path().join(format!("{name}.log")));
            assert!(begun.elapsed() < PATIENCE, "{name} is not {path}: {:?}", log());
            sleep(Duration::from_millis(100));
        }
    }

    fn start_etcd(&self) {
        let (clients, peers) = (
            format!("http://127.0.0.1:{}", self.etcd),
            format!("http://127.0.0.1:{}", free_port()),
        );
        let mut command = self.command("/usr/bin/etcd");
        command.arg("--data-dir").arg(self.folder.path().join("etcd"));
        command.args(["--listen-client-urls", &clients, "--advertise-client-urls", &clients]);
        command.args(["--listen-peer-urls", &peers, "--initial-advertise-peer-urls", &peers]);
        command.args(["--initial-cluster", &format!("default={peers}")]);
        self.spawn("etcd", command);
    }

    fn start_node(&self, name: &'static str) {
        let file = self.folder.path().join(format!("{name}.yml"));
        fs::write(&file, self.settings(name)).unwrap();
        let mut command = self.command("/usr/bin/patroni");
        command.arg(file);
        self.spawn(name, command);
    }

    fn settings(&self, name: &str) -> String {
        let (server, patroni) = self.ports[name];
        let (folder, programs) = (self.folder.path().display(), self.programs.display());
        let etcd = self.etcd;
        format!(
            "scope: vestibule\nname: {name}\n\
             restapi: {{listen: '127.0.0.1:{patroni}', connect_address: '127.0.0.1:{patroni}'}}\n\
             etcd3: {{host: '127.0.0.1:{etcd}'}}\n\
             bootstrap:\n  \
               dcs: {{ttl: 20, loop_wait: 1, retry_timeout: 3, synchronous_mode: true}}\n  \
               initdb: [{{encoding: UTF8}}, no-sync]\n\
             postgresql:\n  \
               listen: '127.0.0.1:{server}'\n  connect_address: '127.0.0.1:{server}'\n  \
               data_dir: {folder}/{name}\n  bin_dir: {programs}\n  pgpass: {folder}/{name}.pass\n  \
               parameters: {{unix_socket_directories: {folder}}}\n  \
               authentication:\n    \
                 superuser: {{username: vestibule, password: secret}}\n    \
                 replication: {{username: replicator, password: secret}}\n  \
               pg_hba:\n  - local all all trust\n  - host all all 127.0.0.1/32 trust\n  \
               - host replication all 127.0.0.1/32 trust\n"
        )
    }

    fn command(&self, program: &str) -> Command {
        let owner = fs::metadata(self.folder.path()).unwrap();
        let mut command = Command::new(program);
        command.uid(owner.uid()).gid(owner.gid()).current_dir("/").stdin(Stdio::null());
        command
    }

    fn spawn(&self, name: &'static str, mut command: Command) {
        let log = File::create(self.folder.path().join(format!("{name}.log"))).unwrap();
        let child = command.stdout(log.try_clone().unwrap()).stderr(log).spawn().unwrap();
        self.children.lock().unwrap().insert(name, child);
    }

    fn kill_server(&self, name: &str) {
        let file = self.folder.path().join(name).join("postmaster.pid");
        let Ok(file) = fs::read_to_string(file) else { return };
        let postmaster = file.lines().next().and_then(|line| line.parse().ok());
        if let Some(postmaster) = postmaster.and_then(Pid::from_raw) {
            let _ = kill_process(postmaster, Signal::KILL);
        }
    }
}

impl Drop for Patroni {
    fn drop(&mut self) {
        for (name, child) in self.children.lock().unwrap().iter_mut() {
            let _ = child.kill();
            let _ = child.wait();
            self.kill_server(name);
        }
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Asks Patroni for a path. Returns the status of its answer, if there is one.
fn status(port: u16, path: &str) -> Option<u16> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(2))).unwrap();
    write!(stream, "GET {path} HTTP/1.0\r\n\r\n").ok()?;
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    answer.split_whitespace().nth(1)?.parse().ok()
}
