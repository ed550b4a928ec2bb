//! A real nginx with the configuration that docs/operations.md shows.

use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::{fs, thread, time::Duration};

use rustix::process::{Pid, Signal, geteuid, kill_process};
use tempfile::TempDir;

use super::document;

/// Where Debian's package puts it.
const PROGRAM: &str = "/usr/sbin/nginx";
const NOBODY: u32 = 65534;

pub struct Nginx {
    child: Child,
    folder: TempDir,
    /// Where it listens without TLS.
    pub plain: String,
    /// Where it listens with TLS.
    pub secure: String,
}

impl Nginx {
    pub fn is_here() -> bool {
        Path::new(PROGRAM).exists()
    }

    /// Starts it before two instances, with a certificate and its key as PEM files.
    pub fn start(instances: [&str; 2], certificate: &str, key: &str) -> Self {
        let folder = TempDir::new().unwrap();
        let port = || TcpListener::bind("127.0.0.1:0").unwrap();
        let ports = [port(), port()].map(|listener| listener.local_addr().unwrap().to_string());
        let [plain, secure] = &ports;
        let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        let mut site = document::block("operations.md", "nginx", "upstream vestibule");
        for (documented, here) in [
            ("10.0.0.11:8080", instances[0].trim_start_matches("http://").to_owned()),
            ("10.0.0.12:8080", instances[1].trim_start_matches("http://").to_owned()),
            ("listen 443 ssl;", format!("listen {plain}; listen {secure} ssl;")),
            ("/etc/ssl/accounts.example.com.pem", path("certificate.pem")),
            ("/etc/ssl/accounts.example.com.key", path("key.pem")),
        ] {
            assert!(site.contains(documented), "{documented} is not in {site}");
            site = site.replace(documented, &here);
        }
        let whole = "daemon off; pid nginx.pid; worker_processes 2; events {}\nhttp { access_log off; \
                     client_body_temp_path a; proxy_temp_path b; fastcgi_temp_path c; \
                     uwsgi_temp_path d; scgi_temp_path e; include site.conf; }\n";
        for (name, text) in [
            ("nginx.conf", whole),
            ("site.conf", &site),
            ("certificate.pem", certificate),
            ("key.pem", key),
        ] {
            fs::write(path(name), text).unwrap();
        }
        let mut command = Command::new(PROGRAM);
        if geteuid().is_root() {
            chown(folder.path(), Some(NOBODY), Some(NOBODY)).unwrap();
            command.uid(NOBODY).gid(NOBODY);
        }
        command.arg("-p").arg(folder.path()).args(["-c", "nginx.conf", "-e", "error.log"]);
        let child = command.stdin(Stdio::null()).spawn().unwrap();
        let [plain, secure] = ports;
        let mut nginx = Self { child, folder, plain: format!("http://{plain}"), secure };
        nginx.wait_until_it_listens();
        nginx
    }

    fn wait_until_it_listens(&mut self) {
        while std::net::TcpStream::connect(&self.secure).is_err() {
            assert_eq!(self.child.try_wait().unwrap(), None, "{}", self.errors());
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// What it has logged about errors.
    pub fn errors(&self) -> String {
        fs::read_to_string(self.folder.path().join("error.log")).unwrap_or_default()
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // It ends its own processes then.
        let _ = kill_process(Pid::from_child(&self.child), Signal::TERM);
        let _ = self.child.wait();
    }
}
