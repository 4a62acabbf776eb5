//! A process that is killed loses no change that it told of, and keeps none by half.
//!
//! `BOTRS_SECURE_KILLS` says how many processes are killed; ten if nothing is said.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::*;
use crate::audit::kills;
use crate::store::rows::{Mark, Row};

/// Where the process that is killed finds the store; set for it only.
const STORE: &str = "BOTRS_SECURE_KILLS_STORE";
const BOT: u64 = 1;

type Grant = (Principal, String);

/// What each change grants: the odd ones also take back what the one before granted.
fn grant(n: u64) -> Grant {
    (somebody(BOT, 8_000, n % 7), format!("P{}", n % 50))
}

fn mark(n: u64) -> Mark {
    Mark { until: u64::MAX, bot: BOT, message: n }
}

/// The fingerprints of the messages that it has marks of.
fn marks(store: &Store) -> Vec<u64> {
    let (marks, _) = store.marks(BotId::new(BOT), Clock::default().now().wall).unwrap();
    marks.into_iter().map(|mark| mark.message).collect()
}

/// The process that is killed: it changes on and on, and tells of each change when it is made.
#[test]
#[ignore = "a process of its own, which the next test starts and kills"]
fn changes_on_and_on() {
    let path = std::env::var_os(STORE).expect("started by the test of kills");
    let store = Store::open(path).unwrap();
    let queue = store.journal(&Clock::default()).unwrap();
    let mut out = std::io::stdout().lock();
    let already = store.blocks(0).unwrap().len() as u64;
    for n in already.. {
        let (who, name) = grant(n);
        store.grant(&who, &name).unwrap();
        writeln!(out, "\ngranted {n}").unwrap();
        if n % 2 == 1 {
            let (who, name) = grant(n - 1);
            store.revoke(&who, &name).unwrap();
            writeln!(out, "\nrevoked {n}").unwrap();
        }
        store.block(&somebody(BOT, 8_000, n), u64::MAX, 0).unwrap();
        writeln!(out, "\nblocked {n}").unwrap();
        // Two who wait at once, and what goes with them.
        queue.later(Row::Mark(mark(1 << 32 | n)));
        let both = [mark(n), mark(1 << 40 | n)].map(|mark| queue.ask(mark).unwrap());
        for kept in both {
            kept.blocking_recv().unwrap().unwrap();
        }
        writeln!(out, "\nmarked {n}").unwrap();
        out.flush().unwrap();
    }
}

/// What the process told of, in order, before it was killed at the step `at`.
fn told(path: &Path, at: usize, then: Duration) -> Vec<(String, u64)> {
    let test = "store::tests::kills::changes_on_and_on";
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--ignored", "--nocapture"])
        .env(STORE, path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut told = Vec::new();
    for line in lines {
        // The last line may be cut.
        let Ok(line) = line else { break };
        let mut words = line.split(' ');
        let (Some(what), Some(n), None) = (words.next(), words.next(), words.next()) else {
            continue;
        };
        let Ok(n) = n.parse() else { continue };
        if ["granted", "revoked", "blocked", "marked"].contains(&what) {
            told.push((what.to_owned(), n));
        }
        if told.len() == at {
            std::thread::sleep(then);
            child.kill().unwrap();
        }
    }
    child.wait().unwrap();
    told
}

/// What the store holds once as many steps of `changes_on_and_on` are made as given.
fn expected(from: u64, steps: usize, mut held: Vec<Grant>) -> Vec<Grant> {
    let each = (from..).flat_map(|n| {
        let revoke = (n % 2 == 1).then(|| ("revoke", n - 1));
        [Some(("grant", n)), revoke, Some(("block", n)), Some(("mark", n))].into_iter().flatten()
    });
    for (what, n) in each.take(steps) {
        match what {
            "grant" if !held.contains(&grant(n)) => held.push(grant(n)),
            "revoke" => held.retain(|row| *row != grant(n)),
            _ => {}
        }
    }
    held.sort_by_key(|(principal, name)| (encode(principal), name.clone()));
    held
}

#[test]
fn what_was_told_is_there_after_a_kill_and_nothing_is_there_by_half() {
    let folder = Folder::new();
    let path = folder.join("store");
    drop(Store::open(&path).unwrap());
    for round in 0..kills() {
        let store = Store::existing(&path).unwrap();
        let before = store.blocks(0).unwrap().len() as u64;
        let held = store.grants(BotId::new(BOT)).unwrap();
        drop(store);

        let at = 1 + (round as usize * 7) % 29;
        let told = told(&path, at, Duration::from_micros(round * 137 % 2_000));
        assert!(told.len() >= at, "round {round}: it changed something before it was killed");

        let store = Store::existing(&path).expect("a kill leaves a whole store");
        let grants = store.grants(BotId::new(BOT)).unwrap();
        // Every step that was told of is there, and at most the next one, which was not told of yet.
        let steps = (told.len()..=told.len() + 1)
            .find(|&steps| expected(before, steps, held.clone()) == grants);
        assert!(steps.is_some(), "round {round}: {} steps were told of", told.len());
        let blocked = told.iter().filter(|(what, _)| what == "blocked").count() as u64;
        let blocks = store.blocks(0).unwrap().len() as u64 - before;
        assert!((blocked..=blocked + 1).contains(&blocks), "{blocked} blocks told, {blocks} kept");
        let kept = marks(&store);
        for (_, n) in told.iter().filter(|(what, _)| what == "marked") {
            assert!(kept.contains(n) && kept.contains(&(1 << 40 | n)), "round {round}: mark {n}");
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "round {round}: set aside");
    }
}
