//! The proxies whose `X-Forwarded-For` is believed.

use std::net::{IpAddr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::reader::Reader;

const NAME: &str = "TRUSTED_PROXIES";

/// How many bits of an IPv6 address say that it is an IPv4 address: `::ffff:0:0/96`.
const MAPPED_BITS: u8 = 96;

/// Reads the setting.
pub(super) fn read(reader: &mut Reader<'_>) -> Vec<IpNet> {
    let text = reader.text(NAME);
    let mut networks = Vec::new();
    for entry in text.split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
        match parse(entry) {
            Some(network) => networks.push(network),
            None => {
                let message = format!("must contain only addresses and CIDR ranges, not {entry:?}");
                let hint = "Separate them with commas, like 10.0.0.0/8, ::1.";
                reader.error(NAME, &message, hint);
            }
        }
    }
    reader.show(NAME, networks.iter().map(ToString::to_string).collect::<Vec<_>>().join(","));
    networks
}

/// Reads an address or a range. Both forms of an IPv4 address are the same one: a peer is always
/// seen as IPv4.
fn parse(entry: &str) -> Option<IpNet> {
    let network =
        entry.parse::<IpNet>().or_else(|_| entry.parse::<IpAddr>().map(IpNet::from)).ok()?;
    match network {
        IpNet::V6(mapped) if mapped.addr().to_ipv4_mapped().is_some() => {
            // A range that is wider than all of IPv4 would mean other addresses than it seems to.
            let bits = mapped.prefix_len().checked_sub(MAPPED_BITS)?;
            Ipv4Net::new(mapped.addr().to_ipv4_mapped()?, bits)
                .ok()
                .map(|network| network.trunc().into())
        }
        IpNet::V6(wide) if contains_ipv4(wide) => None,
        network => Some(network.trunc()),
    }
}

/// Checks whether a range holds all of IPv4 in its mapped form, without being all of IPv6.
fn contains_ipv4(network: Ipv6Net) -> bool {
    network.prefix_len() > 0 && network.contains(&Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, 0, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_an_ipv4_address_are_one() {
        for (entry, network) in [
            ("127.0.0.1", "127.0.0.1/32"),
            ("::ffff:127.0.0.1", "127.0.0.1/32"),
            ("::FFFF:7f00:1", "127.0.0.1/32"),
            ("::ffff:10.0.0.0/104", "10.0.0.0/8"),
            ("::ffff:10.1.2.3/104", "10.0.0.0/8"),
            ("::ffff:192.168.7.0/120", "192.168.7.0/24"),
            ("::ffff:0.0.0.0/96", "0.0.0.0/0"),
            ("10.1.2.3/8", "10.0.0.0/8"),
            ("::1", "::1/128"),
            ("2001:db8:1::5/32", "2001:db8::/32"),
            ("::/0", "::/0"),
        ] {
            assert_eq!(
                parse(entry).map(|network| network.to_string()).as_deref(),
                Some(network),
                "{entry}"
            );
        }
    }

    #[test]
    fn what_is_no_address_or_means_another_is_refused() {
        for entry in [
            "fe80::1%eth0",
            "fe80::%eth0/10",
            "::ffff:10.0.0.0/95",
            "::ffff:0:0/8",
            "::/64",
            "[::1]",
            "[::1]:80",
            "10.0.0.1:80",
            "10.0.0.0/33",
            "10.0.0.0/-1",
            "10.0.0.0/8/8",
            "10.0.0.0/255.0.0.0",
            "10.0.0",
            "010.0.0.1",
            "10.0.0.1-10.0.0.9",
            "localhost",
            "unix:",
            "*",
        ] {
            assert_eq!(parse(entry), None, "{entry}");
        }
    }
}
