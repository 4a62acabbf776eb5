//! Bots on several machines, which share their state by a real server.

use super::{
    Bot, Door, MEMBER, Runs, VICTIM, admin, described, eventually, member, moderator, owner, policy,
};
use crate::limit::redis::tests::server::Server;
use crate::prelude::*;
use crate::testing::{Caller, Harness, PressCode, Request};
use crate::{Denial, Principal, Redis, Restriction};

const SECOND: Duration = Duration::from_secs(1);

/// The same bot on one more machine.
pub(super) async fn machine(server: &Server) -> Bot {
    connected(redis(server)).await
}

pub(super) async fn connected(redis: Redis) -> Bot {
    let (runs, door) = (Runs::default(), Door::default());
    let harness = Harness::connect(|bot| described(bot, &runs, &door).help().redis(redis)).await;
    Bot::of(harness.unwrap(), runs, door)
}

/// A server, as patient as a busy machine needs it.
pub(super) fn redis(server: &Server) -> Redis {
    server.redis().time_limit(5 * SECOND)
}

/// Waits until the server is asked again.
pub(super) async fn healed(bot: &Bot) {
    let fleet = bot.engine().fleet.as_ref().unwrap();
    eventually(|| fleet.shared().trouble().is_none()).await;
}

/// The rules of the records that tell how it goes with the server, and what they say.
pub(super) fn told(bot: &Bot) -> Vec<(String, String)> {
    let records = bot.records("alert").into_iter().filter(|record| record["action"] == "state");
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    records.map(|record| (text(&record["rule"]), text(&record["details"]))).collect()
}

#[tokio::test]
async fn what_one_machine_counts_the_other_sees() {
    let Some(server) = Server::start(&[]) else { return };
    let (one, other) = (machine(&server).await, machine(&server).await);
    // A cooldown.
    assert_eq!(one.rule(&moderator(), "/kick 6").await, "allowed");
    let denied = other.send(&moderator(), "/kick 6").await.unwrap().denial;
    let Some(Denial::Cooldown { wait }) = denied else { panic!("{denied:?}") };
    assert!(wait <= 10 * SECOND && wait > Duration::ZERO, "{wait:?}");
    assert_eq!((one.effects(), other.effects()), (1, 0));
    // A message, which one of them runs.
    let twice = owner().with_id("twice");
    assert_eq!(one.rule(&twice, "/mute 6 1m").await, "allowed");
    assert_eq!(other.rule(&twice, "/mute 6 1m").await, "replay");
    assert_eq!(one.rule(&twice, "/mute 6 1m").await, "replay");
    assert_eq!((one.effects(), other.effects()), (2, 0));
    // Attempts: ten in all, on whichever machine.
    let busy = Caller::guild(77, &[]);
    for n in 0..10 {
        let bot = if n % 2 == 0 { &one } else { &other };
        assert_eq!(bot.rule(&busy, "/ping").await, "allowed", "{n}");
    }
    assert_eq!(one.rule(&busy, "/ping").await, "flood");
    assert_eq!(other.rule(&busy, "/ping").await, "flood");
    assert_eq!(told(&one), []);
}

#[tokio::test]
async fn presses_are_judged_by_who_pressed_and_run_on_one_machine() {
    let Some(server) = Server::start(&[]) else { return };
    let (one, other) = (machine(&server).await, machine(&server).await);
    let pressed = async |bot: &Bot, caller: &Caller, data: &str| {
        let (code, report) = bot.press(caller, data).await;
        (code, report.map_or("no command", |report| report.rule))
    };
    let twice = owner().with_id("twice");
    assert_eq!(pressed(&one, &twice, "/kick 6").await, (PressCode::Done, "allowed"));
    assert_eq!(pressed(&other, &twice, "/kick 6").await, (PressCode::Again, "replay"));
    // A cooldown, of which nobody is told who may not run the command.
    assert_eq!(pressed(&other, &owner(), "/kick 6").await, (PressCode::TooOften, "limit"));
    assert_eq!(pressed(&other, &owner(), "/announce").await, (PressCode::Done, "allowed"));
    let stranger = pressed(&one, &member(), "/announce").await;
    assert_eq!(stranger, (PressCode::NotAllowed, "permission.missing"));
    assert_eq!(one.rule(&admin(), "/ban 6").await, "confirm");
    let button = one.platform().requests().into_iter().find_map(|request| match request {
        Request::Button { data, .. } => Some(data),
        _ => None,
    });
    let data = button.unwrap();
    one.clock().advance(2 * SECOND);
    let thief = pressed(&one, &owner(), &data).await;
    assert_eq!(thief, (PressCode::NotAllowed, "confirm.others"));
    assert_eq!(pressed(&one, &admin(), &data).await, (PressCode::Done, "allowed"));
    assert_eq!((one.effects(), other.effects()), (2, 0));
}

