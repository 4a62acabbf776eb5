//! Intrusion detection: what counts and for how much, who is spared, and who is told.

use std::sync::Arc;

use parking_lot::Mutex;

use super::block::fail;
use super::{Bot, MEMBER, admin, bot_owner, guild, member, owner};
use crate::prelude::*;
use crate::testing::{Caller, Failing, Harness, Request};
use crate::{
    Alert, AlertKind, BotId, BuildError, GroupRole, Intrusion, PlatformErrorKind, Principal, Roles,
};

const HOUR: Duration = Duration::from_secs(3_600);
const DAY: Duration = Duration::from_secs(24 * 3_600);
const CHANNEL: ChannelId = ChannelId::new(9_009);

/// What a listener got to see.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<(AlertKind, Principal, u32)>>>);

impl Seen {
    fn listen(&self) -> impl Fn(&Alert) + Send + Sync + 'static {
        let seen = self.clone();
        move |alert| {
            seen.0.lock().push((alert.kind(), *alert.principal().unwrap(), alert.held_back()))
        }
    }

    fn kinds(&self) -> Vec<(AlertKind, u32)> {
        self.0.lock().iter().map(|&(kind, _, held_back)| (kind, held_back)).collect()
    }
}

const BLOCKED: AlertKind = AlertKind::Blocked { period: DAY };

/// A bot that blocks at the first failure, with a listener and a channel.
fn strict() -> (Bot, Seen) {
    let seen = Seen::default();
    let bot = Bot::with(|bot| {
        let strict = Intrusion::default().threshold(0);
        bot.intrusion(strict).alert_channel(CHANNEL).on_alert(seen.listen())
    });
    (bot, seen)
}

fn posts(bot: &Bot) -> Vec<String> {
    let posted = |request| match request {
        Request::Post { channel, text } => {
            assert_eq!(channel, CHANNEL);
            Some(text)
        }
        _ => None,
    };
    bot.platform().requests().into_iter().filter_map(posted).collect()
}

fn parsed(policy: &str) -> Policy {
    Policy::parse(policy).unwrap().trust_all_guilds()
}

#[tokio::test]
async fn thresholds_windows_blocks_and_weights_are_as_code_says() {
    let rule = Intrusion::default().threshold(3).window(2 * HOUR).block(3 * HOUR);
    let bot = Bot::with(|bot| bot.intrusion(rule.permission(1).confirmation(2)));
    fail(&bot, &member(), "/both", 2, "permission.missing").await;
    bot.clock().advance(2 * HOUR - Duration::from_secs(60));
    fail(&bot, &member(), "/both", 1, "permission.missing").await;
    assert_eq!(bot.rule(&member(), "/ping").await, "allowed");
    fail(&bot, &member(), "/both", 1, "permission.missing").await;
    assert_eq!(bot.rule(&member(), "/ping").await, "block");
    bot.clock().advance(3 * HOUR);
    assert_eq!(bot.rule(&member(), "/ping").await, "allowed");
    // Two wrong confirmations count as four failures.
    fail(&bot, &admin(), "/ban 6 confirm 123456", 2, "confirm.wrong").await;
    assert_eq!(bot.rule(&admin(), "/ping").await, "block");
}

#[tokio::test]
async fn what_weighs_nothing_does_not_count() {
    let bot = Bot::with(|bot| bot.intrusion(Intrusion::default().permission(0)));
    fail(&bot, &member(), "/both", 9, "permission.missing").await;
    fail(&bot, &member(), "/reload", 9, "permission.owner").await;
    assert_eq!(bot.rule(&member(), "/ping").await, "allowed");
    fail(&bot, &admin(), "/ban 6 confirm 123456", 6, "confirm.wrong").await;
    assert_eq!(bot.rule(&admin(), "/ping").await, "block");
}

#[tokio::test]
async fn a_file_has_the_last_word_key_by_key_and_from_the_next_failure_on() {
    let code = Intrusion::default().threshold(7).block(HOUR);
    let bot = Bot::with(|bot| {
        bot.intrusion(code).policy(parsed("[intrusion]\nthreshold = 1\npermission = 1"))
    });
    fail(&bot, &member(), "/both", 2, "permission.missing").await;
    // The threshold is the file's, the block the code's.
    let report = bot.send(&member(), "/ping").await.unwrap();
    let ten = Duration::from_secs(10);
    assert_eq!(report.denial, Some(crate::Denial::Blocked { remaining: HOUR - ten }));

    let other = member().at(guild(8_100, 1));
    fail(&bot, &other, "/both", 1, "permission.missing").await;
    bot.handle().replace_policy(parsed("[intrusion]\nthreshold = 2\nblock = \"2h\"")).unwrap();
    fail(&bot, &other, "/both", 1, "permission.missing").await;
    assert_eq!(bot.rule(&other, "/ping").await, "allowed");
    fail(&bot, &other, "/both", 1, "permission.missing").await;
    let report = bot.send(&other, "/ping").await.unwrap();
    assert_eq!(report.denial, Some(crate::Denial::Blocked { remaining: 2 * HOUR - ten }));
}

