//! A proxy before PostgreSQL that counts how often the server answers.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use tokio_postgres::config::{Config, Host};

pub struct CountingProxy {
    /// Where it listens, on 127.0.0.1.
    pub port: u16,
    answers: Arc<AtomicU64>,
}

impl CountingProxy {
    /// Starts one before the server that a URL names.
    pub fn start(url: &str) -> Self {
        let server: Config = url.parse().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let answers = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&answers);
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                client.set_nodelay(true).unwrap();
                connect(&server, client, Arc::clone(&counted));
            }
        });
        Self { port, answers }
    }

    /// How often the server has said that it is ready for the next query: once for each round
    /// trip.
    pub fn round_trips(&self) -> u64 {
        self.answers.load(Ordering::SeqCst)
    }
}

fn connect(server: &Config, client: TcpStream, answers: Arc<AtomicU64>) {
    let port = *server.get_ports().first().unwrap_or(&5432);
    match &server.get_hosts()[0] {
        Host::Tcp(name) => {
            let stream = TcpStream::connect((name.as_str(), port)).unwrap();
            stream.set_nodelay(true).unwrap();
            let (from, to) = (stream.try_clone().unwrap(), stream);
            pass_on(client, from, to, answers);
        }
        Host::Unix(folder) => {
            let stream = UnixStream::connect(folder.join(format!(".s.PGSQL.{port}"))).unwrap();
            let (from, to) = (stream.try_clone().unwrap(), stream);
            pass_on(client, from, to, answers);
        }
    }
}

fn pass_on(
    client: TcpStream,
    mut from: impl Read + Send + 'static,
    mut to: impl Write + Send + 'static,
    answers: Arc<AtomicU64>,
) {
    let (mut questions, mut back) = (client.try_clone().unwrap(), client);
    thread::spawn(move || std::io::copy(&mut questions, &mut to));
    thread::spawn(move || {
        let mut header = [0; 5];
        while from.read_exact(&mut header).is_ok() {
            // A letter, and the length of what follows, its own four bytes included.
            let length = u32::from_be_bytes(header[1..].try_into().unwrap()) - 4;
            let mut message = vec![0; length as usize];
            if from.read_exact(&mut message).is_err() {
                break;
            }
            if header[0] == b'Z' {
                answers.fetch_add(1, Ordering::SeqCst);
            }
            if back.write_all(&[&header[..], &message].concat()).is_err() {
                break;
            }
        }
    });
}
