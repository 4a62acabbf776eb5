//! The button beside a question: whose it is, what it stands for, and for how long.

use super::confirm::code as code_of;
use super::{Bot, MEMBER, VICTIM, admin, guild, member, moderator, owner};
use crate::prelude::*;
use crate::testing::PressCode::{self, Again, Done, Failed, NotAllowed, TooOften};
use crate::testing::{Act, Caller, Failing, Harness, Request};
use crate::{Denial, GroupRole, Intrusion, PlatformErrorKind};

/// The buttons that were sent: their data, and who may press them.
fn buttons(bot: &Bot) -> Vec<(String, Option<PersonId>)> {
    let data = |request| match request {
        Request::Button { data, only, .. } => Some((data, only)),
        _ => None,
    };
    bot.platform().requests().into_iter().filter_map(data).collect()
}

/// Asks for a call to be confirmed, at a time when it can be: the button's data.
async fn asked(bot: &Bot, caller: &Caller, text: &str) -> String {
    let before = buttons(bot).len();
    assert_eq!(bot.rule(caller, text).await, "confirm");
    bot.clock().advance(Duration::from_secs(2));
    let mut buttons = buttons(bot);
    assert_eq!(buttons.len(), before + 1);
    buttons.remove(before).0
}

async fn pressed(bot: &Bot, caller: &Caller, data: &str) -> (PressCode, &'static str) {
    let (code, report) = bot.press(caller, data).await;
    (code, report.map_or("no command", |report| report.rule))
}

/// How many records name this rule.
fn recorded(bot: &Bot, rule: &str) -> usize {
    bot.records("decision").iter().filter(|record| record["rule"] == rule).count()
}

#[tokio::test]
async fn the_callers_press_runs_the_call_once() {
    let bot = Bot::new();
    let data = asked(&bot, &admin(), "/ban <@!6> spam").await;
    assert_eq!(pressed(&bot, &admin(), &data).await, (Done, "allowed"));
    assert_eq!(pressed(&bot, &admin(), &data).await, (Again, "confirm.closed"));
    let user = UserId::new(VICTIM);
    let banned = Act::Remove { guild: Harness::GUILD, user, ban: true, history_days: 7 };
    let acts = bot.platform().requests().into_iter().filter(Request::is_effect);
    assert_eq!(acts.collect::<Vec<_>>(), [Request::Act(banned)]);
    assert_eq!((recorded(&bot, "allowed"), recorded(&bot, "confirm.closed")), (1, 1));
    assert!(bot.records("alert").is_empty());
}

