//! A Redis server of a test's own.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use redis::{Client, Connection, FromRedisValue, Value, cmd};

/// How long a server may take to start.
const START: Duration = Duration::from_secs(20);

/// Killed when dropped, and its folder removed.
pub(crate) struct Server {
    folder: PathBuf,
    arguments: Vec<String>,
    child: Option<Child>,
}

impl Server {
    /// A new server with further arguments. Without the program, a loud line and none.
    pub(crate) fn start(arguments: &[&str]) -> Option<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let is_there = Command::new("redis-server").arg("--version").stdout(Stdio::null()).status();
        if is_there.is_err() {
            let required =
                env::var_os("BOTRS_SECURE_REQUIRE_REDIS").is_some_and(|value| value == "1");
            assert!(!required, "there is no redis-server, and BOTRS_SECURE_REQUIRE_REDIS is 1");
            eprintln!("SKIPPED: there is no redis-server, so this test tested nothing");
            return None;
        }
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("botrs-secure-redis-{}-{number}", std::process::id());
        let folder = env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        let arguments = arguments.iter().map(|&argument| argument.to_owned()).collect();
        let mut server = Self { folder, arguments, child: None };
        server.begin();
        Some(server)
    }

    pub(crate) fn socket(&self) -> PathBuf {
        self.folder.join("redis.sock")
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(crate) fn url(&self) -> String {
        format!("unix://{}", self.socket().display())
    }

    /// Starts it, empty, at the same place.
    pub(crate) fn begin(&mut self) {
        self.stop();
        let child = Command::new("redis-server")
            .args(["--port", "0", "--save", "", "--appendonly", "no", "--unixsocket"])
            .arg(self.socket())
            .arg("--dir")
            .arg(&self.folder)
            .args(&self.arguments)
            .stdout(Stdio::null())
            .spawn();
        self.child = Some(child.unwrap());
        let begun = Instant::now();
        while self.try_ask::<Value>(&["PING"]).is_err_and(|error| error.is_io_error()) {
            assert!(begun.elapsed() < START, "redis-server does not start");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Kills it.
    pub(crate) fn stop(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
        let _ = fs::remove_file(self.socket());
    }

    pub(crate) fn ask<T: FromRedisValue>(&self, words: &[&str]) -> T {
        self.try_ask(words).unwrap()
    }

    pub(crate) fn connection(&self) -> redis::RedisResult<Connection> {
        Client::open(self.url())?.get_connection()
    }

    fn try_ask<T: FromRedisValue>(&self, words: &[&str]) -> redis::RedisResult<T> {
        cmd(words[0]).arg(&words[1..]).query(&mut self.connection()?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
        let _ = fs::remove_dir_all(&self.folder);
    }
}
