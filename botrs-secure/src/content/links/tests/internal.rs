//! Addresses that lead inside, in the spellings of the usual lists.

use std::net::IpAddr;

use super::*;
use crate::content::links::address::is_public;

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

#[test]
fn the_edges_of_each_block() {
    for text in [
        "0.0.0.0",
        "0.255.255.255",
        "10.0.0.0",
        "10.255.255.255",
        "100.64.0.0",
        "100.127.255.255",
        "100.100.100.200",
        "127.0.0.1",
        "127.255.255.255",
        "169.254.0.0",
        "169.254.169.254",
        "169.254.0.23",
        "172.16.0.0",
        "172.31.255.255",
        "192.0.0.0",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.0",
        "192.168.255.255",
        "198.18.0.0",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "168.63.129.16",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:0:127.0.0.1",
        "64:ff9b::a00:1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::808:808",
        "100::1",
        "2001::1",
        "2001:1ff::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::",
        "3fff::1",
        "3fff:fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ] {
        assert!(!is_public(ip(text)), "{text}");
    }
    for text in [
        "1.1.1.1",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.1",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.0",
        "192.0.3.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "168.63.129.17",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2001:200::1",
        "2001:4860:4860::8888",
        "2002:808:808::",
        "2400:3200::1",
        "2606:4700::1111",
        "3fff:1000::1",
    ] {
        assert!(is_public(ip(text)), "{text}");
    }
}

/// Spellings of 127.0.0.1, 169.254.169.254 and others that browsers and libraries take.
const SPELLINGS: [&str; 40] = [
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "2130706433",
    "017700000001",
    "0x7f000001",
    "0x7F.1",
    "0x7f.0x0.0x0.0x1",
    "0177.0.0.1",
    "0177.0.0.0x1",
    "127.0.0.1.",
    "127.000.000.001",
    "0",
    "0.0.0.0",
    "0x0",
    "169.254.169.254",
    "2852039166",
    "0xa9fea9fe",
    "0xA9.0xFE.0xA9.0xFE",
    "0251.0376.0251.0376",
    "10.1",
    "192.168.257",
    "172.16.1",
    "3232235777",
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[::ffff:169.254.169.254]",
    "[64:ff9b::169.254.169.254]",
    "[2002:7f00:1::]",
    "[fe80::1]",
    "[fd00:ec2::254]",
    "localhost",
    "LocalHost.",
    "a.localhost",
    "metadata.google.internal",
    "instance-data",
];

#[test]
fn no_spelling_leads_inside() {
    let any: Option<&[&str]> = None;
    for host in SPELLINGS {
        for text in [format!("https://{host}"), format!("https://{host}:8080/x?y#z")] {
            assert_eq!(check::check(&text, HTTPS, any), Err(LinkFault::InternalAddress), "{text}");
            assert_eq!(found(&text, &Links::default()), [text.trim_end_matches('.')], "{text}");
        }
    }
    // Only some read these as addresses; nobody shall.
    for host in ["１２７.０.０.１", "①②⑦.⓪.⓪.①", "127。0。0。1", "0x7f.0x0.0x0.0x1g", "127.0.0.256"]
    {
        let text = format!("https://{host}/");
        assert!(check::check(&text, HTTPS, any).is_err(), "{text}");
        assert_eq!(found(&text, &Links::default()).len(), 1, "{text}");
    }
}

#[test]
fn names_of_no_public_place_are_none() {
    let any: Option<&[&str]> = None;
    for host in [
        "printer.local",
        "x.lan",
        "db.corp",
        "a.home.arpa",
        "1.0.0.127.in-addr.arpa",
        "x.onion",
        "a.test",
        "a.invalid",
        "x.localdomain",
        "kubernetes.default.svc.cluster.local",
        "com",
        "metadata",
        "metadata.tencentyun.com",
        "x.metadata.tencentyun.com",
    ] {
        let text = format!("https://{host}/");
        assert_eq!(check::check(&text, HTTPS, any), Err(LinkFault::InternalAddress), "{text}");
    }
    for host in ["tencentyun.com", "notmetadata.tencentyun.com", "arpa.com", "a.b.co.uk"] {
        assert!(check::check(&format!("https://{host}/"), HTTPS, any).is_ok(), "{host}");
    }
}
