//! Two processes and one server, which may restart in the middle: never more than the quota.

use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdout, Command, Stdio};

use super::*;

/// Where the processes find the server; set for them only.
const URL: &str = "BOTRS_SECURE_PROCESSES_URL";
/// As many as there are, in the time that a test takes: one more an hour.
const QUOTA: Quota = Quota::new(1_000, HOUR);
/// After so many refusals in a row nothing is left.
const REFUSALS: usize = 100;

/// One of the processes: it takes what it gets, tells of it as it goes, and of the sum in the end.
#[tokio::test]
#[ignore = "a process of its own, which the next tests start"]
async fn takes_on_and_on() {
    let url = std::env::var(URL).expect("started by the tests of processes");
    let config = Redis::new(url).time_limit(5 * SECOND);
    let shared = Shared::connect(&config, &secret(), BOT).await.unwrap();
    let mut out = std::io::stdout().lock();
    let (mut taken, mut refused) = (0, 0);
    while refused < REFUSALS {
        match shared.take(&[take(1, QUOTA)]).await {
            Ok(Ok(())) => {
                (taken, refused) = (taken + 1, 0);
                writeln!(out, "\ntook {taken}").unwrap();
            }
            Ok(Err(_)) => refused += 1,
            Err(_) => tokio::time::sleep(Duration::from_millis(5)).await,
        }
    }
    writeln!(out, "\nall {taken}").unwrap();
}

struct Process {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Process {
    fn start(server: &Server) -> Self {
        let test = "limit::redis::tests::processes::takes_on_and_on";
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", test, "--ignored", "--nocapture"])
            .env(URL, server.url())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }

    /// The number of the next line that begins so.
    fn wait(&mut self, word: &str) -> usize {
        let number = |line: std::io::Result<String>| {
            line.unwrap().strip_prefix(word).and_then(|number| number.trim().parse().ok())
        };
        self.lines.by_ref().find_map(number).expect("the process went on to this line")
    }

    fn end(mut self) -> usize {
        let taken = self.wait("all ");
        // Read to its end, or the process would wait for somebody to read.
        self.lines.by_ref().for_each(drop);
        assert!(self.child.wait().unwrap().success());
        taken
    }
}

#[test]
fn two_processes_get_exactly_the_quota() {
    let Some(server) = Server::start(&[]) else { return };
    let processes = [Process::start(&server), Process::start(&server)];
    let taken = processes.map(Process::end);
    assert_eq!(taken.iter().sum::<usize>(), 1_000, "{taken:?}");
}

/// A server that keeps what it is given keeps quotas over a restart. Of each process one call may be charged
/// whose answer the restart cut off.
#[test]
fn two_processes_get_no_more_where_the_server_restarts() {
    let arguments = ["--appendonly", "yes", "--appendfsync", "always"];
    let Some(mut server) = Server::start(&arguments) else { return };
    let mut processes = [Process::start(&server), Process::start(&server)];
    for process in &mut processes {
        assert!(process.wait("took ") < 500);
    }
    server.begin();
    let taken = processes.map(Process::end);
    assert!((998..=1_000).contains(&taken.iter().sum::<usize>()), "{taken:?}");
}
