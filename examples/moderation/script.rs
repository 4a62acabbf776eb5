//! The scenes, and what is asserted of each.

use std::time::Duration;

use botrs_secure::testing::loopback::Bot;
use serde_json::json;

use super::cast::{
    self, A_YAN, EVE, LIN_QIU, SELLER, STRANGER, SU_SU, XIAO_BEI, XIAO_MAN, ZHOU_ZHOU,
};
use super::stage::{Checked, Stage, ensure, expect};
use super::transcript::Both;

/// How the evening went.
#[derive(Debug, Default)]
pub(crate) struct Played {
    pub(crate) verdicts: Vec<(Both, Checked)>,
    /// The id that a failure's reply told.
    pub(crate) told_id: String,
}

impl Played {
    /// Plays one scene, a minute after the one before.
    async fn scene(
        &mut self,
        stage: &mut Stage,
        title: Both,
        story: Both,
        play: impl AsyncFnOnce(&mut Stage) -> Checked,
    ) {
        stage.transcript.scene(self.verdicts.len() + 1, title, story);
        stage.clock.advance(Duration::from_secs(60));
        let went = play(stage).await;
        if let Err(fault) = &went {
            stage.transcript.fault(fault);
        }
        self.verdicts.push((title, went));
    }
}

pub(crate) async fn play(stage: &mut Stage, other_bot: &Bot) -> Played {
    let mut played = Played::default();
    played.scene(stage, ("禁言送到平台", "A mute reaches the platform"),
        ("镜多多在频道里卖起了望远镜。小满今晚值星，身份组 11 在策略里是 moderator。",
         "镜多多 sells telescopes in the channel. 小满 is on duty: the policy calls role 11 a moderator."),
        mute_reaches_the_platform).await;
    let _ = (
        other_bot,
        &A_YAN,
        &EVE,
        &LIN_QIU,
        &STRANGER,
        &SU_SU,
        &XIAO_BEI,
        &ZHOU_ZHOU,
        ensure(true, ""),
    );
    played
}

async fn mute_reaches_the_platform(stage: &mut Stage) -> Checked {
    let heard = stage.say(&XIAO_MAN, "/mute @镜多多 10m 刷屏卖望远镜").await?;
    expect("allowed", heard.rule())?;
    let calls: Vec<_> = heard.effects().collect();
    expect(1, calls.len())?;
    let path = format!("/guilds/{}/members/{}/mute", cast::GUILD, SELLER.user());
    ensure(calls[0].is("PATCH", &path), "PATCH mute")?;
    expect(json!("600"), calls[0].json()["mute_seconds"].clone())?;
    expect(204, calls[0].status)
}
