//! Grants and blocks by hand on several machines, which share them by a real server.

use std::sync::Arc;

use redis::ToRedisArgs;
use tokio::task::JoinHandle;

use super::fleet::{healed, redis};
use super::grants::{HEADS, governed};
use super::{Bot, Door, MEMBER, Runs, VICTIM, described, eventually, guild, member, owner};
use crate::gate::Stage;
use crate::limit::redis::tests::server::Server;
use crate::place::Principal;
use crate::prelude::*;
use crate::testing::{Caller, Harness, Report};
use crate::{Denial, Redis};

const MUTE: &str = "/mute 6 1m";
const MINUTE: Duration = Duration::from_secs(60);
const KEY: &str = "{botrs-secure:102000001}:grants";

/// People who may grant and block; each may do so once in two seconds, by the server's time.
fn head(number: u64) -> Caller {
    Caller::guild(60 + number, &[HEADS])
}

async fn machine(server: &Server) -> Arc<Bot> {
    connected(redis(server)).await
}

async fn connected(redis: Redis) -> Arc<Bot> {
    let (runs, door) = (Runs::default(), Door::default());
    let harness = Harness::connect(|bot| governed(described(bot, &runs, &door)).redis(redis)).await;
    let bot = Bot::of(harness.unwrap(), runs, door);
    for number in 0..10 {
        bot.platform().set_member(Harness::GUILD, UserId::new(60 + number), &[HEADS]);
    }
    Arc::new(bot)
}

async fn machines(server: &Server) -> (Arc<Bot>, Arc<Bot>) {
    (machine(server).await, machine(server).await)
}

/// What is answered to a command that is allowed.
async fn told(bot: &Bot, caller: &Caller, text: &str) -> String {
    let report = bot.send(caller, text).await.expect("a command");
    assert_eq!(report.rule, "allowed", "{text}: {:?}", report.denial);
    report.replies.concat()
}

/// A body that waits at the door before its power.
async fn asleep(bot: &Arc<Bot>) -> JoinHandle<Report> {
    let running = tokio::spawn({
        let bot = Arc::clone(bot);
        async move { bot.send(&member(), "/slow 6").await.unwrap() }
    });
    bot.door.arrival().await;
    running
}

/// What the audit says of documents that are not trusted.
fn untrusted(bot: &Bot) -> Vec<String> {
    let records = bot.records("alert").into_iter();
    let records = records.filter(|record| record["rule"] == "grants.untrusted");
    records.map(|record| record["details"].as_str().unwrap().to_owned()).collect()
}

fn granted(bot: &Bot, user: u64) -> String {
    let realm = Realm::Guild(Harness::GUILD);
    let current = bot.engine().current.load();
    current.grants.get(realm, PersonId::User(UserId::new(user))).to_string()
}

fn version(server: &Server) -> u64 {
    server.ask(&["HGET", KEY, "version"])
}

fn put(server: &Server, version: u64, document: impl ToRedisArgs) {
    let mut command = ::redis::cmd("HSET");
    command.arg(KEY).arg("version").arg(version).arg("document").arg(document);
    command.exec(&mut server.connection().unwrap()).unwrap();
}

#[tokio::test]
async fn what_is_granted_on_one_machine_counts_on_every_one_until_it_is_taken_back() {
    let Some(server) = Server::start(&[]) else { return };
    let (one, other) = machines(&server).await;
    assert_eq!(other.rule(&member(), MUTE).await, "permission.missing");
    let said = told(&one, &head(0), "/perm grant <@!5> MuteMembers").await;
    assert_eq!(said, "Granted <@!5> MuteMembers");
    assert_eq!(granted(&one, MEMBER), "MuteMembers");
    assert_eq!(one.rule(&member(), MUTE).await, "allowed");
    assert_eq!(other.rule(&member(), MUTE).await, "allowed");
    assert_eq!((one.effects(), other.effects()), (1, 1));
    // Whoever asks reads the same on each, and a second grant changes nothing.
    assert_eq!(told(&other, &head(1), "/perm list").await, "5: MuteMembers");
    let again = told(&other, &head(2), "/perm grant 5 MuteMembers").await;
    assert_eq!(again, "Granted already <@!5> MuteMembers");
    // A machine that comes later has it before anybody calls.
    let later = machine(&server).await;
    assert_eq!(granted(&later, MEMBER), "MuteMembers");

    let said = told(&other, &head(3), "/perm revoke 5 MuteMembers").await;
    assert_eq!(said, "Taken back from <@!5> MuteMembers");
    assert_eq!(granted(&one, MEMBER), "MuteMembers", "nobody has called there yet");
    assert_eq!(one.rule(&member(), MUTE).await, "permission.missing");
    assert_eq!(granted(&one, MEMBER), "");
    assert_eq!((one.effects(), other.effects()), (1, 1));
    let said = told(&one, &head(4), "/perm revoke 5 MuteMembers").await;
    assert_eq!(said, "Never granted while the bot ran to <@!5> MuteMembers");
    assert_eq!(untrusted(&one), [""; 0]);
}

