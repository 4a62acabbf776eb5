//! Presses of buttons: the same stages as for a message, by what the platform says of whoever pressed.

use std::sync::Arc;

use parking_lot::Mutex;

use super::{Bot, Door, MODERATOR, VICTIM, admin, bot_owner, guild, member, moderator, owner};
use crate::prelude::*;
use crate::testing::PressCode::{
    self, AdministratorsOnly, Again, Done, Failed, NotAllowed, TooOften,
};
use crate::testing::{Caller, Failing, Harness, Request};
use crate::{
    ContentAction, ContentPolicy, Denial, Event, GroupRole, Incoming, PlatformErrorKind, Reason,
};

/// What whoever presses is told, and the rule that decided.
async fn pressed(bot: &Bot, caller: &Caller, data: &str) -> (PressCode, &'static str) {
    let (code, report) = bot.press(caller, data).await;
    (code, report.map_or("no command", |report| report.rule))
}

/// How many times a press was answered.
fn answers(bot: &Bot) -> usize {
    let is_answer = |request: &&Request| matches!(request, Request::Answer { .. });
    bot.platform().requests().iter().filter(is_answer).count()
}

#[tokio::test]
async fn a_press_runs_what_whoever_presses_may_run_and_nothing_else() {
    let bot = Bot::new();
    for (caller, data, expected) in [
        (owner(), "/mute 6 10m", (Done, "allowed")),
        (moderator(), "/mute 6 10m", (Done, "allowed")),
        (member(), "/ping", (Done, "allowed")),
        (member(), "/mute 6 10m", (NotAllowed, "permission.missing")),
        (moderator(), "/mute 2 10m", (NotAllowed, "authority.rank")),
        (member(), "/reload", (AdministratorsOnly, "permission.owner")),
        (bot_owner(), "/reload", (Done, "allowed")),
        (owner(), "/mute 6 never", (Failed, "arguments.invalid")),
    ] {
        assert_eq!(pressed(&bot, &caller, data).await, expected, "{caller:?} {data}");
    }
    assert_eq!(bot.effects(), 2);
    assert_eq!(bot.records("decision").len(), 8);
    assert_eq!(answers(&bot), 8);
}

#[tokio::test]
async fn whoever_presses_has_the_roles_that_the_platform_says_now() {
    let bot = Bot::new();
    // Their roles are known, and were taken away since, of which no event told.
    assert_eq!(bot.rule(&moderator(), "/mute 6 10m").await, "allowed");
    bot.platform().set_member(Harness::GUILD, UserId::new(MODERATOR), &[]);
    let expected = (NotAllowed, "permission.missing");
    assert_eq!(pressed(&bot, &moderator(), "/mute 6 10m").await, expected);
    assert_eq!(pressed(&bot, &moderator(), "/either").await, expected);
    assert_eq!(bot.effects(), 1);
    assert_eq!(bot.runs.count(), 0);
}

#[tokio::test]
async fn where_the_platform_does_not_say_who_presses_the_answer_is_no() {
    let bot = Bot::new();
    for failing in [Failing::With(PlatformErrorKind::Unknown), Failing::Never] {
        bot.platform().fail_lookups(Some(failing));
        let expected = (NotAllowed, "authority.unknown");
        assert_eq!(pressed(&bot, &owner(), "/either").await, expected);
        assert_eq!(pressed(&bot, &member(), "/ping").await, (Done, "allowed"));
    }
    bot.platform().fail_lookups(None);
    let stranger = Caller::guild(77, &[4]);
    assert_eq!(pressed(&bot, &stranger, "/either").await, (NotAllowed, "authority.unknown"));
}

