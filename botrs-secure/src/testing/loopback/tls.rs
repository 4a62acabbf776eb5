//! A certificate of our own for the platform's hosts, and the CONNECT proxy that ends the TLS.

use std::io;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// Where the token is fetched.
pub(super) const TOKEN_HOST: &str = "bots.qq.com";
/// Every host that the loopback stands for.
const HOSTS: [&str; 3] = [TOKEN_HOST, "api.sgroup.qq.com", "sandbox.api.sgroup.qq.com"];
/// A CONNECT request is shorter.
const LONGEST_HEAD: usize = 8192;

/// The certificate to trust, as PEM, and the identity that it vouches for; the CA's key is dropped.
pub(super) fn make() -> io::Result<(String, TlsAcceptor)> {
    let mut authority = CertificateParams::default();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority_key = KeyPair::generate().map_err(io::Error::other)?;
    let certificate = authority.self_signed(&authority_key).map_err(io::Error::other)?;
    let issuer = Issuer::from_params(&authority, &authority_key);

    let key = KeyPair::generate().map_err(io::Error::other)?;
    let hosts = CertificateParams::new(HOSTS.map(String::from)).map_err(io::Error::other)?;
    let identity = hosts.signed_by(&key, &issuer).map_err(io::Error::other)?;
    let private = PrivateKeyDer::try_from(key.serialize_der()).map_err(io::Error::other)?;

    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_no_client_auth()
        .with_single_cert(vec![identity.der().clone()], private)
        .map_err(io::Error::other)?;
    Ok((certificate.pem(), TlsAcceptor::from(Arc::new(config))))
}

/// Serves the application behind the proxy, until the runtime ends.
pub(super) async fn serve(proxy: TcpListener, identity: TlsAcceptor, application: axum::Router) {
    while let Ok((stream, _)) = proxy.accept().await {
        let (identity, application) = (identity.clone(), application.clone());
        tokio::spawn(async move {
            // A client that goes away ends its own connection only.
            let _ = connection(stream, identity, application).await;
        });
    }
}

async fn connection(
    mut stream: TcpStream,
    identity: TlsAcceptor,
    application: axum::Router,
) -> io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") && head.len() < LONGEST_HEAD {
        head.push(stream.read_u8().await?);
    }
    if !is_for_the_platform(&head) {
        return stream.write_all(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n").await;
    }
    stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
    let stream = hyper_util::rt::TokioIo::new(identity.accept(stream).await?);
    let service = hyper_util::service::TowerToHyperService::new(application);
    hyper::server::conn::http1::Builder::new()
        .serve_connection(stream, service)
        .await
        .map_err(io::Error::other)
}

/// Nothing else leaves the process through the loopback.
fn is_for_the_platform(head: &[u8]) -> bool {
    let target = head.strip_prefix(b"CONNECT ").and_then(|rest| rest.split(|&b| b == b' ').next());
    target
        .and_then(|target| target.strip_suffix(b":443"))
        .is_some_and(|host| HOSTS.iter().any(|known| known.as_bytes() == host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_platforms_hosts_are_proxied() {
        assert!(is_for_the_platform(b"CONNECT bots.qq.com:443 HTTP/1.1\r\n\r\n"));
        for head in [
            &b"CONNECT example.org:443 HTTP/1.1\r\n\r\n"[..],
            b"CONNECT bots.qq.com:80 HTTP/1.1\r\n\r\n",
            b"CONNECT bots.qq.com.example.org:443 HTTP/1.1\r\n\r\n",
            b"GET http://bots.qq.com/ HTTP/1.1\r\n\r\n",
            b"",
        ] {
            assert!(!is_for_the_platform(head), "{}", head.escape_ascii());
        }
    }
}
