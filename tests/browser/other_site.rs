//! A stranger's site: links to Vestibule, forms that post to it, and frames around it.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

pub struct OtherSite {
    pub origin: String,
}

impl OtherSite {
    /// Serves until the tests end. `home` is Vestibule's origin.
    pub fn start(home: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let home = home.to_owned();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let home = home.clone();
                thread::spawn(move || answer(&stream, &home));
            }
        });
        Self { origin }
    }

    /// A page with a link to a path of Vestibule's.
    pub fn link(&self, path: &str) -> String {
        format!("{}/link{path}", self.origin)
    }

    /// A page with a form that posts to a path of Vestibule's what it takes there.
    pub fn form(&self, path: &str) -> String {
        format!("{}/form{path}", self.origin)
    }

    /// A page with a frame around a path of Vestibule's.
    pub fn frame(&self, path: &str) -> String {
        format!("{}/frame{path}", self.origin)
    }
}

fn answer(stream: &TcpStream, home: &str) {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let first = lines.next().unwrap_or_default();
    lines.take_while(|line| !line.is_empty()).for_each(drop);
    let path = first.split(' ').nth(1).unwrap_or_default();
    let body = page(path, home);
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close";
    let _ = write!(&mut &*stream, "{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
}

fn page(path: &str, home: &str) -> String {
    let content = if let Some(path) = path.strip_prefix("/link") {
        format!("<a href=\"{home}{path}\">a link</a>")
    } else if let Some(path) = path.strip_prefix("/form") {
        let fields = [("login", "eve"), ("username", "eve"), ("email", "eve@example.com")];
        let mut fields: String = fields
            .iter()
            .map(|(name, value)| format!("<input name={name} value=\"{value}\">"))
            .collect();
        fields.push_str(&format!("<input name=password value=\"{}\">", super::PASSWORD));
        format!(
            "<form method=post action=\"{home}{path}\">{fields}<button>Win a prize</button></form>"
        )
    } else if let Some(path) = path.strip_prefix("/frame") {
        format!(
            "<iframe id=theirs src=\"{home}{path}\"></iframe><iframe id=ours src=\"/link/\"></iframe>"
        )
    } else {
        String::new()
    };
    // Tells whether scripts run.
    let script = "<script>document.title = 'scripts run'</script>";
    format!(
        "<!doctype html><html lang=en><head><title>A stranger</title>{script}</head><body>{content}</body></html>"
    )
}
