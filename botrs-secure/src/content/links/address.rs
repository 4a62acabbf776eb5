//! IP addresses that belong to the public internet.
//!
//! By the special-purpose registries of IANA (RFC 6890), 2025; what is not listed as globally reachable
//! is refused, and of IPv6 everything but the one block that is handed out.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether this address is one of the public internet.
///
/// Metadata services of clouds are not: all but one lie in blocks that are private anyway.
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// Azure's wire server, the one metadata service at an address that looks public.
const WIRE_SERVER: Ipv4Addr = Ipv4Addr::new(168, 63, 129, 16);

fn is_public_v4(address: Ipv4Addr) -> bool {
    let special = match address.octets() {
        // This network, private ones, the own machine, multicast, reserved and broadcast.
        [0 | 10 | 127 | 224.., ..] => true,
        // Shared with the provider; Alibaba's metadata service.
        [100, 64..128, ..] => true,
        // Link-local: most metadata services.
        [169, 254, ..] => true,
        [172, 16..32, ..] | [192, 168, ..] => true,
        // Protocol assignments, among them Oracle's metadata service; documentation; old 6to4 relays.
        [192, 0, 0 | 2, _] | [192, 88, 99, _] => true,
        // Benchmarks; documentation.
        [198, 18 | 19, ..] | [198, 51, 100, _] | [203, 0, 113, _] => true,
        _ => false,
    };
    !special && address != WIRE_SERVER
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    match address.segments() {
        // NAT64 and 6to4 lead to the IPv4 address inside.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            is_public_v4(Ipv4Addr::from(u32::from(high) << 16 | u32::from(low)))
        }
        // Protocol assignments, Teredo among them; documentation.
        [0x2001, ..0x200 | 0xdb8, ..] | [0x3fff, ..0x1000, ..] => false,
        [first, ..] => first & 0xe000 == 0x2000,
    }
}