#[test]
fn a_bot_is_not_built_with_values_out_of_range() {
    let good = Intrusion::default();
    let month = 30 * DAY;
    let most = good.threshold(12).window(month).block(month).permission(13).confirmation(13);
    let build = |intrusion| {
        let credentials = Credentials::new("1", "secret").unwrap();
        let bot = Builder::new(credentials).policy(Harness::policy()).intrusion(intrusion);
        bot.audit(AuditLog::to_writer(std::io::sink())).sandbox(false).build()
    };
    assert!(build(most).is_ok());
    for bad in [
        good.threshold(13),
        good.permission(14),
        good.confirmation(u32::MAX),
        good.window(Duration::ZERO),
        good.window(month + Duration::from_nanos(1)),
        good.block(Duration::ZERO),
        good.block(Duration::MAX),
    ] {
        assert!(matches!(build(bad), Err(BuildError::Intrusion)), "{bad:?}");
    }
}

#[tokio::test]
async fn each_further_block_is_twice_as_long_until_they_are_unblocked() {
    let (bot, seen) = strict();
    for days in [1, 2, 4] {
        assert_eq!(bot.rule(&member(), "/both").await, "permission.missing");
        bot.clock().advance(days * DAY - Duration::from_nanos(1));
        assert_eq!(bot.rule(&member(), "/ping").await, "block");
        bot.clock().advance(Duration::from_nanos(1));
        assert_eq!(bot.rule(&member(), "/ping").await, "allowed");
    }
    assert_eq!(bot.rule(&member(), "/both").await, "permission.missing");
    let place = guild(Harness::GUILD.get(), 1);
    let who = Principal::new(bot.engine().bot, &place, PersonId::User(UserId::new(MEMBER)));
    bot.handle().unblock(&who).await.unwrap();
    assert_eq!(bot.rule(&member(), "/both").await, "permission.missing");
    let periods: Vec<_> = seen.kinds().into_iter().map(|(kind, _)| kind).collect();
    let blocked = |days| AlertKind::Blocked { period: days * DAY };
    // The last came within a minute of the one before, and was held back.
    assert_eq!(periods, [1, 2, 4, 8].map(blocked));
    bot.clock().advance(DAY);
    assert_eq!(bot.rule(&member(), "/ping").await, "allowed");
}

#[tokio::test]
async fn owners_and_administrators_raise_an_alert_and_are_not_blocked() {
    let seen = Seen::default();
    let bot = Bot::with(|bot| bot.on_alert(seen.listen()));
    let group_owner = Caller::group(1, 1, GroupRole::Owner);
    for caller in [owner(), group_owner] {
        fail(&bot, &caller, "/reload", 5, "permission.owner").await;
    }
    fail(&bot, &bot_owner(), "/ban 6 confirm 123456", 5, "confirm.wrong").await;
    assert_eq!(seen.kinds(), []);
    fail(&bot, &owner(), "/reload", 12, "permission.owner").await;
    assert_eq!(bot.rule(&owner(), "/ping").await, "allowed");
    // Two minutes of failures every ten seconds; each alert tells how many were held back before it.
    assert_eq!(seen.kinds(), [(AlertKind::Administrator, 0), (AlertKind::Administrator, 5)]);
    fail(&bot, &bot_owner(), "/ban 6 confirm 123456", 1, "confirm.wrong").await;
    assert_eq!(bot.rule(&bot_owner(), "/ping").await, "allowed");
    let alerts = bot.records("alert");
    let rules: Vec<_> = alerts.iter().map(|record| record["rule"].as_str().unwrap()).collect();
    assert!(rules.len() >= 2 && rules.iter().all(|rule| *rule == "intrusion.administrator"));
    assert_eq!(
        (&alerts[0]["success"], &alerts[0]["details"]),
        (&true.into(), &"failures=6".into())
    );
}

#[tokio::test]
async fn whoever_the_platform_tells_no_roles_of_raises_an_alert_and_is_not_blocked() {
    let seen = Seen::default();
    let bot = Bot::with(|bot| bot.on_alert(seen.listen()));
    let unknown = member().with_roles(Roles::Unknown);
    fail(&bot, &unknown, "/reload", 6, "permission.owner").await;
    assert_eq!(seen.kinds(), [(AlertKind::UnknownRoles, 0)]);
    assert_eq!(bot.rule(&unknown, "/ping").await, "allowed");
    assert_eq!(bot.records("alert")[0]["rule"], "intrusion.unknown");
    // Once it tells them, what was counted meanwhile counts.
    fail(&bot, &member(), "/reload", 1, "permission.owner").await;
    assert_eq!(bot.rule(&member(), "/ping").await, "block");
}

