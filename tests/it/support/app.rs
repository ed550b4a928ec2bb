//! The real application on a real socket, with its own database and a clock that stands still until
//! it is moved.

use std::net::TcpListener;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Barrier, mpsc};
use std::thread;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use clap::Parser;
use futures_util::future::join_all;
use serde_json::json;
use vestibule::app::App;
use vestibule::clock::{Clock, Timestamp};
use vestibule::config::{Config, Settings};
use vestibule::{jobs, server};

use super::{Browser, CountingProxy, Database, JsonClient, PASSWORD, Person, Place, panics};

/// When every test begins: 2026-01-01T00:00:00Z and a bit, so that nothing relies on a whole
/// second.
pub const START: Timestamp = Timestamp::from_millis(1_767_225_600_250);

/// How many connections to a server each application has.
const CONNECTIONS: usize = 4;
const ACCESS_SECRET: &str = "access-Xk2qV9mT4wLr7Zp3Nc8Bd6Hs1Jf5Gy0Ae";
const REFRESH_SECRET: &str = "refresh-Qw8rT2yU5iO1pA7sD4fG6hJ3kL9zX0cV";

#[derive(Parser)]
struct Flags {
    #[command(flatten)]
    settings: Settings,
}

/// Reads settings from flags, as the command line does.
pub fn settings(flags: &[&str]) -> Settings {
    Flags::parse_from(std::iter::once("test").chain(flags.iter().copied())).settings
}

pub struct TestApp {
    pub app: Arc<App>,
    pub clock: Clock,
    /// Where the server really is.
    pub address: String,
    /// What it believes to be its own origin.
    pub origin: String,
    flags: Vec<String>,
    handle: ServerHandle,
    directory: Arc<Place>,
    rows: Database,
}

impl TestApp {
    /// Starts with the cheapest passwords and the defaults otherwise.
    pub fn start() -> Self {
        Self::start_with(&[])
    }

    /// Starts with these flags.
    pub fn start_with(flags: &[&str]) -> Self {
        let directory = Arc::new(Place::new());
        let clock = Clock::manual(START);
        Self::on(directory, clock, flags.iter().map(ToString::to_string).collect())
    }

    /// Starts on a SQLite file, for a test that is about it.
    pub fn start_on_sqlite(flags: &[&str]) -> Self {
        let flags = flags.iter().map(ToString::to_string).collect();
        Self::on(Arc::new(Place::sqlite()), Clock::manual(START), flags)
    }

    /// Starts on a server with a proxy before it that counts, if the tests run on a server.
    pub fn start_behind_proxy() -> Option<(Self, CountingProxy)> {
        let (place, proxy) = Place::behind_proxy()?;
        let flags = ["--rate-limits", "off"].map(str::to_owned).to_vec();
        Some((Self::on(Arc::new(place), Clock::manual(START), flags), proxy))
    }

    /// Starts with a configuration that flags cannot give.
    pub fn start_configured(adjust: fn(&mut Config)) -> Self {
        Self::open(Arc::new(Place::new()), Clock::manual(START), Vec::new(), adjust)
    }

    /// Starts at another time, on a SQLite file that a program can take over.
    pub fn start_at(clock: Clock) -> Self {
        Self::on(Arc::new(Place::sqlite()), clock, Vec::new())
    }

    /// Returns whether its database is on a server.
    pub fn is_on_server(&self) -> bool {
        self.directory.is_on_server()
    }

    /// Starts another instance on the same database and the same clock.
    pub fn second_instance(&self) -> Self {
        self.another(self.flags.clone())
    }

    /// Starts another instance with other flags.
    pub fn second_instance_with(&self, flags: &[&str]) -> Self {
        self.another(flags.iter().map(ToString::to_string).collect())
    }

    fn another(&self, mut flags: Vec<String>) -> Self {
        if !flags.iter().any(|flag| flag == "--public-url") {
            flags.extend(["--public-url".to_owned(), self.origin.clone()]);
        }
        Self::on(Arc::clone(&self.directory), self.clock.clone(), flags)
    }

    /// Stops the server and starts it with the same settings and secrets on another database.
    pub fn moved_to(self, place: Arc<Place>) -> Self {
        let secrets = self.directory.folder().join("vestibule.secrets");
        if secrets.exists() {
            std::fs::copy(secrets, place.folder().join("vestibule.secrets")).unwrap();
        }
        let mut flags = self.flags.clone();
        flags.extend(["--public-url".to_owned(), self.origin.clone()]);
        Self::on(place, self.clock.clone(), flags)
    }

