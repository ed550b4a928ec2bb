//! The rule of rotation by generated histories: honest devices with several tabs, lost answers,
//! retries and restarts, and thieves, first against the pure function and then through the real
//! store.

mod judged;
mod stored;
