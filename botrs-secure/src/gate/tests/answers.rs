//! How many refusals are answered: by caller, by channel and by the whole bot.

use super::{Bot, admin, guild, member, moderator};
use crate::prelude::*;
use crate::testing::{Caller, Harness, Request};

const WINDOW: Duration = Duration::from_secs(10);

/// A bot whose refusals are answered as often as by default.
fn bot() -> Bot {
    Bot::with(|bot| bot.policy(super::policy().reply_windows(WINDOW, WINDOW)))
}

/// Posts refused commands of these callers, lets everything settle, and counts the answers.
async fn answers(bot: &Bot, callers: impl Iterator<Item = Caller>, text: &str) -> usize {
    let sent = |bot: &Bot| {
        let is_reply = |request: &Request| matches!(request, Request::Send { .. });
        bot.platform().requests().into_iter().filter(is_reply).count()
    };
    let before = sent(bot);
    for caller in callers {
        bot.send(&caller, text).await.expect("a command");
    }
    sent(bot) - before
}

fn in_channel(user: u64, channel: u64) -> Caller {
    Caller::guild(user, &[]).at(guild(Harness::GUILD.get(), channel))
}

#[tokio::test]
async fn a_thousand_refused_calls_of_one_member_give_one_answer() {
    let bot = bot();
    let thousand = || (0..1_000).map(|_| member());
    assert_eq!(answers(&bot, thousand(), "/both").await, 1);
    bot.clock().advance(WINDOW);
    // They are blocked by now, and hear nothing at all.
    assert_eq!(answers(&bot, thousand(), "/both").await, 0);
}

#[tokio::test]
async fn many_members_in_one_channel_get_one_answer() {
    let bot = bot();
    let members = |from: u64| (from..from + 10_000).map(|user| Caller::guild(1_000 + user, &[]));
    assert_eq!(answers(&bot, members(0), "/both").await, 1);
    bot.clock().advance(WINDOW);
    assert_eq!(answers(&bot, members(10_000), "/both").await, 1);
}

#[tokio::test]
async fn many_channels_get_five_answers_a_second_in_all() {
    let bot = bot();
    let channels = |from: u64| (from..from + 1_000).map(|n| in_channel(10_000 + n, 10_000 + n));
    assert_eq!(answers(&bot, channels(0), "/both").await, 5);
    bot.clock().advance(Duration::from_millis(400));
    assert_eq!(answers(&bot, channels(1_000), "/both").await, 2);
    // Neither mistyped commands nor wrong arguments get more.
    assert_eq!(answers(&bot, channels(2_000), "/ping x").await, 0);
    bot.clock().advance(Duration::from_secs(1));
    assert_eq!(answers(&bot, channels(3_000), "/both").await, 5);
}

#[tokio::test]
async fn what_moderators_have_to_hear_has_a_share_of_its_own() {
    let bot = bot();
    let raid = (0..100).map(|n| in_channel(10_000 + n, 10_000 + n));
    assert_eq!(answers(&bot, raid, "/both").await, 5);
    let staff = (0..8).map(|n| Caller::guild(100 + n, &[2]).at(guild(Harness::GUILD.get(), n)));
    assert_eq!(answers(&bot, staff, "/both x").await, 5);
    bot.clock().advance(WINDOW);
    // Whoever is asked to confirm hears it though their window is closed, but not without end.
    let asked = (0..8).map(|_| admin());
    assert_eq!(answers(&bot, asked, "/ban 6").await, 5);
    let strangers = std::iter::once(in_channel(20_000, 20_000));
    assert_eq!(answers(&bot, strangers, "/both").await, 1);
    bot.clock().advance(Duration::from_secs(1));
    assert_eq!(answers(&bot, std::iter::once(moderator()), "/silence 6").await, 1);
}

#[tokio::test]
async fn with_one_window_left_out_the_bots_cap_stays() {
    for (caller, channel) in [(WINDOW, Duration::ZERO), (Duration::ZERO, WINDOW)] {
        let bot = Bot::with(|bot| bot.policy(super::policy().reply_windows(caller, channel)));
        let raid = (0..100).map(|n| in_channel(10_000 + n, 10_000 + n));
        assert_eq!(answers(&bot, raid, "/both").await, 5);
    }
}

/// For everybody.
#[command(public, cooldown = none, confirm)]
async fn sure(_ctx: Context<'_, sure>) -> Result<()> {
    Ok(())
}

#[tokio::test]
async fn what_everybody_is_asked_to_confirm_is_said_once_a_window() {
    let policy = || super::policy().reply_windows(WINDOW, WINDOW);
    let bot = Bot::with(|bot| bot.commands(commands![sure]).policy(policy()));
    let members = (0..100).map(|user| Caller::guild(1_000 + user, &[]));
    assert_eq!(answers(&bot, members, "/sure").await, 1, "in their channel");
    bot.clock().advance(WINDOW);
    let elsewhere = (0..5).map(|n| in_channel(5_000, 100 + n));
    assert_eq!(answers(&bot, elsewhere, "/sure").await, 1, "to one of them");
}
