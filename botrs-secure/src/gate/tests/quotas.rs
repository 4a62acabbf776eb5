//! Stage 12: quotas, what a call costs, and buckets that commands share.

use super::{Bot, admin, guild, member, owner};
use crate::Denial;
use crate::prelude::*;
use crate::testing::Caller;

macro_rules! with_keys {
    ($($name:ident [$($keys:tt)*])+) => {$(
        #[command($($keys)*)]
        async fn $name(_ctx: Context<'_, $name>, _count: Option<u8>) -> Result<()> {
            Ok(())
        }
    )+};
}

with_keys! {
    thrice [public, limit = "3/h"]
    hasty [public, limit(member = "60/h", burst = 2)]
    paced [public, cooldown = "1m", limit = "3/h"]
    scopes [public, limit(user = "1/h", member = "1/h", channel = "1/h", guild = "1/h", global = "1/h")]
    dear [public, limit = "4/h", cost = 2]
    odd [public, limit = "3/h", cost = 2]
    dear_and_paced [public, cooldown = "1m", limit = "2/h", cost = 2]
    share_a [public, limit(member = "2/h", channel = "9/h"), bucket = "shared"]
    share_b [public, limit(member = "2/h"), bucket = "shared"]
    share_c [public, limit(member = "2/h"), bucket = "other"]
    alone [public, limit(member = "2/h")]
    wait_a [public, cooldown = "1m", bucket = "waits"]
    wait_b [public, cooldown = "1m", limit = "5/h", bucket = "waits"]
    ban_a [perm = BanMembers, scene = guild, bucket = "bans"]
    ban_b [perm = all(BanMembers, MuteMembers), scene = guild, bucket = "bans"]
    lifted [perm = BanMembers, scene = guild, cooldown = none, limit = "2/h"]
    kept [perm = BanMembers, scene = guild, limit = "2/h"]
}

/// A bot with all of them.
fn bot() -> Bot {
    Bot::with(|bot| {
        bot.commands(commands![
            thrice,
            hasty,
            paced,
            scopes,
            dear,
            odd,
            dear_and_paced,
            share_a,
            share_b,
            share_c,
            alone,
            wait_a,
            wait_b,
            ban_a,
            ban_b,
            lifted,
            kept
        ])
    })
}

/// What these texts of one caller come to, each on its own.
async fn rules(bot: &Bot, caller: &Caller, texts: &[&str]) -> Vec<&'static str> {
    let mut rules = Vec::new();
    for text in texts {
        rules.push(bot.rule(caller, text).await);
    }
    rules
}

#[tokio::test]
async fn a_quota_lets_so_many_through_and_then_one_at_a_time() {
    let bot = bot();
    let thrice = ["/thrice"; 4];
    assert_eq!(rules(&bot, &member(), &thrice).await, ["allowed", "allowed", "allowed", "limit"]);
    let report = bot.send(&member(), "/thrice").await.unwrap();
    assert_eq!(report.denial, Some(Denial::Cooldown { wait: Duration::from_secs(20 * 60) }));
    // Of each member.
    assert_eq!(bot.rule(&admin(), "/thrice").await, "allowed");
    bot.minutes(20);
    assert_eq!(rules(&bot, &member(), &thrice[..2]).await, ["allowed", "limit"]);
    bot.minutes(60);
    assert_eq!(rules(&bot, &member(), &thrice).await, ["allowed", "allowed", "allowed", "limit"]);
}

#[tokio::test]
async fn a_burst_is_how_many_come_at_once() {
    let bot = bot();
    let hasty = ["/hasty"; 3];
    assert_eq!(rules(&bot, &member(), &hasty).await, ["allowed", "allowed", "limit"]);
    bot.minutes(1);
    assert_eq!(rules(&bot, &member(), &hasty[..2]).await, ["allowed", "limit"]);
}

#[tokio::test]
async fn a_cooldown_and_a_quota_of_one_scope_count_apart() {
    let bot = bot();
    for _ in 0..3 {
        assert_eq!(rules(&bot, &member(), &["/paced"; 2]).await, ["allowed", "limit"]);
        bot.minutes(1);
    }
    let report = bot.send(&member(), "/paced").await.unwrap();
    assert_eq!(report.denial, Some(Denial::Cooldown { wait: Duration::from_secs(17 * 60) }));
}

