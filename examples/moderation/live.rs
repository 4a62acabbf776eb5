//! The same bot on QQ itself.

use std::process::ExitCode;

use botrs_secure::is_safe_to_log;
use botrs_secure::prelude::*;
use tracing_subscriber::filter::{LevelFilter, filter_fn};
use tracing_subscriber::prelude::*;

use super::commands;
use super::options::Live;

/// Runs until Ctrl-C; what keeps the bot from starting is printed with its cure.
pub(crate) fn run(live: Live) -> ExitCode {
    // At whatever level: botrs and its dependencies also log frames and tokens.
    let logs = tracing_subscriber::fmt().with_max_level(LevelFilter::INFO);
    logs.with_writer(std::io::stderr).finish().with(filter_fn(is_safe_to_log)).init();
    match join(live) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn join(live: Live) -> Result<()> {
    let credentials = Credentials::from_env()?;
    let mut policy = Policy::new();
    for guild in live.guilds {
        policy = policy.trust_guild(guild);
    }
    for group in live.groups {
        policy = policy.trust_group(group);
    }
    if live.c2c {
        policy = policy.trust_c2c();
    }
    let audit = AuditLog::open(live.audit.unwrap_or_else(|| "audit.jsonl".into()))?;
    let mut bot = commands::bot(credentials, policy, audit);
    // Otherwise `QQ_BOT_SANDBOX` decides.
    if live.sandbox {
        bot = bot.sandbox(true);
    }
    bot.build()?.run().await?;
    Ok(())
}
