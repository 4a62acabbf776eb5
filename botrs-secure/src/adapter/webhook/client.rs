//! Who sent a request: whoever is connected, unless that is a proxy of the author's.

use std::net::{IpAddr, SocketAddr};

use hyper::HeaderMap;

const FORWARDED: &str = "x-forwarded-for";

/// The address of the client. Each proxy appends the address that it sees, and what stands before may be anybody's
/// invention: the last one that is no proxy of the author's counts.
pub(super) fn address(connected: IpAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> IpAddr {
    let connected = connected.to_canonical();
    let is_proxy = |address: &IpAddr| proxies.iter().any(|proxy| proxy.to_canonical() == *address);
    if !is_proxy(&connected) {
        return connected;
    }
    let mut nearest = connected;
    let lines = headers.get_all(FORWARDED).iter().map(|line| line.to_str().unwrap_or_default());
    for named in lines.collect::<Vec<_>>().join(",").rsplit(',') {
        // Where it cannot be read, the proxy that wrote it is all that is known.
        let Some(address) = parsed(named.trim()) else { break };
        nearest = address;
        if !is_proxy(&nearest) {
            break;
        }
    }
    nearest
}

/// An address, which some proxies write with the port.
fn parsed(text: &str) -> Option<IpAddr> {
    let address =
        text.parse().or_else(|_| text.parse().map(|with_port: SocketAddr| with_port.ip()));
    address.ok().map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(connected: &str, forwarded: &[&str], proxies: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append(FORWARDED, line.parse().unwrap());
        }
        let proxies: Vec<IpAddr> = proxies.iter().map(|proxy| proxy.parse().unwrap()).collect();
        address(connected.parse().unwrap(), &headers, &proxies).to_string()
    }

    #[test]
    fn what_is_forwarded_counts_from_proxies_alone() {
        let spoofed = ["203.0.113.7"];
        assert_eq!(client("198.51.100.1", &spoofed, &[]), "198.51.100.1");
        assert_eq!(client("198.51.100.1", &spoofed, &["127.0.0.1"]), "198.51.100.1");
        assert_eq!(client("127.0.0.1", &spoofed, &[]), "127.0.0.1");
        assert_eq!(client("127.0.0.1", &spoofed, &["127.0.0.1"]), "203.0.113.7");
        assert_eq!(client("::ffff:127.0.0.1", &spoofed, &["127.0.0.1"]), "203.0.113.7");
    }

    #[test]
    fn the_last_address_that_is_no_proxy_counts() {
        let proxies = ["127.0.0.1", "10.0.0.1"];
        for (forwarded, expected) in [
            (vec!["1.1.1.1, 203.0.113.7"], "203.0.113.7"),
            (vec!["1.1.1.1", "203.0.113.7"], "203.0.113.7"),
            (vec!["203.0.113.7, 10.0.0.1"], "203.0.113.7"),
            (vec!["203.0.113.7", "10.0.0.1", "127.0.0.1"], "203.0.113.7"),
            (vec!["203.0.113.7:443"], "203.0.113.7"),
            (vec!["[2001:db8::1]:443"], "2001:db8::1"),
            (vec!["2001:db8::1"], "2001:db8::1"),
            (vec![], "127.0.0.1"),
            (vec![""], "127.0.0.1"),
            (vec!["203.0.113.7, unknown"], "127.0.0.1"),
            (vec!["203.0.113.7, unknown, 10.0.0.1"], "10.0.0.1"),
            (vec!["203.0.113.7,"], "127.0.0.1"),
            (vec!["10.0.0.1"], "10.0.0.1"),
        ] {
            assert_eq!(client("127.0.0.1", &forwarded, &proxies), expected, "{forwarded:?}");
        }
    }
}
