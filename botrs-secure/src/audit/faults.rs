//! Faults of a real file system: a small one that fills up, files that are taken away, and other processes.
//!
//! Each test runs in a process of its own that may mount, `unshare -rm`. Where that is not allowed it says so and
//! tests nothing; with `BOTRS_SECURE_REQUIRE_TMPFS` set it fails.

use std::fs::{self, Permissions};
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use super::{AuditError, AuditLog, TestDir, broken, file, rotated};
use crate::gate::tests::eventually;
use crate::prelude::*;
use crate::testing::{Caller, Harness, audit_record};

/// Where such a process mounts; set for it only.
const FOLDER: &str = "BOTRS_SECURE_TMPFS";
/// Set where the tests must not be left out.
const REQUIRED: &str = "BOTRS_SECURE_REQUIRE_TMPFS";

/// What no process has that does not need it: by these, permissions do not bind.
const UNBOUND: &str = "-dac_override,-dac_read_search";

/// Runs one of the tests below in a process that may mount.
fn apart(name: &str) {
    let mut probe = Command::new("unshare");
    probe.args(["-rm", "setpriv", "true"]).stderr(Stdio::null());
    if !probe.status().is_ok_and(|status| status.success()) {
        assert!(std::env::var_os(REQUIRED).is_none(), "`unshare -rm` is not allowed here");
        eprintln!("NOT TESTED: `unshare -rm` is not allowed here ({name})");
        return;
    }
    let folder = TestDir::new();
    let status = Command::new("unshare")
        .args(["-rm", "setpriv", "--bounding-set", UNBOUND])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", &format!("audit::faults::{name}"), "--ignored", "--nocapture"])
        .env(FOLDER, folder.path())
        .env_remove("BOTRS_SECURE_AUDIT_KEY")
        .stdout(Stdio::null())
        .status();
    assert!(status.unwrap().success(), "{name}");
}

macro_rules! apart {
    ($($test:ident runs $name:ident;)*) => {$(
        #[test]
        fn $test() {
            apart(stringify!($name));
        }
    )*};
}

apart! {
    a_disk_that_is_full_refuses_the_privileged_until_there_is_room runs fills_up;
    a_file_that_is_removed_or_moved_is_no_end runs is_taken_away;
    a_folder_without_permission_keeps_the_log_in_its_file runs has_no_permission;
    a_disk_that_is_read_only_opens_nothing runs is_read_only;
    a_second_process_opens_nothing runs is_in_use;
}

#[command(public)]
async fn ping(_ctx: Context<'_, ping>) -> Result<Reply> {
    Ok(reply!("pong"))
}

#[command(perm = MuteMembers, scene = guild, cooldown = none)]
async fn mute(ctx: Context<'_, mute>, target: Target<'_>) -> Result<()> {
    ctx.members().mute(&target, Duration::from_secs(60)).await
}

/// A disk of 1 MiB.
struct Disk(PathBuf);

impl Disk {
    fn mounted() -> Self {
        let path = PathBuf::from(std::env::var_os(FOLDER).expect("started by the tests"));
        Self::mount(&["-t", "tmpfs", "-o", "size=1m,mode=0700", "tmpfs"], &path);
        Self(path)
    }

    fn mount(options: &[&str], path: &Path) {
        assert!(Command::new("mount").args(options).arg(path).status().unwrap().success());
    }

    fn log(&self) -> PathBuf {
        self.0.join("audit.jsonl")
    }

    /// Takes all that is left.
    fn fill(&self) -> PathBuf {
        let path = self.0.join("filler");
        let mut filler = fs::File::create(&path).unwrap();
        while filler.write_all(&[0; 4096]).is_ok() {}
        path
    }
}

/// A bot that records there.
struct Bot {
    harness: Harness,
    audit: AuditLog,
    /// How many calls of each rule there were.
    told: Vec<&'static str>,
}

impl Bot {
    fn at(path: &Path) -> Self {
        Self::with(AuditLog::open(path).unwrap())
    }

