//! Many calls at once, on several threads: what may happen once happens once.

use std::collections::HashMap;
use std::sync::Arc;

use tokio::sync::{Semaphore, mpsc};

use super::{Bot, Door, Runs, eventually, member};
use crate::prelude::*;
use crate::testing::Caller;

/// Holds calls between the look at the cooldown and its charge.
static HOLD: Semaphore = Semaphore::const_new(0);

async fn held(_ctx: Context<'_>) -> bool {
    passed(&HOLD).await
}

/// The same for the race on a bucket.
static HOLD_BUCKET: Semaphore = Semaphore::const_new(0);

async fn held_at_bucket(_ctx: Context<'_>) -> bool {
    passed(&HOLD_BUCKET).await
}

async fn passed(hold: &Semaphore) -> bool {
    hold.acquire().await.is_ok_and(|permit| {
        permit.forget();
        true
    })
}

#[command(public, cooldown(global = "1h"), check = held)]
async fn rush(_ctx: Context<'_, rush>, runs: State<Runs>) -> Result<()> {
    runs.add();
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_200_callers_at_one_cooldown_one_runs() {
    let bot = Arc::new(Bot::with(|bot| bot.commands(commands![rush])));
    let calls: Vec<_> = (0..200)
        .map(|user| {
            let bot = Arc::clone(&bot);
            tokio::spawn(async move { bot.rule(&Caller::guild(1_000 + user, &[]), "/rush").await })
        })
        .collect();
    // Each has looked at the cooldown and found it free before any is charged.
    eventually(|| bot.engine().tasks.available_permits() == 1_024 - 200).await;
    HOLD.add_permits(200);
    let mut rules = HashMap::new();
    for call in calls {
        *rules.entry(call.await.unwrap()).or_insert(0) += 1;
    }
    assert_eq!(rules, HashMap::from([("allowed", 1), ("limit", 199)]));
    assert_eq!(bot.runs.count(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_200_copies_of_a_message_one_runs() {
    let (told, mut decisions) = mpsc::unbounded_channel();
    let bot = Arc::new(Bot::with(|bot| {
        bot.on_decision(move |decision| told.send(decision.outcome().rule()).unwrap())
    }));
    let caller = member().with_id("copy");
    for _ in 0..200 {
        let (bot, caller) = (Arc::clone(&bot), caller.clone());
        tokio::spawn(async move {
            let incoming = bot.incoming(&caller, "copy".parse().unwrap(), "/ping");
            assert!(bot.post(incoming));
        });
    }
    eventually(|| decisions.len() == 200).await;
    let mut rules: HashMap<&str, usize> = HashMap::new();
    while let Ok(rule) = decisions.try_recv() {
        *rules.entry(rule).or_default() += 1;
    }
    assert_eq!(rules["allowed"], 1, "{rules:?}");
    // Copies that come before the first is marked are attempts.
    let others = rules.get("replay").unwrap_or(&0) + rules.get("flood").unwrap_or(&0);
    assert_eq!(others, 199, "{rules:?}");
    assert_eq!(bot.runs.count(), 1);
}

#[command(public, cooldown = none, concurrency = 4)]
async fn four(_ctx: Context<'_, four>, door: State<Door>, runs: State<Runs>) -> Result<()> {
    runs.add();
    door.pass().await;
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn no_more_bodies_run_than_the_command_says_and_the_slots_come_back() {
    let bot = Arc::new(Bot::with(|bot| bot.commands(commands![four])));
    for _ in 0..2 {
        let calls: Vec<_> = (0..6)
            .map(|user| {
                let bot = Arc::clone(&bot);
                tokio::spawn(async move { bot.rule(&Caller::guild(user + 50, &[]), "/four").await })
            })
            .collect();
        for _ in 0..4 {
            bot.door.arrival().await;
        }
        // The other two give up after their two seconds.
        tokio::time::sleep(Duration::from_secs(3)).await;
        (0..4).for_each(|_| bot.door.open());
        let mut rules = Vec::new();
        for call in calls {
            rules.push(call.await.unwrap());
        }
        rules.sort_unstable();
        assert_eq!(rules, ["allowed", "allowed", "allowed", "allowed", "capacity", "capacity"]);
    }
    assert_eq!(bot.runs.count(), 8);
}

#[tokio::test(start_paused = true)]
async fn a_slot_that_comes_free_in_time_is_waited_for() {
    let bot = Arc::new(Bot::new());
    let call = |user| {
        let bot = Arc::clone(&bot);
        tokio::spawn(async move { bot.rule(&Caller::guild(user, &[]), "/wait").await })
    };
    let first = call(50);
    bot.door.arrival().await;
    let second = call(51);
    tokio::time::sleep(Duration::from_secs(1)).await;
    bot.door.open();
    bot.door.arrival().await;
    bot.door.open();
    assert_eq!((first.await.unwrap(), second.await.unwrap()), ("allowed", "allowed"));
}

#[tokio::test]
async fn where_the_bot_has_too_much_to_do_a_call_is_refused_and_not_kept() {
    let bot = Bot::new();
    let all = Arc::clone(&bot.engine().tasks).try_acquire_many_owned(1_024).unwrap();
    let report = bot.send(&member(), "/once").await.unwrap();
    assert_eq!((report.rule, report.replies.len()), ("capacity", 1));
    drop(all);
    assert_eq!(bot.rule(&member(), "/once").await, "allowed");
    assert_eq!(bot.engine().tasks.available_permits(), 1_024);
}

#[tokio::test(start_paused = true)]
async fn the_bodies_of_all_commands_share_a_limit() {
    let bot = Bot::new();
    let all = Arc::clone(&bot.engine().bodies).try_acquire_many_owned(256).unwrap();
    assert_eq!(bot.rule(&member(), "/once").await, "capacity");
    drop(all);
    assert_eq!(bot.rule(&member(), "/once").await, "allowed");
}

#[command(public, limit(global = "4/h"), cost = 3, bucket = "race", check = held_at_bucket)]
async fn left(_ctx: Context<'_, left>, runs: State<Runs>) -> Result<()> {
    runs.add();
    Ok(())
}

#[command(public, limit(global = "4/h"), cost = 2, bucket = "race", check = held_at_bucket)]
async fn right(_ctx: Context<'_, right>, runs: State<Runs>) -> Result<()> {
    runs.add();
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_calls_at_what_is_left_of_one_bucket_one_runs() {
    for n in 0..20 {
        let bot = Arc::new(Bot::with(|bot| bot.commands(commands![left, right])));
        let calls: Vec<_> = ["/left", "/right"]
            .into_iter()
            .zip(n * 2..)
            .map(|(text, user)| {
                let bot = Arc::clone(&bot);
                tokio::spawn(async move { bot.rule(&Caller::guild(9_100 + user, &[]), text).await })
            })
            .collect();
        eventually(|| bot.engine().tasks.available_permits() == 1_024 - 2).await;
        HOLD_BUCKET.add_permits(2);
        let mut rules = Vec::new();
        for call in calls {
            rules.push(call.await.unwrap());
        }
        rules.sort_unstable();
        assert_eq!(rules, ["allowed", "limit"]);
        assert_eq!(bot.runs.count(), 1);
    }
}