#[tokio::test]
async fn nothing_of_a_call_is_looked_at_before_it_is_known_who_presses() {
    let bot = Bot::new();
    for data in ["/mute", "/mute 6 never", "/mute 2 10m", "/ban 6"] {
        let expected = (NotAllowed, "permission.missing");
        assert_eq!(pressed(&bot, &member(), data).await, expected, "{data}");
        let is_of_target = |request: &Request| matches!(request, Request::Member { user, .. } if user.get() == VICTIM);
        assert!(!bot.platform().requests().iter().any(is_of_target));
    }
}

#[tokio::test]
async fn nobody_is_told_of_a_cooldown_of_what_they_may_not_press() {
    let bot = Bot::new();
    assert_eq!(pressed(&bot, &owner(), "/announce").await, (Done, "allowed"));
    assert_eq!(pressed(&bot, &member(), "/announce").await, (NotAllowed, "permission.missing"));
    assert_eq!(pressed(&bot, &admin(), "/announce").await, (TooOften, "limit"));
}

#[tokio::test]
async fn strangers_presses_leave_moderators_their_look_ups() {
    let bot = Bot::new();
    for stranger in 0..120 {
        let stranger = Caller::guild(10_000 + stranger, &[]);
        let PersonId::User(user) = stranger.person else { panic!("a user") };
        bot.platform().set_member(Harness::GUILD, user, &[]);
        let expected = (NotAllowed, "permission.missing");
        assert_eq!(pressed(&bot, &stranger, "/mute 6 10m").await, expected);
    }
    assert_eq!(bot.rule(&moderator(), "/mute 6 10m").await, "allowed");
    assert_eq!(pressed(&bot, &owner(), "/mute 6 10m").await, (TooOften, "authority.limit"));
}

#[tokio::test]
async fn in_groups_and_private_conversations_only_the_policy_says_who_may() {
    let person = |caller: &Caller| caller.person;
    let chief = Caller::group(1, 2, GroupRole::Owner);
    let granted = Caller::group(1, 3, GroupRole::Member);
    let Place::Group { group } = granted.place else { panic!("a group") };
    let policy =
        Harness::policy().grant(crate::Realm::Group(group), person(&granted), Role::admin());
    let bot = Bot::with(|bot| bot.policy(policy));
    assert_eq!(pressed(&bot, &chief, "/announce").await, (NotAllowed, "permission.unknown"));
    assert_eq!(pressed(&bot, &granted, "/announce").await, (Done, "allowed"));
    assert_eq!(pressed(&bot, &chief, "/ping").await, (Done, "allowed"));
    assert_eq!(pressed(&bot, &Caller::c2c(3), "/announce").await.0, NotAllowed);
    assert_eq!(pressed(&bot, &Caller::c2c(3), "/ping").await, (Done, "allowed"));
    assert_eq!(bot.runs.count(), 3);
}

#[tokio::test]
async fn a_button_in_a_group_makes_nobody_an_administrator() {
    let bot = Bot::new();
    for press in 0..3 {
        for role in [GroupRole::Owner, GroupRole::Admin, GroupRole::Member] {
            let caller = Caller::group(1, 2 + press, role);
            assert_eq!(pressed(&bot, &caller, "/both").await.0, NotAllowed);
        }
    }
    assert_eq!(bot.runs.count(), 0);
    assert_eq!(bot.records("decision").len(), 9);
}

#[tokio::test]
async fn limits_blocks_and_floods_hold_for_presses() {
    let bot = Bot::new();
    assert_eq!(pressed(&bot, &member(), "/once").await, (Done, "allowed"));
    assert_eq!(pressed(&bot, &member(), "/once").await, (TooOften, "limit"));
    for _ in 0..8 {
        assert_eq!(pressed(&bot, &member(), "/ping").await, (Done, "allowed"));
    }
    assert_eq!(pressed(&bot, &member(), "/ping").await, (TooOften, "flood"));
    bot.minutes(2);
    for _ in 0..6 {
        assert_eq!(pressed(&bot, &member(), "/both").await.0, NotAllowed);
    }
    assert_eq!(pressed(&bot, &member(), "/ping").await, (NotAllowed, "block"));
}

