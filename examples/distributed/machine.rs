//! The bot, as it runs on each machine: the same program with another number.

use std::io::{self, Read};
use std::path::Path;

use botrs_secure::prelude::*;
use botrs_secure::testing::loopback::Bot;
use botrs_secure::{Error, Redis};
use tokio::sync::oneshot;

use super::cast;
use super::process::{Process, say};

pub(crate) const ROLE: &str = "machine";
/// How many there are; each serves one shard.
pub(crate) const MACHINES: u32 = 2;

/// 禁言一名成员 / Mute a member.
#[command(aliases("禁言"), perm = MuteMembers, cooldown = none, scene = guild)]
async fn mute(
    ctx: Context<'_, mute>,
    target: Target,
    #[arg(max = "7d")] period: Duration,
) -> Result<Reply> {
    ctx.members().mute(&target, period).await?;
    Ok(reply!("已禁言 {target} {period}"))
}

/// 抽一支观星签，每人每天一支 / Draw a lot, once a day.
#[command(aliases("抽签"), public, cooldown(user = "1d"))]
async fn lot(_ctx: Context<'_, lot>) -> Result<Reply> {
    Ok(reply!("上吉，北天有火流星"))
}

/// 看看机器人在不在 / See whether the bot is there.
#[command(public)]
async fn ping(_ctx: Context<'_, ping>) -> Result<Reply> {
    Ok(reply!("pong"))
}

/// Runs until its input ends, and says of each message by which rule it was decided.
#[tokio::main]
pub(crate) async fn run(number: &str, url: &str, key_file: &str) -> Result<(), Error> {
    let policy = cast::GUILDS
        .iter()
        .fold(Policy::new(), |policy, &guild| policy.trust_guild(GuildId::new(guild)));
    SecureBot::builder(Credentials::from_env()?)
        .commands(commands![mute, lot, ping])
        .policy(policy)
        .audit(AuditLog::to_writer(io::sink()))
        .sandbox(true)
        .shard(number.parse()?, MACHINES)
        .redis(Redis::new(url).key_file(key_file))
        .on_decision(|decision| {
            say(format_args!("{} {}", decision.message(), decision.outcome().rule()));
        })
        .build()?
        .run_until(end_of_input())
        .await?;
    Ok(())
}

async fn end_of_input() {
    let (ended, end) = oneshot::channel();
    // A thread of its own, since a runtime would wait for a read on one of its own.
    std::thread::spawn(move || {
        let _ = io::stdin().read_to_end(&mut Vec::new());
        let _ = ended.send(());
    });
    let _ = end.await;
}

/// A machine, as seen from the process that plays the scenes.
pub(crate) struct Machine {
    process: Process,
    /// What it decided that nobody has asked for yet: messages and rules.
    decided: Vec<(String, String)>,
}

impl Machine {
    pub(crate) fn start(number: u32, bot: &Bot, url: &str, key_file: &Path) -> io::Result<Self> {
        let number = number.to_string();
        let arguments = [ROLE.as_ref(), number.as_ref(), url.as_ref(), key_file.as_os_str()];
        let secret = bot.secret();
        let variables = [("QQ_BOT_APP_ID", bot.app_id()), ("QQ_BOT_SECRET", &secret)];
        Ok(Self { process: Process::start(&arguments, &variables)?, decided: Vec::new() })
    }

    /// The rule by which it decides a message.
    pub(crate) async fn rule(&mut self, message: &str) -> Result<String, String> {
        loop {
            if let Some(at) = self.decided.iter().position(|(id, _)| id == message) {
                return Ok(self.decided.remove(at).1);
            }
            let line = self.process.line().await.map_err(|error| error.to_string())?;
            let (id, rule) = line.split_once(' ').ok_or("no decision")?;
            self.decided.push((id.to_owned(), rule.to_owned()));
        }
    }

    pub(crate) async fn end(self) -> io::Result<()> {
        self.process.end().await
    }
}
