//! Who may do what, to whom and how often.

use std::time::Duration;

use serde_json::json;

use crate::moderation::cast::{self, LIN_QIU, Person, SELLER, XIAO_BEI, XIAO_MAN, ZHOU_ZHOU};
use crate::moderation::stage::{Checked, Heard, Stage, ensure, expect};

/// The call that muted a member for so many seconds was the one effect.
pub(super) fn expect_mute(heard: &Heard, member: &Person, seconds: &str) -> Checked {
    expect("allowed", heard.rule())?;
    let effects: Vec<_> = heard.effects().collect();
    let [mute] = *effects else { return Err(format!("1 effect ≠ {}", effects.len())) };
    let path = format!("/guilds/{}/members/{}/mute", cast::GUILD, member.user());
    expect(("PATCH", &*path), (&*mute.method, &*mute.path))?;
    expect(json!(seconds), mute.json()["mute_seconds"].clone())?;
    expect(204, mute.status)
}

/// Nothing was done to anybody.
pub(super) fn expect_no_effect(heard: &Heard) -> Checked {
    expect(0, heard.effects().count())
}

pub(crate) async fn mute(stage: &mut Stage) -> Checked {
    let heard = stage.say(&XIAO_MAN, "/mute @镜多多 10m 刷屏卖望远镜").await?;
    expect_mute(&heard, &SELLER, "600")?;
    ensure(heard.reply()?.contains(&format!("<@!{}> 10分钟", SELLER.user())), "a live mention")
}

/// 30 s less the 12.4 s that have passed are 17.6 s: told as 18.
pub(crate) async fn cooldown(stage: &mut Stage) -> Checked {
    let heard = stage.say(&XIAO_MAN, "/mute @镜多多 1h 换了个广告").await?;
    expect("limit", heard.rule())?;
    ensure(heard.reply()?.contains("18秒"), "18秒")?;
    expect_no_effect(&heard)
}

pub(crate) async fn no_permission(stage: &mut Stage) -> Checked {
    let first = stage.say(&XIAO_BEI, "/mute @小满 1d 我也想值星").await?;
    expect("permission.missing", first.rule())?;
    ensure(first.reply()?.contains("MuteMembers"), "the reply names the permission")?;
    stage.clock.advance(Duration::from_secs(4));
    let second = stage.say(&XIAO_BEI, "/mute @小满 1d 为什么不行").await?;
    // By default a caller, and a channel, get one answer to refusals in 10 s.
    stage
        .transcript
        .note(("（4 秒后又来：照样拒绝，但不再回答）", "(again after 4 s: refused in silence)"));
    expect("permission.missing", second.rule())?;
    expect(0, second.replies.len())?;
    expect(0, first.effects().count() + second.effects().count())
}

pub(crate) async fn outranked(stage: &mut Stage) -> Checked {
    let heard = stage.say(&XIAO_MAN, "/mute @周舟 1h 不许开手电").await?;
    expect("authority.rank", heard.rule())?;
    ensure(heard.calls.iter().any(|call| call.method == "GET"), "the platform was asked")?;
    heard.reply()?;
    expect_no_effect(&heard)
}

pub(crate) async fn recall(stage: &mut Stage) -> Checked {
    let advert = stage.say(&SELLER, "折射镜清仓，买一送一，加我好友").await?;
    expect("ordinary", advert.rule())?;
    let post = ZHOU_ZHOU.post("/撤回").quote(&advert.message);
    let id = stage.deliver(&ZHOU_ZHOU, "「折射镜清仓…」 /撤回", post);
    let heard = stage.hear(&ZHOU_ZHOU, &id).await?;
    expect("allowed", heard.rule())?;
    let path = format!("/channels/{}/messages/{}", cast::CHANNEL, advert.message);
    expect(1, heard.effects().filter(|call| call.is("DELETE", &path)).count())?;
    ensure(!stage.platform.has_message(&advert.message), "the message is gone")
}

pub(crate) async fn confirm(stage: &mut Stage) -> Checked {
    let asked = stage.say(&LIN_QIU, "/封禁 @镜多多").await?;
    expect("confirm", asked.rule())?;
    expect_no_effect(&asked)?;
    let reply = asked.reply()?;
    let code = &reply[reply.len().saturating_sub(6)..];
    let confirmed = format!("/封禁 @镜多多 确认 {code}");

    stage.clock.advance(Duration::from_secs(11));
    let stolen = stage.say(&ZHOU_ZHOU, &confirmed).await?;
    expect("confirm.wrong", stolen.rule())?;
    expect_no_effect(&stolen)?;

    let heard = stage.say(&LIN_QIU, &confirmed).await?;
    expect("allowed", heard.rule())?;
    let path = format!("/guilds/{}/members/{}", cast::GUILD, SELLER.user());
    let removals: Vec<_> = heard.effects().filter(|call| call.is("DELETE", &path)).collect();
    expect(1, removals.len())?;
    expect(json!(true), removals[0].json()["add_blacklist"].clone())?;
    ensure(!stage.platform.guild(cast::GUILD).has(SELLER.user()), "镜多多 is gone")
}
