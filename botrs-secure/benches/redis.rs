//! Decisions a second of the state that bots share, with a server of its own on the loopback, and how many
//! round trips a decision takes, as the server counts them: one.
//!
//! `cargo bench -p botrs-secure --features redis,testing --bench redis`. Without `redis-server` it says so
//! and measures nothing.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{env, fs};

use botrs_secure::testing::SharedLimits;
use botrs_secure::{Quota, Redis};
use tokio::task::JoinSet;

const DECISIONS: u64 = 20_000;
/// How many decisions are on their way at once.
const AT_ONCE: [u64; 3] = [1, 16, 128];
/// Refuses nobody.
const QUOTA: Quota = Quota::per(1_000_000, Duration::from_secs(3600));

/// Ended when dropped, and its folder removed.
struct Server {
    child: Child,
    folder: PathBuf,
    port: u16,
}

impl Server {
    fn start() -> Option<Self> {
        // Free a moment ago.
        let port =
            TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("a port").port();
        let folder = env::temp_dir().join(format!("botrs-secure-bench-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let child = Command::new("redis-server")
            .args(["--bind", "127.0.0.1", "--save", "", "--port", &port.to_string(), "--dir"])
            .arg(&folder)
            .stdout(Stdio::null())
            .spawn();
        Some(Self { child: child.ok()?, folder, port })
    }

    async fn limits(&self) -> SharedLimits {
        let key = self.folder.join("state.key");
        write_key(&key);
        let config = Redis::new(format!("redis://127.0.0.1:{}", self.port));
        let config = config.key_file(key).time_limit(Duration::from_secs(5));
        for _ in 0..500 {
            if let Ok(limits) = SharedLimits::connect(&config).await {
                return limits;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        SharedLimits::connect(&config).await.expect("a server that answers")
    }

    /// How many scripts clients have had run.
    fn scripts(&self) -> u64 {
        let port = self.port.to_string();
        let said = Command::new("redis-cli").args(["-p", &port, "info", "commandstats"]).output();
        let said = String::from_utf8(said.expect("redis-cli").stdout).expect("text");
        let calls = |line: &str| -> Option<u64> {
            let calls = line.strip_prefix("cmdstat_eval")?.split_once("calls=")?.1;
            calls.split(',').next()?.parse().ok()
        };
        said.lines().filter_map(calls).sum()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn write_key(path: &PathBuf) {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = fs::OpenOptions::new();
    let file = options.write(true).create(true).truncate(true).mode(0o600).open(path);
    file.and_then(|mut file| file.write_all("07".repeat(32).as_bytes())).expect("a key file");
}

#[tokio::main(worker_threads = 2)]
async fn main() {
    let Some(server) = Server::start() else {
        eprintln!("SKIPPED: there is no redis-server, so nothing was measured");
        return;
    };
    let limits = Arc::new(server.limits().await);
    // The server learns each script once.
    assert!(limits.admit(1, 1, QUOTA).await && limits.take(1, QUOTA).await);
    let mut message = 1;
    println!("verb   at once  decisions/s  round trips a decision");
    for verb in ["admit", "take"] {
        for tasks in AT_ONCE {
            let (before, begun) = (server.scripts(), Instant::now());
            let mut running = JoinSet::new();
            for task in 0..tasks {
                let (limits, first) = (Arc::clone(&limits), message + task * DECISIONS);
                running.spawn(async move {
                    for number in first..first + DECISIONS / tasks {
                        let passed = match verb {
                            "admit" => limits.admit(number % 1_000, number + 1, QUOTA).await,
                            _ => limits.take(number % 1_000, QUOTA).await,
                        };
                        assert!(passed);
                    }
                });
            }
            while let Some(ended) = running.join_next().await {
                ended.expect("no panic");
            }
            message += tasks * DECISIONS;
            let decisions = DECISIONS / tasks * tasks;
            let rate = decisions as f64 / begun.elapsed().as_secs_f64();
            let trips = (server.scripts() - before) as f64 / decisions as f64;
            println!("{verb:5}  {tasks:7}  {rate:11.0}  {trips}");
            assert!((trips - 1.0).abs() < f64::EPSILON, "more than one round trip");
        }
    }
}
