//! What the audience sees.

use botrs_secure::Locale;

use super::calls;
use super::cast::Person;
use super::paint::{Paint, pad};
use super::stage::{Checked, End, Heard};

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
        println!("{}", self.paint.bold(self.pick(("流星雨之夜", "The night of the meteors"))));
        println!("{}", self.pick(OPENING));
    }

    pub(crate) fn scene(&self, number: usize, title: Both, story: Both) {
        println!("\n{}", self.paint.bold(&format!("{number:>2}  {}", self.pick(title))));
        println!("    {}", self.paint.dim(self.pick(story)));
    }

    /// What somebody typed.
    pub(crate) fn line(&self, who: &Person, typed: &str) {
        let typed = self.paint.bold(typed);
        println!("    {}{}{typed}", pad(who.name, NAME), pad(who.place, PLACE));
    }

    /// What became of it.
    pub(crate) fn heard(&self, who: &Person, heard: &Heard) {
        self.aside(&self.decision(&heard.end));
        for reply in &heard.replies {
            let seen = who.sees(reply);
            println!("    {}{}{seen}", self.paint.cyan(&pad(BOT, NAME)), pad("↳", PLACE));
        }
        for call in calls::shown(&heard.calls, self.paint) {
            self.aside(&call);
        }
    }

    fn decision(&self, end: &End) -> String {
        let End::Decided { command, rule, .. } = end else {
            let text =
                self.pick(("· 不是命令，交给 Handler", "· no command: handed to the handler"));
            return self.paint.dim(text);
        };
        let command = command.map(|command| format!("/{command}")).unwrap_or_default();
        let stage = self.pick(stage(rule));
        let text = format!("{command} {stage} ({rule})");
        match *rule {
            "allowed" => self.paint.green(&format!("✓ {}", text.trim())),
            "confirm" => self.paint.yellow(&format!("? {}", text.trim())),
            _ => self.paint.red(&format!("✗ {}", text.trim())),
        }
    }

    /// A line that the library or the program logged.
    pub(crate) fn log(&self, line: &str) {
        self.aside(&self.paint.yellow(&format!("log  {line}")));
    }

    /// A remark of the narrator's.
    pub(crate) fn note(&self, text: Both) {
        println!("    {}", self.paint.dim(self.pick(text)));
    }

    fn aside(&self, text: &str) {
        println!("    {}{text}", " ".repeat(NAME + PLACE));
    }

    /// A scene that did not go as scripted.
    pub(crate) fn fault(&self, fault: &str) {
        self.aside(&self.paint.red(&format!("✗✗ {fault}")));
    }

    pub(crate) fn heading(&self, text: Both) {
        println!("\n{}", self.paint.bold(self.pick(text)));
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
            println!("  {mark} {:>2}  {}{}", n + 1, self.pick(*title), self.paint.red(&fault));
        }
    }
}

const OPENING: Both = (
    "机器人是真的，QQ 是假的：平台就在本进程里，机器人照常取令牌、连网关、调 API。\n\
     每句话都提及了小鹿；时钟由剧本拨动，不必真的等冷却。",
    "The bot is real, QQ is not: the platform is in this process, and the bot fetches its token, joins\n\
     the gateway and calls the API as ever. Every line mentions 小鹿, the bot. The script turns the\n\
     clock, so that nobody has to sit out a cooldown.",
);

/// The stage of the gate that decides by a rule.
fn stage(rule: &str) -> Both {
    match rule.split('.').next().unwrap_or_default() {
        "allowed" => ("通过全部 13 关", "passed all 13 stages"),
        "source" => ("第 1 关 来源", "stage 1, source"),
        "block" => ("第 3 关 封锁", "stage 3, block"),
        "flood" => ("第 4 关 刷屏", "stage 4, flood"),
        "replay" => ("第 5 关 重放", "stage 5, replay"),
        "permission" => ("第 6 关 权限", "stage 6, permission"),
        "arguments" => ("第 7 关 参数", "stage 7, arguments"),
        "check" => ("第 8 关 检查", "stage 8, check"),
        "authority" => ("第 9 关 身份核实", "stage 9, authority"),
        "confirm" => ("第 10 关 确认", "stage 10, confirm"),
        "capacity" => ("第 11 关 容量", "stage 11, capacity"),
        "limit" => ("第 12 关 冷却", "stage 12, limit"),
        _ => ("第 13 关 运行", "stage 13, run"),
    }
}