#[tokio::test]
async fn of_changes_on_two_machines_at_once_none_is_lost() {
    let Some(server) = Server::start(&[]) else { return };
    let (one, other) = machines(&server).await;
    let names = ["MuteMembers", "KickMembers", "DeleteMessages", "BanMembers"];
    let changes = names.iter().enumerate().map(|(n, name)| {
        let bot = if n % 2 == 0 { &one } else { &other };
        async move { told(bot, &head(n as u64), &format!("/perm grant 5 {name}")).await }
    });
    futures_util::future::join_all(changes).await;
    for bot in [&one, &other] {
        told(bot, &member(), "/ping").await;
        let granted = granted(bot, MEMBER);
        assert!(names.iter().all(|name| granted.contains(name)), "{granted}");
    }
}

#[tokio::test]
async fn a_body_that_sleeps_loses_its_power_by_a_revocation_on_another_machine() {
    let Some(server) = Server::start(&[]) else { return };
    let (one, other) = machines(&server).await;
    told(&one, &head(0), "/perm grant 5 MuteMembers").await;
    let running = asleep(&other).await;
    told(&one, &head(1), "/perm revoke 5 MuteMembers").await;
    other.door.open();
    assert_eq!(running.await.unwrap().denial, Some(Denial::Revoked));
    assert_eq!(other.effects(), 0);
}

#[tokio::test]
async fn a_power_of_which_the_server_cannot_be_asked_does_not_act() {
    let Some(mut server) = Server::start(&[]) else { return };
    let bot = machine(&server).await;
    told(&bot, &head(0), "/perm grant 5 MuteMembers").await;
    let running = asleep(&bot).await;
    server.stop();
    bot.door.open();
    let denied = Denial::StateUnavailable { rule: "state.away" };
    assert_eq!(running.await.unwrap().denial, Some(denied));
    assert_eq!(bot.effects(), 0);
    assert_eq!(super::fleet::told(&bot)[0].0, "state.away");
}

#[tokio::test]
async fn whether_somebody_is_blocked_is_not_said_where_the_server_does_not() {
    let Some(mut server) = Server::start(&[]) else { return };
    let (proxy, redis) = server.by_proxy();
    let bot = connected(redis.time_limit(Duration::from_secs(5))).await;
    told(&bot, &head(0), "/why 5 ping").await;
    // It is let in and charged.
    proxy.hold_after(2);
    let running = tokio::spawn({
        let bot = Arc::clone(&bot);
        async move { bot.send(&head(1), "/why 5 ping").await.unwrap() }
    });
    proxy.arrival().await;
    server.stop();
    proxy.let_go();
    let denied = Denial::StateUnavailable { rule: "state.away" };
    assert_eq!(running.await.unwrap().denial, Some(denied));
}

#[tokio::test]
async fn where_the_grants_that_moved_cannot_be_read_nobody_acts_by_the_old_ones() {
    let Some(server) = Server::start(&[]) else { return };
    let (one, other) = machines(&server).await;
    // A command without a power, which would look again.
    told(&one, &head(0), "/perm grant 5 KickMembers").await;
    assert_eq!(other.rule(&member(), "/either").await, "allowed");
    told(&one, &head(1), "/perm revoke 5 KickMembers").await;
    // Two machines are connected: admissions are answered, and the document has no connection.
    server.ask::<()>(&["CONFIG", "SET", "maxclients", "2"]);
    let rule = other.rule(&member(), "/either").await;
    assert!(rule.starts_with("state."), "{rule}");
    assert_eq!(other.runs.count(), 1);
}