#[tokio::test]
async fn a_press_of_somebody_elses_button_is_refused_once() {
    let Some(server) = Server::start(&[]) else { return };
    let bot = machine(&server).await;
    assert_eq!(bot.rule(&admin(), "/ban 6").await, "confirm");
    let button = bot.platform().requests().into_iter().find_map(|request| match request {
        Request::Button { data, .. } => Some(data),
        _ => None,
    });
    let (data, thief) = (button.unwrap(), moderator().with_id("twice"));
    for rule in ["confirm.others", "replay"] {
        let (code, report) = bot.press(&thief, &data).await;
        assert_eq!((code, report.unwrap().rule), (PressCode::NotAllowed, rule));
    }
}

#[tokio::test]
async fn failures_add_up_and_a_block_holds_on_every_machine() {
    let Some(server) = Server::start(&[]) else { return };
    let (one, other) = (machine(&server).await, machine(&server).await);
    for _ in 0..3 {
        assert_eq!(one.rule(&member(), "/mute 6 1m").await, "permission.missing");
        assert_eq!(other.rule(&member(), "/mute 6 1m").await, "permission.missing");
    }
    assert_eq!(one.rule(&member(), "/ping").await, "block");
    assert_eq!(other.rule(&member(), "/ping").await, "block");
    assert_eq!(other.rule(&Caller::guild(VICTIM, &[]), "/ping").await, "allowed");
    assert_eq!((one.effects(), other.effects()), (0, 0));
    // Nor is a blocked one told which command they may have meant; somebody else is.
    for (caller, replies) in [(member(), 0), (Caller::guild(VICTIM, &[]), 1)] {
        let before = one.platform().requests().len();
        assert!(one.send(&caller, "/pign").await.is_none());
        let said = || one.platform().requests().len() - before;
        if replies > 0 {
            eventually(|| said() == replies).await;
        }
        assert_eq!(said(), replies, "{caller:?}");
    }
    let blocks = |bot: &Bot| {
        let alerts = bot.records("alert").into_iter();
        alerts.filter(|record| record["rule"] == "intrusion.blocked").count()
    };
    assert_eq!((blocks(&one), blocks(&other)), (0, 1), "the sixth failure is told once");
}

#[tokio::test]
async fn without_the_server_privileged_commands_are_refused_and_others_go_by_the_machine() {
    let Some(mut server) = Server::start(&[]) else { return };
    let bot = machine(&server).await;
    assert_eq!(bot.rule(&member(), "/once").await, "allowed");
    bot.door.open();
    server.stop();
    for _ in 0..2 {
        let refused = bot.send(&owner(), "/mute 6 1m").await.unwrap();
        assert_eq!(refused.denial, Some(Denial::StateUnavailable { rule: "state.away" }));
        assert_eq!(refused.replies.len(), 1);
    }
    assert_eq!(bot.effects(), 0);
    // What was charged with the server is charged without it.
    let ping = member().with_id("ping");
    assert_eq!(bot.rule(&ping, "/ping").await, "allowed");
    assert_eq!(bot.rule(&ping, "/ping").await, "replay");
    for n in 0..8 {
        assert_eq!(bot.rule(&member(), "/ping").await, "allowed", "{n}");
    }
    assert_eq!(bot.rule(&member(), "/ping").await, "flood");
    assert_eq!(told(&bot), [("state.away".into(), String::new())]);

    server.begin();
    healed(&bot).await;
    let late = Caller::guild(2, &[2]);
    assert_eq!(bot.rule(&late, "/mute 6 1m").await, "allowed");
    assert_eq!(bot.effects(), 1);
    let back = ("state.back".into(), "refused=2 local=9".into());
    assert_eq!(told(&bot)[1..], [back]);
}

/// A server that restarts with nothing, or with what it held at some time before.
async fn restarted(snapshot: bool) {
    let Some(mut server) = Server::start(&[]) else { return };
    let bot = machine(&server).await;
    if snapshot {
        server.ask::<()>(&["SAVE"]);
    }
    for _ in 0..6 {
        bot.rule(&member(), "/mute 6 1m").await;
    }
    let run = admin().with_id("run");
    assert_eq!(bot.rule(&run, "/mute 6 1m").await, "allowed");
    server.begin();
    assert_eq!(server.ask::<i64>(&["DBSIZE"]) > 0, snapshot);
    // The first to ask hears of it.
    assert!(bot.rule(&owner(), "/mute 6 1m").await.starts_with("state."));
    healed(&bot).await;
    assert_eq!(bot.rule(&member(), "/ping").await, "block");
    let other = machine(&server).await;
    assert_eq!(other.rule(&member(), "/ping").await, "block");
    // Its mark is gone with the server; that it is older than the server's memory is known.
    other.clock().advance(60 * SECOND);
    let sent_before = run.sent_ago(120 * SECOND);
    assert_eq!(other.rule(&sent_before, "/mute 6 1m").await, "replay.stale");
    assert_eq!(other.effects(), 0);
}

#[tokio::test]
async fn a_server_that_lost_its_state_lets_no_blocked_and_no_old_message_in() {
    restarted(false).await;
}

#[tokio::test]
async fn nor_does_one_that_comes_back_as_it_was_before() {
    restarted(true).await;
}

