//! No thread of an application under test may panic: its client would get a 500, which a test might
//! not look at.

use std::panic;
use std::sync::{Mutex, Once};
use std::thread;

/// What panicked and was not asked for.
static PANICS: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// What a panic says that a test asks for.
pub const WANTED: &str = "a panic that a test asks for";

/// Notes every panic from now on but those of the tests themselves, which the test runner sees.
pub fn watch() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            // The runner names the thread of a test by its path.
            let is_test = thread::current().name().is_some_and(|name| name.contains("::"));
            let said = info.to_string();
            if !is_test && !said.contains(WANTED) {
                PANICS.lock().unwrap().push(said);
            }
            before(info);
        }));
    });
}

/// Fails a test when anything has panicked since the last was asked. Where several run at once it
/// may be another's.
#[track_caller]
pub fn assert_none() {
    let found = std::mem::take(&mut *PANICS.lock().unwrap());
    assert!(
        thread::panicking() || found.is_empty(),
        "a thread of the application panicked: {found:#?}"
    );
}
