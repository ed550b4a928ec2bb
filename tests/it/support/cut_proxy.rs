//! A network between two programs that can be cut: what is sent is swallowed, and nobody is told.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

pub struct CutProxy {
    /// Where it listens, on 127.0.0.1.
    pub port: u16,
    /// How often it was cut and mended: odd while it is cut.
    turns: Arc<AtomicU64>,
}

impl CutProxy {
    /// Starts one before what listens at a port of 127.0.0.1.
    pub fn start(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let turns = Arc::<AtomicU64>::default();
        let proxy = Self { port, turns: Arc::clone(&turns) };
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let turns = Arc::clone(&turns);
                thread::spawn(move || connect(client, server, &turns));
            }
        });
        proxy
    }

    /// Cuts every connection, and those that are opened from now on, for good.
    pub fn cut(&self) {
        assert_eq!(self.turns.fetch_add(1, Ordering::SeqCst) % 2, 0, "it is cut already");
    }

    /// Lets new connections through.
    pub fn mend(&self) {
        assert_eq!(self.turns.fetch_add(1, Ordering::SeqCst) % 2, 1, "it is not cut");
    }
}

fn connect(mut client: TcpStream, server: u16, turns: &Arc<AtomicU64>) {
    let opened = turns.load(Ordering::SeqCst);
    if opened % 2 == 1 {
        while client.read(&mut [0; 4096]).is_ok_and(|read| read > 0) {}
        return;
    }
    let Ok(stream) = TcpStream::connect(("127.0.0.1", server)) else {
        return;
    };
    for stream in [&client, &stream] {
        stream.set_nodelay(true).unwrap();
    }
    let (answers, asking) = (stream.try_clone().unwrap(), client.try_clone().unwrap());
    let turns_too = Arc::clone(turns);
    thread::spawn(move || carry(answers, client, opened, &turns_too));
    carry(asking, stream, opened, turns);
}

/// Carries bytes one way while the network is as it was when the connection was opened.
fn carry(mut from: TcpStream, mut to: TcpStream, opened: u64, turns: &AtomicU64) {
    let mut bytes = [0; 4096];
    while let Ok(read @ 1..) = from.read(&mut bytes) {
        if turns.load(Ordering::SeqCst) == opened && to.write_all(&bytes[..read]).is_err() {
            break;
        }
    }
    // What is cut does not tell the other side either.
    if turns.load(Ordering::SeqCst) == opened {
        let _ = to.shutdown(Shutdown::Both);
    }
}
