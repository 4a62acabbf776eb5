//! Names become addresses once, and only those that were checked are connected to.
//!
//! Whoever owns a name can answer the check with one address and the connection with another; so
//! there are no two answers.

use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Looks up a name.
pub(super) trait Lookup: Send + Sync + 'static {
    fn lookup(&self, name: String) -> impl Future<Output = io::Result<Vec<SocketAddr>>> + Send;
}

/// As the operating system does.
pub(super) struct System;

impl Lookup for System {
    async fn lookup(&self, name: String) -> io::Result<Vec<SocketAddr>> {
        // The port is that of the scheme.
        Ok(tokio::net::lookup_host((name, 0)).await?.collect())
    }
}

/// A name that resolves to an address that is not accepted.
#[derive(Debug, thiserror::Error)]
#[error("leads to an internal address")]
pub(super) struct LeadsInside;

/// Gives only addresses that are accepted, and none if one is not.
pub(super) struct Checked<L> {
    pub(super) lookup: Arc<L>,
    pub(super) accepts: fn(IpAddr) -> bool,
}

impl<L: Lookup> Resolve for Checked<L> {
    fn resolve(&self, name: Name) -> Resolving {
        let (lookup, accepts) = (self.lookup.clone(), self.accepts);
        Box::pin(async move {
            let found = lookup.lookup(name.as_str().to_owned()).await?;
            if !found.iter().all(|address| accepts(address.ip())) {
                return Err(LeadsInside.into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}
