//! A bot that is killed, at any moment, leaves a log that is one chain with all that it was told is on the disk.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;

use parking_lot::Mutex;

use crate::audit::{TestDir, broken, files, kills, open};
use crate::prelude::*;
use crate::testing::{Caller, Harness, audit_record};
use crate::{AuditSync, Intrusion};

/// Where the process that is killed finds the log; set for it only.
const LOG: &str = "BOTRS_SECURE_KILLED_BOT";
/// Set where it brings each record to the disk at once.
const EVERY: &str = "BOTRS_SECURE_KILLED_BOT_EVERY";

#[command(public, cooldown = none)]
async fn ping(_ctx: Context<'_, ping>) -> Result<Reply> {
    Ok(reply!("pong"))
}

#[command(perm = MuteMembers, scene = guild, cooldown = none)]
async fn mute(ctx: Context<'_, mute>, target: Target<'_>) -> Result<()> {
    ctx.members().mute(&target, Duration::from_secs(60)).await
}

/// Says and mutes as fast as it goes.
async fn on_and_on(harness: Arc<Harness>, who: u64) {
    loop {
        harness.clock().advance(Duration::from_secs(60));
        let (anybody, moderator) = (Caller::guild(who, &[]), Caller::guild(who, &[2]));
        assert_eq!(harness.call::<ping>(&anybody, "").await.rule, "allowed");
        assert_eq!(harness.call::<mute>(&anybody, "1").await.rule, "permission.missing");
        assert_eq!(harness.call::<mute>(&moderator, "1").await.rule, "allowed");
    }
}

/// The process that is killed: it tells which calls were recorded, once that is on the disk.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a process of its own, which the next test starts and kills"]
async fn records_on_and_on() {
    let path = std::env::var_os(LOG).expect("started by the test of kills");
    let is_every = std::env::var_os(EVERY).is_some();
    let sync = if is_every { AuditSync::EveryRecord } else { AuditSync::OnPrivileged };
    let log = AuditLog::builder(path).rotate_at(100_000).sync(sync).open().unwrap();
    let told = Arc::new(Mutex::new(Vec::new()));
    let harness = Harness::new(|bot| {
        let told = Arc::clone(&told);
        let bot = bot.commands(commands![ping, mute]).audit(log.clone());
        let bot = bot.intrusion(Intrusion::default().permission(0));
        bot.on_decision(move |decision| {
            if decision.outcome().is_allowed() {
                told.lock().push((decision.command().unwrap_or_default(), decision.correlation()));
            }
        })
    });
    let harness = Arc::new(harness);
    for who in [1, 2, 3, 4] {
        harness.platform().set_member(
            Harness::GUILD,
            UserId::new(who),
            &[if who == 1 { 1 } else { 2 }],
        );
        if who > 1 {
            tokio::spawn(on_and_on(Arc::clone(&harness), who));
        }
    }
    thread::spawn(move || {
        loop {
            let told = std::mem::take(&mut *told.lock());
            // By the other policy, what was told may not be there before this.
            assert!(is_every || log.flush());
            let lines = told.iter().map(|(command, id)| format!("\n{command} {id:016x}\n"));
            std::io::stdout().lock().write_all(lines.collect::<String>().as_bytes()).unwrap();
            thread::sleep(Duration::from_millis(1));
        }
    });
    std::future::pending::<()>().await;
}

/// The calls that the process told of before it was killed, by their commands and ids.
fn told(log: &Path, is_every: bool, at: usize, then: Duration) -> Vec<(String, String)> {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "gate::tests::kills::records_on_and_on", "--ignored", "--nocapture"])
        .env(LOG, log)
        .env_remove("BOTRS_SECURE_AUDIT_KEY")
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    if is_every {
        command.env(EVERY, "1");
    }
    let mut child = command.spawn().unwrap();
    let (mut told, mut line) = (Vec::new(), String::new());
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut is_killed = false;
    while out.read_line(&mut line).unwrap() > 0 {
        // The last line may be cut.
        let whole = line.strip_suffix('\n').and_then(|line| line.split_once(' '));
        if let Some((command @ ("ping" | "mute"), id)) = whole {
            told.push((command.to_owned(), id.to_owned()));
        }
        if told.len() >= at && !is_killed {
            thread::sleep(then);
            child.kill().unwrap();
            is_killed = true;
        }
        line.clear();
    }
    child.wait().unwrap();
    told
}

#[test]
fn what_was_told_is_on_the_record_after_a_kill() {
    let mut folder = TestDir::new();
    for round in 0..kills() {
        // All is read each time, so there should not be too much of it.
        if round % 10 == 0 {
            folder = TestDir::new();
        }
        let log = folder.join("audit.jsonl");
        let (is_every, at) = (round % 2 == 0, 1 + (round as usize * 37) % 211);
        let told = told(&log, is_every, at, Duration::from_micros(round * 137 % 4_000));
        assert!(told.len() >= at, "round {round}: it told something before it was killed");
        // Goes on, so that what the kill left is dealt with.
        drop(AuditLog::open(&log).unwrap());
        assert_eq!(broken(&log), None, "round {round}");
        let rules = rules(&log);
        for (command, id) in told {
            let expected =
                if command == "ping" { &["allowed"][..] } else { &["intent", "done", "allowed"] };
            let recorded = rules.get(&id).map_or(&[][..], Vec::as_slice);
            assert_eq!(recorded, expected, "round {round}: {command} {id}");
        }
    }
}

/// The rules of the records of each call, in their order.
fn rules(log: &Path) -> HashMap<String, Vec<String>> {
    let mut rules: HashMap<_, Vec<_>> = HashMap::new();
    for path in files(log) {
        for line in open(&path).lines().map(|line| line.unwrap()) {
            let record = audit_record(&line);
            let text = |member: &str| record[member].as_str().unwrap().to_owned();
            rules.entry(text("correlation")).or_default().push(text("rule"));
        }
    }
    rules
}
