//! A host on the loopback, and names that lead there.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use reqwest::{Certificate, Client, ClientBuilder};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, crypto};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use super::super::Attachments;
use super::super::resolver::Lookup;

/// One of QQ's own hosts.
pub(super) const HOST: &str = "gchat.qpic.cn";

/// What a server does after its answer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Then {
    Close,
    /// Says nothing more and stays.
    Stall,
    /// Sends such chunks until nobody reads them.
    Repeat(&'static [u8]),
}

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(super) connections: Arc<AtomicUsize>,
    pub(crate) certificate: Vec<u8>,
}

impl Server {
    /// Answers every request with this, as the host of the certificate.
    pub(crate) async fn start(certified: &str, answer: impl Into<String>, then: Then) -> Self {
        let made = rcgen::generate_simple_self_signed([certified.to_owned()]).unwrap();
        let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
        let config =
            ServerConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
                .with_safe_default_protocol_versions()
                .unwrap()
                .with_no_client_auth()
                .with_single_cert(vec![made.cert.der().clone()], key)
                .unwrap();
        let tls = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let connections = Arc::new(AtomicUsize::new(0));
        let (count, answer) = (connections.clone(), answer.into());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::SeqCst);
                // A client that goes away ends its own connection only.
                let (tls, answer) = (tls.clone(), answer.clone());
                tokio::spawn(async move { serve(stream, tls, &answer, then).await.ok() });
            }
        });
        Self { address, connections, certificate: made.cert.der().to_vec() }
    }

    pub(crate) fn connected(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// A client that trusts this host.
    pub(super) fn trusted(&self) -> ClientBuilder {
        Client::builder().add_root_certificate(Certificate::from_der(&self.certificate).unwrap())
    }

    /// Attachments for which this host is the public internet, by this name.
    pub(super) fn attachments(&self) -> Attachments {
        Attachments::with(Names::to([self.address]), is_loopback, self.trusted()).unwrap()
    }
}

async fn serve(stream: TcpStream, tls: TlsAcceptor, answer: &str, then: Then) -> io::Result<()> {
    let mut stream = tls.accept(stream).await?;
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        request.push(stream.read_u8().await?);
    }
    stream.write_all(answer.as_bytes()).await?;
    stream.flush().await?;
    match then {
        Then::Close => stream.shutdown().await,
        Then::Stall => std::future::pending().await,
        Then::Repeat(chunk) => loop {
            stream.write_all(chunk).await?;
        },
    }
}

pub(super) fn is_loopback(address: IpAddr) -> bool {
    address == Ipv4Addr::LOCALHOST
}

/// Leads each look-up to the next of these addresses, the last of them for ever.
#[derive(Clone)]
pub(super) struct Names {
    answers: Arc<Vec<Vec<SocketAddr>>>,
    asked: Arc<AtomicUsize>,
}

impl Names {
    pub(super) fn to(addresses: impl Into<Vec<SocketAddr>>) -> Self {
        Self::one_after_another([addresses.into()])
    }

    pub(super) fn one_after_another(answers: impl Into<Vec<Vec<SocketAddr>>>) -> Self {
        Self { answers: Arc::new(answers.into()), asked: Arc::default() }
    }

    pub(super) fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

impl Lookup for Names {
    async fn lookup(&self, _: String) -> io::Result<Vec<SocketAddr>> {
        let at = self.asked.fetch_add(1, Ordering::SeqCst);
        Ok(self.answers[at.min(self.answers.len() - 1)].clone())
    }
}
