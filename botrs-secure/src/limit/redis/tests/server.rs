//! A Redis server of a test's own.

#[cfg(target_os = "linux")]
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use redis::{Client, Connection, FromRedisValue, cmd};

use super::proxy::Proxy;
use crate::testing::RedisServer;

/// Killed when dropped, and its folder removed.
pub(crate) struct Server(RedisServer);

impl Server {
    /// A new server with further arguments. Without the program, a loud line and none.
    pub(crate) fn start(arguments: &[&str]) -> Option<Self> {
        RedisServer::for_test(arguments).map(Self)
    }

    pub(crate) fn redis(&self) -> crate::Redis {
        crate::Redis::new(self.0.url()).key_file(self.0.key_file())
    }

    /// A way to it that can be held, for a bot of this machine.
    pub(crate) fn by_proxy(&self) -> (Proxy, crate::Redis) {
        let proxy = Proxy::new(&self.socket(), &self.folder().join("proxy.sock"));
        let redis = crate::Redis::new(proxy.url()).key_file(self.0.key_file());
        (proxy, redis)
    }

    pub(crate) fn socket(&self) -> PathBuf {
        self.0.socket()
    }

    pub(crate) fn folder(&self) -> &Path {
        self.0.folder()
    }

    pub(crate) fn url(&self) -> String {
        self.0.url()
    }

    /// Starts it, empty, at the same place.
    pub(crate) fn begin(&mut self) {
        self.0.restart().unwrap();
    }

    /// The same with something in its environment.
    #[cfg(target_os = "linux")]
    pub(super) fn begin_in(&mut self, environment: [(OsString, OsString); 2]) {
        self.0.set_environment(environment.into());
        self.begin();
    }

    /// Kills it.
    pub(crate) fn stop(&mut self) {
        self.0.stop().unwrap();
    }

    pub(crate) fn ask<T: FromRedisValue>(&self, words: &[&str]) -> T {
        cmd(words[0]).arg(&words[1..]).query(&mut self.connection().unwrap()).unwrap()
    }

    pub(crate) fn connection(&self) -> redis::RedisResult<Connection> {
        Client::open(self.url())?.get_connection()
    }
}
