//! From the start of the bot to the exit code.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use botrs_secure::prelude::*;
use botrs_secure::testing::Clock;
use botrs_secure::testing::loopback::Platform;
use tokio::sync::{mpsc, oneshot};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

use super::stage::{Log, Night, Stage, observer};
use super::transcript::{BOT, Transcript};
use super::{cast, commands, records, script};

/// Plays the evening; success if every scene went as scripted.
pub(crate) async fn play(platform: Platform, audit: Option<PathBuf>, locale: Locale) -> ExitCode {
    let transcript = Transcript::new(locale);
    match evening(platform, audit, locale, transcript).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn evening(
    platform: Platform,
    audit: Option<PathBuf>,
    locale: Locale,
    transcript: Transcript,
) -> Result<bool> {
    let log = Log::default();
    keep_warnings(&log);
    let bot = platform.bot("102000001").named(BOT);
    let other_bot = platform.bot("102000002").named("报时鸟");
    cast::enter(&platform, &bot, &other_bot);
    transcript.opening();

    let (records, audit_log) = Records::open(audit)?;
    let clock = Clock::manual();
    let (told, ends) = mpsc::unbounded_channel();
    let secure =
        commands::bot(Credentials::new(bot.app_id(), bot.secret())?, cast::policy()?, audit_log)
            .handler(Night(told.clone()))
            .on_decision(observer(told))
            .clock(clock.clone())
            .locale(locale)
            .sandbox(true)
            .build()?;
    let (stop, stopped) = oneshot::channel::<()>();
    let mut running = tokio::spawn(secure.run_until(async {
        stopped.await.ok();
    }));
    tokio::select! {
        () = bot.connected() => {}
        ended = &mut running => return ended?.map(|()| false).map_err(Into::into),
    }

    let mut stage = Stage::new(platform, bot, clock, log, transcript, ends);
    let mut played = script::play(&mut stage, &other_bot).await;
    // Ends the bot as Ctrl-C does: calls are drained and the audit is written out.
    stop.send(()).ok();
    running.await??;

    transcript.heading(records::TITLE);
    let lines = records.read()?;
    records::print(&lines, &played.told_id, &transcript);
    played.verdicts.push((records::TITLE, records::check(&lines, &played.told_id)));
    transcript.verdicts(&played.verdicts);
    Ok(played.verdicts.iter().all(|(_, went)| went.is_ok()))
}

/// Keeps what the library warns of for the transcript, and nothing of botrs.
fn keep_warnings(log: &Log) {
    let log = log.clone();
    let lines = fmt::layer()
        .with_writer(move || log.clone())
        .with_ansi(false)
        .with_target(false)
        .without_time();
    let ours = Targets::new().with_target("botrs_secure", LevelFilter::WARN);
    tracing_subscriber::registry().with(lines.with_filter(ours)).init();
}

/// Where the audit goes.
enum Records {
    Memory(Log),
    /// A file, and how long it was before.
    File(PathBuf, usize),
}

impl Records {
    fn open(path: Option<PathBuf>) -> Result<(Self, AuditLog)> {
        let Some(path) = path else {
            let kept = Log::default();
            return Ok((Self::Memory(kept.clone()), AuditLog::to_writer(kept)));
        };
        let log = AuditLog::open(&path)?;
        let before = read(&path)?.len();
        Ok((Self::File(path, before), log))
    }

    fn read(&self) -> Result<String> {
        match self {
            Self::Memory(kept) => Ok(kept.take().join("\n")),
            Self::File(path, before) => {
                let text = read(path)?;
                Ok(text.get(*before..).unwrap_or_default().to_owned())
            }
        }
    }
}

fn read(path: &Path) -> Result<String> {
    Ok(fs::read_to_string(path)?)
}
