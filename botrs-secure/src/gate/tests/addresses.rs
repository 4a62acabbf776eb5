//! Addresses in replies, for which QQ refuses the whole reply.

use super::{Bot, member};
use crate::prelude::*;
use crate::testing::Caller;
use crate::{Links, PlatformError, PlatformErrorKind};

/// Says this, and tells what became of it.
#[command(public)]
async fn pass(ctx: Context<'_, pass>, #[rest] text: Text) -> Result<Reply> {
    match ctx.reply(reply!("{text}")).await {
        Ok(()) => Ok(reply!("sent")),
        Err(error) => {
            let kind = error.platform().map(PlatformError::kind);
            assert_eq!(kind, Some(PlatformErrorKind::UrlNotAllowed));
            let says = error.to_string();
            assert!(says.contains("not sent, it holds \"") && says.contains("q.qq.com"), "{says}");
            Ok(reply!("refused"))
        }
    }
}

fn bot(links: Option<Links>) -> Bot {
    Bot::with(|bot| {
        let bot = bot.commands(commands![pass]);
        match links {
            Some(links) => bot.reply_links(links),
            None => bot,
        }
    })
}

fn registered() -> Option<Links> {
    Some(Links::only(["example.com"]).unwrap())
}

#[tokio::test]
async fn another_address_than_those_of_the_author_is_found_before_it_is_sent() {
    let bot = bot(registered());
    for text in [
        "main.rs",
        "看 1.sh。",
        "https://evil.com",
        "http://example.com",
        "a@evil.com",
        "1.1.1.1/x",
    ] {
        let report = bot.send(&Caller::guild(100, &[]), &format!("/pass {text}")).await.unwrap();
        assert_eq!(report.replies, ["refused"], "{text}");
    }
    for text in
        ["https://example.com/a?b=c&d", "https://sub.example.com", "v1.2", "plain", "1.5 倍"]
    {
        let report = bot.send(&Caller::guild(101, &[]), &format!("/pass {text}")).await.unwrap();
        assert_eq!(report.replies.len(), 2, "{text}");
    }
}

#[tokio::test]
async fn the_platform_decides_where_the_author_says_nothing() {
    let report = bot(None).send(&member(), "/pass main.rs").await.unwrap();
    assert_eq!(report.replies, ["main.rs", "sent"]);
}

#[tokio::test]
async fn whoever_writes_an_address_keeps_no_answer_from_others() {
    let bot = bot(registered());
    for (text, notice) in [
        ("/echo 看 evil.com", "回复里有 QQ 不允许的网址，没有发出"),
        ("/ping evil.com", "回复里有 QQ 不允许的网址，没有发出"),
    ] {
        let report = bot.send(&member(), text).await.unwrap();
        assert_eq!(report.replies, [notice], "{text}");
    }
}
