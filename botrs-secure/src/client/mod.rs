//! HTTP for a bot's own requests.

#[cfg(all(test, feature = "testing"))]
mod tests;

use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::tls::Version;
use reqwest::{Client, ClientBuilder};

/// From the first step to the last byte.
const LONGEST: Duration = Duration::from_secs(30);
/// How long an idle connection is kept, and how often it is looked whether it is there.
const KEPT: Duration = Duration::from_secs(60);
const MOST_REDIRECTS: usize = 10;

/// A client of `reqwest` for a bot's own requests, to be added to and built.
///
/// It speaks `https` alone, redirects included, of which it follows ten, by TLS 1.2 or later and rustls; each request takes
/// at most 30 seconds, and a connection is kept for 60. It trusts Mozilla's roots as they were compiled in, whatever the
/// system and `SSL_CERT_FILE` say, uses no proxy of the environment, and tells no host from which address it was led there.
/// What QQ's own clients do otherwise is in [`connections`](mod@crate::connections).
///
/// ```
/// let client = botrs_secure::secure_client().build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn secure_client() -> ClientBuilder {
    Client::builder()
        .use_rustls_tls()
        .min_tls_version(Version::TLS_1_2)
        // All, so that no other crate adds the system's by a feature; then Mozilla's.
        .tls_built_in_root_certs(false)
        .tls_built_in_webpki_certs(true)
        .https_only(true)
        .redirect(Policy::limited(MOST_REDIRECTS))
        // Addresses hold keys.
        .referer(false)
        .no_proxy()
        .timeout(LONGEST)
        .tcp_keepalive(KEPT)
        .pool_idle_timeout(KEPT)
}
