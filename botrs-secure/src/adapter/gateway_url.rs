//! Which gateways the bot talks to: `wss://`, and `ws://` on this machine for tests.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::start::{StartError, StartErrorKind};

/// botrs connects to whatever scheme it is given, and the token goes over that connection.
pub(super) fn check(url: &str) -> Result<(), StartError> {
    let safe = match url.split_once("://") {
        Some(("wss", rest)) => !authority(rest).is_empty(),
        Some(("ws", rest)) => is_loopback(authority(rest)),
        _ => false,
    };
    if safe { Ok(()) } else { Err(StartError::new(StartErrorKind::GatewayUrl, url)) }
}

fn authority(rest: &str) -> &str {
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

/// Strict: what a URL parser may read otherwise, like user names or odd numbers, is no loopback.
fn is_loopback(authority: &str) -> bool {
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => rest.split_once(']').unwrap_or_default(),
        None => authority.find(':').map_or((authority, ""), |at| authority.split_at(at)),
    };
    let port_is_one = port.is_empty()
        || port.strip_prefix(':').is_some_and(|port| port.bytes().all(|b| b.is_ascii_digit()));
    let loopback = if authority.starts_with('[') {
        host.parse::<Ipv6Addr>().is_ok_and(|address| address.is_loopback())
    } else {
        host == "localhost" || host.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
    };
    loopback && port_is_one
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encrypted_gateways_and_this_machine_are_accepted() {
        for url in [
            "wss://api.sgroup.qq.com/websocket",
            "wss://sandbox.api.sgroup.qq.com/websocket/?a=b",
            "ws://127.0.0.1:8080",
            "ws://127.1.2.3/x",
            "ws://localhost:1/",
            "ws://[::1]:8080/",
        ] {
            assert_eq!(check(url), Ok(()), "{url}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for url in [
            "",
            "wss://",
            "wss:///x",
            "WS://127.0.0.1",
            "http://127.0.0.1",
            "https://api.sgroup.qq.com",
            "ws://api.sgroup.qq.com/websocket",
            "ws://10.0.0.1/",
            "ws://0.0.0.0/",
            "ws://[::]/",
            "ws://[::ffff:127.0.0.1]/",
            "ws://127.0.0.1.evil.example/",
            "ws://127.0.0.1:80@evil.example/",
            "ws://user@127.0.0.1/",
            "ws://localhost.evil.example/",
            "ws://127.0.0.1\t.evil.example/",
            "ws://127.0.0.1\\.evil.example/",
            "ws://2130706433/",
            " ws://127.0.0.1/",
        ] {
            let refused = check(url).unwrap_err();
            assert_eq!(refused.kind(), StartErrorKind::GatewayUrl, "{url}");
        }
    }
}
