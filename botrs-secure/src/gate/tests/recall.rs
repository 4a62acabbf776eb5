//! Whose messages one may recall: of those below, one's own, the bot's, and of those who left.

use super::{ADMIN, BOT_OWNER, Bot, MODERATOR, OTHER_ADMIN, OWNER, VICTIM};
use super::{admin, moderator, owner};
use crate::MessageId;
use crate::prelude::*;
use crate::testing::Harness;

fn written_by(bot: &Bot, author: u64) -> MessageId {
    let id: MessageId = format!("by-{author}").parse().unwrap();
    let author = UserId::new(author);
    bot.platform().set_message(&id, Harness::CHANNEL, Harness::GUILD, author);
    id
}

#[tokio::test]
async fn the_author_has_to_be_below_the_caller() {
    let bot = Bot::new();
    let (refused, gone) = ("authority.rank", 4_711);
    for (caller, author, rule) in [
        (admin(), VICTIM, "allowed"),
        (admin(), MODERATOR, "allowed"),
        (admin(), ADMIN, "allowed"),
        (admin(), Harness::BOT.get(), "allowed"),
        (admin(), gone, "allowed"),
        (admin(), OTHER_ADMIN, refused),
        (admin(), OWNER, refused),
        (admin(), BOT_OWNER, refused),
        (moderator(), VICTIM, "allowed"),
        (moderator(), ADMIN, refused),
        (owner(), ADMIN, "allowed"),
        (owner(), BOT_OWNER, refused),
    ] {
        let id = written_by(&bot, author);
        let report = bot.send(&caller.clone().quoting(&id), "/recall").await.unwrap();
        assert_eq!(report.rule, rule, "{author} by {caller:?}");
        assert_eq!(report.effects.len(), usize::from(rule == "allowed"));
        bot.minutes(1);
    }
}

#[tokio::test]
async fn an_author_who_was_promoted_since_is_above() {
    let bot = Bot::new();
    let id = written_by(&bot, VICTIM);
    bot.platform().set_member(Harness::GUILD, UserId::new(VICTIM), &[4]);
    assert_eq!(bot.rule(&admin().quoting(&id), "/recall").await, "authority.rank");
    assert_eq!(bot.effects(), 0);
}

#[tokio::test]
async fn an_author_who_is_not_told_refuses() {
    let bot = Bot::new();
    let id: MessageId = "anonymous".parse().unwrap();
    bot.platform().set_anonymous_message(&id, Harness::CHANNEL, Harness::GUILD);
    assert_eq!(bot.rule(&admin().quoting(&id), "/recall").await, "authority.unknown");
    assert_eq!(bot.effects(), 0);
}

#[command(perm = ManageGuild, cooldown = none, scene = guild)]
async fn announce_it(ctx: Context<'_, announce_it>, message: Message<'_>) -> Result<()> {
    ctx.guild().announce(&message).await
}

#[tokio::test]
async fn who_only_announces_need_not_be_above() {
    let bot = Bot::with(|bot| bot.commands(commands![announce_it]));
    let id = written_by(&bot, OWNER);
    assert_eq!(bot.rule(&admin().quoting(&id), "/announce_it").await, "allowed");
}
