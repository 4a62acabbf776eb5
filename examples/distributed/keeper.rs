//! The process that keeps Redis: it outlives whoever started it just long enough to take the server away.

use std::io;
use std::path::PathBuf;

use botrs_secure::testing::RedisServer;

use super::process::{Process, say};

pub(crate) const ROLE: &str = "redis";

/// Starts Redis, tells where it is, and stops and starts it when told, until its input ends.
pub(crate) fn run() -> io::Result<()> {
    let mut server = RedisServer::start(&[])?;
    say(server.url());
    say(server.key_file().display());
    for line in io::stdin().lines() {
        match line?.as_str() {
            "stop" => server.stop()?,
            "start" => server.restart()?,
            _ => {}
        }
        say("done");
    }
    Ok(())
}

/// Redis, as seen from the process that plays the scenes.
pub(crate) struct Keeper {
    process: Process,
    pub(crate) url: String,
    pub(crate) key_file: PathBuf,
}

impl Keeper {
    pub(crate) async fn start() -> io::Result<Self> {
        let mut process = Process::start(&[ROLE.as_ref()], &[])?;
        let url = process.line().await?;
        let key_file = process.line().await?.into();
        Ok(Self { process, url, key_file })
    }

    /// Says `stop` or `start`, and waits until that is done.
    pub(crate) async fn tell(&mut self, what: &str) -> Result<(), String> {
        self.process.tell(what).await.map_err(|error| error.to_string())
    }

    pub(crate) async fn end(self) -> io::Result<()> {
        self.process.end().await
    }
}
