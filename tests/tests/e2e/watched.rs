//! A bot in a process of its own that logs everything, by one of several loggers.
//!
//! Beside it runs, if asked for, a client of botrs' own, whose frames no thread of the feed keeps back.

use std::fmt::Debug;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::sync::Arc;
use std::{env, io};

use botrs_secure::prelude::*;
use botrs_secure::{Event, is_safe_to_log};
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::prelude::*;

use crate::site::Site;

/// The argument that asks for it; the logger and the directory of the files follow.
const ARGUMENT: &str = "--watched";

/// What the bot logs with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Logger {
    /// A subscriber behind the filter.
    Filtered,
    /// One whose only layer has the filter.
    FilteredLayer,
    /// One without a filter.
    Open,
    /// A logger of the `log` crate, without a filter.
    Log,
}

const LOGGERS: [Logger; 4] = [Logger::Filtered, Logger::FilteredLayer, Logger::Open, Logger::Log];

/// This program, as the bot of this site.
pub(crate) fn command(site: &Site, logger: Logger, directory: &Path) -> Command {
    let mut command = Command::new(env::current_exe().expect("this program"));
    command.arg(ARGUMENT).arg(format!("{logger:?}")).arg(directory);
    command.env("QQ_BOT_APP_ID", site.bot.app_id()).env("QQ_BOT_SECRET", site.bot.secret());
    command.env_remove("QQ_BOT_SANDBOX").env_remove("BOTRS_SECURE_AUDIT_KEY");
    command
}

/// Lets it log secrets, too.
pub(crate) fn with_secrets(command: &mut Command) {
    command.env("WATCHED_SECRETS", "1");
}

/// Lets a client of botrs' own run beside it, as the bot of another site.
pub(crate) fn with_client(command: &mut Command, site: &Site) {
    command
        .env("WATCHED_CLIENT", site.bot.app_id())
        .env("WATCHED_CLIENT_SECRET", site.bot.secret());
}

pub(crate) fn asked_for() -> Option<(Logger, String)> {
    let mut arguments = env::args().skip(1);
    arguments.next().filter(|first| first == ARGUMENT)?;
    let name = arguments.next()?;
    let logger = LOGGERS.into_iter().find(|logger| format!("{logger:?}") == name)?;
    Some((logger, arguments.next()?))
}

/// Runs until it is asked to stop.
pub(crate) fn main(logger: Logger, directory: &str) -> ExitCode {
    let directory = Path::new(directory);
    install(logger, Lines::create(&directory.join("log")));
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let ended = runtime.block_on(async {
        if let (Ok(app), Ok(secret)) =
            (env::var("WATCHED_CLIENT"), env::var("WATCHED_CLIENT_SECRET"))
        {
            let token = botrs::Token::new(app, secret);
            let mut client = botrs::Client::new(token, botrs::Intents::default(), Nothing, false)?;
            tokio::spawn(async move { client.start().await });
        }
        let bot = bot(directory)?;
        bot.run().await?;
        Ok::<(), Box<dyn std::error::Error>>(())
    });
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:?}\n{error}");
            ExitCode::FAILURE
        }
    }
}

struct Nothing;

impl botrs::EventHandler for Nothing {}

/// Shows whatever it has with a `Debug`.
fn bot(directory: &Path) -> Result<SecureBot, Box<dyn std::error::Error>> {
    let shown = Lines::create(&directory.join("shown"));
    let credentials = Credentials::from_env()?;
    shown.show(&credentials);
    let policy = Policy::new().trust_all_guilds();
    shown.show(&policy);
    let audit = AuditLog::open(directory.join("audit.jsonl"))?;
    let (decisions, alerts) = (shown.clone(), shown.clone());
    let mut builder = SecureBot::builder(credentials)
        .commands(commands![look])
        .policy(policy)
        .audit(audit)
        .state(shown.clone())
        .handler(shown.clone())
        .on_decision(move |decision| decisions.show(decision))
        .on_alert(move |alert| alerts.show(alert));
    if env::var_os("WATCHED_SECRETS").is_some() {
        builder = builder.log_secrets_too();
    }
    let bot = builder.build()?;
    shown.show(&bot);
    shown.show(&bot.handle());
    Ok(bot)
}

/// Shows itself and panics of it.
#[command(public, scene = guild)]
async fn look(ctx: Context<'_, look>, shown: State<Lines>) -> Result<Reply> {
    shown.show(&ctx);
    ctx.reply("looked").await?;
    panic!("{ctx:?} {:?}", ctx.author());
}

fn install(logger: Logger, log: Lines) {
    let layer = || {
        let log = log.clone();
        tracing_subscriber::fmt::layer().with_ansi(false).with_writer(move || log.clone())
    };
    let registry = tracing_subscriber::registry;
    match logger {
        Logger::Filtered => registry().with(layer()).with(filter_fn(is_safe_to_log)).init(),
        Logger::FilteredLayer => {
            registry().with(layer().with_filter(filter_fn(is_safe_to_log))).init();
        }
        Logger::Open => registry().with(layer()).init(),
        Logger::Log => {
            log::set_boxed_logger(Box::new(log)).expect("the first logger");
            log::set_max_level(log::LevelFilter::Trace);
        }
    }
}

/// A file that is written at once.
#[derive(Clone)]
struct Lines(Arc<File>);

impl Lines {
    fn create(path: &Path) -> Self {
        let file = OpenOptions::new().create(true).append(true).open(path);
        Self(Arc::new(file.expect("a file")))
    }

    fn show(&self, what: &dyn Debug) {
        writeln!(&*self.0, "{what:?} {what:#?}").expect("room on the disk");
    }
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        (&*self.0).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl log::Log for Lines {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        writeln!(&*self.0, "{} {} {}", record.level(), record.target(), record.args())
            .expect("room on the disk");
    }

    fn flush(&self) {}
}

#[async_trait]
impl Handler for Lines {
    async fn event(&self, event: &Event) {
        self.show(event);
    }
}
