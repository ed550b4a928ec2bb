//! Finds the client's address of a request from the `X-Forwarded-For` of trusted proxies.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use ipnet::IpNet;

/// The client of a request, as an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    /// The last address that a trusted proxy reported, or else the peer's.
    pub(super) ip: IpAddr,
    /// Whether a trusted proxy sent an address that cannot be parsed. Then `ip` is the proxy's own.
    pub(super) is_unreadable: bool,
}

/// Returns whether an address is a trusted proxy's.
pub(super) fn is_trusted(ip: IpAddr, trusted: &[IpNet]) -> bool {
    trusted.iter().any(|network| network.contains(&ip))
}

/// Follows `X-Forwarded-For` from the right, starting at the peer, while each address is a trusted
/// proxy's.
///
/// Elements further left were written by untrusted hops and can be anything. An element that cannot
/// be parsed ends the search too, because the elements to its left may not come from a proxy.
pub(super) fn origin<'a>(
    peer: IpAddr,
    lines: impl Iterator<Item = &'a [u8]>,
    trusted: &[IpNet],
) -> Origin {
    let mut ip = peer.to_canonical();
    if !is_trusted(ip, trusted) {
        return Origin { ip, is_unreadable: false };
    }
    let lines: Vec<&[u8]> = lines.collect();
    // A proxy that sends the header without an address does not name its client.
    let mut is_unreadable = !lines.is_empty();
    let elements = lines.iter().rev().flat_map(|line| line.rsplit(|byte| *byte == b','));
    for element in elements.map(<[u8]>::trim_ascii).filter(|element| !element.is_empty()) {
        let read = std::str::from_utf8(element).ok().and_then(read);
        is_unreadable = read.is_none();
        match read {
            Some(hop) => ip = hop.to_canonical(),
            None => break,
        }
        if !is_trusted(ip, trusted) {
            break;
        }
    }
    Origin { ip, is_unreadable }
}

/// Reads an element as proxies write them: an address, in brackets or not, with a port or without,
/// quoted or not.
fn read(element: &str) -> Option<IpAddr> {
    let element =
        element.strip_prefix('"').map_or(Some(element), |quoted| quoted.strip_suffix('"'))?;
    let bracketed = element.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    match bracketed {
        Some((ip, port)) if port.is_empty() || is_port(port) => read_v6(ip).map(IpAddr::V6),
        Some(_) => None,
        None => element
            .parse()
            .ok()
            .or_else(|| element.parse::<SocketAddr>().ok().map(|address| address.ip()))
            .or_else(|| read_v6(element).map(IpAddr::V6)),
    }
}

fn is_port(text: &str) -> bool {
    text.strip_prefix(':')
        .is_some_and(|port| port.parse::<u16>().is_ok() && port.bytes().all(|c| c.is_ascii_digit()))
}