#[tokio::test]
async fn what_the_platform_was_asked_decides_who_is_an_administrator() {
    let (bot, seen) = strict();
    // The event says that they own the guild; the platform, asked for this command, that they do not.
    bot.platform().set_member(Harness::GUILD, UserId::new(super::OWNER), &[2]);
    assert_eq!(bot.rule(&owner(), "/ban 6 confirm 123456").await, "confirm.wrong");
    assert_eq!(bot.rule(&owner(), "/ping").await, "block");
    assert_eq!(seen.kinds(), [(BLOCKED, 0)]);
}

#[tokio::test]
async fn alerts_are_one_of_a_kind_for_a_place_and_minute_and_the_rest_is_counted() {
    let (bot, seen) = strict();
    for user in 50..60 {
        assert_eq!(bot.rule(&Caller::guild(user, &[]), "/both").await, "permission.missing");
    }
    assert_eq!(seen.kinds(), [(BLOCKED, 0)]);
    // Another place, and another kind.
    bot.rule(&member().at(guild(8_000, 9)), "/both").await;
    bot.rule(&owner(), "/reload").await;
    assert_eq!(seen.kinds()[1..], [(BLOCKED, 9), (AlertKind::Administrator, 0)]);
    bot.minutes(1);
    bot.rule(&Caller::guild(60, &[]), "/both").await;
    assert_eq!(seen.kinds()[3..], [(BLOCKED, 0)]);
    // No block goes unrecorded.
    let blocks = bot.records("alert").into_iter().filter(|r| r["rule"] == "intrusion.blocked");
    let blocks: Vec<_> = blocks.collect();
    assert_eq!(blocks.len(), 12);
    assert_eq!(blocks[0]["details"], "period=86400000ms");
    assert_eq!((&blocks[0]["action"], &blocks[0]["success"]), (&"intrusion".into(), &true.into()));
}

#[tokio::test]
async fn a_raid_over_many_places_raises_twenty_alerts_a_minute() {
    let (bot, seen) = strict();
    for channel in 0..100 {
        let stranger = Caller::guild(1_000 + channel, &[]).at(guild(8_000, channel + 10));
        assert_eq!(bot.rule(&stranger, "/both").await, "permission.missing");
    }
    assert_eq!(seen.kinds().len(), 20);
    bot.clock().advance(Duration::from_secs(3));
    bot.rule(&member(), "/both").await;
    assert_eq!(seen.kinds()[20..], [(BLOCKED, 80)]);
    bot.rule(&member().at(guild(8_100, 9)), "/both").await;
    assert_eq!(seen.kinds().len(), 21);
}

#[tokio::test]
async fn a_channel_gets_one_alert_a_minute_in_the_bots_language() {
    let (bot, _) = strict();
    for channel in 0..3 {
        bot.rule(&member().at(guild(8_000 + channel, 1)), "/both").await;
    }
    super::eventually(|| !posts(&bot).is_empty()).await;
    let first = "已拉黑 5（guild 8000 channel 1）1天：越权尝试太多";
    assert_eq!(posts(&bot), [first]);
    bot.handle().replace_policy(parsed("locale = \"en\"")).unwrap();
    bot.minutes(1);
    bot.rule(&Caller::guild(50, &[]), "/both").await;
    super::eventually(|| posts(&bot).len() == 2).await;
    let told = "Blocked 50 (guild 8000 channel 8001) for 1d: too many attempts at what they may not do \
                (2 more alerts before this one were not sent here)";
    assert_eq!(posts(&bot)[1], told);
    // A file may name another channel; then nothing goes to the first.
    let other = format!("[intrusion]\nalert_channel = \"{}\"", CHANNEL.get() + 1);
    bot.handle().replace_policy(parsed(&other)).unwrap();
    bot.minutes(1);
    bot.rule(&Caller::guild(51, &[]), "/both").await;
    let is_other =
        |request: &Request| matches!(request, Request::Post { channel, .. } if *channel != CHANNEL);
    super::eventually(|| bot.platform().requests().iter().any(is_other)).await;
}

