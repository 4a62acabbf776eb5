//! What happens, and what is asserted of it.

use std::fmt::Debug;
use std::process::ExitCode;
use std::time::Duration;

use botrs_secure::Locale;
use botrs_secure::testing::loopback::Platform;

use super::cast::{EVE, HELPERS, XIAO_BEI, ZHOU_ZHOU, helper};
use super::stage::{Both, Checked, Stage};

const MUTE: &str = "/禁言 @小北 1m";

/// Plays the scenes; success if all went as scripted.
pub(crate) async fn play(platform: Platform, locale: Locale) -> ExitCode {
    let mut stage = match Stage::open(platform, locale).await {
        Ok(stage) => stage,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let mut verdicts = Vec::new();
    scene(&mut verdicts, &mut stage, COOLDOWN, cooldown).await;
    scene(&mut verdicts, &mut stage, BLOCK, block).await;
    scene(&mut verdicts, &mut stage, TWICE, twice).await;
    scene(&mut verdicts, &mut stage, AWAY, away).await;
    scene(&mut verdicts, &mut stage, BACK, back).await;
    stage.heading(
        stage
            .pick(("自检：每一幕都按剧本发生了吗？", "Self-check: did each scene go as scripted?")),
    );
    for (n, (title, went)) in verdicts.iter().enumerate() {
        stage.verdict(n + 1, *title, went);
    }
    if let Err(error) = stage.close().await {
        eprintln!("{error}");
        return ExitCode::FAILURE;
    }
    if verdicts.iter().all(|(_, went)| went.is_ok()) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// The title and the story of a scene.
type Told = (Both, Both);

async fn scene(
    verdicts: &mut Vec<(Both, Checked)>,
    stage: &mut Stage,
    (title, story): Told,
    play: impl AsyncFnOnce(&mut Stage) -> Checked,
) {
    stage.heading(&format!("{}  {}", verdicts.len() + 1, stage.pick(title)));
    stage.story(story);
    let went = play(stage).await;
    verdicts.push((title, went));
}

const COOLDOWN: Told = (
    ("一个冷却，两台机器", "One cooldown, two machines"),
    (
        "每人每天一签。小北在星野社抽过，又去望远社再抽：另一台机器也知道。",
        "One lot a day. 小北 draws in one guild, then in another, which the other machine serves.",
    ),
);

async fn cooldown(stage: &mut Stage) -> Checked {
    expect("allowed", &stage.say(&XIAO_BEI, 0, "/抽签").await?)?;
    expect("limit", &stage.say(&XIAO_BEI, 1, "/抽签").await?)?;
    expect("allowed", &stage.say(&ZHOU_ZHOU, 1, "/抽签").await?)
}

const BLOCK: Told = (
    ("一次封锁，两台机器", "One block, two machines"),
    (
        "Eve 在星野社试了六次，其间平台把它换到了另一个分片：每台机器只见到三次。",
        "Eve tries six times while her guild moves to the other shard: each machine sees three.",
    ),
);

async fn block(stage: &mut Stage) -> Checked {
    for machine in [0, 0, 0, 1, 1, 1] {
        let rules = stage.say_to(&EVE, 0, MUTE, &[machine]).await?;
        expect("permission.missing", &rules[0])?;
    }
    for machine in [0, 1] {
        expect("block", &stage.say_to(&EVE, 0, "/ping", &[machine]).await?[0])?;
    }
    expect("allowed", &stage.say(&XIAO_BEI, 0, "/ping").await?)?;
    expect(&0, &stage.mutes())
}

const TWICE: Told = (
    ("两台机器都收到，只运行一次", "Delivered to both machines, run once"),
    (
        "换分片时，平台把同一条消息投给了两个分片。",
        "While the guild moves, the platform delivers one message to both shards.",
    ),
);

async fn twice(stage: &mut Stage) -> Checked {
    let mut rules = stage.say_to(&ZHOU_ZHOU, 0, MUTE, &[0, 1]).await?;
    rules.sort_unstable();
    expect(["allowed", "replay"].as_slice(), &*rules)?;
    expect(&1, &stage.mutes())
}

const AWAY: Told = (
    ("Redis 停了：有权限的命令拒绝，其余照常", "Redis stops: powers are refused, the rest goes on"),
    (
        "没有共享的状态，就无法保证只运行一次、确实没被封锁：宁可不做。",
        "Without what is shared nobody can say that it runs once, and for nobody who is blocked.",
    ),
);

async fn away(stage: &mut Stage) -> Checked {
    stage.redis.tell("stop").await?;
    for guild in [0, 1] {
        expect("state.away", &stage.say(&ZHOU_ZHOU, guild, MUTE).await?)?;
        expect("allowed", &stage.say(&XIAO_BEI, guild, "/ping").await?)?;
        expect("block", &stage.say_to(&EVE, 0, "/ping", &[guild]).await?[0])?;
    }
    expect(&1, &stage.mutes())
}

const BACK: Told = (
    ("Redis 回来了，是空的：一切照旧", "Redis is back, and empty: all is as before"),
    (
        "机器人自己连回去，并把封锁交还给它；谁也不必重启。",
        "The machines connect again and give it the blocks that they know. Nobody restarts them.",
    ),
);

async fn back(stage: &mut Stage) -> Checked {
    stage.redis.tell("start").await?;
    for guild in [0, 1] {
        healed(stage, guild).await?;
        expect("block", &stage.say_to(&EVE, 0, "/ping", &[guild]).await?[0])?;
    }
    expect(&3, &stage.mutes())?;
    // What one counts from now on, the other sees again.
    expect("allowed", &stage.say(&helper(0), 0, "/抽签").await?)?;
    expect("limit", &stage.say(&helper(0), 1, "/抽签").await?)
}

/// Until a machine uses its powers again, each time for somebody else: nobody is to be stopped as a flood.
async fn healed(stage: &mut Stage, guild: usize) -> Checked {
    for n in 1..HELPERS {
        if stage.say(&helper(n), guild, MUTE).await? == "allowed" {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    Err("Redis is not asked again".into())
}

/// As scripted, or what came instead.
fn expect<T: Debug + PartialEq<U> + ?Sized, U: Debug + ?Sized>(wanted: &T, got: &U) -> Checked {
    if *wanted == *got { Ok(()) } else { Err(format!("{wanted:?} ≠ {got:?}")) }
}