    /// Stops the server and starts it again, with everything in its memory gone.
    pub fn restart(self) -> Self {
        let next = self.second_instance();
        drop(self);
        next
    }

    /// Stops the server and starts it again with other flags, on the same database and under the
    /// same name.
    pub fn restart_with(mut self, flags: &[&str]) -> Self {
        self.flags = flags.iter().map(ToString::to_string).collect();
        self.restart()
    }

    fn on(directory: Arc<Place>, clock: Clock, flags: Vec<String>) -> Self {
        Self::open(directory, clock, flags, |_| {})
    }

    fn open(
        directory: Arc<Place>,
        clock: Clock,
        flags: Vec<String>,
        adjust: fn(&mut Config),
    ) -> Self {
        panics::watch();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (database, connections) = (directory.url(), CONNECTIONS.to_string());
        let outbox = directory.folder().join("outbox").to_str().unwrap().to_owned();
        let mut all = vec!["--database-url", &database];
        let mut defaults = vec![["--bcrypt-cost", "4"], ["--public-url", &address]];
        if directory.is_on_server() {
            // What a SQLite file has beside it.
            defaults.extend([
                ["--mail-dir", &outbox],
                ["--access-token-secret", ACCESS_SECRET],
                ["--refresh-token-secret", REFRESH_SECRET],
                ["--database-connections", &connections],
            ]);
        }
        for default in &defaults {
            if !flags.iter().any(|flag| flag == default[0]) {
                all.extend(default);
            }
        }
        all.extend(flags.iter().map(String::as_str));
        let mut config = Config::read(&settings(&all), |_| {}).unwrap();
        config.body_timeout = Duration::from_millis(300);
        adjust(&mut config);
        let origin = config.public_url.origin.clone();
        let (ready, started) = mpsc::channel();
        let time = clock.clone();
        thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let app = App::open(config, time).await.unwrap();
                let server = server::serve(Arc::clone(&app), listener, 2).unwrap();
                actix_web::rt::spawn(jobs::run(Arc::clone(&app)));
                ready.send((app, server.handle())).unwrap();
                server.await.unwrap();
            });
        });
        let (app, handle) = started.recv().expect("the server starts");
        Self { app, clock, address, origin, flags, handle, directory, rows: Database::of(database) }
    }

    /// Lets time pass.
    pub fn advance(&self, duration: Duration) {
        self.clock.advance(duration);
    }

    /// Opens a browser that has never been here.
    pub fn browser(&self) -> Browser {
        Browser::new(self)
    }

    /// Creates a program that has never been here.
    pub fn json(&self) -> JsonClient {
        JsonClient::new(self)
    }

    pub fn database(&self) -> PathBuf {
        self.directory.file()
    }

    pub fn directory(&self) -> &Path {
        self.directory.folder()
    }

    /// Registers somebody, makes them an administrator behind the application's back, and signs
    /// them in as one.
    pub async fn administrator(&self, username: &str) -> Person {
        let chosen = format!("the{username}");
        let body = json!({
            "username": chosen, "email": format!("{username}@example.com"), "password": PASSWORD, "refreshTokenIn": "body",
        });
        assert_eq!(self.json().post("/api/auth/register", &body).await.status, 201);
        self.user(&chosen).rename(username);
        self.user(username).make_administrator();
        self.json().log_in(username).await
    }

    /// Waits until what was written beside a request is on the disk: one more write behind it. On a
    /// server there is one for each connection, and they wait for each other, so that none is busy
    /// with anything else.
    pub async fn settle(&self) {
        let connections = if self.file().is_some() { 1 } else { CONNECTIONS };
        let all_here = Arc::new(Barrier::new(connections));
        let writes = (0..connections).map(|_| {
            let all_here = Arc::clone(&all_here);
            self.app.store.write(move |_| {
                all_here.wait();
                Ok::<_, vestibule::store::Error>(())
            })
        });
        for written in join_all(writes).await {
            written.unwrap();
        }
    }

    /// The kinds of all events, those that are written beside a request included, the oldest first.
    pub async fn settled_event_kinds(&self) -> Vec<String> {
        self.settle().await;
        self.event_kinds()
    }
}

/// What is stored is read and changed as if it were the application's: `app.users()`.
impl Deref for TestApp {
    type Target = Database;

    fn deref(&self) -> &Database {
        &self.rows
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        panics::assert_none();
        // The command is sent at once; nobody has to wait for the threads to end.
        drop(self.handle.stop(false));
    }
}
