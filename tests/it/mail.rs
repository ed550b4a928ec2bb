//! Mails: the settings, the queue, real conversations with a mail server, and what nobody must be
//! able to read.

mod addresses;
mod brand;
mod delivery;
mod message;
mod outbox;
mod reasons;
mod secrecy;
mod settings;
mod starttls;
