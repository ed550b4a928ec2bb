//! What even admired code gets wrong.

mod address;
mod client_ip;
mod failures;
mod foreign_form;
mod injection;
mod log;
mod next;
mod panic;
mod request_id;
mod revoked;
mod sameness;
mod secrecy;