#[tokio::test]
async fn permission_and_cooldown_are_decided_before_arguments_and_in_this_order() {
    let Some(server) = Server::start(&[]) else { return };
    let bot = machine(&server).await;
    // No target of which the platform would be asked, and no argument.
    assert_eq!(bot.rule(&member(), "/either").await, "permission.missing");
    assert_eq!(bot.rule(&member(), "/mute").await, "permission.missing");
    assert_eq!(bot.runs.count(), 0);
    assert_eq!(bot.rule(&admin(), "/announce").await, "allowed");
    assert_eq!(bot.rule(&admin(), "/announce surplus").await, "limit");
    assert_eq!(bot.rule(&member(), "/announce").await, "permission.missing");
    assert_eq!(bot.runs.count(), 1);
}

#[tokio::test]
async fn what_the_policy_asks_more_of_is_privileged() {
    let Some(mut server) = Server::start(&[]) else { return };
    let (runs, door) = (Runs::default(), Door::default());
    let tightened =
        policy().restrict(Restriction::everywhere().command("ping").require::<KickMembers>());
    let redis = redis(&server);
    let harness =
        Harness::connect(|bot| described(bot, &runs, &door).policy(tightened).redis(redis));
    let bot = Bot::of(harness.await.unwrap(), runs, door);
    assert_eq!(bot.rule(&moderator(), "/ping").await, "allowed");
    let old = moderator().sent_ago(2 * 3_600 * SECOND);
    assert_eq!(bot.rule(&old, "/ping").await, "replay.stale");
    assert_eq!(bot.rule(&old, "/echo x").await, "allowed");
    server.stop();
    assert_eq!(bot.rule(&moderator(), "/ping").await, "state.away");
}

#[tokio::test]
async fn a_block_that_the_server_was_not_told_of_holds_while_it_answers() {
    let Some(server) = Server::start(&[]) else { return };
    let bot = machine(&server).await;
    assert_eq!(bot.rule(&member(), "/ping").await, "allowed");
    let engine = bot.engine();
    let place = Place::Guild { guild: Harness::GUILD, channel: Harness::CHANNEL };
    let person = PersonId::User(UserId::new(MEMBER));
    let key = engine.keys.principal(&Principal::new(engine.bot, &place, person));
    engine.fleet.as_ref().unwrap().shared().remember_block(key, 60 * SECOND);
    assert_eq!(bot.rule(&member(), "/ping").await, "block");
    assert_eq!(bot.rule(&Caller::guild(VICTIM, &[]), "/ping").await, "allowed");
}

#[tokio::test]
async fn a_block_that_began_without_the_server_is_told_when_it_is_back() {
    let Some(mut server) = Server::start(&[]) else { return };
    let (one, other) = (machine(&server).await, machine(&server).await);
    server.stop();
    let engine = one.engine();
    let place = Place::Guild { guild: Harness::GUILD, channel: Harness::CHANNEL };
    let person = PersonId::User(UserId::new(MEMBER));
    let key = engine.keys.principal(&Principal::new(engine.bot, &place, person));
    assert_eq!(one.rule(&member(), "/ping").await, "allowed");
    engine.fleet.as_ref().unwrap().shared().remember_block(key, 60 * SECOND);
    assert_eq!(one.rule(&member(), "/ping").await, "block");
    assert_eq!(one.rule(&member(), "/mute 6 1m").await, "block", "first of all");
    assert_eq!(other.rule(&member(), "/ping").await, "allowed");
    assert_eq!(other.rule(&member(), "/mute 6 1m").await, "permission.missing", "then that");
    server.begin();
    healed(&one).await;
    healed(&other).await;
    assert_eq!(other.rule(&member(), "/ping").await, "block");
    assert_eq!(one.rule(&Caller::guild(MEMBER + 100, &[]), "/ping").await, "allowed");
}

#[tokio::test]
async fn a_raid_of_refused_messages_does_not_fill_the_server() {
    let Some(server) = Server::start(&[]) else { return };
    let (one, other) = (machine(&server).await, machine(&server).await);
    let marks = || -> Vec<i64> {
        let names: Vec<String> = server.ask(&["KEYS", "*:mark:*"]);
        names.iter().map(|name| server.ask(&["PTTL", name])).collect()
    };
    for user in 1_000..1_020 {
        let raider = Caller::guild(user, &[]).with_id(&format!("raid{user}"));
        assert_eq!(one.rule(&raider, "/mute 6 1m").await, "permission.missing");
        // Long enough that the second delivery is not another failure.
        assert_eq!(other.rule(&raider, "/mute 6 1m").await, "replay");
    }
    let short = marks();
    let two_minutes = 2 * 60 * 1_000 + 1;
    assert!(short.iter().all(|&left| left > 0 && left <= two_minutes), "{short:?}");
    assert_eq!(short.len(), 20);
    assert_eq!(one.rule(&owner(), "/mute 6 1m").await, "allowed");
    let long = marks().into_iter().filter(|&left| left > two_minutes).count();
    assert_eq!(long, 1, "who may run it is remembered for as long as their message is young");
}
