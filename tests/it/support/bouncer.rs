//! PgBouncer in transaction mode before a PostgreSQL server of one's own.

use std::fs::{self, File};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::cluster::Cluster;
use super::cluster_state::ROLE;

/// Is no program of ordinary users.
const PROGRAM: &str = "/usr/sbin/pgbouncer";

pub struct Bouncer {
    child: Child,
    port: u16,
}

impl Bouncer {
    /// Starts one with few connections to the server, if it is here (Debian: pgbouncer). It keeps no
    /// statement by name for its clients.
    pub fn start(cluster: &Cluster) -> Option<Self> {
        let version = Command::new(PROGRAM).arg("--version").output().ok()?;
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let file = |name: &str| cluster.folder().join(name);
        fs::write(file("users.txt"), format!("\"{ROLE}\" \"\"\n")).unwrap();
        let settings = settings(cluster, port, &String::from_utf8_lossy(&version.stdout));
        fs::write(file("pgbouncer.ini"), settings).unwrap();
        let log = File::create(file("pgbouncer.log")).unwrap();
        // It refuses root as PostgreSQL does.
        let owner = fs::metadata(cluster.folder()).unwrap();
        let child = Command::new(PROGRAM)
            .arg(file("pgbouncer.ini"))
            .current_dir("/")
            .uid(owner.uid())
            .gid(owner.gid())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let log = fs::read_to_string(file("pgbouncer.log")).unwrap();
            assert!(begun.elapsed() < Duration::from_secs(10), "{log}");
            sleep(Duration::from_millis(10));
        }
        Some(Self { child, port })
    }

    pub fn url(&self) -> String {
        format!("postgres://{ROLE}@127.0.0.1:{}/{ROLE}", self.port)
    }
}

fn settings(cluster: &Cluster, port: u16, version: &str) -> String {
    // From 1.21 on it could keep them; earlier versions do not know the setting.
    let minor = version.split('.').nth(1).and_then(|minor| minor.parse::<u32>().ok());
    let names =
        if minor.is_some_and(|minor| minor > 20) { "max_prepared_statements = 0" } else { "" };
    format!(
        "[databases]\n{ROLE} = host=127.0.0.1 port={server}\n[pgbouncer]\n\
         listen_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n\
         auth_type = trust\nauth_file = {folder}/users.txt\n\
         pool_mode = transaction\ndefault_pool_size = 3\nserver_round_robin = 1\n{names}\n",
        server = cluster.port(),
        folder = cluster.folder().display()
    )
}

impl Drop for Bouncer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
