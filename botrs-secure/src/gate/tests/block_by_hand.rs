//! Blocks that moderators make: whose commands are not listened to, in one guild, after a restart too.

use super::grants::{bot, head, reopened, say};
use super::{
    ADMIN, BOT_OWNER, Bot, MEMBER, MODERATOR, OWNER, VICTIM, admin, bot_owner, guild, member,
    moderator, owner,
};
use crate::Store;
use crate::place::Principal;
use crate::prelude::*;
use crate::store::tests::Folder;
use crate::testing::{Caller, Harness};

async fn rule(bot: &Bot, caller: &Caller, text: &str) -> &'static str {
    say(bot, caller, text).await.rule
}

fn of(user: u64) -> Principal {
    let app = Credentials::new("102000001", "secret").unwrap().app_id();
    let place = guild(Harness::GUILD.get(), 1);
    Principal::new(app, &place, PersonId::User(UserId::new(user)))
}

#[tokio::test]
async fn a_block_is_in_force_at_once_and_after_a_restart_until_it_is_lifted() {
    let folder = Folder::new();
    let path = folder.join("store");
    let first = bot(Store::open(&path).unwrap());
    assert_eq!(rule(&first, &member(), "/ping").await, "allowed");
    let report = say(&first, &admin(), "/block <@!5>").await;
    assert_eq!((report.rule, &*report.replies), ("allowed", &["Blocked <@!5>".into()][..]));
    assert_eq!(rule(&first, &member(), "/ping").await, "block");
    first.minutes(60 * 24 * 400);
    assert_eq!(rule(&first, &member(), "/ping").await, "block", "no end was said");
    // In this guild and nowhere else.
    assert_eq!(rule(&first, &member().at(guild(8_100, 8_101)), "/ping").await, "allowed");
    assert_eq!(rule(&first, &Caller::direct(MEMBER), "/ping").await, "allowed");
    drop(first);

    let second = bot(reopened(&path).await);
    assert_eq!(rule(&second, &member(), "/ping").await, "block");
    let lifted = say(&second, &admin(), "/解除拉黑 5").await;
    assert_eq!((lifted.rule, &*lifted.replies), ("allowed", &["已解除拉黑 5".into()][..]));
    assert_eq!(rule(&second, &member(), "/ping").await, "allowed");
    assert_eq!(say(&second, &admin(), "/unblock 5").await.replies, ["Not blocked: 5"]);
    drop(second);
    assert_eq!(rule(&bot(reopened(&path).await), &member(), "/ping").await, "allowed");
}

#[tokio::test]
async fn a_block_ends_with_its_period_and_a_shorter_one_does_not_shorten_it() {
    let folder = Folder::new();
    let path = folder.join("store");
    let first = bot(Store::open(&path).unwrap());
    let report = say(&first, &admin(), "/拉黑 5 2h 刷屏").await;
    assert_eq!(report.replies, ["已拉黑 <@!5> 2小时"]);
    let shorter = say(&first, &admin(), "/block 5 1m").await;
    assert_eq!(shorter.rule, "allowed");
    // Neither the reply nor the record says a period that does not hold.
    assert_eq!(shorter.replies, ["Blocked for longer already: <@!5>"]);
    let record = first.records("effect").pop().unwrap();
    assert_eq!((&record["rule"], &record["success"]), (&"unchanged".into(), &true.into()));
    first.minutes(60);
    assert_eq!(rule(&first, &member(), "/ping").await, "block");
    first.minutes(60);
    assert_eq!(rule(&first, &member(), "/ping").await, "allowed");
    drop(first);
    // A new process, whose clock the harness sets to now: 2 h are not over there.
    assert_eq!(rule(&bot(reopened(&path).await), &member(), "/ping").await, "block");
}

#[tokio::test]
async fn equals_superiors_and_holders_of_administrator_are_not_blocked() {
    let (store, _) = Store::failing();
    let bot = bot(store.clone());
    for (caller, target, expected) in [
        (admin(), ADMIN, "authority.self"),
        (admin(), OWNER, "authority.rank"),
        (admin(), BOT_OWNER, "authority.rank"),
        (owner(), BOT_OWNER, "authority.rank"),
        (head(), ADMIN, "authority.rank"),
        // Everything, by a moderator's rank.
        (admin(), 52, "authority.rank"),
        (bot_owner(), 52, "authority.rank"),
        (admin(), Harness::BOT.get(), "authority.bot"),
        (admin(), 999, "authority.member"),
        (moderator(), VICTIM, "permission.missing"),
    ] {
        assert_eq!(rule(&bot, &caller, &format!("/block {target}")).await, expected, "{target}");
    }
    assert!(store.blocks(0).unwrap().is_empty());
}

