//! What stands between a call and its body, and what ends a body: a code, a permit, a time limit.
#![deny(warnings)]

use std::sync::atomic::{AtomicU8, Ordering};

use botrs_secure::Denial;
use botrs_secure::prelude::*;
use botrs_secure::testing::{Caller, Harness};

/// poise: no such key; one asks by a button and waits.
#[command(perm = BanMembers, scene = guild, confirm, cooldown = none)]
async fn ban(
    ctx: Context<'_, ban>,
    target: Target,
    #[arg(redact)] note: Option<String>,
) -> Result<Reply> {
    ctx.members().ban(&target, History::Keep).await?;
    Ok(reply!("{target} {}", if note.is_some() { "noted" } else { "" }))
}

#[command(public, timeout = "50ms")]
async fn slow() -> Result<Reply> {
    std::future::pending().await
}

/// poise: no such key.
#[command(public, concurrency = 1)]
async fn alone(running: State<AtomicU8>) -> Result<Reply> {
    let others = running.fetch_add(1, Ordering::Relaxed);
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
    running.fetch_sub(1, Ordering::Relaxed);
    Ok(reply!("{others} others"))
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let list = commands![ban, slow, alone];
    let bot = Harness::new(|bot| bot.commands(list).state(AtomicU8::new(0)));
    bot.platform().set_member(Harness::GUILD, UserId::new(1), &[2]);
    bot.platform().set_member(Harness::GUILD, UserId::new(6), &[]);
    let admin = Caller::guild(1, &[2]);

    let report = bot.call::<ban>(&admin, "6 secret").await;
    let Some(Denial::Unconfirmed { code, .. }) = report.denial else { panic!("{report:?}") };
    assert!(report.effects.is_empty());
    bot.clock().advance(Duration::from_secs(2));
    // Of these arguments only.
    let other = bot.call::<ban>(&admin, &format!("6 confirm {code:06}")).await;
    assert_eq!((other.rule, other.effects.len()), ("confirm.wrong", 0));
    let report = bot.call::<ban>(&admin, &format!("6 secret confirm {code:06}")).await;
    assert_eq!((report.rule, report.effects.len()), ("allowed", 1));

    assert_eq!(bot.call::<slow>(&admin, "").await.rule, "timed_out");

    let callers = [2, 3, 4].map(|user| Caller::guild(user, &[]));
    let [one, two, three] = callers.each_ref().map(|caller| bot.call::<alone>(caller, ""));
    let (one, two, three) = tokio::join!(one, two, three);
    for report in [one, two, three] {
        assert_eq!(report.replies, ["0 others"]);
    }
}
