//! poise's `rename`, `aliases`, prefixes, and the data of a bot (`ctx.data()`).
#![deny(warnings)]

use std::sync::atomic::{AtomicU64, Ordering};

use botrs_secure::Command;
use botrs_secure::prelude::*;
use botrs_secure::testing::{Caller, Harness};

/// poise: `struct Data`, one for the framework; here as many types as there are concerns.
struct Votes(AtomicU64);
struct Title(&'static str);

/// poise: `#[poise::command(prefix_command, rename = "vote", aliases("v"))]`.
#[command(public, name = "vote", aliases("v", "投票"))]
async fn cast_a_vote(votes: State<Votes>, title: State<Title>) -> Result<Reply> {
    let votes = votes.0.fetch_add(1, Ordering::Relaxed) + 1;
    Ok(reply!("{}: {votes}", title.0))
}

/// poise: `rename = "move"`. A raw identifier needs no other name.
#[command(public)]
async fn r#move(_ctx: Context<'_, r#move>, #[rest] r#where: Option<Text>) -> Result<Reply> {
    Ok(reply!("→ {where}"))
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!((cast_a_vote::SPEC.name(), r#move::SPEC.name()), ("vote", "move"));
    let bot = Harness::new(|bot| {
        bot.commands(commands![cast_a_vote, r#move])
            .prefixes(["~", "机器人！"])
            .state(Votes(AtomicU64::new(0)))
            .state(Title("Cats"))
    });
    let caller = Caller::guild(1, &[]);
    for (n, text) in ["~vote", "~v", "~投票", "机器人！vote", "机器人！v"].into_iter().enumerate()
    {
        let report = bot.send(&caller, text).await.expect("a command");
        assert_eq!(report.replies, [format!("Cats: {}", n + 1)], "{text}");
    }
    assert!(bot.send(&caller, "~cast_a_vote").await.is_none());
    assert_eq!(bot.send(&caller, "~move there").await.unwrap().replies, ["→ there"]);
}
