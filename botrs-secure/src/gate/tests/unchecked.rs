//! The raw API: handed out to whoever gives a reason, while the permission lasts, and on the record.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use botrs::http::HttpClient;
use botrs::{BotApi, Token};

use super::{Bot, Door, admin, eventually, live, member, moderator};
use crate::AuditSync;
use crate::audit::Disk;
use crate::command::hand_out;
use crate::gate::Stage;
use crate::prelude::*;
use crate::testing::Harness;
use crate::{Command, Denial, Unchecked};

#[command(perm = MuteMembers, cooldown = none, unchecked_api = "no power pins messages")]
async fn pin(ctx: Context<'_, pin>, door: State<Door>) -> Result<()> {
    door.pass().await;
    let api = ctx.unchecked_api().await?;
    let _api: &BotApi = &api;
    Ok(())
}

#[command(public, unchecked_api = "says who it is")]
async fn about(ctx: Context<'_, about>) -> Result<()> {
    let _api = ctx.unchecked_api().await?;
    let _again = ctx.unchecked_api().await?;
    Ok(())
}

fn bot() -> Bot {
    let bot = Bot::with(|bot| bot.commands(commands![pin, about]));
    let http = HttpClient::new(5, true).unwrap();
    bot.platform().set_unchecked(BotApi::new(http, Token::new("102000001", "secret")));
    bot
}

#[tokio::test]
async fn each_time_it_is_handed_out_is_on_the_record_with_the_reason() {
    let bot = bot();
    assert_eq!(bot.rule(&member(), "/about").await, "allowed");
    let effects = bot.records("effect");
    assert_eq!(effects.len(), 2);
    let decision = bot.records("decision").pop().unwrap();
    for effect in effects {
        assert_eq!(
            (&effect["action"], &effect["rule"]),
            (&"unchecked_api".into(), &"unchecked".into())
        );
        assert_eq!(
            (&effect["details"], &effect["success"]),
            (&"says who it is".into(), &true.into())
        );
        assert_eq!(effect["correlation"], decision["correlation"]);
    }
}

#[tokio::test]
async fn a_platform_without_one_says_so() {
    let bot = Bot::with(|bot| bot.commands(commands![pin, about]));
    let report = bot.send(&member(), "/about").await.unwrap();
    assert_eq!(report.rule, "failed");
    assert!(bot.records("effect").is_empty());
}

#[tokio::test]
async fn it_is_refused_once_the_permission_was_taken_away() {
    for (policy, rule, effects) in
        [(Harness::policy(), "run.revoked", 0), (super::policy(), "allowed", 1)]
    {
        let bot = Arc::new(bot());
        let call = tokio::spawn({
            let bot = Arc::clone(&bot);
            async move { bot.rule(&moderator(), "/pin").await }
        });
        bot.door.arrival().await;
        bot.handle().replace_policy(policy).unwrap();
        bot.door.open();
        assert_eq!(call.await.unwrap(), rule);
        assert_eq!(bot.records("effect").len(), effects);
    }
}

#[command(public)]
async fn forger(_ctx: Context<'_, forger>) -> Result<()> {
    Ok(())
}

/// As an author should not. Taking the API compiles only where the attribute says the key; what is
/// left is refused below.
impl Unchecked for forger {}

#[tokio::test]
async fn it_takes_a_running_body_and_a_reason_in_the_attribute() {
    let bot = Bot::with(|bot| bot.commands(commands![pin, about, forger]));
    let http = HttpClient::new(5, true).unwrap();
    bot.platform().set_unchecked(BotApi::new(http, Token::new("102000001", "secret")));
    let denial = async |name, stage| {
        let live = live(&bot, &admin(), name, stage, "");
        hand_out(Some(&live)).await.err().map(|error| error.denial().cloned())
    };
    assert_eq!(denial("pin", Stage::Run).await, None);
    for stage in [Stage::Arguments, Stage::Check, Stage::Authority, Stage::Limit] {
        assert_eq!(denial("pin", stage).await, Some(Some(Denial::Unproven)), "{stage:?}");
    }
    for name in ["forger", "ping", "mute"] {
        assert_eq!(denial(name, Stage::Run).await, Some(Some(Denial::Unproven)), "{name}");
    }
    assert_eq!(hand_out(None).await.err().unwrap().denial(), Some(&Denial::Unproven));
    assert_eq!(forger::SPEC.unchecked_api, None);
    assert_eq!(pin::SPEC.unchecked_api, Some("no power pins messages"));
}

#[tokio::test]
async fn it_is_handed_out_once_that_is_on_the_disk() {
    for (policy, rule, records) in [
        (super::policy(), "allowed", &["unchecked"][..]),
        (Harness::policy(), "run.revoked", &["unchecked", "run.revoked"]),
    ] {
        let disk = Disk::default();
        let log = disk.log(AuditSync::OnPrivileged);
        let bot = Arc::new(Bot::with(|bot| bot.commands(commands![pin, about]).audit(log)));
        let http = HttpClient::new(5, true).unwrap();
        bot.platform().set_unchecked(BotApi::new(http, Token::new("102000001", "secret")));
        bot.door.open();
        let hand = disk.hold();
        let call = tokio::spawn({
            let bot = Arc::clone(&bot);
            async move { bot.rule(&moderator(), "/pin").await }
        });
        eventually(|| disk.syncs() > 0).await;
        bot.handle().replace_policy(policy).unwrap();
        drop(hand);
        assert_eq!(call.await.unwrap(), rule);
        eventually(|| disk.effects() == records).await;
    }
}

/// A log that can be broken.
#[derive(Clone, Default)]
struct Breakable(Arc<AtomicBool>);

impl std::io::Write for Breakable {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.0.load(Ordering::SeqCst) {
            return Err(std::io::ErrorKind::StorageFull.into());
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn it_is_refused_where_it_cannot_be_recorded() {
    let log = Breakable::default();
    let bot = Bot::with(|bot| {
        bot.commands(commands![pin, about]).audit(AuditLog::to_writer(log.clone()))
    });
    let http = HttpClient::new(5, true).unwrap();
    bot.platform().set_unchecked(BotApi::new(http, Token::new("102000001", "secret")));
    assert_eq!(bot.rule(&member(), "/about").await, "allowed");
    log.0.store(true, Ordering::SeqCst);
    bot.rule(&member(), "/ping").await;
    eventually(|| !bot.engine().audit.has_room()).await;
    assert_eq!(bot.rule(&member(), "/about").await, "run.audit");
}
