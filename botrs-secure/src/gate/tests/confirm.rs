//! Stage 10: a second message with a code that only the first one was told.

use std::sync::Arc;

use super::{Bot, VICTIM, admin, guild, moderator, owner};
use crate::prelude::*;
use crate::testing::{Act, Caller, Harness, Request};
use crate::{Denial, GroupRole, Intrusion, MessageId};

/// The code for this call, at a time when it is good.
pub(super) async fn code(bot: &Bot, caller: &Caller, text: &str) -> u32 {
    let code = early_code(bot, caller, text).await;
    bot.clock().advance(Duration::from_secs(2));
    code
}

/// The code for this call, which is not good yet.
async fn early_code(bot: &Bot, caller: &Caller, text: &str) -> u32 {
    match bot.send(caller, text).await.expect("a command").denial {
        Some(Denial::Unconfirmed { code, .. }) => code,
        other => panic!("{text} is to be confirmed, not {other:?}"),
    }
}

async fn confirm(bot: &Bot, caller: &Caller, text: &str, code: u32) -> &'static str {
    bot.rule(caller, &format!("{text} confirm {code:06}")).await
}

#[tokio::test]
async fn the_right_code_is_good_once_and_the_cooldown_is_charged_once() {
    let bot = Bot::new();
    let told = bot.send(&admin(), "/ban 6 spam").await.unwrap();
    let Some(Denial::Unconfirmed { code, .. }) = told.denial else { panic!("a code") };
    let prompt = "待确认：/ban 6 spam\n请在 2 到 60 秒内重发同一命令，并在末尾加上：确认";
    assert_eq!(told.replies, [format!("{prompt} {code:06}")]);
    bot.clock().advance(Duration::from_secs(2));
    assert!(told.effects.is_empty());
    let banned = Request::Act(Act::Remove {
        guild: Harness::GUILD,
        user: UserId::new(VICTIM),
        ban: true,
        history_days: 7,
    });
    let report = bot.send(&admin(), &format!("/ban  6  spam 确认  {code:06} ")).await.unwrap();
    // The arguments differ by a space.
    assert_eq!(report.rule, "confirm.wrong");
    let report = bot.send(&admin(), &format!("/ban 6 spam 确认  {code:06} ")).await.unwrap();
    assert_eq!((report.rule, report.effects), ("allowed", vec![banned]));
    assert_eq!(confirm(&bot, &admin(), "/ban 6 spam", code).await, "limit");
    bot.clock().advance(Duration::from_secs(30));
    assert_eq!(confirm(&bot, &admin(), "/ban 6 spam", code).await, "confirm.wrong");
    assert_eq!(bot.effects(), 1);
}

#[tokio::test]
async fn a_wrong_code_does_nothing_and_the_third_ends_the_right_one() {
    let bot = Bot::new();
    let right = code(&bot, &admin(), "/ban 6").await;
    let wrong = (right + 1) % 1_000_000;
    for _ in 0..2 {
        assert_eq!(confirm(&bot, &admin(), "/ban 6", wrong).await, "confirm.wrong");
    }
    assert_eq!(confirm(&bot, &admin(), "/ban 6", right).await, "allowed");
    bot.minutes(1);
    let right = code(&bot, &admin(), "/ban 6").await;
    let wrong = (right + 1) % 1_000_000;
    for _ in 0..3 {
        assert_eq!(confirm(&bot, &admin(), "/ban 6", wrong).await, "confirm.wrong");
    }
    // It was the right one until the third wrong one.
    bot.minutes(60);
    assert_eq!(confirm(&bot, &admin(), "/ban 6", right).await, "confirm.wrong");
    assert_eq!(bot.effects(), 1);
}

#[tokio::test]
async fn three_wrong_codes_within_the_minute_end_the_right_one() {
    let bot = Bot::new();
    let right = code(&bot, &owner(), "/ban 6").await;
    for wrong in (0..).filter(|&wrong| wrong != right).take(3) {
        assert_eq!(confirm(&bot, &owner(), "/ban 6", wrong).await, "confirm.wrong");
    }
    assert_eq!(confirm(&bot, &owner(), "/ban 6", right).await, "confirm.wrong");
    assert_eq!(bot.effects(), 0);
}

