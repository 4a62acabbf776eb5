//! Connecting, and what a server has to be.

use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, ConnectionAddr};
use tokio::time::timeout;

use super::error::Cause;

/// How long it may take to connect, to log in and to be checked.
pub(super) const CONNECT: Duration = Duration::from_secs(5);
/// So many calls are on their way at once; others wait, within their time limit.
const CALLS: usize = 1_024;
const LEAST_VERSION: (u64, u64) = (6, 2);

/// A connection to a server that keeps what it is given, and the run of the server.
pub(super) async fn connect(client: &Client) -> Result<(MultiplexedConnection, String), Cause> {
    #[cfg(feature = "redis-tls")]
    choose_cryptography();
    let config = AsyncConnectionConfig::new()
        .set_connection_timeout(None)
        .set_response_timeout(None)
        .set_pipeline_buffer_size(CALLS)
        .set_concurrency_limit(CALLS);
    let connecting = async {
        let mut connection = client.get_multiplexed_async_connection_with_config(&config).await?;
        let info: String = redis::cmd("INFO").query_async(&mut connection).await?;
        Ok((connection, info))
    };
    let connected = timeout(CONNECT, connecting).await.map_err(|_| Cause::too_long())?;
    let (connection, info) = connected.map_err(|error: redis::RedisError| Cause::of(&error))?;
    check(&info)?;
    let run = field(&info, "run_id")?.to_owned();
    Ok((connection, run))
}

/// The node to which a cluster sends us; without a host it is on the same one.
pub(super) fn moved(client: &Client, host: &str, port: u16) -> Result<Client, Cause> {
    let info = client.get_connection_info().clone();
    let or = |same: &str| if host.is_empty() { same.to_owned() } else { host.to_owned() };
    let at = match info.addr() {
        ConnectionAddr::Tcp(same, _) => ConnectionAddr::Tcp(or(same), port),
        ConnectionAddr::TcpTls { host: same, insecure, tls_params, .. } => {
            let (insecure, tls_params) = (*insecure, tls_params.clone());
            ConnectionAddr::TcpTls { host: or(same), port, insecure, tls_params }
        }
        _ => ConnectionAddr::Tcp(or("127.0.0.1"), port),
    };
    Client::open(info.set_addr(at)).map_err(|error| Cause::of(&error))
}

/// rustls panics where a program has two providers and chooses none.
#[cfg(feature = "redis-tls")]
fn choose_cryptography() {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // An error only if another thread was faster.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
}

fn field<'a>(info: &'a str, name: &str) -> Result<&'a str, Cause> {
    let mut lines = info.lines().filter_map(|line| line.split_once(':'));
    let value = lines.find(|(found, _)| *found == name).map(|(_, value)| value.trim());
    value.ok_or_else(|| Cause::Protocol(format!("INFO: {name}")))
}

fn check(info: &str) -> Result<(), Cause> {
    let field = |name| field(info, name);
    let version = field("redis_version")?;
    if parse(version).is_none_or(|version| version < LEAST_VERSION) {
        return Err(Cause::Version(version.into()));
    }
    if field("role")? != "master" {
        return Err(Cause::Replica);
    }
    match field("maxmemory_policy")? {
        "noeviction" => Ok(()),
        other => Err(Cause::Policy(other.into())),
    }
}

fn parse(version: &str) -> Option<(u64, u64)> {
    let mut parts = version.split('.').map(|part| part.parse().ok());
    Some((parts.next()??, parts.next()??))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn info(version: &str, role: &str, policy: &str) -> Result<(), Cause> {
        check(&format!(
            "# Server\r\nredis_version:{version}\r\n# Memory\r\nmaxmemory_policy:{policy}\r\n# \
             Replication\r\nrole:{role}\r\n"
        ))
    }

    #[test]
    fn only_a_primary_of_a_known_version_that_evicts_nothing_will_do() {
        for version in ["6.2.0", "7.0.15", "8.0.1", "10.0"] {
            assert!(info(version, "master", "noeviction").is_ok(), "{version}");
        }
        for version in ["6.0.16", "5.0.3", "2.8", "x", "7"] {
            let found = info(version, "master", "noeviction");
            assert!(matches!(found, Err(Cause::Version(_))), "{version}");
        }
        assert!(matches!(info("7.0.0", "slave", "noeviction"), Err(Cause::Replica)));
        assert!(matches!(info("7.0.0", "master", "allkeys-lru"), Err(Cause::Policy(_))));
        assert!(matches!(info("7.0.0", "master", "volatile-ttl"), Err(Cause::Policy(_))));
        assert!(matches!(check("redis_version:7.0.0\r\nrole:master"), Err(Cause::Protocol(_))));
    }
}
