//! The client of a request: its address, as far as trusted proxies tell, and what it says it is.

use std::future::{Ready, ready};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Once;

use actix_web::dev::Payload;
use actix_web::http::header::{FORWARDED, HeaderName, USER_AGENT, X_FORWARDED_FOR};
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use ipnet::IpNet;

use super::cookies::Cookies;
use crate::agent::UserAgent;
use crate::app::App;
use crate::auth::Client;
use crate::auth::client::RequestId;

/// The headers by which proxies tell whom they have a request from. The first is the one that can count.
static FORWARDING: [HeaderName; 3] = [X_FORWARDED_FOR, FORWARDED, HeaderName::from_static("x-real-ip")];

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
    let peer = request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip()).to_canonical();
    let headers = request.headers();
    let forwarded = headers.get_all(&FORWARDING[0]).map(|value| value.as_bytes());
    let forwards = FORWARDING.iter().any(|name| headers.contains_key(name));
    let agent = headers.get(USER_AGENT).map_or(&b""[..], |value| value.as_bytes());
    let cookies = request.app_data::<web::Data<Cookies>>();
    Client {
        ip: address(peer, forwarded, trusted),
        behind_undeclared_proxy: forwards && !is_trusted(peer, trusted) && is_undeclared_proxy(peer),
        agent: UserAgent::from_header(agent),
        device: cookies.and_then(|cookies| cookies.device(headers)),
        request: request.extensions().get::<RequestId>().copied().unwrap_or_default(),
    }
}

/// Tells whether a peer that forwards requests, and whom `TRUSTED_PROXIES` does not name, is a proxy all the same. Says
/// so once in the log, for it should be named.
///
/// What it forwards is believed in nothing. But in a private network it is most likely a proxy of this installation,
/// and everybody is behind it: no limits by address hold for it, or one stranger would use them up for all. Those of
/// accounts hold. From the public internet anybody can send such a header, so whoever does is counted like all others.
fn is_undeclared_proxy(peer: IpAddr) -> bool {
    static PRIVATE: Once = Once::new();
    static PUBLIC: Once = Once::new();
    if is_private(peer) {
        PRIVATE.call_once(|| {
            log::warn!(
                "{peer} forwards requests and is not in TRUSTED_PROXIES: nothing is limited by address behind it"
            );
        });
        return true;
    }
    PUBLIC.call_once(|| {
        log::warn!("somebody forwards requests who is not in TRUSTED_PROXIES: all behind them count as one address");
    });
    false
}

/// Tells whether an address is none of the public internet: loopback, private use, link-local, shared by a carrier.
fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            let shared = ip.octets()[0] == 100 && ip.octets()[1] & 0xC0 == 64;
            ip.is_loopback() || ip.is_private() || ip.is_link_local() || shared
        }
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local(),
    }
}

fn is_trusted(ip: IpAddr, trusted: &[IpNet]) -> bool {
    trusted.iter().any(|network| network.contains(&ip))
}

/// Walks from the peer back along `X-Forwarded-For`, from the right, for as long as who says so is a trusted proxy.
///
/// What stands further left was written by whoever came before and can be anything.
fn address<'a>(peer: IpAddr, forwarded: impl Iterator<Item = &'a [u8]>, trusted: &[IpNet]) -> IpAddr {
    let mut client = peer.to_canonical();
    if trusted.is_empty() {
        return client;
    }
    let lines: Vec<&[u8]> = forwarded.collect();
    let hops = lines.iter().rev().flat_map(|line| line.rsplit(|byte| *byte == b','));
    for hop in hops {
        if !is_trusted(client, trusted) {
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

    #[test]
    fn private_networks_are_told_from_the_public_internet() {
        for private in
            ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.1.1", "100.64.0.1", "::1", "fd00::1"]
        {
            assert!(is_private(private.parse().unwrap()), "{private}");
        }
        for public in ["203.0.113.9", "172.32.0.1", "100.128.0.1", "2001:db8::1"] {
            assert!(!is_private(public.parse().unwrap()), "{public}");
        }
    }
}
