//! A Chromium that is driven by its WebDriver: it waits for pages as people do.

use std::env;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use actix_web::rt::time::sleep;
use rustix::process::{Pid, Signal, kill_process_group};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::{Mutex, MutexGuard};

use crate::webdriver::Session;

/// How long a page may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// Several at once would only wait for one another.
static TURN: LazyLock<Mutex<()>> = LazyLock::new(Mutex::default);

pub struct Chromium {
    session: Session,
    driver: Child,
    _profile: TempDir,
    _turn: MutexGuard<'static, ()>,
}

impl Chromium {
    /// Starts a browser that nobody has used, with or without JavaScript; nothing where there is
    /// none.
    pub async fn start(scripts: bool) -> Option<Self> {
        let found =
            find(&["chromium", "chromium-browser", "google-chrome"]).zip(find(&["chromedriver"]));
        let Some((browser, driver)) = found else {
            let required =
                env::var_os("VESTIBULE_REQUIRE_CHROMIUM").is_some_and(|value| !value.is_empty());
            assert!(!required, "Chromium and its driver are required, and not installed");
            eprintln!(
                "skipped: needs Chromium and its driver (Debian: apt-get install chromium chromium-driver)"
            );
            return None;
        };
        let turn = TURN.lock().await;
        let profile = TempDir::new().unwrap();
        let (driver, port) = start_driver(&driver, &profile);
        let capabilities = capabilities(&browser, &profile, scripts);
        let session = Session::open(&format!("http://127.0.0.1:{port}"), capabilities).await;
        Some(Self { session, driver, _profile: profile, _turn: turn })
    }

    /// Goes to an address as if it had been typed.
    pub async fn goto(&self, url: &str) {
        self.session.post("/url", json!({ "url": url })).await;
    }

    /// Goes back, as by the button.
    pub async fn back(&self) {
        self.session.post("/back", json!({})).await;
    }

    /// Loads the page again, as by the button.
    pub async fn reload(&self) {
        self.session.post("/refresh", json!({})).await;
    }

    pub async fn url(&self) -> String {
        self.session.get("/url").await.as_str().unwrap().to_owned()
    }

    pub async fn title(&self) -> String {
        self.session.get("/title").await.as_str().unwrap().to_owned()
    }

    /// Opens a tab and gives both: the one that was in front, and the new one, which is now.
    pub async fn open_tab(&self) -> [Value; 2] {
        let first = self.session.get("/window").await;
        let second =
            self.session.post("/window/new", json!({ "type": "tab" })).await["handle"].take();
        self.turn_to(&second).await;
        [first, second]
    }

    /// Brings a tab to the front.
    pub async fn turn_to(&self, tab: &Value) {
        self.session.post("/window", json!({ "handle": tab })).await;
    }

    /// Types into fields by their names.
    pub async fn fill(&self, fields: &[(&str, &str)]) {
        for (name, text) in fields {
            self.fill_in("main", name, text).await;
        }
    }

    /// Types into a field of one of several forms.
    pub async fn fill_in(&self, form: &str, name: &str, text: &str) {
        let field = self.session.find(&format!("{form} [name={name}]")).await.unwrap();
        self.session.fill(&field, text).await;
    }

    /// Clicks on what a selector finds, and waits until another page has taken the place of this
    /// one.
    pub async fn click(&self, selector: &str) {
        let page = self.session.find("html").await.unwrap();
        self.session.click(&self.session.find(selector).await.unwrap()).await;
        let deadline = Instant::now() + PATIENCE;
        while self.session.is_there(&page).await || self.session.find("body").await.is_err() {
            assert!(Instant::now() < deadline, "no element matches {selector}");
            sleep(Duration::from_millis(10)).await;
        }
    }

    /// Clicks on the button of a form.
    pub async fn submit(&self, form: &str) {
        self.click(&format!("{form} button[type=submit]")).await;
    }

