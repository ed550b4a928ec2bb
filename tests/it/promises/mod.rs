//! What even admired code gets wrong.

mod address;
mod injection;
mod log;
mod next;
mod panic;
mod revoked;
mod sameness;
mod secrecy;
mod weather;
