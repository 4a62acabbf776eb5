//! Fetching what is attached to messages.
//!
//! The address of an attachment comes with the message, so whoever can forge one could send the bot to
//! any place that it reaches. It is checked like any other; what it resolves to is checked as well,
//! and the connection goes to the very addresses that were checked.

mod error;
mod resolver;
#[cfg(all(test, feature = "testing"))]
pub(crate) mod tests;

use std::borrow::Cow;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, Response};

pub use error::FetchError;

use crate::content::links::address::is_public;
use crate::content::links::{InvalidHost, Links, SafeUrl};
use resolver::{Checked, Lookup, System};

/// Where QQ keeps pictures, recordings, videos and files of messages
/// (openclaw/openclaw#65268, #65917; tencent-connect/dsh-qqbot).
const QQ: [&str; 5] =
    ["ftn.qq.com", "grouptalk.c2c.qq.com", "multimedia.nt.qq.com.cn", "qpic.cn", "qqbot.ugcimg.cn"];
/// 20 MB is the most that QQ takes from bots for a file.
const MOST: usize = 20 * 1024 * 1024;
const LONGEST: Duration = Duration::from_secs(30);

/// Fetches attachments over `https`, from hosts that are allowed, within limits of size and time.
///
/// Redirects are not followed, proxies of the environment not used. A network that answers every
/// name with an address of its own, as some proxies do (198.18.0.0/15), is none of the public
/// internet: nothing is fetched there.
///
/// ```
/// use botrs_secure::{Attachments, FetchError, LinkFault};
///
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// let attachments = Attachments::new()?.at_most(1024 * 1024);
/// let error = attachments.fetch("https://169.254.169.254/latest/meta-data/").await.unwrap_err();
/// assert!(matches!(error, FetchError::Link(LinkFault::InternalAddress)));
/// # Ok::<(), FetchError>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Attachments {
    client: Client,
    links: Links,
    most: usize,
    longest: Duration,
}

impl Attachments {
    /// From QQ's own hosts; at most 20 MiB each, in at most 30 seconds.
    ///
    /// # Errors
    ///
    /// If the system cannot set up TLS.
    pub fn new() -> Result<Self, FetchError> {
        Self::with(System, is_public, Client::builder())
    }

    /// From these hosts and those below them, and from no others.
    ///
    /// # Errors
    ///
    /// If one of them is no name of a host.
    pub fn from_hosts(
        self,
        hosts: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Result<Self, InvalidHost> {
        Ok(Self { links: Links::only(hosts)?, ..self })
    }

    /// At most so many bytes each.
    #[must_use]
    pub fn at_most(self, bytes: usize) -> Self {
        Self { most: bytes, ..self }
    }

    /// In at most this time each, from the first step to the last byte.
    #[must_use]
    pub fn within(self, time: Duration) -> Self {
        Self { longest: time, ..self }
    }

    /// What the address of an attachment holds.
    ///
    /// QQ leaves out the scheme of some: `//gchat.qpic.cn/..` and `gchat.qpic.cn/..` are taken for
    /// `https`.
    ///
    /// # Errors
    ///
    /// If the address is not allowed, leads inside, answers otherwise than with the attachment, or if
    /// it is larger or slower than allowed. Nothing of it is returned then.
    pub async fn fetch(&self, address: &str) -> Result<Vec<u8>, FetchError> {
        let url = self.links.check(&with_scheme(address)).map_err(FetchError::Link)?;
        let fetching = self.fetch_checked(&url);
        tokio::time::timeout(self.longest, fetching).await.map_err(|_| FetchError::TooSlow)?
    }

    async fn fetch_checked(&self, url: &SafeUrl) -> Result<Vec<u8>, FetchError> {
        let mut response = self.client.get(url.as_str()).send().await?;
        if response.status().is_redirection() {
            return Err(FetchError::Redirect);
        }
        if !response.status().is_success() {
            return Err(FetchError::Status(response.status().as_u16()));
        }
        self.body(&mut response).await
    }

    /// The body, of which no more is kept than allowed, whatever the answer announces.
    async fn body(&self, response: &mut Response) -> Result<Vec<u8>, FetchError> {
        let is_too_large = |length: u64| usize::try_from(length).map_or(true, |l| l > self.most);
        if response.content_length().is_some_and(is_too_large) {
            return Err(FetchError::TooLarge);
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            if chunk.len() > self.most - body.len() {
                return Err(FetchError::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }

    /// The one place where tests put another resolver, and hold other addresses for public.
    fn with(
        lookup: impl Lookup,
        accepts: fn(IpAddr) -> bool,
        client: ClientBuilder,
    ) -> Result<Self, FetchError> {
        let client = client
            .dns_resolver(Arc::new(Checked { lookup: Arc::new(lookup), accepts }))
            .redirect(Policy::none())
            // A proxy would resolve the name itself.
            .no_proxy()
            .build()?;
        let links = Links::of(&QQ);
        Ok(Self { client, links, most: MOST, longest: LONGEST })
    }
}

fn with_scheme(address: &str) -> Cow<'_, str> {
    let has_scheme = address.split_once("://").is_some_and(|(scheme, _)| !scheme.contains('/'));
    match address.strip_prefix("//") {
        None if has_scheme => Cow::Borrowed(address),
        rest => Cow::Owned(format!("https://{}", rest.unwrap_or(address))),
    }
}