#[tokio::test]
async fn grants_that_take_too_long_to_read_are_not_waited_for() {
    let Some(server) = Server::start(&[]) else { return };
    let bot = connected(server.redis().time_limit(Duration::from_secs(1))).await;
    told(&bot, &head(0), "/perm grant 5 MuteMembers").await;
    let running = asleep(&bot).await;
    // Somebody reads, and another machine wrote.
    let reading = bot.engine().fleet.as_ref().unwrap().roster().held().await;
    put(&server, version(&server) + 1, "");
    let in_time = async |caller: Caller, text| {
        tokio::time::timeout(MINUTE, bot.send(&caller, text))
            .await
            .expect("in time")
            .unwrap()
            .denial
    };
    let away = Some(Denial::StateUnavailable { rule: "state.away" });
    assert_eq!(in_time(owner(), MUTE).await, away);
    assert_eq!(in_time(member(), "/ping").await, None);
    bot.door.open();
    let asleep = tokio::time::timeout(MINUTE, running).await.expect("in time");
    assert_eq!((asleep.unwrap().denial, bot.effects()), (away, 0));
    // It was read all the same, for the next.
    drop(reading);
    eventually(|| granted(&bot, MEMBER).is_empty()).await;
    assert_eq!(bot.rule(&owner(), MUTE).await, "allowed");
}

#[tokio::test]
async fn a_call_with_newer_grants_keeps_the_rules_that_it_came_with() {
    let Some(server) = Server::start(&[]) else { return };
    let (one, other) = machines(&server).await;
    let live = super::live(&other, &owner(), "mute", Stage::Run, "");
    told(&one, &head(0), "/perm grant 5 MuteMembers").await;
    // Else it would pass for one that came under the new ones, which do not trust its place.
    let elsewhere = Policy::new().trust_guild(GuildId::new(1));
    other.handle().replace_policy(elsewhere).unwrap();
    let fleet = other.engine().fleet.as_ref().unwrap();
    let came_with = Arc::clone(&live.in_force);
    let admitted = fleet.admit(&live.talk, came_with, &live.command).await.unwrap();
    assert!(Arc::ptr_eq(&admitted.rules, &live.in_force.rules));
    let realm = Realm::Guild(Harness::GUILD);
    let held = admitted.grants.get(realm, PersonId::User(UserId::new(MEMBER)));
    assert_eq!(held.to_string(), "MuteMembers");
}

#[tokio::test]
async fn who_grants_is_decided_about_by_the_grants_of_the_server() {
    let Some(server) = Server::start(&[]) else { return };
    let (one, other) = machines(&server).await;
    let changes = other.engine().changes.clone().unwrap();
    let seen = std::sync::Mutex::new(Vec::new());
    told(&one, &head(0), "/perm grant 5 MuteMembers").await;
    // What is decided by has the other machine's grant in it, though no call came here since.
    let who = principal(VICTIM);
    let refused = tokio::task::spawn_blocking(move || {
        let note = |in_force: &crate::policy::InForce| {
            let realm = Realm::Guild(Harness::GUILD);
            let held = in_force.grants.get(realm, PersonId::User(UserId::new(MEMBER)));
            seen.lock().unwrap().push(held.to_string());
            Err(Denial::Outranked)
        };
        let permission =
            crate::changes::Named { name: "KickMembers".into(), set: KickMembers::DEF.set() };
        let refused = [
            changes.block(&who, None, note),
            changes.unblock(&who, note),
            changes.revoke(&who, &permission, note),
            changes.grant(&who, &permission, note),
        ];
        assert!(refused.iter().all(|done| done.is_err()));
        seen.into_inner().unwrap()
    });
    assert_eq!(refused.await.unwrap(), ["MuteMembers"; 4]);
    assert_eq!(other.rule(&Caller::guild(VICTIM, &[]), "/ping").await, "allowed");
    assert_eq!(granted(&other, VICTIM), "");
}