/// Reads an IPv6 address. The zone of a link-local one (RFC 4007) says by which interface the proxy
/// saw it, which means nothing here and is left out; no other address has one.
fn read_v6(text: &str) -> Option<Ipv6Addr> {
    let Some((ip, zone)) = text.split_once('%') else { return text.parse().ok() };
    let ip: Ipv6Addr = ip.parse().ok()?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    (ip.is_unicast_link_local() && !zone.is_empty() && zone.bytes().all(plain)).then_some(ip)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin_of(peer: &str, lines: &[&str], trusted: &[&str]) -> (String, bool) {
        let trusted: Vec<IpNet> = trusted.iter().map(|network| network.parse().unwrap()).collect();
        let origin =
            origin(peer.parse().unwrap(), lines.iter().map(|line| line.as_bytes()), &trusted);
        (origin.ip.to_string(), origin.is_unreadable)
    }

    fn readable(ip: &str) -> (String, bool) {
        (ip.to_owned(), false)
    }

    #[test]
    fn without_a_trusted_proxy_the_peer_is_the_client() {
        assert_eq!(origin_of("198.51.100.7", &["203.0.113.9"], &[]), readable("198.51.100.7"));
        assert_eq!(
            origin_of("198.51.100.7", &["203.0.113.9"], &["10.0.0.0/8"]),
            readable("198.51.100.7")
        );
        assert_eq!(
            origin_of("198.51.100.7", &["unknown", ""], &["10.0.0.0/8"]),
            readable("198.51.100.7")
        );
        assert_eq!(origin_of("::ffff:198.51.100.7", &[], &[]), readable("198.51.100.7"));
    }

    /// Shows: AUTH-22.
    #[test]
    fn the_rightmost_element_that_is_no_trusted_proxy_is_the_client() {
        for (lines, ip) in [
            (&["6.6.6.6, 203.0.113.9"][..], "203.0.113.9"),
            (&["6.6.6.6, 203.0.113.9, 10.0.0.2"], "203.0.113.9"),
            (&["6.6.6.6", "203.0.113.9"], "203.0.113.9"),
            (&["garbage, 203.0.113.9"], "203.0.113.9"),
            (&["203.0.113.9", "10.0.0.3, 10.0.0.2"], "203.0.113.9"),
            (&["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
            (&[], "10.0.0.1"),
        ] {
            assert_eq!(origin_of("10.0.0.1", lines, &["10.0.0.0/8"]), readable(ip), "{lines:?}");
        }
    }

    #[test]
    fn an_address_is_read_as_proxies_write_it() {
        for (element, ip) in [
            ("203.0.113.9:4711", "203.0.113.9"),
            ("\"203.0.113.9\"", "203.0.113.9"),
            ("\"203.0.113.9:4711\"", "203.0.113.9"),
            ("  203.0.113.9\t", "203.0.113.9"),
            ("203.0.113.9,", "203.0.113.9"),
            (",203.0.113.9, ,,", "203.0.113.9"),
            ("::ffff:203.0.113.9", "203.0.113.9"),
            ("[::ffff:203.0.113.9]:80", "203.0.113.9"),
            ("2001:db8::9", "2001:db8::9"),
            ("2001:DB8:0::9", "2001:db8::9"),
            ("[2001:db8::9]", "2001:db8::9"),
            ("[2001:db8::9]:4711", "2001:db8::9"),
            ("\"[2001:db8::9]:4711\"", "2001:db8::9"),
            ("fe80::1%eth0", "fe80::1"),
            ("[fe80::1%2]:4711", "fe80::1"),
            ("[fe80::1%br-lan.7]", "fe80::1"),
        ] {
            assert_eq!(
                origin_of("10.0.0.1", &[element], &["10.0.0.0/8"]),
                readable(ip),
                "{element:?}"
            );
        }
    }

    /// Shows: AUTH-79.
    #[test]
    fn an_element_that_cannot_be_read_hides_all_that_is_left_of_it() {
        for element in [
            "unknown",
            "_hidden",
            "garbage",
            "\"203.0.113.9",
            "203.0.113.9\"",
            "\"\"",
            "[2001:db8::9",
            "2001:db8::9]",
            "[2001:db8::9]4711",
            "[2001:db8::9]:",
            "[2001:db8::9]:+80",
            "[2001:db8::9]:99999",
            "[203.0.113.9]",
            "203.0.113.9:",
            "203.0.113.9:_port",
            "203.0.113.256",
            "203.0.113.9 198.51.100.1",
            "203.0.113.9; DROP TABLE users",
            "for=203.0.113.9",
            "2001:db8::9%eth0",
            "fe80::1%",
            "fe80::1%e th",
            "203.0.113.9%eth0",
            "\u{202e}",
        ] {
            let line = format!("198.51.100.6, {element}");
            let hidden = ("10.0.0.1".to_owned(), true);
            assert_eq!(origin_of("10.0.0.1", &[&line], &["10.0.0.0/8"]), hidden, "{element:?}");
            let behind = format!("{line}, 10.0.0.2");
            let hidden = ("10.0.0.2".to_owned(), true);
            assert_eq!(origin_of("10.0.0.1", &[&behind], &["10.0.0.0/8"]), hidden, "{element:?}");
        }
        for nothing in ["", " ", ",,,", ", ,\t,"] {
            let hidden = ("10.0.0.1".to_owned(), true);
            assert_eq!(origin_of("10.0.0.1", &[nothing], &["10.0.0.0/8"]), hidden, "{nothing:?}");
        }
    }
}