#[tokio::test]
async fn a_press_that_is_delivered_again_runs_and_is_answered_once() {
    let bot = Bot::new();
    let once = admin().with_id("p-1");
    assert_eq!(pressed(&bot, &once, "/both").await, (Done, "allowed"));
    assert_eq!(pressed(&bot, &once, "/both").await, (Done, "replay"));
    // An old press is none of now, and one of no time is of no known age.
    let old = admin().sent_ago(Duration::from_secs(2 * 60 * 60));
    assert_eq!(pressed(&bot, &old, "/both").await, (Failed, "replay.stale"));
    let timeless = admin().sent_at_no_time();
    assert_eq!(pressed(&bot, &timeless, "/both").await, (Failed, "replay.stale"));
    // Once all answers that were on their way are there.
    assert!(bot.engine().drain(Duration::from_secs(60)).await);
    assert_eq!((answers(&bot), bot.runs.count()), (3, 1));
}

#[tokio::test]
async fn a_press_that_another_process_has_run_is_told_so() {
    let bot = Bot::new();
    let engine = bot.engine();
    let message = bot.incoming(&member(), "p-1".parse().unwrap(), "/ping");
    let key = engine.keys.message(engine.bot, message.place.scene(), &message.id);
    let _ = engine.memory.first_seen(key, engine.clock.now().mono, Duration::from_secs(60));
    assert_eq!(pressed(&bot, &member().with_id("p-1"), "/ping").await, (Again, "replay"));
    assert_eq!(bot.runs.count(), 0);
}

#[tokio::test]
async fn what_the_code_says_is_not_said_again() {
    let bot = Bot::new();
    for (caller, data, replies) in
        [(member(), "/both", 0), (owner(), "/mute 2 x", 1), (member(), "/ping", 1)]
    {
        let (_, report) = bot.press(&caller, data).await;
        assert_eq!(report.unwrap().replies.len(), replies, "{data}");
    }
}

