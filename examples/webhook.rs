//! A bot whose events come by QQ's callback, honest ones and others.
//!
//! `cargo run --example webhook` needs no account, server or setting. It starts a QQ platform on this machine and a bot
//! that listens, plays a script of signed and forged requests, and prints what each was answered and why. Each is
//! checked: one that was answered otherwise makes the exit code 1.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration as Patience;

use botrs_secure::prelude::*;
use botrs_secure::testing::loopback::{self, Bot, Callback, Platform, Post};
use botrs_secure::{Locale, Webhook};
use botrs_secure_examples::paint::{Paint, pad, print};
use serde_json::{Value, json};
use tokio::sync::oneshot;

const GUILD: u64 = 520_001_000_000_000_001;
const CHANNEL: u64 = 520_001_000_000_000_002;
const OWNER: u64 = 610_001_000_000_000_001;
const MEMBER: u64 = 610_001_000_000_000_002;

/// 禁言一名成员 / Mute a member.
#[command(perm = MuteMembers, scene = guild, cooldown = none)]
async fn mute(ctx: Context<'_, mute>, target: Target, period: Duration) -> Result<Reply> {
    ctx.members().mute(&target, period).await?;
    Ok(reply!("已禁言 {target} {period}"))
}

fn main() -> ExitCode {
    loopback::run(|platform| async move {
        match play(platform, Locale::from_env()).await {
            Ok(true) => ExitCode::SUCCESS,
            Ok(false) => ExitCode::FAILURE,
            Err(error) => {
                eprintln!("{error}");
                ExitCode::FAILURE
            }
        }
    })
}

/// Plays the script; whether all went as it says.
async fn play(platform: Platform, locale: Locale) -> Result<bool> {
    let bot = platform.bot("102000001").named("小鹿");
    let people = platform.guild(GUILD).channel(CHANNEL).bot(&bot, &[2]);
    people.member(OWNER, "周舟", &[4]).member(MEMBER, "小北", &[1]);
    let (log, at) = (Log::default(), free()?);
    let secure = SecureBot::builder(Credentials::new(bot.app_id(), bot.secret())?)
        .sandbox(false)
        .commands(commands![mute])
        .policy(Policy::new().trust_guild(GuildId::new(GUILD)))
        .audit(AuditLog::to_writer(log.clone()))
        .webhook(Webhook::new().listen(at))
        .build()?;
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(secure.run_until(async { drop(stopped.await) }));
    log.finds("start").await;

    let mut all_as_scripted = true;
    let paint = Paint::for_stdout();
    for Scene { title, callback, status, rule } in script(&platform, &bot) {
        let (answered, text) = callback.send(at).await.map_err(io::Error::other)?;
        let as_scripted = answered == status && (rule.is_empty() || log.finds(rule).await);
        all_as_scripted &= as_scripted;
        let mark = if as_scripted { paint.green("✓") } else { paint.red("✗") };
        let title = pad(locale.pick(title.0, title.1), locale.pick(40, 52));
        let text: String = text.trim().chars().take(40).collect();
        print(format!("{mark} {title} {answered} {} {}", pad(rule, 20), paint.dim(&text)));
    }
    drop(stop);
    running.await.map_err(io::Error::other)??;

    let calls = platform.requests().into_iter().filter(|request| request.method == "PATCH").count();
    all_as_scripted &= calls == 1;
    print(locale.pick(
        format!("平台收到 {calls} 次禁言：只有周舟自己发出的那一次，重复送达也没有再执行"),
        format!(
            "{calls} mute reached the platform: that of 周舟, once, although it was delivered again"
        ),
    ));
    Ok(all_as_scripted)
}

/// A request, and what has to become of it.
struct Scene {
    title: (&'static str, &'static str),
    callback: Callback,
    status: u16,
    /// A rule that the audit has then, if it has one of it.
    rule: &'static str,
}

fn script(platform: &Platform, bot: &Bot) -> Vec<Scene> {
    let scene = |title, callback, status, rule| Scene { title, callback, status, rule };
    let order = format!("/mute <@!{MEMBER}> 10m");
    let says = |text: &str| {
        let message = platform.post(bot, Post::guild(GUILD, CHANNEL, OWNER).text(text));
        bot.event(&message)
    };
    let asks = |token: &str| {
        let question = json!({"plain_token": token, "event_ts": "1725442341"});
        bot.callback(&json!({"op": 13, "d": question}).to_string())
    };
    let (honest, other) = (says(&order), says(&order));
    let mut flipped = honest.clone().into_bytes();
    flipped[20] ^= 1;
    let no_signature = "0".repeat(128);
    vec![
        scene(
            ("平台验证回调地址", "the platform asks whether the bot has the secret"),
            asks("Arq0D5A61EgUu4OxUvOp"),
            200,
            "",
        ),
        scene(
            ("骗机器人给一条事件签名", "somebody has it sign an event"),
            asks(&honest),
            400,
            "webhook.challenge",
        ),
        scene(("周舟的命令", "the command of 周舟"), bot.callback(&honest), 200, "allowed"),
        scene(
            ("平台重发同一事件", "the platform delivers it again"),
            bot.callback(&honest),
            200,
            "webhook.replay",
        ),
        scene(
            ("伪造：冒充周舟", "forged in the name of 周舟"),
            bot.callback(&other).header("x-signature-ed25519", &no_signature),
            401,
            "webhook.signature",
        ),
        scene(
            ("改动一个比特", "one bit flipped"),
            bot.callback(&honest).body(flipped),
            401,
            "webhook.signature",
        ),
        scene(
            ("六分钟前的请求", "six minutes old"),
            bot.callback_at(-360, &other),
            401,
            "webhook.stale",
        ),
        scene(
            ("来自六分钟后", "six minutes early"),
            bot.callback_at(360, &other),
            401,
            "webhook.stale",
        ),
        scene(
            ("给另一个机器人的", "for another bot"),
            bot.callback(&other).header("x-bot-appid", "102000002"),
            401,
            "webhook.app",
        ),
        scene(
            ("两个时间戳", "two timestamps"),
            bot.callback(&other).once_more("x-signature-timestamp", "1"),
            401,
            "webhook.header",
        ),
        scene(
            ("200 KB 的正文", "a body of 200 KB"),
            bot.callback(&other).body(vec![b' '; 200 << 10]),
            413,
            "webhook.size",
        ),
    ]
}

/// An address that nobody has.
fn free() -> io::Result<SocketAddr> {
    TcpListener::bind("127.0.0.1:0")?.local_addr()
}

/// What the audit wrote.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Whether a record of this action or rule is written soon.
    async fn finds(&self, name: &str) -> bool {
        for _ in 0..2_000 {
            if self.records().iter().any(|r| r["rule"] == name || r["action"] == name) {
                return true;
            }
            tokio::time::sleep(Patience::from_millis(10)).await;
        }
        false
    }

    fn records(&self) -> Vec<Value> {
        let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let lines = bytes.split(|&byte| byte == b'\n');
        // The last may be in the middle of being written.
        lines.filter_map(|line| serde_json::from_slice(line).ok()).collect()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
