//! One address, which is the whole of a text.
//!
//! Programs read doubtful addresses differently: what one takes for the host is a path to another.
//! So whatever only some would read as meant is refused before the host is looked at.

use std::net::IpAddr;

use url::{Host, Url};

use crate::content::links::LinkFault;
use crate::content::links::address::is_public;
use crate::content::links::host::{Name, reads_as};
use crate::validate::is_invisible;

/// What an address starts with.
pub(crate) const HTTPS: &[&str] = &["https://"];
/// The same where the author also takes addresses without encryption.
pub(super) const HTTP_TOO: &[&str] = &["https://", "http://"];

/// The longest address that is read, in bytes: a message has no more characters than half of it.
const LONGEST: usize = 4096;

/// The normal form of an address on one of these hosts or below them; without hosts, on any of the
/// public internet.
pub(crate) fn check(
    text: &str,
    schemes: &[&str],
    hosts: Option<&[impl AsRef<str>]>,
) -> Result<Url, LinkFault> {
    if text.len() > LONGEST {
        return Err(LinkFault::Invalid);
    }
    let authority = authority(text, schemes)?;
    if authority.contains('@') {
        return Err(LinkFault::UserInfo);
    }
    let mut url = Url::parse(text).map_err(|_| LinkFault::Invalid)?;
    let name = name(&url, authority)?;
    let is_allowed = match hosts {
        Some(hosts) => hosts.iter().any(|host| name.is_within(host.as_ref())),
        None => name.is_public() && !name.is_lookalike(),
    };
    if !is_allowed {
        return Err(why_not(&name));
    }
    // The port of the scheme itself is `None`.
    if url.port().is_some() {
        return Err(LinkFault::Port);
    }
    let plain = name.ascii.to_owned();
    // A last dot means the same host, but not to everybody who compares.
    url.set_host(Some(&plain)).map_err(|_| LinkFault::Invalid)?;
    Ok(url)
}

fn why_not(name: &Name<'_>) -> LinkFault {
    if name.is_lookalike() {
        LinkFault::Lookalike
    } else if !name.is_public() {
        LinkFault::InternalAddress
    } else {
        LinkFault::HostNotAllowed
    }
}

/// What stands between the scheme and the path, if everybody reads it so.
fn authority<'a>(text: &'a str, schemes: &[&str]) -> Result<&'a str, LinkFault> {
    let unclear = |c: char| c == '\\' || c.is_whitespace() || c.is_control() || is_invisible(c);
    if text.contains(unclear) {
        return Err(LinkFault::Unclear);
    }
    let is_start = |scheme: &&&str| {
        text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    let scheme = schemes.iter().find(is_start).ok_or(LinkFault::Scheme)?;
    let rest = &text[scheme.len()..];
    let authority = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    if authority.is_empty() { Err(LinkFault::Invalid) } else { Ok(authority) }
}

/// The host, if it is a name and was written as one.
fn name<'a>(url: &'a Url, authority: &'a str) -> Result<Name<'a>, LinkFault> {
    let ascii = match url.host().ok_or(LinkFault::Invalid)? {
        Host::Domain(domain) => domain.strip_suffix('.').unwrap_or(domain),
        Host::Ipv4(address) => return Err(address_fault(address.into())),
        Host::Ipv6(address) => return Err(address_fault(address.into())),
    };
    let written = authority.split(':').next().unwrap_or_default();
    let written = written.strip_suffix('.').unwrap_or(written);
    // Of ASCII, only what names of hosts have: at other characters some end the address.
    let is_odd = |c: char| c.is_ascii() && !(c.is_ascii_alphanumeric() || "-_.".contains(c));
    if written.contains(is_odd) || ascii.split('.').any(str::is_empty) {
        return Err(LinkFault::Invalid);
    }
    if !reads_as(written, ascii) {
        return Err(LinkFault::Lookalike);
    }
    Ok(Name { written, ascii })
}

fn address_fault(address: IpAddr) -> LinkFault {
    if is_public(address) { LinkFault::IpAddress } else { LinkFault::InternalAddress }
}
