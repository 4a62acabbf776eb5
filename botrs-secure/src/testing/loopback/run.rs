//! The program starts itself again, with the surroundings that lead it to the loopback.
//!
//! The environment of a running process cannot be changed safely, so a child gets it at birth.

use std::env;
use std::future::Future;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::process::{ExitCode, ExitStatus, Termination};
use std::time::Duration;

use tokio::process::{Child, Command};

use super::platform::Platform;
use crate::testing::private_directory::{self, PrivateDirectory};

/// Marks the child; its value is the port of the proxy.
const MARKER: &str = "BOTRS_SECURE_LOOPBACK_PORT";
const CERTIFICATE: &str = "SSL_CERT_FILE";
/// The child's exit code if another process took the port in between.
const PORT_TAKEN: u8 = 98;
const ATTEMPTS: u32 = 5;

/// Runs a script and the bots that it starts against a loopback platform; the program's exit code.
///
/// To be called first in `main`: the program is started again as a child process, with the same
/// arguments, and in the child this function calls the script. Ctrl-C goes to the child.
pub fn run<F, O>(script: F) -> ExitCode
where
    F: FnOnce(Platform) -> O,
    O: Future,
    O::Output: Termination,
{
    let outcome = match env::var(MARKER) {
        Ok(port) => child(&port, script),
        Err(_) => parent(),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("the loopback platform did not start: {error} / 回环平台未能启动");
        ExitCode::FAILURE
    })
}

fn child<F, O>(port: &str, script: F) -> io::Result<ExitCode>
where
    F: FnOnce(Platform) -> O,
    O: Future,
    O::Output: Termination,
{
    let port: u16 = port.parse().map_err(io::Error::other)?;
    let Ok(proxy) = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))) else {
        return Ok(ExitCode::from(PORT_TAKEN));
    };
    let (certificate, identity) = super::tls::make()?;
    let path = env::var_os(CERTIFICATE).ok_or_else(|| io::Error::other("no certificate path"))?;
    private_directory::write(Path::new(&path), certificate.as_bytes())?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let code = runtime.block_on(async {
        let platform = Platform::start(proxy, identity).await?;
        Ok(script(platform).await.report())
    });
    // What the script left running is none of the exit code's business.
    runtime.shutdown_timeout(Duration::from_secs(1));
    code
}

fn parent() -> io::Result<ExitCode> {
    let directory = PrivateDirectory::new("botrs-secure-loopback")?;
    let certificate = directory.path().join("ca.pem");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        for _ in 0..ATTEMPTS {
            let mut child = start(&certificate)?;
            let status = loop {
                tokio::select! {
                    status = child.wait() => break status?,
                    // The child gets it as well, and ends when it is ready to.
                    _ = tokio::signal::ctrl_c() => {}
                    () = terminated() => return Ok(ExitCode::FAILURE),
                }
            };
            if status.code() != Some(i32::from(PORT_TAKEN)) {
                return Ok(exit_code(status));
            }
        }
        Err(io::Error::other("no free port"))
    })
}

/// Waits for SIGTERM, which only this process gets; the child is then killed when it is dropped.
#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminated) => drop(terminated.recv().await),
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending().await
}

fn start(certificate: &Path) -> io::Result<Child> {
    // Reserved and let go: the child binds it again.
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
    let proxy = format!("http://127.0.0.1:{port}");
    let mut command = Command::new(env::current_exe()?);
    command.args(env::args_os().skip(1));
    for name in ["NO_PROXY", "no_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY", "http_proxy"] {
        command.env_remove(name);
    }
    command
        .env("HTTPS_PROXY", &proxy)
        .env("https_proxy", &proxy)
        .env(CERTIFICATE, certificate)
        .env_remove("SSL_CERT_DIR")
        .env(MARKER, port.to_string())
        .kill_on_drop(true)
        .spawn()
}

/// A child that a signal ended has no code of its own.
fn exit_code(status: ExitStatus) -> ExitCode {
    status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from)
}
