//! What is recorded: each decision about a command once, each effect once, noise rarely.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use parking_lot::Mutex;

use super::{Bot, Door, admin, guild, live, member, owner};
use crate::audit::Kind;
use crate::gate::Stage;
use crate::prelude::*;
use crate::testing::{Caller, Failing, Harness};
use crate::{GroupRole, PlatformErrorKind};

#[tokio::test]
async fn each_command_has_one_decision_under_an_id_of_its_own() {
    let bot = Bot::new();
    let again = member().with_id("again");
    let mut rules = Vec::new();
    for (caller, text) in [
        (again.clone(), "/ping"),
        (again, "/ping"),
        (member(), "/ping x"),
        (member(), "/both"),
        (member(), "/reload"),
        (admin(), "/mute 6 1m"),
        (admin(), "/mute 3 1m"),
        (admin(), "/ban 6"),
        (admin(), "/ban 6 confirm 000000"),
        (admin(), "/announce"),
        (admin(), "/announce"),
        (admin().sent_at_no_time(), "/both"),
        (Caller::group(1, 1, GroupRole::Member), "/ping"),
        (Caller::c2c(1), "/mute"),
    ] {
        rules.push(bot.rule(&caller, text).await);
        bot.clock().advance(std::time::Duration::from_secs(1));
    }
    let decisions = bot.records("decision");
    let recorded: Vec<_> =
        decisions.iter().map(|record| record["rule"].as_str().unwrap()).collect();
    assert_eq!(recorded, rules);
    let ids: HashMap<_, _> = decisions.iter().map(|it| (it["correlation"].as_str(), ())).collect();
    assert_eq!(ids.len(), decisions.len());
    for record in &decisions {
        assert_eq!(record["success"], record["rule"] == "allowed");
        assert!(record["action"] != "message");
        assert_eq!(record["bot"], "102000001");
    }
}

#[tokio::test]
async fn each_power_call_has_one_effect_under_the_id_of_its_decision() {
    let bot = Bot::new();
    bot.rule(&admin(), "/mute 6 1m30s").await;
    bot.rule(&owner(), "/kick 6").await;
    let id = "quoted".parse().unwrap();
    bot.platform().set_message(&id, Harness::CHANNEL, Harness::GUILD, UserId::new(6));
    bot.rule(&admin().quoting(&id), "/recall").await;
    let code = super::confirm::code(&bot, &admin(), "/ban 6").await;
    bot.rule(&admin(), &format!("/ban 6 confirm {code:06}")).await;
    let (effects, decisions) = (bot.results(), bot.records("decision"));
    let seen: Vec<_> = effects
        .iter()
        .map(|it| (it["action"].as_str().unwrap(), it["details"].as_str(), it["rule"].as_str()))
        .collect();
    let done = Some("done");
    assert_eq!(
        seen,
        [
            ("members.mute", Some("period=90000ms"), done),
            ("members.kick", None, done),
            ("messages.recall", Some("message=quoted"), done),
            ("members.ban", Some("history_days=7"), done),
        ]
    );
    let allowed: Vec<_> = decisions.iter().filter(|it| it["rule"] == "allowed").collect();
    assert_eq!(allowed.len(), effects.len());
    for (effect, decision) in effects.iter().zip(allowed) {
        assert_eq!(effect["correlation"], decision["correlation"]);
        assert_eq!(effect["success"], true);
        assert_eq!(effect["user_id"], decision["user_id"]);
        assert_eq!(effect["target"], effects[0]["target"]);
        assert!(effect["target"].as_str().unwrap().starts_with("u:"));
    }
}

#[tokio::test]
async fn an_effect_that_failed_is_recorded_as_what_became_of_it() {
    let bot = Bot::new();
    for (kind, name) in [
        (PlatformErrorKind::Refused, "refused"),
        (PlatformErrorKind::Pending, "pending"),
        (PlatformErrorKind::Unknown, "unknown"),
    ] {
        bot.platform().fail_effects(Some(Failing::With(kind)));
        assert_eq!(bot.rule(&admin(), "/mute 6 1m").await, "failed");
        let effects = bot.results();
        let effect = effects.last().unwrap();
        assert_eq!((&effect["rule"], &effect["success"]), (&name.into(), &false.into()));
    }
    assert_eq!(bot.results().len(), 3);
}

#[tokio::test]
async fn refused_chatter_is_recorded_once_a_minute_for_each_place_and_rule() {
    let bot = Bot::new();
    let chatter = Caller::guild(50, &[]).as_bot();
    let elsewhere = chatter.clone().at(guild(Harness::GUILD.get(), 9));
    let count = || bot.records("decision").len();
    for _ in 0..100 {
        bot.rule(&chatter, "hello").await;
        bot.rule(&Caller::guild(51, &[]).as_bot(), "/ping").await;
    }
    assert_eq!(count(), 1);
    bot.rule(&elsewhere, "hello").await;
    assert_eq!(count(), 2);
    bot.clock().advance(std::time::Duration::from_secs(59));
    bot.rule(&chatter, "hello").await;
    assert_eq!(count(), 2);
    bot.clock().advance(std::time::Duration::from_secs(1));
    bot.rule(&chatter, "hello").await;
    assert_eq!(count(), 3);
    let other = crate::Policy::new().trust_c2c();
    bot.handle().replace_policy(other).unwrap();
    bot.rule(&member(), "hello").await;
    let decisions = bot.records("decision");
    let last = decisions.last().unwrap();
    assert_eq!((&last["rule"], &last["action"]), (&"source.place".into(), &"message".into()));
    assert_eq!(decisions.len(), 4);
}

