//! Ten thousand connections that ask nothing: others are served while they stand.

use std::fs;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use super::{CHEAP, say};
use crate::support::{Binary, JsonClient};

const CROWD: u64 = 10_000;
/// The open files that the other tests of this process may need meanwhile.
const OTHER_FILES: u64 = 1500;

/// Lets this process open as many files as it may. Returns how many connections that leaves.
fn room() -> usize {
    let limit = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, maximum: limit.maximum }).unwrap();
    let room = limit.maximum.unwrap_or(u64::MAX).saturating_sub(OTHER_FILES).min(CROWD);
    if room < CROWD {
        say(&format!(
            "a crowd: {room} connections instead of {CROWD}, more files cannot be open here"
        ));
    }
    usize::try_from(room).unwrap()
}

fn open_files(id: u32) -> usize {
    fs::read_dir(format!("/proc/{id}/fd")).unwrap().count()
}

fn resident_kilobytes(id: u32) -> usize {
    let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

/// Asks until a time, one request after the other. Returns how long each took, in order of that.
async fn ask_until(json: &JsonClient, refresh: &mut String, end: Instant) -> Vec<Duration> {
    let mut took = Vec::new();
    while Instant::now() < end {
        let asked = Instant::now();
        assert_eq!(json.get("/login").await.status, 200);
        let answer = json.refresh(refresh).await;
        assert_eq!(answer.status, 200);
        *refresh = json.person(&answer).refresh;
        // A newcomer's connection has to get in, too.
        took.push(asked.elapsed());
    }
    took.sort_unstable();
    took
}

/// Shows: REL-18, ASVS 13.1.2.
#[actix_web::test]
async fn others_are_served_while_ten_thousand_connections_are_idle() {
    // As a shell starts it.
    let shell = ["sh", "-c", "ulimit -Sn 1024; exec \"$0\" \"$@\""];
    let binary = Binary::at_home(&CHEAP).through(&shell);
    let serving = binary.serve(&[]);
    let address = serving.address.strip_prefix("http://").unwrap();
    let mut refresh = JsonClient::to(&serving.address).register("ada").await.refresh;
    let (files, memory) = (open_files(serving.id()), resident_kilobytes(serving.id()));

    let begun = Instant::now();
    let crowd: Vec<TcpStream> = (0..room()).map(|_| TcpStream::connect(address).unwrap()).collect();
    let gathered = begun.elapsed();
    let mut took = Vec::new();
    let mut standing = 0;
    while standing < crowd.len() * 9 / 10 && begun.elapsed() < Duration::from_secs(5) {
        let newcomer = JsonClient::to(&serving.address);
        took.extend(
            ask_until(&newcomer, &mut refresh, Instant::now() + Duration::from_millis(50)).await,
        );
        standing = open_files(serving.id()) - files;
    }
    let more = resident_kilobytes(serving.id()).saturating_sub(memory);
    let newcomer = JsonClient::to(&serving.address);
    took.extend(
        ask_until(&newcomer, &mut refresh, Instant::now() + Duration::from_millis(500)).await,
    );
    took.sort_unstable();
    assert!(
        standing >= crowd.len() * 9 / 10,
        "{standing} of {} are open, after {:?}",
        crowd.len(),
        begun.elapsed()
    );
    let each = more * 1024 / standing;
    // What the server takes for other things meanwhile counts for nothing only among so many.
    assert!(each < 10_000 || standing < 9_000, "{each} bytes for each of {standing}");
    assert!(took[took.len() * 9 / 10] < Duration::from_millis(500), "{took:?}");
    assert!(*took.last().unwrap() < Duration::from_secs(3), "{took:?}");
    say(&format!(
        "a crowd of {} gathered in {gathered:.1?}: {each} bytes each, {} requests of others beside it, median {:.1?}, longest {:.1?}",
        crowd.len(),
        2 * took.len(),
        took[took.len() / 2],
        took.last().unwrap(),
    ));

    // Who asks nothing is sent away, whether they leave or not.
    let begun = Instant::now();
    while open_files(serving.id()) > files + 20 {
        assert!(
            begun.elapsed() < Duration::from_secs(15),
            "{} are open",
            open_files(serving.id()) - files
        );
        actix_web::rt::time::sleep(Duration::from_millis(50)).await;
    }
    drop(crowd);
    JsonClient::to(&serving.address).log_in("ada").await;
}
