//! The real binary, in a folder of its own.

use std::fs::{self, File};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use actix_web::rt::time::sleep;
use tempfile::TempDir;

pub struct House {
    /// Where browsers find it.
    pub origin: String,
    child: Child,
    folder: TempDir,
}

impl House {
    /// Starts it with these settings and waits until it answers.
    pub async fn open(settings: &[(&str, &str)]) -> Self {
        let folder = TempDir::new().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let origin = format!("http://localhost:{port}");
        let child = vestibule(&folder)
            .env("BIND_ADDRESS", format!("127.0.0.1:{port}"))
            .env("PUBLIC_URL", &origin)
            .env("BCRYPT_COST", "4")
            .env("RATE_LIMITS", "off")
            .envs(settings.iter().copied())
            .stderr(File::create(folder.path().join("log")).unwrap())
            .spawn()
            .unwrap();
        let house = Self { origin, child, folder };
        let deadline = Instant::now() + Duration::from_secs(30);
        while reqwest::get(format!("http://127.0.0.1:{port}/healthz")).await.is_err() {
            assert!(Instant::now() < deadline, "it answers within 30 seconds: {}", house.log());
            sleep(Duration::from_millis(10)).await;
        }
        house
    }

    /// Returns an order at the command line.
    pub fn order(&self, arguments: &[&str]) {
        let ended = vestibule(&self.folder).args(arguments).output().unwrap();
        assert!(ended.status.success(), "{ended:?}");
    }

    /// Everything that was logged so far.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap()
    }

    /// The requests so far, but those for files: `GET /profile 200`.
    pub fn requests(&self) -> Vec<String> {
        let log = self.log();
        let lines = log.lines().filter_map(|line| line.split_once("vestibule::http::log] "));
        let requests = lines.map(|(_, said)| said.split(' ').take(3).collect::<Vec<_>>().join(" "));
        requests
            .filter(|request| !request.contains(" /static/") && !request.contains(" /healthz "))
            .collect()
    }
}

fn vestibule(folder: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vestibule"));
    command
        .current_dir(folder.path())
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

impl Drop for House {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        assert!(std::thread::panicking() || !self.log().contains("panicked"), "{}", self.log());
    }
}
