//! Where a request came from.

use std::net::IpAddr;
#[cfg(feature = "webhook")]
use std::net::Ipv6Addr;

/// An address; of IPv6 a network of 64 bits, since one host may have all addresses in it.
#[cfg_attr(not(feature = "webhook"), allow(dead_code))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Peer {
    /// An address, or the first one of a network.
    One(IpAddr),
    /// One of more than are told apart.
    Others,
}

impl Peer {
    #[cfg(feature = "webhook")]
    pub(crate) fn of(address: IpAddr) -> Self {
        Self::One(match address.to_canonical() {
            IpAddr::V6(address) => {
                Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into()
            }
            address => address,
        })
    }

    /// Whether it is this machine or its neighbour: a proxy in front of the bot, most likely.
    #[cfg(feature = "webhook")]
    pub(crate) fn is_near(self) -> bool {
        match self {
            Self::One(IpAddr::V4(at)) => at.is_loopback() || at.is_private() || at.is_link_local(),
            Self::One(IpAddr::V6(at)) => {
                // Its network: that of the loopback address is all zeros.
                at.is_unspecified() || at.is_unique_local() || at.is_unicast_link_local()
            }
            Self::Others => false,
        }
    }

    /// As it is written for people.
    pub(crate) fn shown(self) -> Option<String> {
        match self {
            Self::One(IpAddr::V6(network)) => Some(format!("{network}/64")),
            Self::One(address) => Some(address.to_string()),
            Self::Others => None,
        }
    }
}

#[cfg(all(test, feature = "webhook"))]
mod tests {
    use super::*;

    fn peer(text: &str) -> Peer {
        Peer::of(text.parse().unwrap())
    }

    #[test]
    fn addresses_of_one_host_are_one_peer() {
        assert_eq!(peer("::ffff:203.0.113.7"), peer("203.0.113.7"));
        assert_ne!(peer("203.0.113.7"), peer("203.0.113.8"));
        assert_eq!(peer("2001:db8:1:2::1"), peer("2001:db8:1:2:ffff::9"));
        assert_ne!(peer("2001:db8:1:2::1"), peer("2001:db8:1:3::1"));
        assert_eq!(peer("2001:db8:1:2::1").shown().unwrap(), "2001:db8:1:2::/64");
        assert_eq!(peer("::ffff:203.0.113.7").shown().unwrap(), "203.0.113.7");
        assert_eq!(Peer::Others.shown(), None);
    }

    #[test]
    fn neighbours_are_near() {
        for near in
            ["127.0.0.1", "::1", "::ffff:127.9.9.9", "10.0.0.9", "172.17.0.1", "192.168.1.1"]
        {
            assert!(peer(near).is_near(), "{near}");
        }
        for near in ["169.254.1.1", "fd00::1", "fe80::1"] {
            assert!(peer(near).is_near(), "{near}");
        }
        for far in ["203.0.113.7", "172.32.0.1", "2001:db8::1", "100.63.0.1"] {
            assert!(!peer(far).is_near(), "{far}");
        }
        assert!(!Peer::Others.is_near());
    }
}
