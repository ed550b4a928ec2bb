//! A proxy before PostgreSQL that counts how often the server answers, and can keep a statement
//! from being committed.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use tokio_postgres::config::{Config, Host};

pub struct CountingProxy {
    /// Where it listens, on 127.0.0.1.
    pub port: u16,
    shared: Arc<Shared>,
}

/// What all connections know.
#[derive(Default)]
struct Shared {
    answers: AtomicU64,
    is_next_cut: AtomicBool,
}

impl CountingProxy {
    /// Starts one before the server that a URL names.
    pub fn start(url: &str) -> Self {
        let server: Config = url.parse().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::<Shared>::default();
        let proxy = Self { port, shared: Arc::clone(&shared) };
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                client.set_nodelay(true).unwrap();
                connect(&server, client, &shared);
            }
        });
        proxy
    }

    /// How often the server has said that it is ready for the next query: once for each round
    /// trip.
    pub fn round_trips(&self) -> u64 {
        self.shared.answers.load(Ordering::SeqCst)
    }

    /// Cuts the connection of the next statement when its rows have come through, before the
    /// server commits it. So does a server that is killed at that moment.
    pub fn cut_next_before_commit(&self) {
        self.shared.is_next_cut.store(true, Ordering::SeqCst);
    }
}

fn connect(server: &Config, client: TcpStream, shared: &Arc<Shared>) {
    let port = *server.get_ports().first().unwrap_or(&5432);
    match &server.get_hosts()[0] {
        Host::Tcp(name) => {
            let stream = TcpStream::connect((name.as_str(), port)).unwrap();
            stream.set_nodelay(true).unwrap();
            let (from, to) = (stream.try_clone().unwrap(), stream);
            pass_on(client, from, to, shared);
        }
        Host::Unix(folder) => {
            let stream = UnixStream::connect(folder.join(format!(".s.PGSQL.{port}"))).unwrap();
            let (from, to) = (stream.try_clone().unwrap(), stream);
            pass_on(client, from, to, shared);
        }
    }
}

fn pass_on(
    client: TcpStream,
    from: impl Read + Send + 'static,
    to: impl Write + Send + 'static,
    shared: &Arc<Shared>,
) {
    let is_cut = Arc::new(AtomicBool::new(false));
    let (questions, mut end) = (client.try_clone().unwrap(), client.try_clone().unwrap());
    let (asking, cut) = (Arc::clone(shared), Arc::clone(&is_cut));
    thread::spawn(move || {
        let _ = pass_on_questions(questions, to, &asking, &cut);
    });
    let answering = Arc::clone(shared);
    thread::spawn(move || {
        let _ = pass_on_answers(from, &mut end, &answering, &is_cut);
        let _ = client.shutdown(Shutdown::Both);
    });
}

/// The server commits a statement by itself at the Sync that follows it. With a Flush in its place
/// it sends the rows and waits.
fn pass_on_questions(
    mut from: impl Read,
    mut to: impl Write,
    shared: &Shared,
    is_cut: &AtomicBool,
) -> io::Result<()> {
    // The first has no letter.
    let mut length = [0; 4];
    from.read_exact(&mut length)?;
    let body = body(&mut from, length)?;
    to.write_all(&[&length[..], &body].concat())?;
    let mut is_executed = false;
    loop {
        let mut message = message(&mut from)?;
        is_executed |= message[0] == b'E';
        if message[0] == b'S' && std::mem::take(&mut is_executed) {
            let cut = shared.is_next_cut.swap(false, Ordering::SeqCst);
            if cut {
                message[0] = b'H';
            }
            is_cut.store(cut, Ordering::SeqCst);
        }
        to.write_all(&message)?;
    }
}

fn pass_on_answers(
    mut from: impl Read,
    to: &mut impl Write,
    shared: &Shared,
    is_cut: &AtomicBool,
) -> io::Result<()> {
    loop {
        let message = message(&mut from)?;
        if message[0] == b'Z' {
            shared.answers.fetch_add(1, Ordering::SeqCst);
        }
        to.write_all(&message)?;
        if message[0] == b'C' && is_cut.load(Ordering::SeqCst) {
            return Ok(());
        }
    }
}

/// Reads a message: a letter, and the length of what follows, its own four bytes included.
fn message(from: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut header = [0; 5];
    from.read_exact(&mut header)?;
    let body = body(from, header[1..].try_into().unwrap())?;
    Ok([&header[..], &body].concat())
}

fn body(from: &mut impl Read, length: [u8; 4]) -> io::Result<Vec<u8>> {
    let mut body = vec![0; u32::from_be_bytes(length) as usize - 4];
    from.read_exact(&mut body)?;
    Ok(body)
}