#[tokio::test]
async fn an_alert_that_was_not_sent_is_recorded_and_not_sent_again() {
    let (bot, _) = strict();
    bot.platform().fail_posts(Some(Failing::With(PlatformErrorKind::RateLimited)));
    bot.rule(&member(), "/both").await;
    super::eventually(|| bot.records("alert").len() == 2).await;
    let record = &bot.records("alert")[1];
    assert_eq!((&record["action"], &record["rule"]), (&"alert".into(), &"unsent".into()));
    assert_eq!(record["success"], false);
    assert_eq!(record["details"], "channel=9009: rate_limited");
    bot.platform().fail_posts(None);
    bot.minutes(2);
    assert_eq!(bot.rule(&admin(), "/ping").await, "allowed");
    assert_eq!(posts(&bot).len(), 1);
}

#[tokio::test]
async fn a_listener_that_panics_costs_neither_the_block_nor_the_others() {
    let seen = Seen::default();
    let bot = Bot::with(|bot| {
        let bot = bot.intrusion(Intrusion::default().threshold(0));
        bot.on_alert(|_| panic!("a listener")).on_alert(seen.listen())
    });
    let report = bot.send(&member(), "/both").await.unwrap();
    assert_eq!((report.rule, report.replies.len()), ("permission.missing", 1));
    assert_eq!(bot.rule(&member(), "/ping").await, "block");
    assert_eq!(seen.kinds(), [(BLOCKED, 0)]);
}

#[tokio::test]
async fn only_what_the_platform_authenticated_counts() {
    let (bot, seen) = strict();
    assert_eq!(bot.rule(&member().as_bot(), "/both").await, "source.bot");
    let bot_of_no_place = Bot::with(|bot| bot.policy(Policy::new().trust_c2c()));
    assert_eq!(bot_of_no_place.rule(&member(), "/both").await, "source.place");
    assert_eq!(bot.rule(&member(), "/ping").await, "allowed");
    assert_eq!(seen.kinds(), []);
}

#[test]
fn the_words_of_each_alert() {
    let (bot, place) = (BotId::new(1), guild(8_000, 1));
    let principal = Principal::new(bot, &place, PersonId::User(UserId::new(5)));
    for (kind, zh, en) in [
        (
            BLOCKED,
            "已拉黑 5（guild 8000 channel 1）1天：越权尝试太多",
            "Blocked 5 (guild 8000 channel 1) for 1d: too many attempts at what they may not do",
        ),
        (
            AlertKind::Administrator,
            "管理员 5（guild 8000 channel 1）越权尝试太多，未拉黑：请确认账号没有被盗",
            "Too many refused attempts by the administrator 5 (guild 8000 channel 1), who is not \
             blocked: check that the account is still theirs",
        ),
        (
            AlertKind::UnknownRoles,
            "5（guild 8000 channel 1）越权尝试太多，平台没有说明其身份，未拉黑",
            "Too many refused attempts by 5 (guild 8000 channel 1), who is not blocked: the platform \
             does not tell their roles",
        ),
    ] {
        let alert = Alert::of(kind, Some((principal, place)));
        assert_eq!(alert.text(Locale::Zh), zh);
        assert_eq!(alert.text(Locale::En), en);
    }
}

#[tokio::test]
async fn what_concerns_the_bot_itself_is_told_every_ten_minutes() {
    let kinds = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&kinds);
    let bot = Bot::with(|bot| {
        bot.alert_channel(CHANNEL)
            .on_alert(move |alert| seen.lock().push((alert.kind(), alert.held_back())))
    });
    let raise = |kind| crate::gate::raise_for_bot(bot.engine(), kind);
    for _ in 0..3 {
        raise(AlertKind::Address);
        raise(AlertKind::Secret);
    }
    bot.clock().advance(Duration::from_secs(599));
    raise(AlertKind::Address);
    bot.clock().advance(Duration::from_secs(1));
    raise(AlertKind::Address);
    let expected = [(AlertKind::Address, 0), (AlertKind::Secret, 0), (AlertKind::Address, 3)];
    assert_eq!(*kinds.lock(), expected);
    // What became of a secret is on the record where it is found out.
    let rules: Vec<_> = bot.records("alert").into_iter().map(|it| it["rule"].clone()).collect();
    assert_eq!(rules, ["platform.address", "platform.address"]);
}

#[test]
fn alerts_about_the_bot_itself_have_words_in_both_languages() {
    let token = AlertKind::Token { cause: crate::StartErrorKind::Tls };
    for (kind, zh, en) in [
        (token, "核对系统时间", "compare the system's clock"),
        (AlertKind::Secret, "仍用之前的", "the one before stays"),
        (AlertKind::Unauthorized, "访问令牌", "access token"),
        (AlertKind::Address, "白名单", "allow list"),
        (AlertKind::Forbidden, "接连拒绝", "one request of the bot after the other"),
    ] {
        let alert = Alert::of(kind, None);
        assert!(alert.text(Locale::Zh).contains(zh), "{kind:?}");
        assert!(alert.text(Locale::En).contains(en), "{kind:?}");
    }
}