#[tokio::test]
async fn ordinary_messages_are_not_recorded() {
    let bot = Bot::new();
    for text in ["hello", "/unknown", "bans 6"] {
        assert!(bot.send(&member(), text).await.is_none());
    }
    assert!(bot.audit().is_empty());
}

#[tokio::test]
async fn nobodys_id_is_in_a_record() {
    let bot = Bot::new();
    let caller = Caller::guild(123_456_789_012, &[2]);
    for user in [123_456_789_012, 987_654_321_098] {
        bot.platform().set_member(Harness::GUILD, UserId::new(user), &[]);
    }
    bot.platform().set_member(Harness::GUILD, UserId::new(123_456_789_012), &[2]);
    assert_eq!(bot.rule(&caller, "/mute 987654321098 1m").await, "allowed");
    let log = serde_json::to_string(&bot.audit()).unwrap();
    assert!(!log.contains("123456789012") && !log.contains("987654321098"), "{log}");
}

#[tokio::test]
async fn whoever_listens_is_told_what_the_audit_has() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let decisions = Arc::clone(&told);
    let bot = Bot::with(|bot| {
        bot.on_decision(move |decision| {
            let id = format!("{:016x}", decision.correlation());
            let message = decision.message().to_string();
            decisions.lock().push((decision.command(), message, decision.outcome().rule(), id));
        })
    });
    bot.rule(&member().with_id("one"), "/ping").await;
    bot.rule(&member().with_id("two"), "/both").await;
    bot.rule(&member().as_bot().with_id("three"), "hello").await;
    // The harness learns of a decision before this listener does.
    super::eventually(|| told.lock().len() == 3).await;
    let ids: Vec<_> = bot.records("decision").iter().map(|it| it["correlation"].clone()).collect();
    let expected = [
        (Some("ping"), "one", "allowed"),
        (Some("both"), "two", "permission.missing"),
        (None, "three", "source.bot"),
    ];
    for ((told, (command, message, rule)), id) in told.lock().iter().zip(expected).zip(ids) {
        assert_eq!((told.0, &*told.1, told.2), (command, message, rule));
        assert_eq!(id, *told.3);
    }
}

/// A log that can be broken and mended.
#[derive(Clone, Default)]
pub(super) struct Log {
    is_broken: Arc<AtomicBool>,
    written: Arc<Mutex<Vec<u8>>>,
}

impl Log {
    /// Breaks it, and lets chatter fill the audit until no more of it gets in.
    pub(super) async fn fill(&self, bot: &Bot) {
        self.is_broken.store(true, Ordering::SeqCst);
        let live = live(bot, &member(), "ping", Stage::Arguments, "");
        // Until the writer holds all that it takes at once, too.
        let mut refused = 0;
        while refused < 20 {
            let filler = live.talk.event(Kind::Author("filler"), "filler", "filler");
            if bot.engine().audit.record(filler) {
                refused = 0;
            } else {
                refused += 1;
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
    }

    /// Mends it; what is written then.
    pub(super) fn mend(&self, bot: &Bot) -> String {
        self.is_broken.store(false, Ordering::SeqCst);
        // All that there is room for, on a busy machine, takes longer than a flush waits.
        assert!((0..20).any(|_| bot.engine().audit.flush()));
        String::from_utf8(self.written.lock().clone()).unwrap()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is_broken.load(Ordering::SeqCst) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.written.lock().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[command(perm = ManageGuild)]
async fn hold(_ctx: Context<'_, hold>, door: State<Door>) -> Result<()> {
    door.pass().await;
    Ok(())
}

#[tokio::test]
async fn what_the_privileged_did_has_room_where_nothing_else_has() {
    let log = Log::default();
    let bot = Arc::new(Bot::with(|bot| {
        bot.commands(commands![hold]).audit(AuditLog::to_writer(log.clone()))
    }));
    let call = tokio::spawn({
        let bot = Arc::clone(&bot);
        async move { bot.rule(&admin(), "/hold").await }
    });
    bot.door.arrival().await;
    log.fill(&bot).await;
    assert_eq!(bot.rule(&member(), "/ping").await, "allowed");
    assert_eq!(bot.rule(&member(), "/both").await, "permission.missing");
    bot.door.open();
    assert_eq!(call.await.unwrap(), "allowed");
    let written = log.mend(&bot);
    let of = |kind: &str| {
        let mark = format!("\"event_type\":\"{kind}\"");
        written.lines().filter(|line| line.contains(&mark)).collect::<Vec<_>>()
    };
    let [decision] = of("decision")[..] else { panic!("one decision") };
    assert!(decision.contains("\"action\":\"hold\"") && decision.contains("\"allowed\""));
    assert!(!of("lost").is_empty());
}
