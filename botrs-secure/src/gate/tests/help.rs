//! `/help` and did-you-mean: what they tell, and above all whom they tell nothing.

use super::{Bot, MODERATORS, Runs, admin, bot_owner, member, moderator};
use crate::prelude::*;
use crate::testing::{Caller, Harness};

/// 标签 / Tags.
///
/// 更多说明 / More of it.
#[command(aliases("标签"), perm = MuteMembers, scene = guild, cooldown = "20s", subcommands(add, clear))]
async fn tag(
    _ctx: Context<'_, tag>,
    /// 哪一个 / Which.
    #[arg(default = "all")]
    which: String,
    #[rest] about: Option<Text>,
) -> Result<Reply> {
    Ok(reply!("{which} {about}"))
}

/// 添加 / Adds one.
#[command(aliases("加"), perm = MuteMembers)]
async fn add(_ctx: Context<'_, add>, word: String) -> Result<Reply> {
    Ok(reply!("{word}"))
}

#[command(owners_only, confirm)]
async fn clear(_ctx: Context<'_, clear>) -> Result<()> {
    Ok(())
}

/// 掷骰 @everyone / Rolls <@!1>.
#[command(public)]
async fn roll(_ctx: Context<'_, roll>, runs: State<Runs>) -> Result<()> {
    runs.add();
    Ok(())
}

struct Helped(Harness);

impl Helped {
    fn new() -> Self {
        Self::with_windows(Duration::ZERO)
    }

    fn with_windows(window: Duration) -> Self {
        let policy = super::policy().reply_windows(window, window);
        Self(Harness::new(|bot| {
            bot.commands(commands![tag, roll]).help().state(Runs::default()).policy(policy)
        }))
    }

    async fn says(&self, caller: &Caller, text: &str) -> String {
        let report = self.0.send(caller, text).await.expect("a command");
        assert_eq!(report.rule, "allowed", "{text}");
        report.replies.concat()
    }

    /// What is said to a message that is no command.
    async fn says_to_ordinary(&self, caller: &Caller, text: &str) -> Vec<String> {
        let before = self.0.platform().requests().len();
        assert!(self.0.send(caller, text).await.is_none(), "{text}");
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        let requests = self.0.platform().requests().split_off(before);
        requests
            .into_iter()
            .map(|request| match request {
                crate::testing::Request::Send { text, .. } => text,
                other => panic!("{other:?}"),
            })
            .collect()
    }
}

#[tokio::test]
async fn the_list_has_what_the_caller_may_run_in_their_language() {
    let bot = Helped::new();
    assert_eq!(
        bot.says(&moderator(), "/帮助").await,
        "你可以用的命令，/help 加名字看用法：\n/tag（标签） — 标签\n/roll — 掷骰 @\u{200b}everyone\n\
         /help（帮助） — 看看你能用哪些命令"
    );
    assert_eq!(
        bot.says(&member(), "/help 1").await,
        "你可以用的命令，/help 加名字看用法：\n/roll — 掷骰 @\u{200b}everyone\n/help（帮助） — 看看你能用哪些命令"
    );
    assert_eq!(bot.says(&member(), "/help 2").await, "只有 1 页");
    assert_eq!(bot.says(&member(), "/help 0").await, "只有 1 页");
    // Not in this scene, whoever it is.
    let elsewhere = bot.says(&Caller::direct(2), "/help").await;
    assert!(!elsewhere.contains("tag") && elsewhere.contains("/roll"), "{elsewhere}");
}

#[tokio::test]
async fn the_page_of_a_command_says_how_it_is_written_and_when_it_runs() {
    let bot = Helped::new();
    assert_eq!(
        bot.says(&moderator(), "/帮助 tag").await,
        "/tag [which] [about…]\n别名：标签\n标签\n\n更多说明\n  which: 哪一个，默认 all\n权限：MuteMembers\n\
         场景：频道\n限制：每人 20秒 1 次\n· /tag add（加） — 添加"
    );
    assert_eq!(
        bot.says(&moderator(), "/帮助 /标签 加").await,
        bot.says(&moderator(), "/帮助 tag add").await
    );
    let owners = bot.says(&bot_owner(), "/帮助 tag clear").await;
    assert!(owners.contains("权限：机器人的主人") && owners.contains("需要确认"), "{owners}");
}

/// 登录 / Logs in.
#[command(public)]
async fn login(
    _ctx: Context<'_, login>,
    /// 口令 / The token.
    #[arg(redact, default = "hunter2")]
    token: String,
) -> Result<()> {
    drop(token);
    Ok(())
}

