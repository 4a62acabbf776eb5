//! Stage 13: whatever the author's code does, the bot goes on and the record is written.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::time::Instant;

use super::{Bot, admin, eventually, member};
use crate::ArgError;
use crate::prelude::*;
use crate::testing::Failing;

#[derive(Debug)]
struct Bomb;

impl FromArg for Bomb {
    fn from_arg(word: &str) -> Result<Self, ArgError> {
        if word == "boom" { panic!("a secret of the parser's") } else { Ok(Self) }
    }
}

/// Panics where its argument says.
#[command(public, check = may_panic(place), concurrency = 1)]
async fn bomb(_ctx: Context<'_, bomb>, place: String, _bomb: Option<Bomb>) -> Result<Reply> {
    tokio::task::yield_now().await;
    match place.as_str() {
        "body" => panic!("a secret of the body's"),
        "drop" => drop(PanicsOnDrop),
        "payload" => std::panic::panic_any(PanicsOnDrop),
        _ => {}
    }
    Ok(reply!("still here"))
}

async fn may_panic(_ctx: Context<'_>, place: &str) -> bool {
    if place == "check" { panic!("a secret of the check's") } else { true }
}

struct PanicsOnDrop;

impl Drop for PanicsOnDrop {
    fn drop(&mut self) {
        panic!("a secret of the destructor's");
    }
}

/// Holds something whose destructor panics while it waits for ever.
#[command(public, timeout = "1s", concurrency = 1)]
async fn trap(_ctx: Context<'_, trap>) -> Result<()> {
    let _trap = PanicsOnDrop;
    std::future::pending().await
}