#[tokio::test]
async fn a_block_by_hand_holds_on_every_machine_until_it_is_lifted_on_any() {
    let Some(server) = Server::start(&[]) else { return };
    let (one, other) = machines(&server).await;
    assert_eq!(told(&one, &head(0), "/block 5").await, "Blocked <@!5>");
    assert_eq!(one.rule(&member(), "/ping").await, "block");
    assert_eq!(other.rule(&member(), "/ping").await, "block");
    assert_eq!(other.rule(&Caller::guild(VICTIM, &[]), "/ping").await, "allowed");
    let shorter = told(&other, &head(1), "/block 5 1h").await;
    assert_eq!(shorter, "Blocked for longer already: <@!5>");
    let why = told(&other, &head(2), "/why 5 ping").await;
    assert!(why.starts_with("blocked for "), "{why}");

    assert_eq!(told(&other, &head(3), "/unblock 5").await, "Unblocked 5");
    assert_eq!(one.rule(&member(), "/ping").await, "allowed");
    assert_eq!(other.rule(&member(), "/ping").await, "allowed");
    assert_eq!(told(&one, &head(4), "/unblock 5").await, "Not blocked: 5");
    assert_eq!(told(&one, &head(5), "/why 5 ping").await.lines().next(), Some("ping: allowed"));

    assert_eq!(told(&one, &head(6), "/block 5 2h").await, "Blocked <@!5> 2h");
    assert_eq!(other.rule(&member(), "/ping").await, "block");
    other.handle().unblock(&principal(MEMBER)).await.unwrap();
    assert_eq!(one.rule(&member(), "/ping").await, "allowed");
}

#[tokio::test]
async fn a_block_by_hand_holds_while_the_server_is_away() {
    let Some(mut server) = Server::start(&[]) else { return };
    let bot = machine(&server).await;
    assert_eq!(told(&bot, &head(0), "/block 5").await, "Blocked <@!5>");
    server.stop();
    assert_eq!(bot.rule(&member(), "/ping").await, "block");
    assert!(bot.handle().unblock(&principal(MEMBER)).await.is_err());
    assert_eq!(bot.rule(&member(), "/ping").await, "block");
}

#[tokio::test]
async fn lifting_a_block_lifts_what_began_here_while_the_server_was_away() {
    let Some(mut server) = Server::start(&[]) else { return };
    let bot = machine(&server).await;
    let (engine, now) = (bot.engine(), bot.clock().now());
    let key = engine.keys.principal(&principal(MEMBER));
    assert!(engine.memory.block(key, now.mono + Duration::from_secs(3_600), now.mono));
    assert_eq!(told(&bot, &head(0), "/unblock 5").await, "Unblocked 5");
    server.stop();
    assert_eq!(bot.rule(&member(), "/ping").await, "allowed");
}

#[tokio::test]
async fn a_block_that_was_lifted_elsewhere_is_lifted_for_the_next_outage_too() {
    let Some(mut server) = Server::start(&[]) else { return };
    let one = machine(&server).await;
    let fail = async |times| {
        for _ in 0..times {
            assert_eq!(one.rule(&member(), MUTE).await, "permission.missing");
        }
    };
    server.stop();
    fail(6).await;
    server.begin();
    healed(&one).await;
    assert_eq!(one.rule(&member(), "/ping").await, "block");
    let other = machine(&server).await;
    assert_eq!(told(&other, &head(0), "/unblock 5").await, "Unblocked 5");
    assert_eq!(one.rule(&member(), "/ping").await, "allowed");
    server.stop();
    assert_eq!(one.rule(&member(), "/ping").await, "allowed");
    // Nor do failures from before count.
    one.minutes(1);
    fail(6).await;
    assert_eq!(one.rule(&member(), "/ping").await, "block");
}