#[tokio::test]
async fn a_code_is_bound_to_its_call() {
    let bot = Bot::new();
    let quote: MessageId = "quoted".parse().unwrap();
    for (caller, text) in [
        // Somebody else, who may do the same.
        (admin(), "/ban 6 spam"),
        // Another target, another reason, none.
        (owner(), "/ban 5 spam"),
        (owner(), "/ban 6 spam!"),
        (owner(), "/ban 6"),
        // Another command.
        (owner(), "/silence 6 spam"),
        (owner(), "/silence 6"),
        // Another channel, and what one cannot know by looking at the text.
        (owner().at(guild(Harness::GUILD.get(), 9)), "/ban 6 spam"),
        (owner().quoting(&quote), "/ban 6 spam"),
    ] {
        let right = code(&bot, &owner(), "/ban 6 spam").await;
        let rule = confirm(&bot, &caller, text, right).await;
        assert!(
            ["confirm.wrong", "arguments.surplus"].contains(&rule),
            "{text} {caller:?}: {rule}"
        );
        bot.minutes(1);
    }
    assert_eq!(bot.effects(), 0);
    let right = code(&bot, &owner(), "/ban 6 spam").await;
    assert_eq!(confirm(&bot, &owner(), "/ban 6 spam", right).await, "allowed");
}

#[tokio::test]
async fn a_code_is_bound_to_the_quoted_message() {
    let bot = Bot::new();
    let [one, other] = ["one", "other"].map(|id| id.parse::<MessageId>().unwrap());
    let right = code(&bot, &admin().quoting(&one), "/ban 6").await;
    assert_eq!(confirm(&bot, &admin().quoting(&other), "/ban 6", right).await, "confirm.wrong");
    assert_eq!(confirm(&bot, &admin(), "/ban 6", right).await, "confirm.wrong");
    assert_eq!(confirm(&bot, &admin().quoting(&one), "/ban 6", right).await, "allowed");
}

#[tokio::test]
async fn a_code_is_good_from_two_seconds_to_a_minute() {
    let bot = Bot::new();
    let right = code(&bot, &admin(), "/ban 6").await;
    bot.clock().advance(Duration::from_secs(58));
    assert_eq!(confirm(&bot, &admin(), "/ban 6", right).await, "confirm.wrong");
    let right = code(&bot, &admin(), "/ban 6").await;
    bot.clock().advance(Duration::from_secs(58) - Duration::from_nanos(1));
    assert_eq!(confirm(&bot, &admin(), "/ban 6", right).await, "allowed");
    bot.minutes(1);
    let right = early_code(&bot, &admin(), "/ban 6").await;
    bot.clock().advance(Duration::from_secs(2) - Duration::from_nanos(1));
    assert_eq!(confirm(&bot, &admin(), "/ban 6", right).await, "confirm.early");
    bot.clock().advance(Duration::from_nanos(1));
    assert_eq!(confirm(&bot, &admin(), "/ban 6", right).await, "allowed");
}

#[tokio::test]
async fn too_early_a_code_costs_nothing_and_tells_nothing() {
    let bot = Bot::with(|bot| bot.intrusion(Intrusion::default().threshold(0)));
    let right = early_code(&bot, &admin(), "/ban 6").await;
    let told = bot.send(&admin(), &format!("/ban 6 confirm {right:06}")).await.unwrap();
    assert_eq!(told.replies, ["太快了：请先看清要确认的内容，2 秒后再发"]);
    // A wrong one is answered alike, however often, and is no failure.
    for wrong in (0..).filter(|&wrong| wrong != right).take(4) {
        assert_eq!(confirm(&bot, &admin(), "/ban 6", wrong).await, "confirm.early");
    }
    bot.clock().advance(Duration::from_secs(2));
    assert_eq!(confirm(&bot, &admin(), "/ban 6", right).await, "allowed");
}

