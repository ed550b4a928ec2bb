//! Who is asking, before anybody knows who that is.

use std::net::IpAddr;

use crate::agent::UserAgent;
use crate::token::Device;

/// The client of a request.
#[derive(Clone, Debug)]
pub struct Client {
    /// Its address, as far as the trusted proxies tell.
    pub ip: IpAddr,
    /// Whether the address is that of a proxy which nobody declared, so that many may share it.
    pub behind_undeclared_proxy: bool,
    /// What it says it is.
    pub agent: UserAgent,
    /// By what the accounts know it that it has signed in to before, if it is a browser that has.
    pub device: Option<Device>,
    /// The name of its request in the log.
    pub request: RequestId,
}

/// The name of a request in the log and in its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestId(u64);

impl RequestId {
    /// Makes a new one.
    pub fn new() -> Self {
        Self(rand::random())
    }
}

impl Default for RequestId {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Display for RequestId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}