#[tokio::test]
async fn a_document_that_no_machine_wrote_gives_nobody_anything() {
    let Some(server) = Server::start(&[]) else { return };
    let bot = machine(&server).await;
    told(&bot, &head(0), "/perm grant 5 MuteMembers").await;
    let version = version(&server);
    let good: Vec<u8> = server.ask(&["HGET", KEY, "document"]);
    let mut bad = good.clone();
    *bad.last_mut().unwrap() ^= 1;
    put(&server, version + 1, bad);
    assert_eq!(bot.rule(&member(), "/slow 6").await, "permission.missing");
    assert_eq!(bot.rule(&member(), MUTE).await, "permission.missing");
    assert_eq!(granted(&bot, MEMBER), "");
    // Once, however often it is read.
    told(&bot, &head(2), "/perm revoke 5 MuteMembers").await;
    let alarm = format!("why=forged version={}", version + 1);
    assert_eq!(untrusted(&bot), [&*alarm]);
    // Nor to a machine that starts with it; what the guild itself says counts there.
    let other = machine(&server).await;
    assert_eq!(untrusted(&other), [&*alarm]);
    assert_eq!(other.rule(&owner(), MUTE).await, "allowed");
    // What is granted anew takes its place.
    told(&other, &head(1), "/perm grant 5 KickMembers").await;
    told(&bot, &member(), "/ping").await;
    assert_eq!(granted(&bot, MEMBER), "KickMembers");
    assert_eq!((bot.effects(), other.effects()), (0, 1));
}

#[tokio::test]
async fn a_power_does_not_act_by_a_document_that_came_in_between() {
    let Some(server) = Server::start(&[]) else { return };
    let bot = machine(&server).await;
    told(&bot, &head(0), "/perm grant 5 MuteMembers").await;
    let running = asleep(&bot).await;
    put(&server, version(&server) + 1, "botrs-secure grants 1\nguild:8000 user:5 MuteMembers");
    bot.door.open();
    assert_eq!(running.await.unwrap().denial, Some(Denial::Revoked));
    assert_eq!((bot.effects(), untrusted(&bot).len()), (0, 1));
}

#[tokio::test]
async fn what_was_revoked_cannot_be_put_back() {
    let Some(server) = Server::start(&[]) else { return };
    let (one, other) = machines(&server).await;
    told(&one, &head(0), "/perm grant 5 MuteMembers").await;
    let (first, kept): (u64, Vec<u8>) = (version(&server), server.ask(&["HGET", KEY, "document"]));
    told(&one, &head(1), "/perm revoke 5 MuteMembers").await;
    told(&other, &member(), "/ping").await;
    put(&server, first, kept);
    for bot in [&one, &other] {
        assert_eq!(bot.rule(&member(), MUTE).await, "permission.missing");
        assert_eq!(untrusted(bot), [format!("why=older version={first}")]);
    }
    assert_eq!((one.effects(), other.effects()), (0, 0));
}

#[tokio::test]
async fn a_server_that_lost_its_state_leaves_nobody_a_grant_and_that_is_recorded() {
    let Some(mut server) = Server::start(&[]) else { return };
    let bot = machine(&server).await;
    told(&bot, &head(0), "/perm grant 5 MuteMembers").await;
    told(&bot, &member(), MUTE).await;
    server.begin();
    assert!(bot.rule(&member(), MUTE).await.starts_with("state."));
    healed(&bot).await;
    assert_eq!(bot.rule(&Caller::guild(MEMBER, &[]), MUTE).await, "permission.missing");
    assert_eq!(granted(&bot, MEMBER), "");
    assert_eq!(untrusted(&bot), ["why=older version=0"]);
    assert_eq!(bot.effects(), 1);
    told(&bot, &head(1), "/perm grant 5 KickMembers").await;
    assert_eq!(granted(&bot, MEMBER), "KickMembers");
}

#[tokio::test]
async fn nothing_is_changed_before_the_bot_is_connected() {
    let Some(server) = Server::start(&[]) else { return };
    let bot = SecureBot::builder(Credentials::new("102000001", "secret").unwrap());
    let bot = governed(described(bot, &Runs::default(), &Door::default())).redis(redis(&server));
    let bot = bot.audit(AuditLog::to_writer(std::io::sink())).sandbox(false).build().unwrap();
    let refused = bot.handle().unblock(&principal(MEMBER)).await.unwrap_err();
    assert!(refused.to_string().contains("not connected"), "{refused}");
}

fn principal(user: u64) -> Principal {
    let app = Credentials::new("102000001", "secret").unwrap().app_id();
    let place = guild(Harness::GUILD.get(), 1);
    Principal::new(app, &place, PersonId::User(UserId::new(user)))
}
