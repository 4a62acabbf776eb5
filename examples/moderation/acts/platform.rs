//! What the platform delivers, and what goes wrong.

use std::panic;

use botrs_secure::testing::loopback::Bot;
use serde_json::json;

use crate::moderation::cast::{self, A_YAN, EVE, LIN_QIU, STRANGER, SU_SU, XIAO_BEI};
use crate::moderation::stage::{Checked, Log, Stage, ensure, expect};
use crate::moderation::transcript::BOT;

pub(crate) async fn bots(stage: &mut Stage, other_bot: &Bot) -> Checked {
    let bird = cast::as_person("报时鸟", other_bot);
    let heard = stage.say(&bird, "/流星 现在 22:00").await?;
    expect("source.bot", heard.rule())?;
    expect(0, heard.calls.len())?;

    // The bot's own words, in an event that forgets to say that a bot wrote them.
    let own = cast::as_person(BOT, &stage.bot);
    let post = own.post("/流星").set("author.bot", json!(false));
    let id = stage.deliver(&own, "/流星", post);
    let heard = stage.hear(&own, &id).await?;
    expect("source.bot", heard.rule())?;
    expect(0, heard.calls.len())
}

pub(crate) async fn untrusted(stage: &mut Stage) -> Checked {
    let heard = stage.say(&STRANGER, "/流星").await?;
    expect("source.place", heard.rule())?;
    expect(0, heard.calls.len())?;
    let line = format!(".trust_guild(GuildId::new({}))", cast::ELSEWHERE);
    ensure(heard.log.iter().any(|logged| logged.contains(&line)), "the log says how to trust it")
}

pub(crate) async fn twice(stage: &mut Stage) -> Checked {
    let first = stage.say(&XIAO_BEI, "/流星").await?;
    expect("allowed", first.rule())?;
    ensure(first.reply()?.contains("第 1 颗"), "第 1 颗")?;

    stage.transcript.note((
        "（平台把同一条消息又投递了一次）",
        "(the platform delivers the same message again)",
    ));
    stage.platform.deliver_again(&first.message);
    let again = stage.hear(&XIAO_BEI, &first.message).await?;
    expect("replay", again.rule())?;
    expect(0, again.calls.len())?;

    let next = stage.say(&EVE, "/meteor").await?;
    ensure(next.reply()?.contains("第 2 颗"), "第 2 颗")
}

pub(crate) async fn group(stage: &mut Stage) -> Checked {
    let member = stage.say(&A_YAN, "/集合 22:30 天文台").await?;
    expect("permission.missing", member.rule())?;
    let admin = stage.say(&SU_SU, "/集合 22:30 天文台").await?;
    expect("allowed", admin.rule())?;
    let path = format!("/v2/groups/{}/messages", cast::GROUP);
    ensure(admin.calls.iter().any(|call| call.is("POST", &path)), "the group's endpoint")
}

/// The id under which the audit has the failure.
pub(crate) async fn panic(stage: &mut Stage) -> Result<String, String> {
    let quiet = QuietPanics::into(&stage.log);
    let heard = stage.say(&EVE, "/lot 99").await;
    drop(quiet);
    let heard = heard?;
    expect("panicked", heard.rule())?;
    ensure(heard.reply()?.contains(heard.id()), "the reply tells the id")?;
    let next = stage.say(&EVE, "/lot 4").await?;
    expect("allowed", next.rule())?;
    Ok(heard.id().to_owned())
}

/// Sends the messages of panics to the log of the evening, until dropped.
struct QuietPanics;

impl QuietPanics {
    fn into(log: &Log) -> Self {
        let log = log.clone();
        panic::set_hook(Box::new(move |panic| log.add(&panic.to_string())));
        Self
    }
}

impl Drop for QuietPanics {
    fn drop(&mut self) {
        // Back to the one of the standard library.
        drop(panic::take_hook());
    }
}

pub(crate) async fn whoami(stage: &mut Stage) -> Checked {
    let heard = stage.say(&SU_SU, "/whoami").await?;
    expect("allowed", heard.rule())?;
    ensure(heard.reply()?.contains(cast::GROUP), "the group's openid")
}

pub(crate) async fn resume(stage: &mut Stage) -> Checked {
    let before = stage.bot.traffic();
    stage.bot.close(4009);
    stage
        .transcript
        .note(("（连接断开，三个人同时抽签）", "(the connection is down, and three draw lots)"));
    let lots = [(&XIAO_BEI, "/抽签 1"), (&EVE, "/lot 3"), (&LIN_QIU, "/抽签 7")];
    let posted = lots.map(|(who, typed)| stage.platform.post(&stage.bot, who.post(typed)));
    for ((who, typed), id) in lots.iter().zip(&posted) {
        stage.transcript.line(who, typed);
        let heard = stage.hear(who, id).await?;
        expect("allowed", heard.rule())?;
        heard.reply()?;
    }
    let after = stage.bot.traffic();
    expect((before.resumes + 1, before.identifies), (after.resumes, after.identifies))?;
    stage.transcript.note(("（续传 1 次，没有重新开始会话）", "(resumed once; no new session)"));
    Ok(())
}

pub(crate) async fn good_night(stage: &mut Stage) -> Checked {
    let heard = stage.say(&XIAO_BEI, "晚安，小鹿").await?;
    expect("ordinary", heard.rule())?;
    ensure(heard.reply()?.contains("晚安"), "晚安")
}
