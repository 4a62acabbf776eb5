//! Stage 8: the author's predicates, over parsed arguments and before anybody is asked.

use super::{Bot, Runs, admin, member};
use crate::prelude::*;
use crate::testing::Caller;

async fn is_open(_ctx: Context<'_>) -> bool {
    true
}

async fn short(_ctx: Context<'_>, period: &Duration) -> Result<(), &'static str> {
    if *period < Duration::from_secs(60) { Ok(()) } else { Err("太长了 @everyone") }
}

async fn not_five(_ctx: Context<'_>, target: &UserId) -> Result<bool, std::io::Error> {
    match target.get() {
        5 => Ok(false),
        404 => Err(std::io::ErrorKind::NotFound.into()),
        _ => Ok(true),
    }
}

async fn by_even(ctx: Context<'_>) -> bool {
    matches!(ctx.author().id(), PersonId::User(user) if user.get() % 2 == 0)
}

#[command(
    perm = MuteMembers, scene = guild,
    check = is_open, check = short(period), check = not_five(target), check = by_even
)]
async fn checked(
    _ctx: Context<'_, checked>,
    target: Target<'_>,
    period: Duration,
    runs: State<Runs>,
) -> Result<()> {
    runs.add();
    assert_ne!((target.id().get(), period.as_secs()), (0, 0));
    Ok(())
}

#[tokio::test]
async fn every_check_has_to_agree_before_anybody_is_asked() {
    let bot = Bot::with(|bot| bot.commands(commands![checked]));
    for (caller, text, reply) in [
        (admin(), "/checked 6 1m", "太长了 @\u{200b}everyone"),
        (admin(), "/checked 5 1s", "现在不能使用此命令"),
        (admin(), "/checked 404 1s", "entity not found"),
        (Caller::guild(1, &[4]), "/checked 6 1s", "现在不能使用此命令"),
        // The target is above the caller: nobody was asked yet.
        (admin(), "/checked 1 1m", "太长了 @\u{200b}everyone"),
    ] {
        let report = bot.send(&caller, text).await.unwrap();
        assert_eq!(report.rule, "check", "{text}");
        assert_eq!(report.replies.len(), 1);
        let plain = |text: &str| text.replace('\u{200b}', "");
        assert_eq!(plain(&report.replies[0]), plain(reply), "{text}");
    }
    assert_eq!(bot.asked() + bot.runs.count(), 0);
    // Nothing was charged, and a check that agrees is no permission.
    assert_eq!(bot.rule(&admin(), "/checked 6 1s").await, "allowed");
    assert_eq!(bot.rule(&admin(), "/checked 6 1s").await, "limit");
    assert_eq!(bot.rule(&member(), "/checked 6 1s").await, "permission.missing");
    assert_eq!(bot.rule(&Caller::guild(2, &[4]), "/checked").await, "limit");
    assert_eq!(bot.runs.count(), 1);
}

async fn both_or_none(_ctx: Context<'_>, target: Option<&UserId>, count: Option<&u8>) -> bool {
    target.is_some() == count.is_some_and(|&count| count == 3)
}

#[command(perm = KickMembers, cooldown = none, scene = guild, check = both_or_none(target, count))]
async fn optional(
    _ctx: Context<'_, optional>,
    target: Option<Target<'_>>,
    count: Option<u8>,
) -> Result<Reply> {
    let target = target.map(|target| target.id());
    Ok(reply!("{target} {count}"))
}

#[tokio::test]
async fn a_check_sees_whether_an_argument_was_left_out() {
    let bot = Bot::with(|bot| bot.commands(commands![optional]));
    for (text, rule) in [
        ("/optional", "allowed"),
        ("/optional 6 3", "allowed"),
        ("/optional 6 2", "check"),
        ("/optional 6", "check"),
    ] {
        assert_eq!(bot.rule(&admin(), text).await, rule, "{text}");
    }
}