#[tokio::test]
async fn the_button_says_nothing_and_is_the_callers_for_clients_too() {
    let bot = Bot::new();
    let data = asked(&bot, &admin(), "/ban 6 secret").await;
    let digits = data.strip_prefix("confirm:").unwrap();
    assert!(digits.len() == 32 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
    assert_eq!(buttons(&bot)[0].1, Some(admin().person));
    assert_ne!(asked(&bot, &owner(), "/ban 6 secret").await, data);
}

#[tokio::test]
async fn somebody_elses_press_is_refused_and_uses_nothing_up() {
    let rule = Intrusion::default().threshold(0);
    let bot = Bot::with(|bot| bot.intrusion(rule));
    let data = asked(&bot, &admin(), "/ban 6").await;
    for thief in [member(), moderator(), owner(), Caller::guild(MEMBER + 70, &[4])] {
        assert_eq!(pressed(&bot, &thief, &data).await, (NotAllowed, "confirm.others"));
    }
    assert_eq!(bot.effects(), 0);
    assert_eq!(recorded(&bot, "confirm.others"), 4);
    assert!(bot.records("alert").is_empty(), "a press is no guess");
    assert_eq!(pressed(&bot, &admin(), &data).await, (Done, "allowed"));
}

#[tokio::test]
async fn a_confirming_press_passes_all_stages_again() {
    let bot = Bot::new();
    let data = asked(&bot, &admin(), "/ban 6").await;
    bot.platform().set_member(Harness::GUILD, UserId::new(2), &[]);
    assert_eq!(pressed(&bot, &admin(), &data).await, (NotAllowed, "permission.missing"));
    bot.platform().set_member(Harness::GUILD, UserId::new(2), &[2]);
    bot.platform().set_member(Harness::GUILD, UserId::new(VICTIM), &[2]);
    assert_eq!(pressed(&bot, &admin(), &data).await, (NotAllowed, "authority.rank"));
    bot.platform().set_member(Harness::GUILD, UserId::new(VICTIM), &[]);
    let once = admin().with_id("p-1");
    assert_eq!(pressed(&bot, &once, &data).await, (Done, "allowed"));
    assert_eq!(pressed(&bot, &once, &data).await, (Done, "replay"));
    let data = asked(&bot, &owner(), "/ban 6").await;
    for _ in 0..10 {
        pressed(&bot, &owner(), "/ping").await;
    }
    assert_eq!(pressed(&bot, &owner(), &data).await, (TooOften, "flood"));
    assert_eq!(bot.effects(), 1);
}

#[tokio::test]
async fn a_button_is_good_as_long_as_its_code_and_no_sooner() {
    let bot = Bot::new();
    assert_eq!(bot.rule(&admin(), "/ban 6").await, "confirm");
    let early = buttons(&bot).remove(0).0;
    assert_eq!(pressed(&bot, &admin(), &early).await, (TooOften, "confirm.early"));
    bot.clock().advance(Duration::from_secs(60));
    assert_eq!(pressed(&bot, &admin(), &early).await, (Failed, "confirm.closed"));
    // A new question closes the one before.
    let first = asked(&bot, &admin(), "/ban 6").await;
    let second = asked(&bot, &admin(), "/ban 5").await;
    assert_eq!(pressed(&bot, &admin(), &first).await.0, Failed);
    assert_eq!(pressed(&bot, &admin(), &second).await, (Done, "allowed"));
}

#[tokio::test]
async fn a_code_that_was_typed_closes_the_button_and_the_other_way_round() {
    let bot = Bot::new();
    let code = code_of(&bot, &admin(), "/ban 6").await;
    let data = buttons(&bot).remove(0).0;
    let typed = format!("/ban 6 confirm {code:06}");
    assert_eq!(bot.rule(&admin(), &typed).await, "allowed");
    bot.minutes(1);
    assert_eq!(pressed(&bot, &admin(), &data).await.0, Failed);
    let code = code_of(&bot, &admin(), "/ban 5").await;
    let data = buttons(&bot).remove(1).0;
    assert_eq!(pressed(&bot, &admin(), &data).await, (Done, "allowed"));
    bot.clock().advance(Duration::from_secs(30));
    let typed = format!("/ban 5 confirm {code:06}");
    assert_eq!(bot.rule(&admin(), &typed).await, "confirm.wrong");
    assert_eq!(bot.effects(), 2);
}

#[tokio::test]
async fn a_question_that_wrong_codes_ended_has_no_button_either_and_a_press_is_no_failure() {
    let rule = Intrusion::default().threshold(3);
    let bot = Bot::with(|bot| bot.intrusion(rule));
    let code = code_of(&bot, &moderator(), "/silence 6").await;
    let data = buttons(&bot).remove(0).0;
    for wrong in 1..=3 {
        let typed = format!("/silence 6 confirm {:06}", (code + wrong) % 1_000_000);
        assert_eq!(bot.rule(&moderator(), &typed).await, "confirm.wrong");
    }
    for _ in 0..2 {
        assert_eq!(pressed(&bot, &moderator(), &data).await, (Failed, "confirm.closed"));
    }
    assert!(bot.records("alert").is_empty());
    assert_eq!(bot.effects(), 0);
}

#[tokio::test]
async fn a_button_works_where_it_was_asked_and_nowhere_else() {
    let bot = Bot::new();
    let data = asked(&bot, &admin(), "/ban 6").await;
    let elsewhere = admin().at(guild(Harness::GUILD.get(), 9));
    assert_eq!(pressed(&bot, &elsewhere, &data).await.0, Failed);
    for forged in ["confirm:", "confirm:1", &format!("confirm:{}", "0".repeat(32))] {
        let (code, rule) = pressed(&bot, &admin(), forged).await;
        assert!(rule != "allowed" && (code == Failed) == (forged.len() == 40), "{forged}");
    }
    // Nor is it a text that anybody may write.
    assert!(bot.send(&admin(), &data).await.is_none());
    assert_eq!(bot.effects(), 0);
    assert_eq!(pressed(&bot, &admin(), &data).await, (Done, "allowed"));
}

#[command(perm = MuteMembers, cooldown = none, confirm(by = other))]
async fn together(_ctx: Context<'_, together>) -> Result<()> {
    Ok(())
}

#[tokio::test]
async fn where_somebody_else_confirms_the_asker_does_not() {
    let bot = Bot::with(|bot| bot.commands(commands![together]));
    let data = asked(&bot, &admin(), "/together").await;
    assert_eq!(buttons(&bot)[0].1, None);
    assert_eq!(pressed(&bot, &admin(), &data).await, (NotAllowed, "confirm.own"));
    assert_eq!(pressed(&bot, &member(), &data).await, (NotAllowed, "permission.missing"));
    assert_eq!(pressed(&bot, &moderator(), &data).await, (Done, "allowed"));
    assert_eq!(pressed(&bot, &owner(), &data).await, (Again, "confirm.closed"));
    let decisions = bot.records("decision");
    let first = decisions[0]["user_id"].as_str().unwrap();
    let done = decisions.iter().find(|record| record["rule"] == "allowed").unwrap();
    assert_eq!(done["details"], format!("asked_by=<@{first}>"));
}

#[tokio::test]
async fn whoever_may_not_confirm_is_not_told_that_somebody_did() {
    let bot = Bot::with(|bot| bot.commands(commands![together]));
    let data = asked(&bot, &admin(), "/together").await;
    assert_eq!(pressed(&bot, &moderator(), &data).await, (Done, "allowed"));
    assert_eq!(pressed(&bot, &member(), &data).await, (NotAllowed, "permission.missing"));
    assert_eq!(pressed(&bot, &owner(), &data).await, (Again, "confirm.closed"));
}

#[command(public, cooldown = none, confirm)]
async fn tidy(_ctx: Context<'_, tidy>) -> Result<()> {
    Ok(())
}

#[tokio::test]
async fn whoever_is_asked_nothing_is_not_told_that_it_is_done() {
    let windows = Duration::from_secs(60);
    let policy = Harness::policy().reply_windows(windows, windows);
    let bot = Bot::with(|bot| bot.commands(commands![tidy]).policy(policy));
    assert_eq!(pressed(&bot, &member(), "/tidy").await, (Done, "confirm"));
    assert_eq!(pressed(&bot, &member(), "/tidy").await, (TooOften, "confirm"));
    assert_eq!(buttons(&bot).len(), 1);
    // Nothing can be said without an event to reply to.
    let caller = admin().with_id("mute");
    let sent = bot.send_changed(&caller, "/ban 6", |incoming| {
        let mut press = crate::adapter::Press::of(&incoming.id);
        press.event = None;
        incoming.press = Some(Box::new(press));
    });
    assert_eq!(sent.await.unwrap().rule, "confirm");
    let code = || {
        bot.platform().requests().into_iter().find_map(|request| match request {
            Request::Answer { press, code } if press == "mute" => Some(code),
            _ => None,
        })
    };
    super::eventually(|| code().is_some()).await;
    assert_eq!((code(), buttons(&bot).len()), (Some(Failed), 1));
}

#[tokio::test]
async fn what_was_confirmed_is_not_kept() {
    let bot = Bot::new();
    let data = asked(&bot, &admin(), "/ban 6 secret").await;
    let kept = || format!("{:?}", bot.engine().questions.texts());
    assert!(kept().contains("secret"));
    assert_eq!(pressed(&bot, &admin(), &data).await, (Done, "allowed"));
    assert_eq!(kept(), "[\"\"]");
    bot.minutes(2);
    assert_eq!(pressed(&bot, &admin(), &data).await, (Failed, "confirm.closed"));
    assert_eq!(kept(), "[]");
}

#[tokio::test]
async fn a_question_that_was_replaced_has_no_button_however_late() {
    let bot = Bot::new();
    let live = super::live(&bot, &admin(), "ban", crate::gate::Stage::Confirm, "6");
    let older = crate::gate::confirm::check(&live).unwrap_err();
    let data = asked(&bot, &admin(), "/ban 5").await;
    crate::gate::question::offer(&live, &older).await;
    assert_eq!(buttons(&bot).len(), 1);
    assert_eq!(pressed(&bot, &admin(), &data).await, (Done, "allowed"));
}

#[tokio::test]
async fn nobody_is_offered_a_button_that_they_could_not_press() {
    let caller = Caller::group(1, 2, GroupRole::Admin);
    let Place::Group { group } = caller.place else { panic!("a group") };
    let policy = Harness::policy();
    let granted = Caller::group(1, 3, GroupRole::Admin);
    let policy = policy.grant(crate::Realm::Group(group), granted.person, Role::admin());
    let bot = Bot::with(|bot| bot.commands(commands![tidy, heed]).policy(policy));
    for (caller, text, offered) in [
        // Their role is in the message and in no press.
        (&caller, "/heed", 0),
        (&caller, "/tidy", 1),
        (&granted, "/heed", 2),
        // There are no presses.
        (&Caller::direct(5), "/tidy", 2),
        (&Caller::c2c(5), "/tidy", 3),
    ] {
        assert_eq!(bot.rule(caller, text).await, "confirm", "{caller:?}");
        assert_eq!(buttons(&bot).len(), offered, "{caller:?} {text}");
    }
}

#[command(perm = MuteMembers, cooldown = none, confirm)]
async fn heed(_ctx: Context<'_, heed>) -> Result<()> {
    Ok(())
}

#[tokio::test]
async fn a_command_that_was_pressed_is_confirmed_by_a_press() {
    let bot = Bot::new();
    assert_eq!(pressed(&bot, &admin(), "/ban 6").await, (Done, "confirm"));
    bot.clock().advance(Duration::from_secs(2));
    let data = buttons(&bot).remove(0).0;
    assert_eq!(pressed(&bot, &admin(), &data).await, (Done, "allowed"));
}

#[tokio::test]
async fn in_groups_it_is_the_openids_button() {
    let caller = Caller::group(1, 2, GroupRole::Admin);
    let Place::Group { group } = caller.place else { panic!("a group") };
    let realm = crate::Realm::Group(group);
    let policy = Harness::policy().grant(realm, caller.person, Role::admin());
    let policy = policy.grant(realm, Caller::group(1, 3, GroupRole::Admin).person, Role::admin());
    let bot = Bot::with(|bot| bot.commands(commands![together]).policy(policy));
    let data = asked(&bot, &caller, "/together").await;
    let other = Caller::group(1, 3, GroupRole::Member);
    assert_eq!(pressed(&bot, &caller, &data).await, (NotAllowed, "confirm.own"));
    assert_eq!(pressed(&bot, &other, &data).await, (Done, "allowed"));
}

#[tokio::test]
async fn a_platform_that_takes_no_buttons_is_not_asked_again_for_an_hour_and_nobody_is_told() {
    let bot = Bot::new();
    bot.platform().fail_buttons(Some(Failing::With(PlatformErrorKind::Refused)));
    for (minutes, sent) in [(0, 1), (1, 1), (58, 1), (2, 2)] {
        bot.minutes(minutes);
        let told = bot.send(&admin(), "/ban 6").await.unwrap();
        assert!(matches!(told.denial, Some(Denial::Unconfirmed { .. })));
        assert_eq!((told.replies.len(), buttons(&bot).len()), (1, sent), "{minutes}");
    }
    let code = code_of(&bot, &admin(), "/ban 6").await;
    assert_eq!(bot.rule(&admin(), &format!("/ban 6 confirm {code:06}")).await, "allowed");
    // What may pass is tried again at once.
    let bot = Bot::new();
    bot.platform().fail_buttons(Some(Failing::With(PlatformErrorKind::RateLimited)));
    for sent in 1..3 {
        bot.rule(&admin(), "/ban 6").await;
        assert_eq!(buttons(&bot).len(), sent);
    }
}