#[tokio::test]
async fn a_caller_has_one_code_at_a_time() {
    let bot = Bot::new();
    let first = code(&bot, &admin(), "/ban 6").await;
    let of_another = code(&bot, &owner(), "/ban 5").await;
    let second = code(&bot, &admin(), "/silence 6").await;
    assert_eq!(confirm(&bot, &admin(), "/ban 6", first).await, "confirm.wrong");
    // Somebody else's stays, and so does the new one.
    assert_eq!(confirm(&bot, &owner(), "/ban 5", of_another).await, "allowed");
    bot.door.open();
    assert_eq!(confirm(&bot, &admin(), "/silence 6", second).await, "allowed");
    assert_eq!(bot.effects(), 2);
}

#[tokio::test]
async fn three_wrong_codes_end_the_right_one_whatever_they_are_for() {
    let bot = Bot::new();
    let right = code(&bot, &owner(), "/ban 6").await;
    for text in ["/ban 5", "/silence 6", "/ban 6 spam"] {
        assert_eq!(confirm(&bot, &owner(), text, right).await, "confirm.wrong");
    }
    assert_eq!(confirm(&bot, &owner(), "/ban 6", right).await, "confirm.wrong");
}

#[tokio::test]
async fn a_new_code_replaces_the_one_before() {
    let bot = Bot::new();
    let mut codes = Vec::new();
    for _ in 0..7 {
        codes.push(code(&bot, &admin(), "/ban 6").await);
    }
    let last = codes.pop().unwrap();
    // Seven of a million: neither all equal nor all small.
    assert!(codes.iter().all(|code| *code < 1_000_000) && last < 1_000_000);
    assert!(codes.iter().any(|code| *code > 10_000), "{codes:?}");
    let earlier = codes.into_iter().find(|&earlier| earlier != last).unwrap();
    assert_eq!(confirm(&bot, &admin(), "/ban 6", earlier).await, "confirm.wrong");
    assert_eq!(confirm(&bot, &admin(), "/ban 6", last).await, "allowed");
}

#[tokio::test]
async fn the_confirming_message_passes_every_stage_again() {
    let bot = Bot::new();
    let right = code(&bot, &admin(), "/ban 6").await;
    let text = format!("/ban 6 confirm {right:06}");
    let old = admin().sent_ago(Duration::from_secs(3_600));
    assert_eq!(bot.rule(&old, &text).await, "replay.stale");
    assert_eq!(bot.rule(&admin().as_bot(), &text).await, "source.bot");
    // Demoted since, by the event and by the platform.
    assert_eq!(bot.rule(&moderator(), &text).await, "permission.missing");
    bot.platform().set_member(Harness::GUILD, UserId::new(super::ADMIN), &[]);
    assert_eq!(bot.rule(&admin(), &text).await, "permission.missing");
    bot.platform().set_member(Harness::GUILD, UserId::new(super::ADMIN), &[2]);
    bot.platform().set_member(Harness::GUILD, UserId::new(VICTIM), &[2]);
    assert_eq!(bot.rule(&admin(), &text).await, "authority.rank");
    bot.platform().set_member(Harness::GUILD, UserId::new(VICTIM), &[]);
    let first = admin().with_id("confirming");
    assert_eq!(bot.rule(&first, &text).await, "allowed");
    assert_eq!(bot.rule(&first, &text).await, "replay");
    assert_eq!(bot.effects(), 1);
}

#[tokio::test]
async fn a_code_is_asked_for_even_where_refusals_are_answered_rarely() {
    let minute = Duration::from_secs(60);
    let bot = Bot::with(|bot| bot.policy(super::policy().reply_windows(minute, minute)));
    assert_eq!(bot.send(&admin(), "/both x").await.unwrap().replies.len(), 1);
    assert_eq!(bot.send(&admin(), "/both x").await.unwrap().replies.len(), 0);
    for _ in 0..2 {
        assert_eq!(bot.send(&admin(), "/ban 6").await.unwrap().replies.len(), 1);
    }
}

