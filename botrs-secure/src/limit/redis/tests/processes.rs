//! Two processes and one server, which may restart in the middle: never more than the quota. Nor where the
//! clock of one of them jumps.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

#[cfg(target_os = "linux")]
use super::clock::Clock;
use super::*;

/// Where the processes find the server; set for them only.
const URL: &str = "BOTRS_SECURE_PROCESSES_URL";
/// As many as there are, in the time that a test takes: one more an hour.
const QUOTA: Quota = Quota::new(1_000, HOUR);
/// After so many each process waits until it may go on.
const HALF: usize = 250;
/// After so many refusals in a row nothing is left.
const REFUSALS: usize = 100;

/// One of the processes: it takes what it gets, half of it when it may go on, and tells of the sum.
#[tokio::test]
#[ignore = "a process of its own, which the next tests start"]
async fn takes_on_and_on() {
    let url = std::env::var(URL).expect("started by the tests of processes");
    let config = Redis::new(url).time_limit(5 * SECOND);
    let shared = Shared::connect(&config, &secret(), BOT).await.unwrap();
    let mut out = std::io::stdout().lock();
    let (mut taken, mut refused) = (0, 0);
    // Where it gets more than there is, it ends all the same.
    while refused < REFUSALS && taken < 2_000 {
        match shared.take(&[take(1, QUOTA)]).await {
            Ok(Ok(())) => {
                (taken, refused) = (taken + 1, 0);
                if taken == HALF {
                    writeln!(out, "\nat {}", seconds()).unwrap();
                    std::io::stdin().lines().next().unwrap().unwrap();
                }
            }
            Ok(Err(_)) => refused += 1,
            Err(_) => tokio::time::sleep(Duration::from_millis(5)).await,
        }
    }
    writeln!(out, "\nat {}\nall {taken}", seconds()).unwrap();
}

fn seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

struct Process {
    child: Child,
    go_on: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Process {
    fn start(server: &Server) -> Self {
        Self::start_in(server, [])
    }

    fn start_in<const N: usize>(server: &Server, environment: [(OsString, OsString); N]) -> Self {
        let test = "limit::redis::tests::processes::takes_on_and_on";
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", test, "--ignored", "--nocapture"])
            .env(URL, server.url())
            .envs(environment)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { go_on: child.stdin.take().unwrap(), child, lines }
    }

    /// Waits until it waits, or has ended; what its clock says then.
    fn clock(&mut self) -> u64 {
        self.number("at ")
    }

    fn go_on(&mut self) {
        writeln!(self.go_on).unwrap();
    }

    /// How many it took in all.
    fn end(mut self) -> u64 {
        let taken = self.number("all ");
        // Read to its end, or the process would wait for somebody to read.
        self.lines.by_ref().for_each(drop);
        assert!(self.child.wait().unwrap().success());
        taken
    }

    /// The number of the next line that begins so.
    fn number(&mut self, word: &str) -> u64 {
        let number = |line: std::io::Result<String>| {
            line.unwrap().strip_prefix(word).and_then(|number| number.trim().parse().ok())
        };
        self.lines.by_ref().find_map(number).expect("the process went on to this line")
    }
}

/// What both take, in the middle of which something happens.
fn taken(mut processes: [Process; 2], between: impl FnOnce()) -> u64 {
    for process in &mut processes {
        process.clock();
    }
    between();
    processes.iter_mut().for_each(Process::go_on);
    processes.map(Process::end).iter().sum()
}

#[test]
fn two_processes_get_exactly_the_quota() {
    let Some(server) = Server::start(&[]) else { return };
    let processes = [Process::start(&server), Process::start(&server)];
    assert_eq!(taken(processes, || {}), 1_000);
}

/// A server that keeps what it is given keeps quotas over a restart. Of each process one call may be charged
/// whose answer the restart cut off.
#[test]
fn two_processes_get_no_more_where_the_server_restarts() {
    let arguments = ["--appendonly", "yes", "--appendfsync", "always"];
    let Some(mut server) = Server::start(&arguments) else { return };
    let mut processes = [Process::start(&server), Process::start(&server)];
    for process in &mut processes {
        process.clock();
        process.go_on();
    }
    server.begin();
    let taken: u64 = processes.map(Process::end).iter().sum();
    assert!((998..=1_000).contains(&taken), "{taken}");
}

/// The server's clock counts, and no other.
#[cfg(target_os = "linux")]
#[test]
fn two_processes_get_exactly_the_quota_where_the_clock_of_one_jumps() {
    const A_DAY: u64 = 24 * 60 * 60;
    for ahead in [A_DAY.cast_signed(), -A_DAY.cast_signed()] {
        let Some(server) = Server::start(&[]) else { return };
        let clock = Clock::new(server.folder());
        let (mut one, mut other) =
            (Process::start_in(&server, clock.environment()), Process::start(&server));
        assert!(one.clock().abs_diff(other.clock()) < A_DAY / 2);
        clock.step(ahead);
        one.go_on();
        other.go_on();
        assert!(one.clock().abs_diff(other.clock()) > A_DAY / 2, "it did jump");
        assert_eq!(one.end() + other.end(), 1_000, "{ahead}");
    }
}

/// By a step of the server's own clock back, nothing is given; by one forward, as much as in that time.
#[cfg(target_os = "linux")]
#[test]
fn two_processes_get_no_more_than_for_the_time_by_which_the_servers_clock_jumps() {
    const AN_HOUR: i64 = 60 * 60;
    for (ahead, expected) in [(-10 * AN_HOUR, 1_000), (10 * AN_HOUR, 1_010)] {
        let Some(mut server) = Server::start(&[]) else { return };
        let clock = Clock::new(server.folder());
        server.begin_in(clock.environment());
        let time = || server.ask::<(i64, i64)>(&["TIME"]).0;
        let processes = [Process::start(&server), Process::start(&server)];
        let taken = taken(processes, || {
            let before = time();
            clock.step(ahead);
            assert!((time() - before - ahead).abs() < AN_HOUR, "it did jump");
        });
        assert_eq!(taken, expected, "{ahead}");
    }
}