    /// The text of what a selector finds first, also where a page takes the place of another just
    /// now.
    pub async fn text(&self, selector: &str) -> String {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let text = match self.session.find(selector).await {
                Ok(found) => self.session.text(&found).await,
                Err(refusal) => Err(refusal),
            };
            match text {
                Ok(text) => return text,
                Err(refusal) => assert!(Instant::now() < deadline, "{selector}: {refusal:?}"),
            }
            sleep(Duration::from_millis(10)).await;
        }
    }

    /// Everything that can be read on the page.
    pub async fn page(&self) -> String {
        self.text("body").await
    }

    /// The source of what is in a frame.
    pub async fn frame(&self, selector: &str) -> String {
        self.session.enter_frame(Some(&self.session.find(selector).await.unwrap())).await;
        let source = self.session.get("/source").await.as_str().unwrap().to_owned();
        self.session.enter_frame(None).await;
        source
    }

    /// The status with which the page came.
    pub async fn status(&self) -> u64 {
        let status = "return performance.getEntriesByType('navigation')[0].responseStatus";
        self.run(status).await.as_u64().unwrap()
    }

    /// Shows pages as in a window of a width.
    pub async fn set_width(&self, width: u32) {
        let params =
            json!({ "width": width, "height": 800, "deviceScaleFactor": 1, "mobile": false });
        let command = json!({ "cmd": "Emulation.setDeviceMetricsOverride", "params": params });
        self.session.post("/goog/cdp/execute", command).await;
    }

    /// Runs a script in the page, past its policy.
    pub async fn run(&self, script: &str) -> Value {
        self.session.post("/execute/sync", json!({ "script": script, "args": [] })).await
    }

    /// The names of the cookies that would be sent from here.
    pub async fn cookies(&self) -> Vec<String> {
        let cookies = self.session.get("/cookie").await;
        cookies
            .as_array()
            .unwrap()
            .iter()
            .map(|cookie| cookie["name"].as_str().unwrap().to_owned())
            .collect()
    }

    /// Waits until a script says so.
    pub async fn becomes_true(&self, script: &str) {
        let deadline = Instant::now() + PATIENCE;
        while self.run(script).await != true {
            assert!(Instant::now() < deadline, "still false after the timeout: {script}");
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until the browser is at an address that ends so.
    pub async fn arrives_at(&self, end: &str) {
        let deadline = Instant::now() + PATIENCE;
        while !self.url().await.ends_with(end) {
            assert!(Instant::now() < deadline, "the page is {} and not {end}", self.url().await);
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// Returns the warnings and errors of the console since the last call. Notes that a response
    /// cleared site data are among them, at any time.
    pub async fn console(&self) -> Vec<String> {
        let entries = self.session.post("/se/log", json!({ "type": "browser" })).await;
        let entries = entries
            .as_array()
            .unwrap()
            .iter()
            .filter(|entry| entry["level"] != "DEBUG" && entry["level"] != "INFO");
        entries.map(|entry| entry["message"].as_str().unwrap().to_owned()).collect()
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // The driver's group is the browser too.
        let _ = kill_process_group(Pid::from_child(&self.driver), Signal::KILL);
        let _ = self.driver.wait();
    }
}

fn find(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|path| path.is_file())
}

fn start_driver(program: &Path, profile: &TempDir) -> (Child, u16) {
    // The port that it is given for IPv4 may be taken for IPv6; then it ends.
    (0..5).find_map(|_| try_start_driver(program, profile)).expect("the driver prints its port")
}

fn try_start_driver(program: &Path, profile: &TempDir) -> Option<(Child, u16)> {
    let mut driver = Command::new(program)
        .arg("--port=0")
        .env("HOME", profile.path())
        .env("XDG_CONFIG_HOME", profile.path())
        .env("XDG_CACHE_HOME", profile.path())
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(driver.stdout.take().unwrap()).lines().map_while(Result::ok);
    let port = said.find_map(|line| {
        line.split_once("successfully on port ")?.1.trim_end_matches('.').parse().ok()
    });
    let Some(port) = port else {
        driver.wait().unwrap();
        return None;
    };
    // It would end if nobody listened.
    std::thread::spawn(move || said.for_each(drop));
    Some((driver, port))
}

fn capabilities(browser: &Path, profile: &TempDir, scripts: bool) -> Value {
    let data = format!("--user-data-dir={}", profile.path().join("data").display());
    let options = json!({
        "binary": browser,
        // It goes to our own pages alone, and neither root nor a container can give it a sandbox.
        "args": ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run",
                 "--disable-breakpad", "--disable-crash-reporter", "--disable-extensions", data],
        "prefs": { "profile.managed_default_content_settings.javascript": if scripts { 1 } else { 2 } },
    });
    json!({ "goog:chromeOptions": options, "goog:loggingPrefs": { "browser": "ALL" } })
}
