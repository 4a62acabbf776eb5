//! What the platform and people see waits for the disk, where the log was opened so.

use std::sync::Arc;

use tokio::task::JoinHandle;

use super::{Bot, admin, eventually, member};
use crate::AuditSync;
use crate::audit::Disk;
use crate::prelude::*;
use crate::testing::{Caller, Report};

fn bot(disk: &Disk, sync: AuditSync) -> Arc<Bot> {
    Arc::new(Bot::with(|bot| bot.audit(disk.log(sync))))
}

/// A command, once it waits for the disk.
async fn waiting(
    bot: &Arc<Bot>,
    disk: &Disk,
    caller: Caller,
    text: &'static str,
) -> JoinHandle<Report> {
    let before = disk.syncs();
    let bot = Arc::clone(bot);
    let sent = tokio::spawn(async move { bot.send(&caller, text).await.unwrap() });
    eventually(|| disk.syncs() > before).await;
    sent
}

#[tokio::test]
async fn a_power_asks_the_platform_once_its_intent_is_on_the_disk() {
    let disk = Disk::default();
    let bot = bot(&disk, AuditSync::OnPrivileged);
    let hand = disk.hold();
    let kick = waiting(&bot, &disk, admin(), "/kick 6").await;
    assert_eq!(bot.effects(), 0);
    drop(hand);
    assert_eq!(kick.await.unwrap().rule, "allowed");
    assert_eq!(bot.effects(), 1);
    eventually(|| disk.effects() == ["intent", "done"]).await;
}

#[tokio::test]
async fn a_power_is_refused_where_the_disk_fails() {
    let disk = Disk::default();
    let bot = bot(&disk, AuditSync::OnPrivileged);
    disk.fail(true);
    assert_eq!(bot.rule(&admin(), "/kick 6").await, "run.audit");
    assert_eq!(bot.effects(), 0);
    disk.fail(false);
    eventually(|| disk.effects() == ["intent", "run.audit"]).await;
    eventually(|| bot.engine().audit.has_room()).await;
    // A minute later, for the cooldown.
    bot.minutes(1);
    assert_eq!(bot.rule(&admin(), "/kick 6").await, "allowed");
}

#[tokio::test]
async fn what_is_taken_away_meanwhile_is_not_done() {
    let disk = Disk::default();
    let bot = bot(&disk, AuditSync::OnPrivileged);
    let hand = disk.hold();
    let kick = waiting(&bot, &disk, admin(), "/kick 6").await;
    bot.handle().replace_policy(Policy::new().trust_c2c()).unwrap();
    drop(hand);
    assert_eq!(kick.await.unwrap().rule, "run.revoked");
    assert_eq!(bot.effects(), 0);
    eventually(|| disk.effects() == ["intent", "run.revoked"]).await;
}

#[tokio::test]
async fn an_answer_comes_once_its_record_is_on_the_disk() {
    for (text, rule) in [("/ping", "allowed"), ("/both", "permission.missing")] {
        let disk = Disk::default();
        let bot = bot(&disk, AuditSync::EveryRecord);
        let hand = disk.hold();
        let sent = waiting(&bot, &disk, member(), text).await;
        assert!(bot.platform().requests().is_empty(), "{text}");
        drop(hand);
        assert_eq!(sent.await.unwrap().rule, rule);
        assert_eq!(bot.platform().requests().len(), 1, "{text}");
    }
}
