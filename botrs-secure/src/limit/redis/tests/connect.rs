//! What a server has to be, and what is said where it is not.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::super::error::Cause;
use super::*;

async fn refused(url: &str) -> RedisError {
    let connected = Shared::connect(&Redis::new(url), &secret(), BOT).await;
    connected.map(drop).unwrap_err()
}

#[tokio::test]
async fn a_wrong_password_is_named_and_never_shown() {
    let Some(server) = Server::start(&["--requirepass", "s3cr3t"]) else { return };
    for pass in ["", "?pass=wr0ng"] {
        let error = refused(&format!("{}{pass}", server.url())).await;
        assert!(matches!(error.cause(), Cause::Password), "{error}");
        assert!(!error.to_string().contains("wr0ng"));
    }
    let config = Redis::new(format!("{}?pass=s3cr3t", server.url()));
    assert!(!format!("{config:?}").contains("s3cr3t"));
    let shared = Shared::connect(&config, &secret(), BOT).await.unwrap();
    assert_eq!(admit(&shared, message(1, 1)).await, Ok(()));
}

#[tokio::test]
async fn a_server_that_would_evict_is_refused() {
    let Some(server) = Server::start(&["--maxmemory-policy", "allkeys-lru"]) else { return };
    let error = refused(&server.url()).await;
    assert!(matches!(error.cause(), Cause::Policy(found) if found == "allkeys-lru"), "{error}");
    assert!(error.to_string().contains("noeviction"));
    server.ask::<()>(&["CONFIG", "SET", "maxmemory-policy", "noeviction"]);
    let shared = connect(&server).await;
    // And whenever the connection is made anew.
    server.ask::<()>(&["CONFIG", "SET", "maxmemory-policy", "volatile-ttl"]);
    server.ask::<()>(&["FLUSHALL"]);
    assert_eq!(shared.admit(&message(1, 1)).await, Err(Unavailable::Lost));
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(shared.trouble(), Some(Unavailable::Protocol));
}

#[tokio::test]
async fn a_replica_a_full_server_and_a_user_without_rights_are_refused() {
    let Some(server) = Server::start(&[]) else { return };
    server.ask::<()>(&["ACL", "SETUSER", "weak", "on", ">pw", "~*", "+info"]);
    let error = refused(&format!("{}?user=weak&pass=pw", server.url())).await;
    assert!(matches!(error.cause(), Cause::Forbidden(_)), "{error}");
    server.ask::<()>(&["CONFIG", "SET", "maxmemory", "1"]);
    let error = refused(&server.url()).await;
    assert!(matches!(error.cause(), Cause::Full), "{error}");
    server.ask::<()>(&["CONFIG", "SET", "maxmemory", "0"]);
    server.ask::<()>(&["REPLICAOF", "127.0.0.1", "1"]);
    let error = refused(&server.url()).await;
    assert!(matches!(error.cause(), Cause::Replica), "{error}");
}

#[tokio::test]
async fn what_is_not_there_or_no_redis_is_told_apart() {
    let Some(server) = Server::start(&[]) else { return };
    let path = server.folder().join("nobody.sock");
    let error = refused(&format!("unix://{}", path.display())).await;
    assert!(matches!(error.cause(), Cause::Away(_)), "{error}");
    assert!(error.to_string().contains("nobody.sock"));
    let listener = tokio::net::UnixListener::bind(&path).unwrap();
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            let text = b"HTTP/1.1 400 Bad Request\r\n\r\n";
            let _ = tokio::io::AsyncWriteExt::write_all(&mut client, text).await;
        }
    });
    let error = refused(&format!("unix://{}", path.display())).await;
    assert!(matches!(error.cause(), Cause::Protocol(_) | Cause::Away(_)), "{error}");
}