/// What is asked of whoever is to confirm it.
async fn prompt(bot: &Bot, caller: &Caller, text: &str) -> String {
    let report = bot.send(caller, text).await.unwrap();
    let [prompt] = &report.replies[..] else { panic!("one reply: {report:?}") };
    prompt.lines().next().unwrap().to_owned()
}

#[tokio::test]
async fn the_prompt_says_what_is_to_be_confirmed_and_mentions_nobody() {
    let bot = Bot::with(|bot| bot.commands(commands![seal, everything]));
    for (text, restated) in [
        ("/ban <@!6> spam", "/ban 6 spam"),
        // The caller's words are escaped for the scene and mention nobody.
        ("/ban <@6> <@!5> @everyone <b>", "/ban 6 5 @\u{200b}everyone &lt;b&gt;"),
        // By its own name, with its parents' before it.
        ("／everything", "/everything"),
        ("/everything 全部", "/everything part"),
        // What is hidden in records is hidden here.
        ("/seal 6 hunter2", "/seal 6 [redacted]"),
    ] {
        let prompt = prompt(&bot, &owner(), text).await;
        assert_eq!(prompt, format!("待确认：{restated}"), "{text}");
        bot.minutes(1);
    }
    let quote: MessageId = "quoted".parse().unwrap();
    let prompt = prompt(&bot, &owner().quoting(&quote), "/ban 6").await;
    assert_eq!(prompt, "待确认：/ban 6 ↩ quoted");
    let long = "长".repeat(400);
    let prompt = super::confirm::prompt(&bot, &owner(), &format!("/ban 6 {long}")).await;
    assert_eq!(prompt, format!("待确认：/ban 6 {}…", &long[..298 * 3]));
}

/// For everybody who may mute.
#[command(perm = MuteMembers, scene = guild, cooldown = none, confirm)]
async fn seal(_ctx: Context<'_, seal>, _count: u8, #[arg(redact)] _secret: String) -> Result<()> {
    Ok(())
}

/// A mass act.
#[command(perm = MuteMembers, scene(guild, direct, group), cooldown = none, audit, confirm(by = other), subcommands(part))]
async fn everything(_ctx: Context<'_, everything>, runs: State<super::Runs>) -> Result<()> {
    runs.add();
    Ok(())
}

/// Inherits that somebody else confirms, whatever it says itself.
#[command(aliases("全部"), perm = MuteMembers, cooldown = none, confirm)]
async fn part(_ctx: Context<'_, part>, runs: State<super::Runs>) -> Result<()> {
    runs.add();
    Ok(())
}

fn mass() -> Bot {
    Bot::with(|bot| bot.commands(commands![everything]))
}

#[tokio::test]
async fn somebody_else_confirms_and_the_record_names_both() {
    let bot = mass();
    for text in ["/everything", "/everything part"] {
        let right = code(&bot, &admin(), text).await;
        // Whoever asked may try as often as they like.
        for _ in 0..4 {
            assert_eq!(confirm(&bot, &admin(), text, right).await, "confirm.own");
        }
        assert_eq!(confirm(&bot, &moderator(), text, right).await, "allowed");
        assert_eq!(confirm(&bot, &owner(), text, right).await, "confirm.wrong");
        bot.minutes(1);
    }
    assert_eq!(bot.runs.count(), 2);
    let decisions = bot.records("decision");
    let asked = &decisions[0];
    let done = decisions.iter().find(|record| record["rule"] == "allowed").unwrap();
    assert_eq!(asked["rule"], "confirm");
    assert_ne!(asked["user_id"], done["user_id"]);
    let first = asked["user_id"].as_str().unwrap();
    assert_eq!(done["details"], format!("asked_by=<@{first}>"));
}

