//! Which server, and how it is used.

use std::ffi::OsString;
use std::fmt;
use std::fs::OpenOptions;
use std::path::{Path, PathBuf};
use std::time::Duration;

use redis::{Client, ConnectionAddr, ConnectionInfo, IntoConnectionInfo};

use super::error::{Cause, RedisError};
use crate::private_file::{self, FileError};
use crate::secret::SecretKey;

/// Holds the key as 64 hexadecimal digits; it wins over the file.
pub(super) const VARIABLE: &str = "BOTRS_SECURE_STATE_KEY";
pub(super) const LEAST_LIMIT: Duration = Duration::from_millis(10);
pub(super) const MOST_LIMIT: Duration = Duration::from_secs(5);

/// A Redis or Valkey server by which bots on several machines share cooldowns, blocks, replay marks and
/// grants.
///
/// It should be theirs alone: version 6.2 or later, `maxmemory-policy noeviction`, a password, and
/// persistence, or what it holds is lost when it restarts. Ids are kept in it as keyed fingerprints, and
/// grants, which name people, under a MAC. The key of both is `BOTRS_SECURE_STATE_KEY`, 64 hexadecimal digits, or in a
/// [file](Self::key_file); it is the same on all machines and never in Redis.
///
/// Its clock counts, and those of the machines do not: keep it right by NTP. A step forward ends cooldowns and
/// blocks as if that time had passed; a step back makes blocks last longer and gives nothing.
///
/// ```
/// # use std::time::Duration;
/// use botrs_secure::Redis;
///
/// let redis = Redis::new("redis://:s3cr3t@10.0.0.5:6379/0")
///     .key_file("/etc/bot/state.key")
///     .time_limit(Duration::from_millis(50));
/// assert!(!format!("{redis:?}").contains("s3cr3t"));
/// ```
#[derive(Clone)]
pub struct Redis {
    url: String,
    prefix: String,
    key_file: Option<PathBuf>,
    limit: Duration,
}

impl Redis {
    /// The server at an address: `redis://user:password@host:port/database`, `rediss://` for TLS (with the
    /// feature `redis-tls`), or `unix:///path?pass=password`.
    ///
    /// Whether it is one is found out when the bot starts.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            prefix: "botrs-secure".into(),
            key_file: None,
            limit: Duration::from_millis(100),
        }
    }

    /// What the names of all keys begin with, before the id of the bot. Default: `botrs-secure`.
    ///
    /// 1 to 64 letters, digits, dots, colons, underscores or hyphens.
    #[must_use]
    pub fn prefix(self, prefix: impl Into<String>) -> Self {
        Self { prefix: prefix.into(), ..self }
    }

    /// The file with the key, of mode 0600, for where `BOTRS_SECURE_STATE_KEY` is not set.
    ///
    /// `openssl rand -hex 32` makes a key.
    #[must_use]
    pub fn key_file(self, path: impl AsRef<Path>) -> Self {
        Self { key_file: Some(path.as_ref().into()), ..self }
    }

    /// How long a message waits for the server before it counts as away. Default: 100 ms; 10 ms to 5 s.
    #[must_use]
    pub fn time_limit(self, limit: Duration) -> Self {
        Self { limit, ..self }
    }

    /// The key that all machines share.
    pub(crate) fn secret(&self) -> Result<SecretKey, RedisError> {
        self.choose(std::env::var_os(VARIABLE)).map_err(|cause| RedisError::new(None, cause))
    }

    pub(super) fn choose(&self, variable: Option<OsString>) -> Result<SecretKey, Cause> {
        match (variable, &self.key_file) {
            (Some(value), _) => {
                SecretKey::parse(value.as_encoded_bytes()).ok_or(Cause::SecretVariable)
            }
            (None, Some(path)) => read(path),
            (None, None) => Err(Cause::NoSecret),
        }
    }

    /// What the rest of this module needs, checked.
    pub(super) fn settings(&self) -> Result<Settings, Cause> {
        let is_fit = |c: char| c.is_ascii_alphanumeric() || ".:_-".contains(c);
        if !(1..=64).contains(&self.prefix.len()) || !self.prefix.chars().all(is_fit) {
            return Err(Cause::Prefix);
        }
        if !(LEAST_LIMIT..=MOST_LIMIT).contains(&self.limit) {
            return Err(Cause::Limit);
        }
        let info = self.info()?;
        let at = info.addr().to_string();
        let client = Client::open(info).map_err(|error| Cause::of(&error))?;
        Ok(Settings { client, at, prefix: self.prefix.clone(), limit: self.limit })
    }

    fn info(&self) -> Result<ConnectionInfo, Cause> {
        if cfg!(not(feature = "redis-tls")) && is_tls(&self.url) {
            return Err(Cause::NoTls);
        }
        let info = self.url.as_str().into_connection_info().map_err(|error| Cause::of(&error))?;
        match info.addr() {
            ConnectionAddr::TcpTls { insecure: true, .. } => Err(Cause::Insecure),
            _ => Ok(info),
        }
    }
}

/// Without the address: it may hold a password.
impl fmt::Debug for Redis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redis")
            .field("prefix", &self.prefix)
            .field("key_file", &self.key_file)
            .field("time_limit", &self.limit)
            .finish_non_exhaustive()
    }
}

/// What a [`Redis`] says, checked.
pub(super) struct Settings {
    pub(super) client: Client,
    /// The address, to be named in texts.
    pub(super) at: String,
    pub(super) prefix: String,
    pub(super) limit: Duration,
}

fn is_tls(url: &str) -> bool {
    url.starts_with("rediss:") || url.starts_with("valkeys:")
}

fn read(path: &Path) -> Result<SecretKey, Cause> {
    let failed = |why| Cause::File(path.into(), why);
    let gone = || FileError::Io(std::io::ErrorKind::NotFound.into());
    let seen = private_file::look(path).and_then(|seen| seen.ok_or_else(gone)).map_err(failed)?;
    let file = private_file::open_seen(path, &seen, OpenOptions::new().read(true));
    let key = SecretKey::read(file.map_err(failed)?).map_err(|cause| failed(cause.into()))?;
    key.ok_or_else(|| Cause::SecretFile(path.into()))
}
