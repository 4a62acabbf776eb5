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
        Caller::guild(1, &[]).at(Place::Guild { guild, channel })
    };
    let other = Caller::guild(2, &[]);
    let other_channel = elsewhere(Harness::GUILD.get(), 2);
    let other_guild = elsewhere(3, 4);
    for caller in [&somebody, &other, &other_channel, &other_guild] {
        bot.clock().advance(Duration::from_secs(600));
        for list in 0..5 {
            let name = ["of_user", "of_member", "of_channel", "of_guild", "of_all"][list];
            bot.clock().advance(Duration::from_secs(60));
            let rule =
                async |caller: &Caller| bot.send(caller, &format!("/{name}")).await.unwrap().rule;
            assert_eq!(rule(&somebody).await, "allowed", "{name}");
            // Who waits with whoever called.
            let waits = match name {
                "of_user" => !std::ptr::eq(caller, &other),
                "of_member" => {
                    std::ptr::eq(caller, &somebody) || std::ptr::eq(caller, &other_channel)
                }
                "of_channel" => std::ptr::eq(caller, &somebody) || std::ptr::eq(caller, &other),
                "of_guild" => !std::ptr::eq(caller, &other_guild),
                _ => true,
            };
            assert_eq!(rule(caller).await, if waits { "limit" } else { "allowed" }, "{name}");
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