#[tokio::test]
async fn where_two_ask_for_one_call_each_code_confirms_for_whoever_was_told_it() {
    // One wrong code would be one failure too many.
    let rule = Intrusion::default().threshold(0);
    let bot = Bot::with(|bot| bot.commands(commands![everything]).intrusion(rule));
    let text = "/everything";
    let first = early_code(&bot, &admin(), text).await;
    let second = code(&bot, &owner(), text).await;
    // Nobody their own, each that of the other, and a third one both.
    assert_eq!(confirm(&bot, &admin(), text, first).await, "confirm.own");
    assert_eq!(confirm(&bot, &owner(), text, second).await, "confirm.own");
    assert_eq!(confirm(&bot, &moderator(), text, first).await, "allowed");
    assert_eq!(confirm(&bot, &admin(), text, second).await, "allowed");
    let decisions = bot.records("decision");
    let asked_by = |n: usize| format!("asked_by=<@{}>", decisions[n]["user_id"].as_str().unwrap());
    assert_eq!(
        (&decisions[4]["details"], &decisions[5]["details"]),
        (&asked_by(0).into(), &asked_by(1).into())
    );
    assert_eq!(bot.runs.count(), 2);
    assert!(bot.records("alert").is_empty());
}

#[tokio::test]
async fn three_wrong_codes_end_what_all_ask_for_one_call() {
    let bot = mass();
    let text = "/everything";
    let first = early_code(&bot, &admin(), text).await;
    let second = code(&bot, &owner(), text).await;
    let wrong = |&code: &u32| code != first && code != second;
    for code in (0..).filter(wrong).take(3) {
        assert_eq!(confirm(&bot, &moderator(), text, code).await, "confirm.wrong");
    }
    for code in [first, second] {
        assert_eq!(confirm(&bot, &super::bot_owner(), text, code).await, "confirm.wrong");
    }
    assert_eq!(bot.runs.count(), 0);
    bot.minutes(1);
    let again = code(&bot, &admin(), text).await;
    assert_eq!(confirm(&bot, &owner(), text, again).await, "allowed");
}

#[tokio::test]
async fn a_wrong_code_tells_nothing_while_it_is_too_soon() {
    let bot = mass();
    let right = early_code(&bot, &admin(), "/everything").await;
    for wrong in (0..).filter(|&wrong| wrong != right).take(4) {
        assert_eq!(confirm(&bot, &owner(), "/everything", wrong).await, "confirm.early");
    }
    bot.clock().advance(Duration::from_secs(2));
    assert_eq!(confirm(&bot, &owner(), "/everything", right).await, "allowed");
}

#[tokio::test]
async fn groups_have_another_persons_openid_on_the_record() {
    let bot = Bot::with(|bot| {
        let group = format!("{:032x}", 1).parse().unwrap();
        let policy = Harness::policy().group_role(group, GroupRole::Member, Role::moderator());
        bot.commands(commands![everything]).policy(policy)
    });
    let [one, other] = [1, 2].map(|user| Caller::group(1, user, GroupRole::Member));
    let right = code(&bot, &one, "/everything").await;
    assert_eq!(confirm(&bot, &one, "/everything", right).await, "confirm.own");
    assert_eq!(confirm(&bot, &other, "/everything", right).await, "allowed");
    let decisions = bot.records("decision");
    let first = decisions[0]["user_id"].as_str().unwrap();
    assert_eq!(decisions[2]["details"], format!("asked_by={first}"));
}

#[tokio::test]
async fn nobody_but_another_one_who_may_do_it_confirms_and_only_there_and_then() {
    let bot = mass();
    let text = "/everything";
    let right = code(&bot, &admin(), text).await;
    let wrong = (right + 1) % 1_000_000;
    let elsewhere = owner().at(guild(Harness::GUILD.get(), 9));
    for (caller, code, rule) in [
        (super::member(), right, "permission.missing"),
        (elsewhere, right, "confirm.wrong"),
        (owner(), wrong, "confirm.wrong"),
    ] {
        assert_eq!(confirm(&bot, &caller, text, code).await, rule);
    }
    assert_eq!(confirm(&bot, &owner(), "/everything part", right).await, "confirm.wrong");
    // Two wrong ones for this call by now: the third ends it, whoever sends it.
    assert_eq!(confirm(&bot, &moderator(), text, wrong).await, "confirm.wrong");
    assert_eq!(confirm(&bot, &moderator(), text, wrong).await, "confirm.wrong");
    assert_eq!(confirm(&bot, &owner(), text, right).await, "confirm.wrong");
    bot.minutes(1);

    let right = early_code(&bot, &admin(), text).await;
    assert_eq!(confirm(&bot, &owner(), text, right).await, "confirm.early");
    bot.clock().advance(Duration::from_secs(60));
    assert_eq!(confirm(&bot, &owner(), text, right).await, "confirm.wrong");
    // A new question of the first one voids this one.
    let right = code(&bot, &admin(), text).await;
    code(&bot, &admin(), "/ban 6").await;
    assert_eq!(confirm(&bot, &owner(), text, right).await, "confirm.wrong");
    assert_eq!(bot.runs.count(), 0);
}

