//! Who is asking, before anybody knows who that is.

use std::fmt;
use std::net::IpAddr;
use std::ops::RangeInclusive;
use std::sync::Arc;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use crate::config::LogClientIp;
use crate::token::DeviceCookie;
use crate::user_agent::UserAgent;

/// The client of a request.
#[derive(Clone, Debug)]
pub struct Client {
    /// Its address, which trusted proxies may report.
    pub ip: IpAddr,
    /// Whether the address is that of a proxy that does not name its clients, so that many clients
    /// may share it.
    pub is_address_shared: bool,
    /// What it says it is.
    pub agent: UserAgent,
    /// By what the accounts know it that it has signed in to before, if it is a browser that has.
    pub device: Option<DeviceCookie>,
    /// What each line of the log about its request ends with.
    pub tag: LogTag,
}

/// What each line of the log about a request has: `request=… ip=…`. Written here and nowhere else,
/// so that no line lacks the address and none has more than the setting allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogTag {
    request: RequestId,
    /// The address, or the network that the setting leaves of it; none if no address is to be
    /// logged.
    ip: Option<IpNet>,
}

impl LogTag {
    /// Creates the tag of a request whose client has this address.
    pub fn new(request: RequestId, ip: IpAddr, setting: LogClientIp) -> Self {
        let ip = match (setting, ip.to_canonical()) {
            (LogClientIp::Off, _) => None,
            (LogClientIp::Full, ip) => Some(IpNet::from(ip)),
            (LogClientIp::Truncated, IpAddr::V4(ip)) => {
                Ipv4Net::new(ip, 24).ok().map(|net| net.trunc().into())
            }
            (LogClientIp::Truncated, IpAddr::V6(ip)) => {
                Ipv6Net::new(ip, 48).ok().map(|net| net.trunc().into())
            }
        };
        Self { request, ip }
    }

    /// Returns the name of the request.
    pub fn request(&self) -> &RequestId {
        &self.request
    }
}

impl fmt::Display for LogTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "request={}", self.request)?;
        match self.ip {
            None => Ok(()),
            Some(net) if net.prefix_len() == net.max_prefix_len() => {
                write!(f, " ip={}", net.addr())
            }
            Some(net) => write!(f, " ip={net}"),
        }
    }
}

/// The name of a request: in the log, in the header `X-Request-Id` of its answer and on an error
/// page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(Name);

/// How many characters a name may have that a proxy gives.
const GIVEN_CHARACTERS: RangeInclusive<usize> = 8..=MAX_REQUEST_ID;
/// The most characters of a name.
pub const MAX_REQUEST_ID: usize = 128;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Name {
    Own(u64),
    Given(Arc<str>),
}

impl RequestId {
    /// Creates a new one.
    pub fn new() -> Self {
        Self(Name::Own(rand::random()))
    }

    /// Reads an identifier that a proxy gave; `None` if it is not safe in a log line.
    pub fn given(name: &[u8]) -> Option<Self> {
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
        let well = GIVEN_CHARACTERS.contains(&name.len()) && name.iter().all(plain);
        let name = std::str::from_utf8(name).ok().filter(|_| well)?;
        Some(Self(Name::Given(name.into())))
    }
}

impl Default for RequestId {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Name::Own(number) => write!(f, "{number:016x}"),
            Name::Given(name) => f.write_str(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(ip: &str, setting: LogClientIp) -> String {
        let request = RequestId::given(b"balancer-1").unwrap();
        LogTag::new(request, ip.parse().unwrap(), setting).to_string()
    }

    #[test]
    fn the_setting_decides_how_much_of_an_address_is_logged() {
        for (ip, full, truncated) in [
            ("203.0.113.9", " ip=203.0.113.9", " ip=203.0.113.0/24"),
            ("::ffff:203.0.113.9", " ip=203.0.113.9", " ip=203.0.113.0/24"),
            ("2001:db8:1:2:3:4:5:6", " ip=2001:db8:1:2:3:4:5:6", " ip=2001:db8:1::/48"),
            ("::1", " ip=::1", " ip=::/48"),
        ] {
            assert_eq!(tag(ip, LogClientIp::Full), format!("request=balancer-1{full}"));
            assert_eq!(tag(ip, LogClientIp::Truncated), format!("request=balancer-1{truncated}"));
            assert_eq!(tag(ip, LogClientIp::Off), "request=balancer-1");
        }
    }

    #[test]
    fn only_a_plain_name_of_8_to_128_characters_is_taken_over() {
        for name in ["a-b_c.9Z", &"x".repeat(128), "0b9cf3a0-3c1e-4a8e-9a39-0a3f5e8b1c2d"] {
            assert_eq!(RequestId::given(name.as_bytes()).unwrap().to_string(), name);
        }
        for name in [
            "",
            "seven77",
            &"x".repeat(129),
            "with blank",
            "a=b=c=d=e",
            "line\nline",
            "quote\"\"\"",
            "übergabe",
        ] {
            assert_eq!(RequestId::given(name.as_bytes()), None, "{name}");
        }
        assert_eq!(RequestId::new().to_string().len(), 16);
        assert_ne!(RequestId::new(), RequestId::new());
    }
}
