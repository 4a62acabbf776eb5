//! What people type.

use crate::moderation::cast::{SELLER, XIAO_BEI, ZHOU_ZHOU};
use crate::moderation::stage::{Checked, Stage, ensure, expect};

use super::guild::{expect_mute, expect_no_effect};

pub(crate) async fn duration(stage: &mut Stage) -> Checked {
    let heard = stage.say(&ZHOU_ZHOU, "/mute @镜多多 0s 给个机会").await?;
    expect("arguments.invalid", heard.rule())?;
    ensure(heard.reply()?.contains("period"), "the reply names the argument")?;
    expect_no_effect(&heard)
}

/// botrs would send `PATCH /channels/520101/mute`.
pub(crate) async fn path_in_id(stage: &mut Stage) -> Checked {
    let heard = stage.say(&ZHOU_ZHOU, "/mute ../../../channels/520101 10m 试试路径").await?;
    expect("arguments.invalid", heard.rule())?;
    heard.reply()?;
    // The reply is the one request.
    expect(1, heard.calls.len())?;
    expect_no_effect(&heard)
}

pub(crate) async fn markup(stage: &mut Stage) -> Checked {
    let reason = "@everyone 和 <@!1> 都来看";
    let heard = stage.say(&ZHOU_ZHOU, &format!("/mute @镜多多 5m {reason}")).await?;
    expect_mute(&heard, &SELLER, "300")?;
    let sent = heard.reply()?;
    ensure(sent.contains("@everyone") && !sent.contains("<@!1>"), "nobody is called")?;
    ensure(ZHOU_ZHOU.sees(sent).ends_with(reason), "the reason is readable")
}

pub(crate) async fn chinese(stage: &mut Stage) -> Checked {
    let heard = stage.say(&ZHOU_ZHOU, "／禁言 @镜多多 1小时30分 还在私信大家").await?;
    expect_mute(&heard, &SELLER, "5400")
}

pub(crate) async fn banana(stage: &mut Stage) -> Checked {
    let heard = stage.say(&XIAO_BEI, "/banana 谁要香蕉？").await?;
    expect("ordinary", heard.rule())?;
    expect(0, heard.calls.len())
}