#[tokio::test]
async fn a_quota_is_of_its_scope() {
    let bot = bot();
    let at = |user, of, channel| Caller::guild(user, &[]).at(guild(of, channel));
    assert_eq!(bot.rule(&at(1, 1, 1), "/scopes").await, "allowed");
    for other in [at(1, 1, 1), at(1, 2, 2), at(2, 1, 1), at(2, 2, 2)] {
        assert_eq!(bot.rule(&other, "/scopes").await, "limit", "{other:?}");
    }
}

#[tokio::test]
async fn a_call_costs_as_much_as_the_command_says() {
    let bot = bot();
    assert_eq!(rules(&bot, &member(), &["/dear"; 3]).await, ["allowed", "allowed", "limit"]);
    bot.minutes(15);
    // One call's worth is back, and a call costs two.
    assert_eq!(bot.rule(&member(), "/dear").await, "limit");
    bot.minutes(15);
    assert_eq!(bot.rule(&member(), "/dear").await, "allowed");
    // A cooldown is once, whatever a call costs of the quota.
    let dear = ["/dear_and_paced"; 2];
    assert_eq!(rules(&bot, &member(), &dear).await, ["allowed", "limit"]);
}

#[tokio::test]
async fn the_look_at_a_quota_knows_the_cost() {
    let bot = bot();
    // Told before the arguments are read, which are wrong.
    let texts = ["/odd x", "/odd", "/odd x"];
    assert_eq!(rules(&bot, &member(), &texts).await, ["arguments.invalid", "allowed", "limit"]);
}

#[tokio::test]
async fn commands_of_one_bucket_count_together() {
    let bot = bot();
    let texts = ["/share_a", "/share_b", "/share_a", "/share_b", "/share_c", "/alone"];
    let expected = ["allowed", "allowed", "limit", "limit", "allowed", "allowed"];
    assert_eq!(rules(&bot, &member(), &texts).await, expected);
    // Each in its own scope.
    assert_eq!(bot.rule(&admin(), "/share_b").await, "allowed");
}

#[tokio::test]
async fn a_bucket_shares_cooldowns_too() {
    let bot = bot();
    let waits = ["/wait_a", "/wait_b", "/wait_a"];
    assert_eq!(rules(&bot, &member(), &waits).await, ["allowed", "limit", "limit"]);
    bot.minutes(1);
    assert_eq!(rules(&bot, &member(), &["/wait_b", "/wait_a"]).await, ["allowed", "limit"]);
}

#[tokio::test]
async fn the_cooldown_that_a_power_brings_counts_in_the_bucket() {
    let bot = bot();
    assert_eq!(rules(&bot, &owner(), &["/ban_a", "/ban_b"]).await, ["allowed", "limit"]);
    bot.clock().advance(Duration::from_secs(30));
    assert_eq!(rules(&bot, &owner(), &["/ban_b", "/ban_a"]).await, ["allowed", "limit"]);
}

#[tokio::test]
async fn a_quota_does_not_lift_the_cooldown_that_a_power_brings() {
    let bot = bot();
    let expected = ["allowed", "allowed", "limit"];
    assert_eq!(rules(&bot, &owner(), &["/lifted"; 3]).await, expected);
    assert_eq!(rules(&bot, &owner(), &["/kept"; 2]).await, ["allowed", "limit"]);
    bot.clock().advance(Duration::from_secs(30));
    assert_eq!(rules(&bot, &owner(), &["/kept"; 2]).await, ["allowed", "limit"]);
    bot.clock().advance(Duration::from_secs(30));
    assert_eq!(bot.rule(&owner(), "/kept").await, "limit");
}

#[tokio::test]
async fn more_charges_than_one_step_takes_are_refused() {
    use super::live;
    use crate::command::{CommandSpec, Limit, Registry, Scope};
    use crate::gate::{Stage, limit};
    use crate::limit::Quota;
    const LIMITS: [Limit; 9] =
        [Limit::new(Scope::Member, Quota::per(100, Duration::from_secs(1))); 9];
    static NINE: CommandSpec = <thrice as crate::Command>::SPEC.with_limit(&LIMITS);
    static EIGHT: CommandSpec = <thrice as crate::Command>::SPEC.with_limit(LIMITS.split_at(8).0);
    let bot = bot();
    let mut live = live(&bot, &member(), "ping", Stage::Limit, "");
    for (spec, expected) in [(&EIGHT, Ok(())), (&NINE, Err(Denial::Unproven))] {
        let mut registry = Registry::default();
        registry.add(spec).unwrap();
        live.command = std::sync::Arc::clone(registry.find("thrice").unwrap());
        assert_eq!(limit::peek(&live.talk, &live.in_force, &live.command), expected);
        assert_eq!(limit::take(&live).await, expected);
    }
}
