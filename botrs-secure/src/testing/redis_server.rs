//! A Redis server on this machine, for as long as it is needed.

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

#[cfg(doc)]
use crate::Redis;
use crate::hex;
use crate::testing::private_directory::{self, PrivateDirectory};

/// How long a server may take to start.
const START: Duration = Duration::from_secs(20);

/// A Redis server of one's own: empty, on a socket in a new folder, with a key beside it.
///
/// It needs the program `redis-server`. Dropping it kills the server and removes the folder.
#[derive(Debug)]
pub struct RedisServer {
    child: Option<Child>,
    arguments: Vec<String>,
    environment: Vec<(OsString, OsString)>,
    folder: PrivateDirectory,
}

impl RedisServer {
    /// Whether there is a `redis-server` in `PATH`.
    #[must_use]
    pub fn is_installed() -> bool {
        let asked = Command::new("redis-server").arg("--version").stdout(Stdio::null()).status();
        asked.is_ok_and(|status| status.success())
    }

    /// A server for a test. Where none is installed, `None` and a line that says so.
    ///
    /// # Panics
    ///
    /// If it cannot start; if none is installed and `BOTRS_SECURE_REQUIRE_REDIS` is 1.
    #[must_use]
    pub fn for_test(arguments: &[&str]) -> Option<Self> {
        if Self::is_installed() {
            return Some(Self::start(arguments).expect("redis-server starts"));
        }
        let required = env::var_os("BOTRS_SECURE_REQUIRE_REDIS").is_some_and(|value| value == "1");
        assert!(!required, "there is no redis-server, and BOTRS_SECURE_REQUIRE_REDIS is 1");
        // Past `print!`, whose text nobody sees of a test that passes.
        let skipped = "SKIPPED: there is no redis-server, so this test tested nothing";
        let _ = writeln!(io::stdout(), "{skipped}");
        None
    }

    /// Starts a server with further arguments of `redis-server`, and waits until it answers.
    ///
    /// # Errors
    ///
    /// If its folder cannot be made, or it does not answer within 20 s.
    pub fn start(arguments: &[&str]) -> io::Result<Self> {
        let folder = PrivateDirectory::new("botrs-secure-redis")?;
        let arguments = arguments.iter().map(|&argument| argument.to_owned()).collect();
        let mut server = Self { child: None, arguments, environment: Vec::new(), folder };
        let mut key = [0; 32];
        getrandom::fill(&mut key).map_err(io::Error::other)?;
        let digits: Vec<u8> = hex::encode(&key).collect();
        private_directory::write(&server.key_file(), &digits)?;
        server.restart()?;
        Ok(server)
    }

    /// Its address, for [`Redis::new`].
    #[must_use]
    pub fn url(&self) -> String {
        format!("unix://{}", self.socket().display())
    }

    /// The key, for [`Redis::key_file`].
    #[must_use]
    pub fn key_file(&self) -> PathBuf {
        self.folder().join("state.key")
    }

    /// Kills it and starts it again at the same place: empty, unless its arguments say otherwise.
    ///
    /// # Errors
    ///
    /// If it does not answer within 20 s.
    pub fn restart(&mut self) -> io::Result<()> {
        self.stop()?;
        let child = Command::new("redis-server")
            .args(["--port", "0", "--save", "", "--appendonly", "no", "--unixsocket"])
            .arg(self.socket())
            .arg("--dir")
            .arg(self.folder())
            .args(&self.arguments)
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()?;
        self.child = Some(child);
        let begun = Instant::now();
        while !self.answers() {
            if begun.elapsed() > START {
                return Err(io::Error::new(
                    io::ErrorKind::TimedOut,
                    "redis-server does not answer",
                ));
            }
            thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }

    /// Kills it.
    ///
    /// # Errors
    ///
    /// If the system does not let it.
    pub fn stop(&mut self) -> io::Result<()> {
        if let Some(mut child) = self.child.take() {
            child.kill()?;
            child.wait()?;
        }
        let _ = fs::remove_file(self.socket());
        Ok(())
    }

    /// What it has in its environment from the next start on.
    #[cfg(all(test, target_os = "linux"))]
    pub(crate) fn set_environment(&mut self, environment: Vec<(OsString, OsString)>) {
        self.environment = environment;
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn socket(&self) -> PathBuf {
        self.folder().join("redis.sock")
    }

    #[cfg(unix)]
    fn answers(&self) -> bool {
        let asked = || -> io::Result<u8> {
            let mut stream = std::os::unix::net::UnixStream::connect(self.socket())?;
            stream.set_read_timeout(Some(START))?;
            stream.write_all(b"PING\r\n")?;
            let mut first = [0];
            stream.read_exact(&mut first)?;
            Ok(first[0])
        };
        // Whatever it says, a refusal or `+PONG`.
        asked().is_ok()
    }

    #[cfg(not(unix))]
    fn answers(&self) -> bool {
        false
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        if let Err(error) = self.stop() {
            eprintln!("redis-server was left behind: {error}");
        }
    }
}
