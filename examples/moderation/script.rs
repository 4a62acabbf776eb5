//! The scenes in their order.

use std::time::Duration;

use botrs_secure::testing::loopback::Bot;

use super::acts::{guild, input, platform};
use super::cast::LIN_QIU;
use super::stage::{Checked, Stage};
use super::transcript::Both;

/// How the evening went.
#[derive(Debug, Default)]
pub(crate) struct Played {
    pub(crate) verdicts: Vec<(Both, Checked)>,
    /// The id that the reply to a failure told.
    pub(crate) told_id: String,
}

/// What the audience reads before a scene, and how long after the one before it plays.
struct Scene {
    title: Both,
    story: Both,
    after: Duration,
}

impl Scene {
    const fn new(title: Both, story: Both) -> Self {
        Self { title, story, after: Duration::from_secs(60) }
    }
}

impl Played {
    async fn scene(
        &mut self,
        stage: &mut Stage,
        scene: &Scene,
        play: impl AsyncFnOnce(&mut Stage) -> Checked,
    ) {
        stage.transcript.scene(self.verdicts.len() + 1, scene.title, scene.story);
        stage.clock.advance(scene.after);
        let went = play(stage).await;
        if let Err(fault) = &went {
            stage.transcript.fault(fault);
        }
        self.verdicts.push((scene.title, went));
    }
}

/// Plays the evening.
pub(crate) async fn play(stage: &mut Stage, other_bot: &Bot) -> Played {
    let mut played = Played::default();
    let mut told_id = String::new();

    // Without them, the first scene fails as well, and says so.
    let _ = stage.open(&LIN_QIU, "双子座流星雨今晚极大，大家都抬头看！").await;
    played.scene(stage, &MUTE, guild::mute).await;
    played.scene(stage, &COOLDOWN, guild::cooldown).await;
    played.scene(stage, &NO_PERMISSION, guild::no_permission).await;
    played.scene(stage, &DURATION, input::duration).await;
    played.scene(stage, &PATH_IN_ID, input::path_in_id).await;
    played.scene(stage, &MARKUP, input::markup).await;
    played.scene(stage, &OUTRANKED, guild::outranked).await;
    played.scene(stage, &CHINESE, input::chinese).await;
    played.scene(stage, &RECALL, guild::recall).await;
    played.scene(stage, &CONFIRM, guild::confirm).await;
    played.scene(stage, &BOTS, async |stage| platform::bots(stage, other_bot).await).await;
    played.scene(stage, &UNTRUSTED, platform::untrusted).await;
    played.scene(stage, &TWICE, platform::twice).await;
    played.scene(stage, &BANANA, input::banana).await;
    let panic = async |stage: &mut Stage| {
        told_id = platform::panic(stage).await?;
        Ok(())
    };
    played.scene(stage, &PANIC, panic).await;
    played.scene(stage, &GROUP, platform::group).await;
    played.scene(stage, &WHOAMI, platform::whoami).await;
    played.scene(stage, &RESUME, platform::resume).await;
    played.scene(stage, &GOOD_NIGHT, platform::good_night).await;

    played.told_id = told_id;
    played
}

const MUTE: Scene = Scene::new(
    ("禁言送到平台", "A mute reaches the platform"),
    (
        "镜多多在频道里卖望远镜。小满今晚值星：策略说身份组 11 是 moderator。",
        "镜多多 sells telescopes. 小满 is on duty: the policy says that role 11 is a moderator.",
    ),
);

const COOLDOWN: Scene = Scene {
    title: ("冷却：等待时间向上取整", "A cooldown, its wait rounded up"),
    story: (
        "12.4 秒后，小满还想再来一次。冷却是 30 秒。",
        "12.4 seconds later 小满 wants another. The cooldown is 30 s.",
    ),
    after: Duration::from_millis(12_400),
};

const NO_PERMISSION: Scene = Scene::new(
    ("没有权限", "No permission"),
    (
        "小北也想值星，可他只是普通成员。",
        "小北 would like to be on duty, but is a member like any other.",
    ),
);

const DURATION: Scene = Scene::new(
    ("时长不对", "A bad duration"),
    (
        "周舟心软了，写了 0s。平台会把它当成解除禁言，所以不放行。",
        "周舟 softens and types 0s, which the platform would take for the end of the mute.",
    ),
);