    fn with(audit: AuditLog) -> Self {
        let harness = Harness::new(|bot| bot.commands(commands![ping, mute]).audit(audit.clone()));
        for (user, roles) in [(1, &[2][..]), (2, &[])] {
            harness.platform().set_member(Harness::GUILD, UserId::new(user), roles);
        }
        Self { harness, audit, told: Vec::new() }
    }

    /// What becomes of a command that everybody may use.
    async fn ping(&mut self) -> &'static str {
        self.harness.clock().advance(Duration::from_secs(60));
        let report = self.harness.call::<ping>(&Caller::guild(2, &[]), "").await;
        self.told.push(report.rule);
        report.rule
    }

    /// What becomes of a moderator's command, and what they are told.
    async fn mute(&mut self) -> (&'static str, Vec<String>) {
        self.harness.clock().advance(Duration::from_secs(60));
        let report = self.harness.call::<mute>(&Caller::guild(1, &[2]), "2").await;
        self.told.push(report.rule);
        (report.rule, report.replies)
    }

    /// Goes on until the log cannot be written.
    async fn fails(&mut self) {
        for _ in 0..5_000 {
            if !self.audit.has_room() {
                return;
            }
            assert_eq!(self.ping().await, "allowed");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        panic!("it is still written");
    }

    async fn recovers(&self) {
        eventually(|| self.audit.has_room()).await;
    }

    /// Whether all that was told is in the records.
    fn assert_recorded(&self, records: &[Value]) {
        let decisions = records.iter().filter(|it| it["event_type"] == "decision");
        let rules: Vec<_> = decisions.map(|it| it["rule"].as_str().unwrap()).collect();
        assert_eq!(rules, self.told);
    }
}

fn records(path: &Path) -> Vec<Value> {
    fs::read_to_string(path).unwrap().lines().map(audit_record).collect()
}

#[tokio::test]
#[ignore = "a process of its own, which another test starts"]
async fn fills_up() {
    let disk = Disk::mounted();
    let mut bot = Bot::at(&disk.log());
    for _ in 0..2 {
        assert_eq!(bot.mute().await.0, "allowed");
        let filler = disk.fill();
        bot.fails().await;
        let (rule, told) = bot.mute().await;
        assert_eq!((rule, told.len()), ("run.audit", 1), "{told:?}");
        assert_eq!(bot.ping().await, "allowed");
        fs::remove_file(filler).unwrap();
        bot.recovers().await;
    }
    assert_eq!(bot.mute().await.0, "allowed");
    assert!(bot.audit.flush());
    bot.assert_recorded(&records(&disk.log()));
    drop(bot);
    assert!(broken(&disk.log()).is_none());
    drop(AuditLog::open(disk.log()).unwrap());
    assert!(broken(&disk.log()).is_none());
    assert!(records(&disk.log()).iter().all(|it| it["event_type"] != "alert"));
}

#[tokio::test]
#[ignore = "a process of its own, which another test starts"]
async fn is_taken_away() {
    let disk = Disk::mounted();
    let mut bot = Bot::at(&disk.log());
    assert_eq!(bot.mute().await.0, "allowed");
    // Whoever moves it keeps it, and the log goes on there.
    let moved = file::beside(&disk.log(), ".000001");
    assert!(bot.audit.flush());
    fs::rename(disk.log(), &moved).unwrap();
    assert_eq!(bot.mute().await.0, "allowed");
    assert!(bot.audit.flush() && !disk.log().exists());
    bot.assert_recorded(&records(&moved));
    // What is removed is gone, and told; what follows is not.
    fs::remove_file(moved).unwrap();
    bot.told.clear();
    assert_eq!(bot.mute().await.0, "allowed");
    assert!(bot.audit.flush());
    let found = records(&disk.log());
    assert!(found.iter().any(|it| it["event_type"] == "alert" && it["rule"] == "removed"));
    bot.assert_recorded(&found);
    // A folder that is gone takes no records, until it is back.
    let folder = disk.0.join("folder");
    fs::create_dir(&folder).unwrap();
    let mut bot = Bot::at(&folder.join("audit.jsonl"));
    assert_eq!(bot.mute().await.0, "allowed");
    assert!(bot.audit.flush());
    fs::remove_dir_all(&folder).unwrap();
    bot.told.clear();
    bot.fails().await;
    assert_eq!(bot.mute().await.0, "run.audit");
    fs::create_dir(&folder).unwrap();
    bot.recovers().await;
    assert_eq!(bot.mute().await.0, "allowed");
    assert!(bot.audit.flush());
    bot.assert_recorded(&records(&folder.join("audit.jsonl")));
}

