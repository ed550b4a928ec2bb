//! The log: lines go to the standard error, many at a time.
//!
//! A request's line costs a system call of its own if it is written by itself: 0.8 µs instead of
//! 0.05, a tenth of what the smallest request takes. A thread collects what comes within a
//! hundredth of a second and writes it at once; nothing is lost but that hundredth when the process
//! is killed. Warnings and errors are written at once, with all that came before them.

use std::io::{self, IsTerminal, Write};
use std::mem;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use env_logger::{Builder, Target, WriteStyle};
use log::{Level, LevelFilter};
use parking_lot::{Condvar, Mutex, MutexGuard};

/// How long a line may wait for others.
const DELAY: Duration = Duration::from_millis(10);
/// How many bytes may wait. Beyond it logging blocks, as it would without a thread in between.
const ROOM: usize = 1 << 20;

/// The log while it is kept. What still waits is written when this is dropped.
pub(crate) struct Log(Arc<Lines>);

/// Starts logging what `filter` lets through, in the form of env_logger. On a terminal each line is
/// written at once, in colour.
pub(crate) fn start(filter: &str) -> Log {
    let lines = Arc::new(Lines::default());
    let mut builder = Builder::new();
    // The framework's messages about its threads are logged only if the filter asks for them.
    builder.filter_module("actix_server", LevelFilter::Warn).parse_filters(filter);
    // It logs the parameters of statements, which are addresses, names and hashes. No filter may ask
    // for them.
    builder.filter_module("tokio_postgres::query", LevelFilter::Info);
    if !io::stderr().is_terminal() {
        let sink = Arc::clone(&lines);
        thread::Builder::new()
            .name("log".to_owned())
            .spawn(move || sink.write_out_for_ever())
            .expect("the system starts a thread");
        let urgent = Arc::clone(&lines);
        // `Always` is for colours, and this form has none: anything else would have every line
        // searched for them.
        builder
            .format(move |line, record| {
                let (time, level, target) = (line.timestamp(), record.level(), record.target());
                urgent.urgent.fetch_or(level <= Level::Warn, Ordering::Relaxed);
                writeln!(line, "[{time} {level:<5} {target}] {}", record.args())
            })
            .write_style(WriteStyle::Always)
            .target(Target::Pipe(Box::new(Sink(Arc::clone(&lines)))));
    }
    builder.init();
    Log(lines)
}

impl Drop for Log {
    fn drop(&mut self) {
        self.0.write_out();
    }
}

/// Lines that wait to be written.
#[derive(Default)]
struct Lines {
    waiting: Mutex<Vec<u8>>,
    some: Condvar,
    room: Condvar,
    /// Whether there is a warning or an error among them, which waits for nothing.
    urgent: AtomicBool,
    /// Held while a batch is written, so that batches keep their order.
    writing: Mutex<()>,
}

impl Lines {
    fn waiting(&self) -> MutexGuard<'_, Vec<u8>> {
        self.waiting.lock()
    }

    fn add(&self, line: &[u8]) {
        let mut waiting = self.waiting();
        while waiting.len() > ROOM {
            self.room.wait(&mut waiting);
        }
        let first = waiting.is_empty();
        waiting.extend_from_slice(line);
        if first {
            self.some.notify_one();
        }
    }

    fn write_out(&self) {
        let _turn = self.writing.lock();
        let batch = mem::take(&mut *self.waiting());
        self.room.notify_all();
        // If the log cannot be written, there is no place to report it.
        let _ = io::stderr().lock().write_all(&batch);
    }

    fn write_out_for_ever(&self) -> ! {
        loop {
            self.some.wait_while(&mut self.waiting(), |waiting| waiting.is_empty());
            thread::sleep(DELAY);
            self.write_out();
        }
    }
}

struct Sink(Arc<Lines>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.add(bytes);
        if self.0.urgent.swap(false, Ordering::Relaxed) {
            self.0.write_out();
        }
        Ok(bytes.len())
    }

    /// The thread does that.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shows: LOG-09.
    #[test]
    fn lines_wait_in_order_and_make_room_when_they_are_written() {
        let lines = Arc::new(Lines::default());
        let mut sink = Sink(Arc::clone(&lines));
        sink.write_all(b"one\n").unwrap();
        sink.write_all(b"two\n").unwrap();
        assert_eq!(*lines.waiting(), b"one\ntwo\n");
        *lines.waiting() = vec![b'\n'; ROOM + 1];
        let blocked = thread::spawn(move || sink.write_all(b"three\n"));
        thread::yield_now();
        assert_eq!(lines.waiting().len(), ROOM + 1);
        lines.waiting().clear();
        lines.room.notify_all();
        blocked.join().unwrap().unwrap();
        assert_eq!(*lines.waiting(), b"three\n");
    }
}