#[tokio::test]
async fn where_there_is_nobody_else_it_is_refused() {
    let bot = Bot::with(|bot| {
        let person = PersonId::User(UserId::new(2));
        let policy = super::policy().grant(crate::Realm::Direct, person, Role::moderator());
        bot.commands(commands![everything]).policy(policy)
    });
    assert_eq!(bot.rule(&Caller::direct(2), "/everything").await, "permission.scene");
    assert_eq!(bot.rule(&admin(), "/everything").await, "confirm");
}

#[tokio::test(start_paused = true)]
async fn a_refusal_after_it_leaves_the_confirmation() {
    let bot = Arc::new(Bot::new());
    // All slots of the command are taken.
    let first = code(&bot, &owner(), "/silence 6").await;
    let running = tokio::spawn({
        let bot = Arc::clone(&bot);
        async move { confirm(&bot, &owner(), "/silence 6", first).await }
    });
    bot.door.arrival().await;
    let right = code(&bot, &admin(), "/silence 6").await;
    assert_eq!(confirm(&bot, &admin(), "/silence 6", right).await, "capacity");
    bot.door.open();
    assert_eq!(running.await.unwrap(), "allowed");
    bot.door.open();
    assert_eq!(confirm(&bot, &admin(), "/silence 6", right).await, "allowed");
    // A cooldown.
    let right = code(&bot, &owner(), "/ban 6").await;
    assert_eq!(confirm(&bot, &owner(), "/ban 6", right).await, "allowed");
    let right = early_limit(&bot).await;
    assert_eq!(confirm(&bot, &owner(), "/ban 6", right).await, "allowed");
}

/// A code whose confirmation met a cooldown that is over by now.
async fn early_limit(bot: &Bot) -> u32 {
    bot.clock().advance(Duration::from_secs(30));
    let right = code(bot, &owner(), "/ban 6").await;
    let live = super::live(bot, &owner(), "ban", crate::gate::Stage::Limit, "6");
    crate::gate::limit::take(&live).await.unwrap();
    assert_eq!(confirm(bot, &owner(), "/ban 6", right).await, "limit");
    bot.clock().advance(Duration::from_secs(30));
    right
}

#[tokio::test]
async fn of_two_messages_with_one_code_one_runs() {
    let bot = Bot::new();
    let right = code(&bot, &admin(), "/silence 6").await;
    let text = format!("/silence 6 confirm {right:06}");
    let (admin, door) = (admin(), bot.door.clone());
    door.open();
    door.open();
    // Both look at the code before either runs: they wait for the one slot of the command.
    let slots = Arc::clone(&bot.engine().registry.find("silence").unwrap().slots);
    let held = slots.acquire_owned().await.unwrap();
    let both = async { tokio::join!(bot.rule(&admin, &text), bot.rule(&admin, &text)) };
    let release = async {
        for _ in 0..200 {
            tokio::task::yield_now().await;
        }
        drop(held);
    };
    let ((one, other), ()) = tokio::join!(both, release);
    let mut rules = [one, other];
    rules.sort_unstable();
    assert_eq!(rules, ["allowed", "confirm.wrong"]);
    assert_eq!(bot.effects(), 1);
}
