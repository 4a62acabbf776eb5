//! A process that is killed, at any moment, leaves a log that is one chain with all that it was told is written.
//!
//! `BOTRS_SECURE_KILLS` says how many processes are killed; ten if nothing is said.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

use super::tests::Log;
use super::*;
use crate::audit::{AuditLog, Event, Kind, kills};

/// Where the process that is killed finds the log; set for it only.
const LOG: &str = "BOTRS_SECURE_KILLS_LOG";
/// The first record that it writes.
const FIRST: &str = "BOTRS_SECURE_KILLS_FIRST";

/// The process that is killed: it writes on and on, with a rotation every few records.
#[test]
#[ignore = "a process of its own, which the next test starts and kills"]
fn writes_on_and_on() {
    let path = std::env::var_os(LOG).expect("started by the test of kills");
    let first = std::env::var(FIRST).expect("a number").parse().expect("a number");
    let log = AuditLog::builder(path).rotate_at(2_000).open().unwrap();
    let mut out = std::io::stdout().lock();
    for correlation in first.. {
        let event = Event::new(Kind::Decision, 0, "mute", "permission");
        assert!(log.record(Event { correlation, ..event }));
        // Every third time the next record comes while this one is written.
        if correlation % 3 != 0 && log.flush() {
            writeln!(out, "\nwritten {correlation}").unwrap();
            out.flush().unwrap();
        }
    }
}

/// The last record that the process told of before it was killed.
fn told(log: &Log, first: u64, at: usize, then: Duration) -> u64 {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "audit::rotate::kills::writes_on_and_on", "--ignored", "--nocapture"])
        .env(LOG, log.path())
        .env(FIRST, first.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut told = Vec::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        // The last line may be cut, and a number with it: so it is not looked at.
        let Ok(line) = line else { break };
        let Some(number) = line.strip_prefix("written ") else { continue };
        told.extend(number.parse::<u64>());
        if told.len() == at {
            std::thread::sleep(then);
            child.kill().unwrap();
        }
    }
    child.wait().unwrap();
    assert!(told.len() >= at, "it wrote something before it was killed");
    told[at - 1]
}

#[test]
fn what_was_written_is_there_after_a_kill_and_the_chain_goes_on() {
    let mut log = Log::new();
    for round in 0..kills() {
        let at = 1 + (round as usize * 7) % 29;
        let told = told(&log, log.written + 1, at, Duration::from_micros(round * 137 % 4_000));
        // Goes on, so that what the kill left is dealt with.
        log.run_until(0, None);
        log.written = log.last();
        assert!(log.written >= told, "round {round}: {told} was told, {} is there", log.written);
        // A kill may cut the last line.
        log.assert_whole_with("torn_line");
    }
    assert!(log.files().len() > 5);
}
