//! TLS, with a certificate that only the variable `SSL_CERT_FILE` makes trusted.
//!
//! The variable is read once and belongs to the process, so this file's test starts itself anew.

use std::process::Command;
use std::{env, fs};

use super::super::error::Cause;
use super::connect::free_port;
use super::*;

/// Holds the address in the processes that connect.
const ADDRESS: &str = "BOTRS_SECURE_TEST_REDIS";
const NAME: &str = "limit::redis::tests::tls::only_a_trusted_certificate_will_do";

#[tokio::test]
async fn only_a_trusted_certificate_will_do() {
    if let Ok(url) = env::var(ADDRESS) {
        let connected = Shared::connect(&Redis::new(url), &secret(), BOT).await;
        return match env::var_os("SSL_CERT_FILE") {
            Some(_) => assert_eq!(admit(&connected.unwrap(), message(1, 1)).await, Ok(())),
            None => {
                let error = connected.map(drop).unwrap_err();
                assert!(matches!(error.cause(), Cause::Away(_)), "{error}");
            }
        };
    }
    let dir = crate::audit::TestDir::new();
    let (certificate, key) = (dir.join("cert.pem"), dir.join("key.pem"));
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    fs::write(&certificate, made.cert.pem()).unwrap();
    fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    let port = free_port().to_string();
    let (certificate, key) = (certificate.to_str().unwrap(), key.to_str().unwrap());
    let tls = ["--tls-port", &port, "--tls-cert-file", certificate, "--tls-key-file", key];
    let others = ["--tls-ca-cert-file", certificate, "--tls-auth-clients", "no"];
    let Some(_server) = Server::start(&[&tls[..], &others].concat()) else { return };
    let connects = |trusted: bool, host: &str| {
        let mut child = Command::new(env::current_exe().unwrap());
        child.args(["--exact", NAME]).env(ADDRESS, format!("rediss://{host}:{port}"));
        child.env_remove("SSL_CERT_FILE").env_remove("SSL_CERT_DIR");
        if trusted {
            child.env("SSL_CERT_FILE", certificate);
        }
        let output = child.output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(text.contains("1 test"), "the child found its test: {text}");
        (output.status.success(), text)
    };
    assert!(connects(true, "localhost").0);
    assert!(connects(false, "localhost").0, "and is refused there");
    let (is_right, text) = connects(true, "127.0.0.1");
    assert!(!is_right && text.contains("127.0.0.1"), "a certificate is of one host: {text}");
}
