//! A bot in a process of its own, for what concerns the whole process: signals and the network.
//!
//! It inherits the surroundings of the tests, and so joins their platform.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{self, Child, Command, ExitCode};
use std::{env, fs};

use botrs_secure::prelude::*;

/// The argument that asks for it; the audit file follows.
const ARGUMENT: &str = "--alone";

pub(crate) fn asked_for() -> Option<OsString> {
    let mut arguments = env::args_os().skip(1);
    arguments.next().filter(|first| first == ARGUMENT)?;
    arguments.next()
}

/// This program, as a bot with these credentials.
pub(crate) fn command(app_id: &str, secret: &str, audit: &Path) -> Command {
    let mut command = Command::new(env::current_exe().expect("this program"));
    command.arg(ARGUMENT).arg(audit).env("QQ_BOT_APP_ID", app_id).env("QQ_BOT_SECRET", secret);
    command.env_remove("QQ_BOT_SANDBOX").env_remove("BOTRS_SECURE_AUDIT_KEY");
    command
}

/// Runs until Ctrl-C; lets a call that is on its way end.
pub(crate) fn main(audit: &OsString) -> ExitCode {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let ended = runtime.block_on(async {
        let bot = SecureBot::builder(Credentials::from_env()?)
            .commands(commands![snooze])
            .policy(Policy::new().trust_all_guilds())
            .audit(AuditLog::open(audit)?)
            .build()?;
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

/// Takes a while.
#[command(public)]
async fn snooze(ctx: Context<'_, snooze>) -> Result<Reply> {
    ctx.reply("began").await?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    Ok(reply!("ended"))
}

/// A directory of this test's, removed at its end.
pub(crate) struct Directory(pub(crate) PathBuf);

impl Directory {
    pub(crate) fn new(name: &str) -> Self {
        let path = env::temp_dir().join(format!("botrs-secure-e2e-{}-{name}", process::id()));
        fs::create_dir_all(&path).expect("a directory");
        Self(path)
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        // Left behind where it cannot be removed.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A process that does not outlive its test.
pub(crate) struct Process(pub(crate) Child);

impl Drop for Process {
    fn drop(&mut self) {
        // It has ended already, unless the test failed.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