#[tokio::test]
#[ignore = "a process of its own, which another test starts"]
async fn has_no_permission() {
    let disk = Disk::mounted();
    let audit = AuditLog::builder(disk.log()).rotate_at(2_000).open().unwrap();
    let mut bot = Bot::with(audit);
    let allow =
        |path: &Path, mode| fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    allow(&disk.log(), 0o000);
    allow(&disk.0, 0o500);
    assert!(fs::write(disk.0.join("probe"), "").is_err(), "permissions bind");
    for _ in 0..10 {
        assert_eq!(bot.mute().await.0, "allowed");
    }
    assert!(bot.audit.flush());
    assert!(rotated::files(&disk.log()).unwrap().is_empty());
    drop(bot.harness);
    drop(bot.audit);
    // The next run may not go on with what it may not read.
    let error = AuditLog::open(disk.log()).unwrap_err();
    assert!(matches!(error, AuditError::Io { .. }), "{error}");
    allow(&disk.0, 0o700);
    allow(&disk.log(), 0o600);
    let again = AuditLog::builder(disk.log()).rotate_at(2_000).open().unwrap();
    let told = bot.told;
    let mut bot = Bot { told, ..Bot::with(again) };
    assert_eq!(bot.mute().await.0, "allowed");
    assert!(bot.audit.flush());
    drop((bot.harness, bot.audit));
    assert!(broken(&disk.log()).is_none());
    assert!(!rotated::files(&disk.log()).unwrap().is_empty());
}

#[tokio::test]
#[ignore = "a process of its own, which another test starts"]
async fn is_read_only() {
    let disk = Disk::mounted();
    let mut bot = Bot::at(&disk.log());
    assert_eq!(bot.mute().await.0, "allowed");
    // Linux lets nobody do it while a log is open.
    let remount = || {
        Command::new("mount").args(["-o", "remount,ro"]).arg(&disk.0).stderr(Stdio::null()).status()
    };
    assert!(!remount().unwrap().success());
    drop(bot);
    assert!(remount().unwrap().success());
    let error = AuditLog::open(disk.log()).unwrap_err();
    assert!(matches!(error, AuditError::Io { .. }), "{error}");
    Disk::mount(&["-o", "remount,rw"], &disk.0);
    let mut bot = Bot::at(&disk.log());
    assert_eq!(bot.mute().await.0, "allowed");
    drop(bot);
    assert!(broken(&disk.log()).is_none());
}

#[tokio::test]
#[ignore = "a process of its own, which another test starts"]
async fn is_in_use() {
    if let Some(log) = std::env::var_os("BOTRS_SECURE_SECOND") {
        let error = AuditLog::open(log).unwrap_err();
        return assert!(matches!(error, AuditError::InUse { .. }), "{error}");
    }
    let disk = Disk::mounted();
    let mut bot = Bot::at(&disk.log());
    let second = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "audit::faults::is_in_use", "--ignored"])
        .env("BOTRS_SECURE_SECOND", disk.log())
        .stdout(Stdio::null())
        .status();
    assert!(second.unwrap().success());
    assert_eq!(bot.mute().await.0, "allowed");
    assert!(bot.audit.flush());
    bot.assert_recorded(&records(&disk.log()));
    drop(bot);
    assert!(broken(&disk.log()).is_none());
}