#[tokio::test]
async fn settings_that_do_not_fit_are_refused_before_anything_is_sent() {
    let cause = |config: Redis| config.settings().map(drop).unwrap_err();
    let url = "redis://:s3cr3t@127.0.0.1:1";
    for wrong in ["", "a b", "{a}", "令", &"a".repeat(65)] {
        assert!(matches!(cause(Redis::new(url).prefix(wrong)), Cause::Prefix), "{wrong}");
    }
    for wrong in [Duration::ZERO, Duration::from_millis(9), Duration::from_millis(5_001)] {
        assert!(matches!(cause(Redis::new(url).time_limit(wrong)), Cause::Limit), "{wrong:?}");
    }
    for wrong in ["", "http://:s3cr3t@127.0.0.1", "redis://", "redis://:s3cr3t@h/x"] {
        let error = refused(wrong).await;
        assert!(matches!(error.cause(), Cause::Url(_)), "{error}");
        assert!(!error.to_string().contains("s3cr3t"));
    }
    if cfg!(feature = "redis-tls") {
        assert!(Redis::new("rediss://127.0.0.1").settings().is_ok());
        let insecure = cause(Redis::new("rediss://127.0.0.1/#insecure"));
        assert!(matches!(insecure, Cause::Insecure));
    } else {
        assert!(matches!(cause(Redis::new("rediss://127.0.0.1")), Cause::NoTls));
    }
}

#[test]
fn the_key_comes_from_the_variable_or_from_a_private_file() {
    const DIGITS: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    let dir = crate::audit::TestDir::new();
    let path = dir.join("state.key");
    let config = Redis::new("redis://127.0.0.1").key_file(&path);
    let choose = |config: &Redis, variable: Option<&str>| {
        config.choose(variable.map(Into::into)).map(|key| *key.bytes())
    };
    let key = std::array::from_fn(|n| n as u8);
    assert_eq!(choose(&config, Some(DIGITS)).unwrap(), key);
    for wrong in ["", "00", &DIGITS[1..]] {
        assert!(matches!(choose(&config, Some(wrong)), Err(Cause::SecretVariable)), "{wrong}");
    }
    let none = Redis::new("redis://127.0.0.1");
    assert!(matches!(choose(&none, None), Err(Cause::NoSecret)));
    assert!(matches!(choose(&config, None), Err(Cause::File(..))), "no file is made");
    fs::write(&path, format!("{DIGITS}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let open = choose(&config, None);
    assert!(matches!(open, Err(Cause::File(_, FileError::Mode(0o640)))), "others can read it");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(choose(&config, None).unwrap(), key);
    fs::write(&path, "00\n").unwrap();
    assert!(matches!(choose(&config, None), Err(Cause::SecretFile(_))));
}

/// A cluster of two nodes, of which the first has no slot: it sends everybody on to the second.
#[tokio::test]
async fn on_a_cluster_the_node_with_the_keys_is_found() {
    let ports = [free_port(), free_port()];
    let start = |port: u16| {
        let port = port.to_string();
        let bus = free_port().to_string();
        Server::start(&["--port", &port, "--cluster-enabled", "yes", "--cluster-port", &bus])
    };
    let (Some(empty), Some(full)) = (start(ports[0]), start(ports[1])) else { return };
    full.ask::<()>(&["CLUSTER", "ADDSLOTSRANGE", "0", "16383"]);
    let info: String = full.ask(&["CLUSTER", "NODES"]);
    let bus = info.split('@').nth(1).and_then(|rest| rest.split([',', ' ']).next()).unwrap();
    let port = ports[1].to_string();
    empty.ask::<()>(&["CLUSTER", "MEET", "127.0.0.1", &port, bus]);
    for node in [&empty, &full] {
        while !node.ask::<String>(&["CLUSTER", "INFO"]).contains("cluster_state:ok") {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    let config = Redis::new(format!("redis://127.0.0.1:{}", ports[0])).time_limit(5 * SECOND);
    let shared = Shared::connect(&config, &secret(), BOT).await.unwrap();
    let takes = [take(1, Quota::once_per(HOUR)), take(2, Quota::once_per(HOUR))];
    let ask = Admission { takes: &takes, ..message(1, 1) };
    assert_eq!(admit(&shared, ask).await, Ok(()));
    assert_eq!(shared.take(&takes).await, Ok(Ok(())));
    assert!(matches!(shared.change_grants(0, &[]).await, Ok(Changed::Done(_))));
    block(&shared, 1).await;
}

pub(super) fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
