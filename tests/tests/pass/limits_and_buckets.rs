//! Quotas, bursts, costs and shared buckets at work; what poise's wishes were.
#![deny(warnings)]

use botrs_secure::prelude::*;
use botrs_secure::testing::{Caller, Harness};

/// Asked for in poise as "N uses per window".
#[command(public, limit = "3/min")]
async fn search() -> Result<()> {
    Ok(())
}

#[command(public, limit(user = "60/min", burst = 2))]
async fn ask() -> Result<()> {
    Ok(())
}

/// Asked for in poise as a cooldown that several commands share.
#[command(public, limit(channel = "4/min"), bucket = "fun")]
async fn dice() -> Result<()> {
    Ok(())
}

#[command(public, limit(channel = "4/min"), bucket = "fun", cost = 3)]
async fn cards() -> Result<()> {
    Ok(())
}

/// poise: `manual_cooldowns`. A body that counts for itself says so, and is not counted.
#[command(perm = KickMembers, cooldown = none)]
async fn own(runs: State<std::sync::atomic::AtomicU8>) -> Result<Reply> {
    Ok(reply!("{}", runs.fetch_add(1, std::sync::atomic::Ordering::Relaxed)))
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let list = commands![search, ask, dice, cards, own];
    let bot = Harness::new(|bot| bot.commands(list).state(std::sync::atomic::AtomicU8::new(0)));
    let (one, two) = (Caller::guild(1, &[2]), Caller::guild(2, &[]));
    let rule = async |caller: &Caller, text: &str| bot.send(caller, text).await.unwrap().rule;
    let after = |seconds| bot.clock().advance(Duration::from_secs(seconds));

    for expected in ["allowed", "allowed", "allowed", "limit"] {
        assert_eq!(rule(&one, "/search").await, expected);
    }
    assert_eq!(rule(&two, "/search").await, "allowed", "each for themselves");
    after(20);
    assert_eq!(rule(&one, "/search").await, "allowed", "it refills steadily");
    assert_eq!(rule(&one, "/search").await, "limit");

    after(600);
    for expected in ["allowed", "allowed", "limit"] {
        assert_eq!(rule(&one, "/ask").await, expected);
    }
    after(1);
    assert_eq!(rule(&one, "/ask").await, "allowed");

    after(600);
    assert_eq!(rule(&one, "/cards").await, "allowed");
    assert_eq!(rule(&two, "/cards").await, "limit", "three of four are gone");
    assert_eq!(rule(&two, "/dice").await, "allowed");
    assert_eq!(rule(&one, "/dice").await, "limit");

    after(600);
    for _ in 0..5 {
        assert_eq!(rule(&one, "/own").await, "allowed");
    }
}
