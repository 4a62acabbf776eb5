//! What the audience sees.

use botrs_secure::Locale;

use super::calls;
use super::cast::Person;
use super::stage::{Checked, End, Heard};
use botrs_secure_examples::paint::{Paint, pad, print};

/// The name of the bot.
pub(crate) const BOT: &str = "小鹿";

/// A text in both languages.
pub(crate) type Both = (&'static str, &'static str);

/// The columns of names and places.
const NAME: usize = 8;
const PLACE: usize = 10;

/// Prints the evening in one language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Transcript {
    locale: Locale,
    paint: Paint,
}

impl Transcript {
    pub(crate) fn new(locale: Locale) -> Self {
        Self { locale, paint: Paint::for_stdout() }
    }

    pub(crate) fn pick(&self, (zh, en): Both) -> &'static str {
        self.locale.pick(zh, en)
    }

    pub(crate) fn paint(&self) -> Paint {
        self.paint
    }

    pub(crate) fn opening(&self) {
        print(self.paint.bold(self.pick(("流星雨之夜", "The night of the meteors"))));
        print(self.pick(OPENING));
    }

    pub(crate) fn scene(&self, number: usize, title: Both, story: Both) {
        print(format_args!("\n{}", self.paint.bold(&format!("{number:>2}  {}", self.pick(title)))));
        print(format_args!("    {}", self.paint.dim(self.pick(story))));
    }

    /// What somebody typed.
    pub(crate) fn line(&self, who: &Person, typed: &str) {
        let typed = self.paint.bold(typed);
        print(format_args!("    {}{}{typed}", pad(who.name, NAME), pad(who.place, PLACE)));
    }

    /// What became of it.
    pub(crate) fn heard(&self, who: &Person, heard: &Heard) {
        self.aside(&self.decision(&heard.end));
        for reply in &heard.replies {
            let indented = format!("\n{}", " ".repeat(4 + NAME + 2));
            let seen = who.sees(reply).replace('\n', &indented);
            print(format_args!("    {}↳ {seen}", self.paint.cyan(&pad(BOT, NAME))));
        }
        for call in calls::shown(&heard.calls, self.paint) {
            self.aside(&call);
        }
        for line in &heard.log {
            self.aside(&self.paint.yellow(&format!("log  {line}")));
        }
    }

    fn decision(&self, end: &End) -> String {
        let End::Decided { command, rule, .. } = end else {
            let text =
                self.pick(("· 不是命令，交给 Handler", "· no command: handed to the handler"));
            return self.paint.dim(text);
        };
        let command = command.map(|command| format!("/{command} ")).unwrap_or_default();
        let how = self.locale.pick(zh(rule), en(rule));
        match *rule {
            "allowed" => self.paint.green(&format!("✓ {command}{how}")),
            "confirm" => self.paint.yellow(&format!("? {command}{how} · {rule}")),
            _ => self.paint.red(&format!("✗ {command}{how} · {rule}")),
        }
    }

    /// A remark of the narrator's.
    pub(crate) fn note(&self, text: Both) {
        self.aside(&self.paint.dim(self.pick(text)));
    }

    fn aside(&self, text: &str) {
        print(format_args!("    {}{text}", " ".repeat(NAME)));
    }

    /// A scene that did not go as scripted.
    pub(crate) fn fault(&self, fault: &str) {
        self.aside(&self.paint.red(&format!("✗✗ {fault}")));
    }

    pub(crate) fn heading(&self, text: Both) {
        print(format_args!("\n{}", self.paint.bold(self.pick(text))));
    }

    /// The self-check.
    pub(crate) fn verdicts(&self, verdicts: &[(Both, Checked)]) {
        self.heading((
            "自检：每一幕都按剧本发生了吗？",
            "Self-check: did each scene go as scripted?",
        ));
        for (n, (title, went)) in verdicts.iter().enumerate() {
            let mark = match went {
                Ok(()) => self.paint.green("✓"),
                Err(_) => self.paint.red("✗"),
            };
            let fault = went.as_ref().err().map(|fault| format!("  {fault}")).unwrap_or_default();
            print(format_args!(
                "  {mark} {:>2}  {}{}",
                n + 1,
                self.pick(*title),
                self.paint.red(&fault)
            ));
        }
        print(format_args!("\n{}", self.pick(CLOSING)));
    }
}

const OPENING: Both = (
    "机器人是真的，QQ 是假的：平台就在本进程里，机器人照常取令牌、连网关、调 API。\n\
     每句话都提及了小鹿；时钟由剧本拨动，不必真的等冷却。\n\n\
     频道「星野天文社」  林秋 频道主 · 周舟 管理员 · 小满 值星员 · 小北、Eve、镜多多 成员\n\
     群「观星小队」      苏苏 管理员 · 阿岩 群员\n",
    "The bot is real, QQ is not: the platform is in this process, and the bot fetches its token, joins\n\
     the gateway and calls the API as ever. Every line mentions 小鹿, the bot. The script turns the\n\
     clock, so that nobody has to sit out a cooldown.\n\n\
     guild 星野天文社   林秋 owner · 周舟 administrator · 小满 on duty · 小北, Eve, 镜多多 members\n\
     group 观星小队     苏苏 administrator · 阿岩 member\n",
);

const CLOSING: Both = (
    "这些命令在 examples/moderation/commands.rs；连接真正的 QQ：cargo run --example moderation -- --help",
    "The commands are in examples/moderation/commands.rs.\n\
     To join QQ itself: cargo run --example moderation -- --help",
);

/// What a rule means, in Chinese.
fn zh(rule: &str) -> String {
    let (number, name) = match stage(rule) {
        1 => return "在第 1 关「来源」被忽略".into(),
        10 if rule == "confirm" => return "在第 10 关「确认」等待".into(),
        13 => return "在第 13 关「运行」出错".into(),
        3 => (3, "封锁"),
        4 => (4, "刷屏"),
        5 => (5, "重放"),
        6 => (6, "权限"),
        7 => (7, "参数"),
        8 => (8, "检查"),
        9 => (9, "身份核实"),
        10 => (10, "确认"),
        11 => (11, "容量"),
        12 => (12, "冷却"),
        _ => return "放行：13 关全部通过".into(),
    };
    format!("在第 {number} 关「{name}」被拒")
}

/// What a rule means, in English.
fn en(rule: &str) -> String {
    match stage(rule) {
        0 => "allowed: passed all 13 stages".into(),
        1 => "ignored at stage 1".into(),
        10 if rule == "confirm" => "waits at stage 10".into(),
        13 => "failed in stage 13".into(),
        number => format!("refused at stage {number}"),
    }
}

/// The stage of the gate that decides by a rule; 0 where none refused.
fn stage(rule: &str) -> u8 {
    match rule.split('.').next().unwrap_or_default() {
        "allowed" => 0,
        "source" => 1,
        "block" => 3,
        "flood" => 4,
        "replay" => 5,
        "permission" => 6,
        "arguments" => 7,
        "check" => 8,
        "authority" => 9,
        "confirm" => 10,
        "capacity" => 11,
        "limit" => 12,
        _ => 13,
    }
}
