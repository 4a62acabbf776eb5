//! Posting a message, and waiting for what each machine makes of it.

use botrs_secure::Locale;
use botrs_secure::testing::loopback::{Bot, Platform};
use botrs_secure_examples::paint::{Paint, pad, print};

use super::cast::{self, GUILDS, NAMES, Person};
use super::keeper::Keeper;
use super::machine::{MACHINES, Machine};

/// How a scene went: what was not as scripted otherwise.
pub(crate) type Checked = Result<(), String>;
/// A text in both languages.
pub(crate) type Both = (&'static str, &'static str);

const NAME: usize = 8;
const PLACE: usize = 10;

/// Where the scenes play.
pub(crate) struct Stage {
    pub(crate) platform: Platform,
    pub(crate) bot: Bot,
    pub(crate) redis: Keeper,
    machines: Vec<Machine>,
    locale: Locale,
    paint: Paint,
}

impl Stage {
    /// Starts Redis and the machines, and waits until each serves its shard.
    pub(crate) async fn open(platform: Platform, locale: Locale) -> std::io::Result<Self> {
        let bot = platform.bot("102000001").named("小鹿").shards(MACHINES);
        cast::enter(&platform, &bot);
        let redis = Keeper::start().await?;
        let machines = (0..MACHINES)
            .map(|number| Machine::start(number, &bot, &redis.url, &redis.key_file))
            .collect::<Result<_, _>>()?;
        bot.connected().await;
        Ok(Self { platform, bot, redis, machines, locale, paint: Paint::for_stdout() })
    }

    /// Ends the machines, then Redis.
    pub(crate) async fn close(self) -> std::io::Result<()> {
        for machine in self.machines {
            machine.end().await?;
        }
        self.redis.end().await
    }

    /// Somebody says something in the guild of this number, which its own machine hears.
    pub(crate) async fn say(
        &mut self,
        who: &Person,
        guild: usize,
        typed: &str,
    ) -> Result<String, String> {
        let mut rules = self.say_to(who, guild, typed, &[guild]).await?;
        rules.pop().ok_or_else(|| "no machine".into())
    }

    /// The same, as these machines hear it; the rule of each.
    pub(crate) async fn say_to(
        &mut self,
        who: &Person,
        guild: usize,
        typed: &str,
        machines: &[usize],
    ) -> Result<Vec<String>, String> {
        let shards: Vec<u32> =
            (0..MACHINES).filter(|n| machines.contains(&(*n as usize))).collect();
        let post = cast::post(who, GUILDS[guild], typed).to_shards(&shards);
        let id = self.platform.post(&self.bot, post);
        let typed = self.paint.bold(typed);
        print(format_args!("    {}{}{typed}", pad(who.name, NAME), pad(NAMES[guild], PLACE)));
        let mut rules = Vec::new();
        for &machine in machines {
            let rule = self.machines[machine].rule(&id).await?;
            let name = self.pick(("机器", "machine"));
            let text = format!("{name} {machine}  {rule}");
            let text = match &*rule {
                "allowed" => self.paint.green(&format!("✓ {text}")),
                _ => self.paint.red(&format!("✗ {text}")),
            };
            print(format_args!("    {}{text}", " ".repeat(NAME)));
            rules.push(rule);
        }
        Ok(rules)
    }

    /// How many mutes have reached the platform.
    pub(crate) fn mutes(&self) -> usize {
        let requests = self.platform.requests();
        requests.iter().filter(|request| request.path.ends_with("/mute")).count()
    }

    pub(crate) fn heading(&self, text: &str) {
        print(format_args!("\n{}", self.paint.bold(text)));
    }

    pub(crate) fn story(&self, story: Both) {
        print(format_args!("    {}", self.paint.dim(self.pick(story))));
    }

    pub(crate) fn verdict(&self, number: usize, title: Both, went: &Checked) {
        let (mark, fault) = match went {
            Ok(()) => (self.paint.green("✓"), String::new()),
            Err(fault) => (self.paint.red("✗"), self.paint.red(&format!("  {fault}"))),
        };
        print(format_args!("  {mark} {number}  {}{fault}", self.pick(title)));
    }

    pub(crate) fn pick(&self, (zh, en): Both) -> &'static str {
        self.locale.pick(zh, en)
    }
}