#[tokio::test]
async fn a_panic_ends_its_call_and_nothing_else() {
    let bot = Bot::with(|bot| bot.commands(commands![bomb]));
    for arguments in ["body", "drop", "payload", "check", "parse boom"] {
        let report = bot.send(&member(), &format!("/bomb {arguments}")).await.unwrap();
        assert_eq!(report.rule, "panicked", "{arguments}");
        let [reply] = &report.replies[..] else { panic!("one reply to {arguments}") };
        assert!(reply.starts_with("命令出错了（编号 ") && !reply.contains("secret"), "{reply}");
        // The only slot came back.
        assert_eq!(bot.rule(&member(), "/bomb no").await, "allowed", "after {arguments}");
        bot.minutes(1);
    }
    let panicked = |record: &&serde_json::Value| record["rule"] == "panicked";
    assert_eq!(bot.records("decision").iter().filter(panicked).count(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_destructor_that_panics_as_its_call_is_stopped_costs_no_slot() {
    let bot = Bot::with(|bot| bot.commands(commands![trap]));
    for n in 0..3 {
        let incoming = bot.incoming(&member(), format!("t{n}").parse().unwrap(), "/trap");
        assert!(bot.post(incoming));
        eventually(|| bot.engine().tasks.available_permits() == 1_024).await;
        let decisions = bot.records("decision");
        assert_eq!(decisions.len(), n + 1);
        assert_eq!(decisions[n]["rule"], "timed_out");
    }
    assert_eq!(bot.rule(&member(), "/ping").await, "allowed");
}

/// Its text cannot be had.
#[derive(Debug)]
struct Unspeakable;

impl fmt::Display for Unspeakable {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        panic!("a secret of the error's")
    }
}

impl std::error::Error for Unspeakable {}

#[command(public)]
async fn unspeakable(_ctx: Context<'_, unspeakable>) -> Result<()> {
    Err(Unspeakable.into())
}

/// Formats everything and keeps nothing, as a log does.
struct Formats;

impl tracing::Subscriber for Formats {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        tracing::span::Id::from_u64(1)
    }

    fn record(&self, _: &tracing::span::Id, _: &tracing::span::Record<'_>) {}

    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        struct Format;
        impl tracing::field::Visit for Format {
            fn record_debug(&mut self, _: &tracing::field::Field, value: &dyn fmt::Debug) {
                assert!(format!("{value:?}").len() < 10_000);
            }
        }
        event.record(&mut Format);
    }

    fn enter(&self, _: &tracing::span::Id) {}

    fn exit(&self, _: &tracing::span::Id) {}
}

#[tokio::test]
async fn an_error_whose_text_panics_in_the_log_is_recorded_all_the_same() {
    let _log = tracing::subscriber::set_default(Formats);
    let bot = Bot::with(|bot| bot.commands(commands![unspeakable]));
    let incoming = bot.incoming(&member(), "u".parse().unwrap(), "/unspeakable");
    assert!(bot.post(incoming));
    eventually(|| bot.engine().tasks.available_permits() == 1_024).await;
    let [decision] = &bot.records("decision")[..] else { panic!("one decision") };
    assert_eq!(decision["rule"], "failed");
    assert_eq!(bot.platform().requests().len(), 1, "the caller is answered");
}

#[command(public, timeout = "1s", cooldown = none)]
async fn forever(_ctx: Context<'_, forever>) -> Result<()> {
    loop {
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}

#[command(public, timeout = "1m", cooldown = none)]
async fn patient(_ctx: Context<'_, patient>) -> Result<()> {
    tokio::time::sleep(Duration::from_secs(40)).await;
    Ok(())
}

async fn never(_ctx: Context<'_>) -> bool {
    std::future::pending().await
}

#[command(public, timeout = "1m", check = never)]
async fn unchecked(_ctx: Context<'_, unchecked>) -> Result<()> {
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_body_has_the_time_that_its_attribute_says() {
    let bot = Bot::with(|bot| bot.commands(commands![forever, patient, unchecked]));
    let took = async |text: &str| {
        let begun = Instant::now();
        let report = bot.send(&member(), text).await.unwrap();
        (report.rule, begun.elapsed().as_secs(), report.replies)
    };
    let (rule, seconds, replies) = took("/forever").await;
    assert_eq!((rule, seconds), ("timed_out", 1));
    assert!(replies[0].starts_with("命令超时，已中止（编号 "), "{replies:?}");
    // Its time begins with the body, and is not what comes before may take.
    assert_eq!(took("/patient").await, ("allowed", 40, vec![]));
    let (rule, seconds, _) = took("/unchecked").await;
    assert_eq!((rule, seconds), ("timed_out", 15));
    assert_eq!(bot.rule(&member(), "/ping").await, "allowed");
}

#[command(perm = MuteMembers, cooldown = none, scene = guild, timeout = "1s")]
async fn hush(ctx: Context<'_, hush>, target: Target<'_>) -> Result<()> {
    ctx.members().mute(&target, Duration::from_secs(60)).await
}

#[tokio::test(start_paused = true)]
async fn an_effect_in_flight_is_recorded_as_unknown() {
    let bot = Bot::with(|bot| bot.commands(commands![hush]));
    bot.platform().fail_effects(Some(Failing::Never));
    assert_eq!(bot.rule(&admin(), "/hush 6").await, "timed_out");
    let (effects, decisions) = (bot.results(), bot.records("decision"));
    let ([effect], [decision]) = (&effects[..], &decisions[..]) else { panic!("one of each") };
    assert_eq!((&effect["rule"], &effect["success"]), (&"unknown".into(), &false.into()));
    assert_eq!(effect["correlation"], decision["correlation"]);
    bot.platform().fail_effects(None);
    assert_eq!(bot.rule(&admin(), "/hush 6").await, "allowed");
}

#[tokio::test]
async fn an_observer_that_panics_disturbs_neither_the_others_nor_the_call() {
    let told = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&told);
    let bot = Bot::with(|bot| {
        bot.on_decision(|_| panic!("an observer")).on_decision(move |decision| {
            assert_eq!(decision.command(), Some("ping"));
            count.fetch_add(1, Ordering::SeqCst);
        })
    });
    for rule in ["allowed", "allowed"] {
        assert_eq!(bot.rule(&member(), "/ping").await, rule);
    }
    assert_eq!(bot.rule(&member(), "/ping x").await, "arguments.surplus");
    tokio::task::yield_now().await;
    assert_eq!(told.load(Ordering::SeqCst), 3);
}

#[command(public)]
async fn stateful(_ctx: Context<'_, stateful>, _missing: State<u128>) -> Result<()> {
    Ok(())
}

#[command(public)]
async fn perhaps(_ctx: Context<'_, perhaps>, missing: Option<State<u128>>) -> Result<Reply> {
    let there = missing.is_some().to_string();
    Ok(reply!("{there}"))
}

#[tokio::test]
async fn state_that_was_not_given_refuses() {
    let bot = Bot::with(|bot| bot.commands(commands![stateful, perhaps]));
    let report = bot.send(&member(), "/stateful").await.unwrap();
    assert_eq!((report.rule, report.replies), ("run.state", vec!["已拒绝".to_owned()]));
    assert_eq!(bot.send(&member(), "/perhaps").await.unwrap().replies, ["false"]);
    let bot = Bot::with(|bot| bot.commands(commands![stateful, perhaps]).state(1_u128));
    assert_eq!(bot.rule(&member(), "/stateful").await, "allowed");
    assert_eq!(bot.send(&member(), "/perhaps").await.unwrap().replies, ["true"]);
}

#[test]
fn a_program_that_stops_in_the_middle_leaves_a_record() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let bot = Arc::new(Bot::new());
    let call = {
        let bot = Arc::clone(&bot);
        async move { bot.rule(&member(), "/wait").await }
    };
    runtime.block_on(async {
        tokio::spawn(call);
        bot.door.arrival().await;
    });
    drop(runtime);
    let [decision] = &bot.records("decision")[..] else { panic!("one decision") };
    assert_eq!((&decision["rule"], &decision["success"]), (&"cancelled".into(), &false.into()));
}
