//! Instances of the program, each a process of its own.

use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

pub(crate) struct Fleet {
    instances: Vec<(u16, Child)>,
    _folder: TempDir,
}

impl Fleet {
    /// Starts one instance on a SQLite file.
    pub(crate) fn on_sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("bench.db").display().to_string();
        Self::start(folder, &file, 1)
    }

    /// Starts instances on one PostgreSQL database.
    pub(crate) fn on_server(url: &str, instances: usize) -> Self {
        Self::start(tempfile::tempdir().expect("a folder"), url, instances)
    }

    fn start(folder: TempDir, database: &str, instances: usize) -> Self {
        let start = |_| {
            let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
            let port = listener.local_addr().expect("its number").port();
            drop(listener);
            let child = Command::new(env!("CARGO_BIN_EXE_vestibule"))
                .current_dir(folder.path())
                .env("DATABASE_URL", database)
                .env("BIND_ADDRESS", format!("127.0.0.1:{port}"))
                .env("PUBLIC_URL", "http://localhost:8080")
                .env("ACCESS_TOKEN_SECRET", "access-Xk2qV9mT4wLr7Zp3Nc8Bd6Hs1Jf5Gy0Ae")
                .env("REFRESH_TOKEN_SECRET", "refresh-Qw8rT2yU5iO1pA7sD4fG6hJ3kL9zX0cV")
                .env("BCRYPT_COST", "10")
                .env("RATE_LIMITS", "off")
                .env("RUST_LOG", "warn")
                .stdout(Stdio::null())
                .spawn()
                .expect("the program starts");
            (port, child)
        };
        let fleet = Self { instances: (0..instances).map(start).collect(), _folder: folder };
        for address in fleet.addresses() {
            // It listens once its database is ready.
            while TcpStream::connect(&address).is_err() {
                thread::sleep(Duration::from_millis(20));
            }
        }
        fleet
    }

    pub(crate) fn addresses(&self) -> Vec<String> {
        self.instances.iter().map(|(port, _)| format!("127.0.0.1:{port}")).collect()
    }
}

impl Drop for Fleet {
    fn drop(&mut self) {
        for (_, child) in &mut self.instances {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
