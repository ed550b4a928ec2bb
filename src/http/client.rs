//! The client of a request: its address, as far as trusted proxies tell, and what it says it is.

use std::future::{Ready, ready};
use std::net::{IpAddr, Ipv4Addr};

use actix_web::dev::Payload;
use actix_web::http::header::USER_AGENT;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use ipnet::IpNet;

use crate::agent::UserAgent;
use crate::app::App;
use crate::auth::Client;
use crate::auth::client::RequestId;

impl FromRequest for Client {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(of(request)))
    }
}

/// Tells who sends a request.
pub fn of(request: &HttpRequest) -> Client {
    let trusted = request.app_data::<web::Data<App>>().map_or(&[][..], |app| &app.config.trusted_proxies);
    let peer = request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip());
    let forwarded = request.headers().get_all("X-Forwarded-For").map(|value| value.as_bytes());
    let agent = request.headers().get(USER_AGENT).map_or(&b""[..], |value| value.as_bytes());
    Client {
        ip: address(peer, forwarded, trusted),
        agent: UserAgent::from_header(agent),
        request: request.extensions().get::<RequestId>().copied().unwrap_or_default(),
    }
}

/// Walks from the peer back along `X-Forwarded-For`, from the right, for as long as who says so is a trusted proxy.
///
/// What stands further left was written by whoever came before and can be anything.
fn address<'a>(peer: IpAddr, forwarded: impl Iterator<Item = &'a [u8]>, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |ip: IpAddr| trusted.iter().any(|network| network.contains(&ip));
    let mut client = peer.to_canonical();
    if trusted.is_empty() {
        return client;
    }
    let lines: Vec<&[u8]> = forwarded.collect();
    let hops = lines.iter().rev().flat_map(|line| line.rsplit(|byte| *byte == b','));
    for hop in hops {
        if !is_trusted(client) {
            break;
        }
        match std::str::from_utf8(hop).ok().and_then(|hop| read(hop.trim())) {
            Some(ip) => client = ip.to_canonical(),
            None => break,
        }
    }
    client
}

/// Reads an address, with a port or without.
fn read(hop: &str) -> Option<IpAddr> {
    hop.parse().ok().or_else(|| hop.parse::<std::net::SocketAddr>().ok().map(|address| address.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_lines(peer: &str, lines: &[&str], trusted: &[&str]) -> String {
        let trusted: Vec<IpNet> = trusted.iter().map(|network| network.parse().unwrap()).collect();
        address(peer.parse().unwrap(), lines.iter().map(|line| line.as_bytes()), &trusted).to_string()
    }

    #[test]
    fn without_a_trusted_proxy_the_peer_is_the_client() {
        assert_eq!(of_lines("198.51.100.7", &["203.0.113.9"], &[]), "198.51.100.7");
        assert_eq!(of_lines("198.51.100.7", &["203.0.113.9"], &["10.0.0.0/8"]), "198.51.100.7");
        assert_eq!(of_lines("::ffff:198.51.100.7", &[], &[]), "198.51.100.7");
    }

    #[test]
    fn the_rightmost_hop_that_is_no_trusted_proxy_is_the_client() {
        let trusted = ["10.0.0.0/8"];
        assert_eq!(of_lines("10.0.0.1", &["6.6.6.6, 203.0.113.9"], &trusted), "203.0.113.9");
        assert_eq!(of_lines("10.0.0.1", &["6.6.6.6, 203.0.113.9, 10.0.0.2"], &trusted), "203.0.113.9");
        assert_eq!(of_lines("10.0.0.1", &["6.6.6.6", "203.0.113.9"], &trusted), "203.0.113.9");
        assert_eq!(of_lines("10.0.0.1", &["203.0.113.9:4711"], &trusted), "203.0.113.9");
        assert_eq!(of_lines("10.0.0.1", &["[2001:db8::9]:4711"], &trusted), "2001:db8::9");
        assert_eq!(of_lines("10.0.0.1", &["6.6.6.6, garbage"], &trusted), "10.0.0.1");
        assert_eq!(of_lines("10.0.0.1", &[], &trusted), "10.0.0.1");
    }
}
