//! poise's five cooldowns, and its `manual_cooldowns`.
#![deny(warnings)]

use botrs_secure::prelude::*;
use botrs_secure::testing::{Caller, Harness};
use botrs_secure::{Denial, Place};

#[command(public, cooldown(user = "60s"))]
async fn of_user() -> Result<()> {
    Ok(())
}

#[command(public, cooldown(member = "60s"))]
async fn of_member() -> Result<()> {
    Ok(())
}

#[command(public, cooldown(channel = "60s"))]
async fn of_channel() -> Result<()> {
    Ok(())
}

#[command(public, cooldown(guild = "60s"))]
async fn of_guild() -> Result<()> {
    Ok(())
}

#[command(public, cooldown(global = "60s"))]
async fn of_all() -> Result<()> {
    Ok(())
}

/// poise: several at once, of which all have to be over.
#[command(public, cooldown(user = "10s", channel = "2s"))]
async fn of_two() -> Result<()> {
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let list = commands![of_user, of_member, of_channel, of_guild, of_all, of_two];
    let bot = Harness::new(|bot| bot.commands(list));
    let somebody = Caller::guild(1, &[]);
    let elsewhere = |guild, channel| {
        let (guild, channel) = (GuildId::new(guild), ChannelId::new(channel));
        somebody.clone().at(Place::Guild { guild, channel })
    };
    let other = Caller::guild(2, &[]);
    let in_another_channel = elsewhere(Harness::GUILD.get(), 2);
    let in_another_guild = elsewhere(3, 4);
    // After somebody's call: who has to wait, of somebody else and of them in other places?
    for (name, waits) in [
        ("of_user", [false, true, true]),
        ("of_member", [false, true, false]),
        ("of_channel", [true, false, false]),
        ("of_guild", [true, true, false]),
        ("of_all", [true, true, true]),
    ] {
        for (next, waits) in [&other, &in_another_channel, &in_another_guild].into_iter().zip(waits)
        {
            bot.clock().advance(Duration::from_secs(60));
            let rule = async |caller| bot.send(caller, &format!("/{name}")).await.unwrap().rule;
            assert_eq!(rule(&somebody).await, "allowed", "{name}");
            assert_eq!(rule(&somebody).await, "limit", "{name}");
            assert_eq!(rule(next).await, if waits { "limit" } else { "allowed" }, "{name}");
        }
    }
    bot.clock().advance(Duration::from_secs(600));
    assert_eq!(bot.call::<of_two>(&somebody, "").await.rule, "allowed");
    bot.clock().advance(Duration::from_millis(1_500));
    let report = bot.call::<of_two>(&other, "").await;
    // poise: `CooldownHit { remaining_cooldown }`; here the wait is told rounded up.
    assert_eq!(report.denial, Some(Denial::Cooldown { wait: Duration::from_millis(500) }));
    assert_eq!(report.replies, ["冷却中，请 1秒 后再试"]);
    bot.clock().advance(Duration::from_millis(500));
    assert_eq!(bot.call::<of_two>(&other, "").await.rule, "allowed");
}