#[tokio::test]
async fn blocks_are_made_and_lifted_by_those_of_this_guild_only() {
    let (store, _) = Store::failing();
    let bot = bot(store.clone());
    assert_eq!(rule(&bot, &admin(), "/block 5 1h").await, "allowed");
    let elsewhere = guild(8_100, 8_101);
    for (user, roles) in [(ADMIN, &[2][..]), (Harness::BOT.get(), &[2])] {
        bot.platform().set_member(GuildId::new(8_100), UserId::new(user), roles);
    }
    let lifted = say(&bot, &admin().at(elsewhere), "/unblock 5").await;
    assert_eq!(lifted.replies, ["Not blocked: 5"]);
    assert_eq!(rule(&bot, &member(), "/ping").await, "block");
    assert_eq!(rule(&bot, &moderator(), "/unblock 5").await, "permission.missing");
    assert_eq!(rule(&bot, &Caller::direct(BOT_OWNER), "/unblock 5").await, "permission.scene");
    // Whoever lost their role since the event lifts nothing.
    bot.platform().set_member(Harness::GUILD, UserId::new(ADMIN), &[]);
    assert_eq!(rule(&bot, &admin(), "/unblock 5").await, "permission.missing");
    assert_eq!(rule(&bot, &admin(), "/block 6").await, "permission.missing");
    assert_eq!(store.blocks(0).unwrap().len(), 1);
}

#[tokio::test]
async fn whoever_left_can_be_unblocked() {
    let (store, _) = Store::failing();
    store.block(&of(999), u64::MAX, 0).unwrap();
    let bot = bot(store.clone());
    assert_eq!(say(&bot, &admin(), "/unblock 999").await.replies, ["Unblocked 999"]);
    assert!(store.blocks(0).unwrap().is_empty());
}

#[tokio::test]
async fn a_store_that_cannot_be_written_blocks_and_lifts_nothing() {
    let (store, disk) = Store::failing();
    let bot = bot(store);
    assert_eq!(rule(&bot, &admin(), "/block 6 1h").await, "allowed");
    disk.fail();
    assert_eq!(rule(&bot, &admin(), "/block 5 1h").await, "replay.unkept");
    assert_eq!(rule(&bot, &admin(), "/unblock 6").await, "replay.unkept");
    // Nor where the disk fails only once the body runs.
    let keeper = bot.engine().keeper.clone().unwrap();
    assert!(keeper.block(&of(MEMBER), None, |_| Ok(())).is_err());
    assert_eq!(rule(&bot, &member(), "/ping").await, "allowed");
    assert!(bot.handle().unblock(&of(VICTIM)).await.is_err());
    assert_eq!(rule(&bot, &Caller::guild(VICTIM, &[]), "/ping").await, "block");
}

#[tokio::test]
async fn the_handle_lifts_a_block_in_the_store_too() {
    let (store, _) = Store::failing();
    let bot = bot(store.clone());
    assert_eq!(rule(&bot, &admin(), "/block 5").await, "allowed");
    bot.handle().unblock(&of(MEMBER)).await.unwrap();
    assert_eq!(rule(&bot, &member(), "/ping").await, "allowed");
    assert!(store.blocks(0).unwrap().is_empty());
}

#[tokio::test]
async fn each_is_recorded_with_what_was_typed() {
    let (store, _) = Store::failing();
    let bot = bot(store);
    say(&bot, &admin(), "/block 5 1h 刷屏").await;
    say(&bot, &admin(), "/unblock 5").await;
    let told: Vec<_> = bot
        .records("effect")
        .iter()
        .map(|record| (record["action"].clone(), record["rule"].clone(), record["details"].clone()))
        .collect();
    let period = "period=3600000ms";
    assert_eq!(
        told,
        [
            ("block".into(), "intent".into(), period.into()),
            ("block".into(), "done".into(), period.into()),
            ("unblock".into(), "intent".into(), serde_json::Value::Null),
            ("unblock".into(), "done".into(), serde_json::Value::Null),
        ]
    );
    let typed = bot.records("decision")[0]["details"].as_str().unwrap().to_owned();
    assert!(typed.ends_with("1h 刷屏"), "{typed}");
    // A block that a moderator asks for without the right to it is refused before anything is kept.
    assert_eq!(
        rule(&bot, &Caller::guild(MODERATOR, &[11]), "/block 5").await,
        "permission.missing"
    );
}
