//! What goes wrong outside of the program, against the real binary: whatever was acknowledged
//! stays, and nobody is signed out for it.

mod clock;
mod crowd;
mod damaged;
mod full;
mod killed;
mod litestream;
mod locked;
mod postgres;
mod read_only;
mod slow;
mod stopped;

use std::io::Write;
use std::process::{Command, Stdio};

use rustix::process::geteuid;
use serde_json::{Value, json};

use crate::support::json::AGENT;
use crate::support::{Answer, JsonClient, PASSWORD};

/// What the binary is told in most of these tests: hashes that cost little, and as many requests as
/// come.
const CHEAP: [(&str, &str); 3] =
    [("BCRYPT_COST", "4"), ("RATE_LIMITS", "off"), ("RUST_LOG", "warn")];

/// Prints where everybody sees it, not only in the output of a test that fails.
fn say(words: &str) {
    let _ = writeln!(std::io::stderr(), "{words}");
}

/// Returns a shell that can mount file systems which are invisible to other processes. It runs a
/// script and then the binary. Where the system does not permit this, says so and returns none.
fn shell_with_mounts(test: &str, script: &str) -> Option<Vec<String>> {
    let unshare = if geteuid().is_root() { "-m" } else { "-Urm" };
    let words =
        |script: &str| ["unshare", unshare, "sh", "-ec", script].map(str::to_owned).to_vec();
    let probe = words("mount -t tmpfs -o size=64k none /mnt");
    let mut command = Command::new(&probe[0]);
    let run = command
        .args(&probe[1..])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if run.is_ok_and(|status| status.success()) {
        return Some(words(&format!("{script}\nexec \"$0\" \"$@\"")));
    }
    say(&format!("{test}: not tested, no file system can be mounted here"));
    None
}

/// Requires that an answer asks to come back soon, and takes nothing away.
#[track_caller]
fn assert_busy(answer: &Answer, what: &str) {
    assert_eq!(answer.status, 503, "{what}: {answer:?}");
    assert_eq!(answer.header("retry-after"), Some("1"), "{what}");
    assert!(answer.set_cookies().is_empty(), "{what}: {answer:?}");
}

fn registration(username: &str) -> Value {
    json!({
        "username": username, "email": format!("{username}@example.com"), "password": PASSWORD,
        "refreshTokenIn": "body",
    })
}

fn login(username: &str) -> Value {
    json!({ "username": username, "password": PASSWORD, "refreshTokenIn": "body" })
}

/// Asks somebody who may not live to answer: the status and the body, if both came whole.
async fn ask(json: &JsonClient, path: &str, body: &Value) -> Option<(u16, Value)> {
    let request =
        json.request(reqwest::Method::POST, path).header("content-type", "application/json");
    let answer = request.body(body.to_string()).send().await.ok()?;
    let status = answer.status().as_u16();
    let bytes = answer.bytes().await.ok()?;
    Some((status, serde_json::from_slice(&bytes).unwrap_or(Value::Null)))
}

fn refresh_token(body: &Value) -> String {
    body["refreshToken"].as_str().unwrap_or_else(|| panic!("no refresh token in {body}")).to_owned()
}

/// A request as bytes.
fn post(path: &str, body: &str, connection: &str) -> String {
    let length = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: {AGENT}\r\nContent-Type: application/json\r\n\
         Connection: {connection}\r\nContent-Length: {length}\r\n\r\n{body}"
    )
}