#[tokio::test]
async fn without_an_event_to_reply_to_nothing_is_said() {
    let bot = Bot::new();
    let sent = async |event: bool| {
        let caller = member();
        let sent = bot.send_changed(&caller, "/ping", |incoming| {
            let mut press = crate::adapter::Press::of(&incoming.id);
            press.event = press.event.filter(|_| event);
            incoming.press = Some(Box::new(press));
        });
        sent.await.unwrap().replies.len()
    };
    assert_eq!((sent(true).await, sent(false).await), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_takes_long_is_answered_before_it_ends() {
    let bot = Bot::new();
    let caller = member();
    let meanwhile = async {
        bot.door.arrival().await;
        assert_eq!(answers(&bot), 0);
        while answers(&bot) == 0 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        bot.door.open();
    };
    let (told, ()) = tokio::join!(pressed(&bot, &caller, "/wait"), meanwhile);
    assert_eq!(told, (Done, "allowed"));
    assert_eq!(answers(&bot), 1);
}

#[command(public)]
async fn late(_ctx: Context<'_, late>, door: State<Door>) -> Result<()> {
    door.pass().await;
    Err(crate::Error::denied(Denial::Revoked))
}

#[tokio::test(start_paused = true)]
async fn a_call_that_was_answered_early_and_then_refused_is_told_by_text() {
    let bot = Bot::with(|bot| bot.commands(commands![late]));
    let meanwhile = async {
        bot.door.arrival().await;
        while answers(&bot) == 0 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        bot.door.open();
    };
    let caller = member();
    let ((code, report), ()) = tokio::join!(bot.press(&caller, "/late"), meanwhile);
    let report = report.unwrap();
    assert_eq!((code, report.denial, report.replies.len()), (Done, Some(Denial::Revoked), 1));
    // What ends sooner is told by the code alone.
    bot.minutes(1);
    bot.door.open();
    let (code, report) = bot.press(&caller, "/late").await;
    assert_eq!((code, report.unwrap().replies.len()), (NotAllowed, 0));
}

/// Remembers the events that it gets.
#[derive(Clone, Default)]
struct Ears(Arc<Mutex<Vec<String>>>);

#[async_trait]
impl Handler for Ears {
    async fn message(&self, _: Context<'_>, message: &Incoming) {
        self.0.lock().push(message.content().to_owned());
    }

    async fn event(&self, event: &Event) {
        self.0.lock().push(event.kind().to_owned());
    }
}

#[tokio::test]
async fn what_is_no_command_goes_to_the_handler_as_an_event() {
    let ears = Ears::default();
    let policy = super::policy();
    let bot = Bot::with(|bot| bot.handler(ears.clone()).policy(policy));
    for data in ["", "ping", "<@!9000> /ping", " /ping", "page:2", "/banana", "/ ping"] {
        assert_eq!(pressed(&bot, &member(), data).await, (Done, "no command"), "{data}");
    }
    let again = member().with_id("again");
    for _ in 0..2 {
        assert_eq!(pressed(&bot, &again, "page").await.0, Done);
    }
    bot.handle().replace_policy(Policy::new().trust_guild(Harness::GUILD)).unwrap();
    let elsewhere = member().at(guild(8_100, 1));
    for data in ["page:2", "/ping"] {
        assert_eq!(pressed(&bot, &elsewhere, data).await, (NotAllowed, "source.place"));
    }
    assert!(bot.engine().drain(Duration::from_secs(60)).await);
    assert_eq!(*ears.0.lock(), vec!["INTERACTION_CREATE"; 8]);
    assert_eq!((bot.runs.count(), answers(&bot)), (0, 10));
}

#[tokio::test]
async fn what_is_no_command_counts_as_an_attempt_and_is_not_taken_of_the_blocked() {
    let ears = Ears::default();
    let bot = Bot::with(|bot| bot.handler(ears.clone()));
    for _ in 0..10 {
        assert_eq!(pressed(&bot, &member(), "page:2").await.0, Done);
    }
    assert_eq!(pressed(&bot, &member(), "page:2").await, (TooOften, "flood"));
    bot.minutes(2);
    for _ in 0..6 {
        assert_eq!(bot.rule(&member(), "/both").await, "permission.missing");
    }
    assert_eq!(pressed(&bot, &member(), "page:2").await, (NotAllowed, "block"));
    assert!(bot.engine().drain(Duration::from_secs(60)).await);
    assert_eq!(ears.0.lock().len(), 10);
}

/// Remembers what buttons say.
#[derive(Clone, Default)]
struct Data(Arc<Mutex<Vec<String>>>);

#[async_trait]
impl Handler for Data {
    async fn message(&self, _: Context<'_>, _: &Incoming) {}

    async fn event(&self, event: &Event) {
        let data = &event.data()["data"]["resolved"]["button_data"];
        self.0.lock().push(data.as_str().unwrap_or_default().to_owned());
    }
}

#[tokio::test]
async fn the_content_policy_judges_what_is_no_command() {
    let text = "page a\u{202e}b";
    for (action, code, heard) in [
        (ContentAction::Refuse, Failed, &[][..]),
        (ContentAction::Mask, Done, &["page a*b"]),
        (ContentAction::Record, Done, &[text]),
    ] {
        let data = Data::default();
        let policy = Harness::policy().content(ContentPolicy::new().on(Reason::Bidi, action));
        let bot = Bot::with(|bot| bot.policy(policy).handler(data.clone()));
        assert_eq!(pressed(&bot, &member(), text).await.0, code);
        assert!(bot.engine().drain(Duration::from_secs(60)).await);
        assert_eq!(*data.0.lock(), heard, "{action:?}");
        let told = bot.records("decision");
        let rules: Vec<_> = told.iter().map(|record| record["rule"].as_str().unwrap()).collect();
        assert_eq!(rules, ["content.bidi"]);
    }
}