const PATH_IN_ID: Scene = Scene::new(
    ("id 里藏着路径", "A path in an id"),
    (
        "周舟听说 id 会被拼进 URL，想亲自试试。除了回复，一个请求也没有发出。",
        "周舟 has heard that ids end up in URLs, and tries. Nothing is sent but the reply.",
    ),
);

const MARKUP: Scene = Scene::new(
    ("理由里的 @everyone 和 <@!1>", "@everyone and <@!1> in a reason"),
    (
        "原样回显会惊动所有人。转义之后谁也不会被叫醒，字还看得清。",
        "Echoed as it is, it would wake everybody. Escaped, it wakes nobody and can still be read.",
    ),
);

const OUTRANKED: Scene = Scene::new(
    ("对方身份更高", "A target of a higher rank"),
    (
        "小满有禁言权限，但周舟是管理员。身份是当场向平台问来的。",
        "小满 may mute, but 周舟 is an administrator: the platform is asked there and then.",
    ),
);

const CHINESE: Scene = Scene::new(
    ("中文别名、全角斜杠、中文时长", "A command in Chinese by its alias"),
    (
        "周舟切到了中文输入法。",
        "周舟 has switched to a Chinese keyboard: full-width slash, Chinese duration.",
    ),
);

const RECALL: Scene = Scene::new(
    ("撤回引用的消息", "Recalling a quoted message"),
    (
        "广告又来了。周舟引用它，撤回。",
        "Another advertisement. 周舟 quotes it and has it recalled.",
    ),
);

const CONFIRM: Scene = Scene::new(
    ("封禁要再确认一次", "A ban is confirmed with a code"),
    (
        "林秋决定送客。确认码只认本人：周舟抄去也没有用。",
        "林秋 shows the seller out. The code is hers alone: copied by 周舟, it confirms nothing.",
    ),
);

const BOTS: Scene = Scene::new(
    ("别的机器人和自己的话", "Other bots, and the bot's own words"),
    (
        "报时鸟是机器人；第二条是小鹿自己的话，而事件忘了标明。",
        "报时鸟 is a bot; the second line is 小鹿's own, in an event that forgets to say so.",
    ),
);

const UNTRUSTED: Scene = Scene::new(
    ("未受信任的频道", "A guild that is not trusted"),
    (
        "有人把小鹿拉进了别的频道。不回答，只在日志里写一次怎样信任它。",
        "Somebody invited 小鹿 elsewhere. No answer; the log says once how to trust the place.",
    ),
);

const TWICE: Scene = Scene::new(
    ("投递两次，运行一次", "Delivered twice, run once"),
    ("第一颗流星！不能数成两颗。", "The first meteor! It must not count as two."),
);

const BANANA: Scene = Scene::new(
    ("/banana 不是 /ban", "/banana is not /ban"),
    ("小北带了水果。", "小北 has brought fruit."),
);

const PANIC: Scene = Scene::new(
    ("命令 panic 之后，一切照常", "A panic, and life goes on"),
    (
        "抽签命令忘了限制范围，Eve 抽了 99 号。她得到一个编号，审计里查得到；下一签照常。",
        "/lot forgot its range, and Eve draws 99. She gets an id that the audit knows; the next works.",
    ),
);

const GROUP: Scene = Scene::new(
    ("群管理员可以，普通群员不行", "A group administrator may, a member may not"),
    ("群里的角色来自事件的 member_role。", "In groups, the role is the member_role of the event."),
);

const WHOAMI: Scene = Scene::new(
    ("/whoami", "/whoami"),
    (
        "QQ 不显示 openid，写策略时却要用。小鹿可以告诉你。",
        "QQ shows nobody an openid, and policies need them. 小鹿 tells.",
    ),
);

const RESUME: Scene = Scene::new(
    ("断线续传，一条不丢", "A lost connection, and nothing lost"),
    (
        "有人踢到了电源线（关闭码 4009）。断线期间的三条消息，续传后都到了。",
        "Somebody trips over the cable (close code 4009). Three lines are typed meanwhile; all arrive.",
    ),
);

const GOOD_NIGHT: Scene = Scene::new(
    ("晚安", "Good night"),
    ("普通聊天交给 Handler。", "What is no command goes to the handler."),
);