#[tokio::test]
async fn the_default_of_a_redacted_argument_is_not_shown() {
    let harness = Harness::new(|bot| bot.commands(commands![login]).help().policy(super::policy()));
    let says = harness.send(&member(), "/帮助 login").await.unwrap().replies.concat();
    assert_eq!(says, "/login [token]\n登录\n  token: 口令");
}

#[tokio::test]
async fn english_callers_read_english() {
    let harness = Harness::new(|bot| {
        bot.commands(commands![tag]).help().locale(Locale::En).policy(super::policy())
    });
    let caller = Caller::guild(4, &[MODERATORS]);
    let says = harness.send(&caller, "/help tag").await.unwrap().replies.concat();
    assert_eq!(
        says,
        "/tag [which] [about…]\nAlso: 标签\nTags.\n\nMore of it.\n  which: Which., all if left out\n\
         Needs: MuteMembers\nWhere: guilds\nLimit: 1 in 20s for each person\n· /tag add (加) — Adds one."
    );
}

#[tokio::test]
async fn nobody_learns_of_a_command_that_they_may_not_run() {
    let bot = Helped::new();
    let nothing = bot.says(&member(), "/help nothing").await;
    assert_eq!(nothing, "没有这个命令");
    for typed in ["tag", "标签", "tag add", "tagg", "tag clear"] {
        assert_eq!(bot.says(&member(), &format!("/help {typed}")).await, nothing, "{typed}");
    }
    for typed in ["tag clear", "tag nothing"] {
        assert_eq!(bot.says(&moderator(), &format!("/help {typed}")).await, nothing, "{typed}");
    }
    assert!(!bot.says(&admin(), "/help tag").await.contains("clear"));
}

#[tokio::test]
async fn what_was_misspelt_is_suggested() {
    let bot = Helped::new();
    assert_eq!(
        bot.says(&moderator(), "/help tagg").await,
        "没有这个命令。你是不是想看 /help tag？"
    );
    assert_eq!(
        bot.says(&moderator(), "/help tag dad").await,
        "没有这个命令。你是不是想看 /help tag add？"
    );
    assert_eq!(bot.says_to_ordinary(&member(), "/rol").await, ["你是不是想用 /roll？"]);
    assert_eq!(bot.says_to_ordinary(&moderator(), "/tga x y").await, ["你是不是想用 /tag？"]);
    for (caller, text) in [
        // They may not run it; nothing is near; no prefix; too long to be a name.
        (member(), "/tagg".to_owned()),
        (member(), "/banana".to_owned()),
        (member(), "rol".to_owned()),
        (member(), format!("/roll{}", "l".repeat(100))),
    ] {
        assert_eq!(bot.says_to_ordinary(&caller, &text).await, [""; 0], "{text}");
    }
}

#[tokio::test]
async fn help_is_never_charged_and_its_list_waits_for_no_cooldown() {
    let bot = Helped::new();
    for _ in 0..3 {
        bot.says(&moderator(), "/help tag").await;
        bot.says(&moderator(), "/help").await;
    }
    // What was asked about has not begun to cool down.
    assert_eq!(bot.0.send(&moderator(), "/tag").await.unwrap().rule, "allowed");
    assert_eq!(bot.0.send(&moderator(), "/tag").await.unwrap().rule, "limit");
}

#[tokio::test]
async fn suggestions_cannot_be_made_to_flood() {
    let bot = Helped::with_windows(Duration::from_secs(10));
    assert_eq!(bot.says_to_ordinary(&member(), "/rol").await.len(), 1);
    for n in 0..20 {
        assert_eq!(bot.says_to_ordinary(&member(), "/rol").await, [""; 0], "{n}");
        assert_eq!(bot.says_to_ordinary(&Caller::guild(100 + n, &[]), "/rol").await, [""; 0]);
    }
    bot.0.clock().advance(Duration::from_secs(10));
    assert_eq!(bot.says_to_ordinary(&member(), "/rol").await.len(), 1);
}

#[tokio::test]
async fn the_blocked_are_told_nothing() {
    let bot = Helped::new();
    for _ in 0..6 {
        bot.0.send(&member(), "/tag x").await;
    }
    assert_eq!(bot.0.send(&member(), "/roll").await.unwrap().rule, "block");
    assert_eq!(bot.says_to_ordinary(&member(), "/rol").await, [""; 0]);
}

#[tokio::test]
async fn without_help_nothing_is_suggested() {
    let bot = Bot::new();
    let before = bot.platform().requests().len();
    assert!(bot.send(&member(), "/pingg").await.is_none());
    tokio::task::yield_now().await;
    assert_eq!(bot.platform().requests().len(), before);
}
