//! Replies that are too long for one message.

use super::{Bot, member};
use crate::PlatformErrorKind;
use crate::prelude::*;
use crate::testing::{Caller, Request};

/// Three paragraphs, no two of which fit into one message, each with a mention at its end.
#[command(public)]
async fn tell(_ctx: Context<'_, tell>) -> Result<Reply> {
    let (a, b, c) = ("甲".repeat(1_500), "乙".repeat(1_500), "丙".repeat(1_500));
    let mention = crate::Mention(UserId::new(7));
    Ok(reply!("{a} {mention}\n\n{b} {mention}\n\n{c} {mention}"))
}

/// Says something short and then as many characters.
#[command(public)]
async fn flood(ctx: Context<'_, flood>, length: usize) -> Result<Reply> {
    for _ in 0..3 {
        ctx.reply("short").await?;
    }
    let text = ">".repeat(length);
    ctx.reply(text).await?;
    Ok(reply!("bye"))
}

fn bot() -> Bot {
    Bot::with(|bot| bot.commands(commands![tell, flood]))
}

fn numbers(bot: &Bot) -> Vec<u32> {
    let number = |request: Request| match request {
        Request::Send { seq, .. } => Some(seq),
        _ => None,
    };
    bot.platform().requests().into_iter().filter_map(number).collect()
}

#[tokio::test]
async fn a_long_reply_is_several_numbered_messages() {
    let bot = bot();
    let report = bot.send(&member(), "/tell").await.unwrap();
    let expected = ["甲", "乙", "丙"].map(|c| format!("{} <@!7>", c.repeat(1_500)));
    assert_eq!((report.rule, report.replies), ("allowed", expected.to_vec()));
    assert_eq!(numbers(&bot), [1, 2, 3]);
    assert!(bot.records("decision").iter().all(|record| record["rule"] != "reply.cut"));
}

#[tokio::test]
async fn a_reply_takes_no_more_messages_than_are_left_and_says_that_it_is_cut() {
    // In guilds each of them is an entity of four characters.
    for (caller, length, cut) in [
        (member(), 1_000, false),
        (member(), 1_001, true),
        (Caller::c2c(5), 4_000, false),
        (Caller::c2c(5), 4_001, true),
    ] {
        let bot = bot();
        let report = bot.send(&caller, &format!("/flood {length}")).await.unwrap();
        assert_eq!((report.rule, report.replies.len()), ("allowed", 5), "{length}");
        assert_eq!(report.replies[4].ends_with('…'), cut, "{length}");
        assert!(report.replies.iter().all(|reply| reply.chars().count() <= 2_000));
        assert_eq!(numbers(&bot), [1, 2, 3, 4, 5]);
        let records = bot.records("decision");
        let cuts: Vec<_> = records.iter().filter(|record| record["rule"] == "reply.cut").collect();
        assert_eq!(cuts.len(), usize::from(cut), "{length}");
        for record in cuts {
            assert_eq!((&record["action"], &record["success"]), (&"reply".into(), &false.into()));
            let sent = if length == 1_001 { "length=4004" } else { "length=4001" };
            assert_eq!(record["details"], sent);
        }
    }
}

#[command(public)]
async fn boast(ctx: Context<'_, boast>) -> Result<()> {
    let long = ctx.reply("x".repeat(20_000)).await;
    assert!(long.is_ok(), "cut, and sent");
    let error = ctx.reply("more").await.expect_err("no reply is left");
    let kind = error.platform().map(crate::PlatformError::kind);
    assert_eq!(kind, Some(PlatformErrorKind::ReplyWindow));
    Ok(())
}

#[tokio::test]
async fn the_whole_budget_may_go_to_one_reply() {
    let bot = Bot::with(|bot| bot.commands(commands![boast]));
    assert_eq!(bot.rule(&member(), "/boast").await, "allowed");
    assert_eq!(numbers(&bot), [1, 2, 3, 4, 5]);
}
