//! The main job: a bot that moderates, its commands guarded by annotations, over QQ's real protocol.
//!
//! `cargo run --example moderation` needs no account, server or setting. It starts a QQ platform on
//! this machine and a real bot that connects to it, plays an evening in a guild and a group, and
//! prints who said what, what was decided by which rule, what the bot answered, which calls reached
//! the platform, and the audit. Each scene is checked: one that did not go as scripted makes the exit
//! code 1. With `-- --live` the same commands join QQ itself; `-- --help` says how.
//!
//! | file | holds |
//! |---|---|
//! | `commands` | the bot: ordinary functions with `#[command(..)]` on them |
//! | `cast` | the people and where they are |
//! | `script` | the scenes in their order |
//! | `acts` | what is said in each scene, and what is asserted of it |
//! | `stage` | posting a message and waiting for what becomes of it |
//! | `evening` | from the start of the bot to the exit code |
//! | `transcript`, `calls`, `records` | printing |
//! | `manifest` | the test that pins what the commands need to `manifest.md` |
//! | `options`, `live` | the command line; joining QQ itself |

use std::process::ExitCode;

use botrs_secure::Locale;
use botrs_secure::testing::loopback;

use moderation::options::{self, Options};

mod moderation {
    pub(crate) mod acts {
        pub(crate) mod guild;
        pub(crate) mod input;
        pub(crate) mod platform;
    }
    pub(crate) mod calls;
    pub(crate) mod cast;
    pub(crate) mod commands;
    pub(crate) mod evening;
    pub(crate) mod live;
    #[cfg(test)]
    mod manifest;
    pub(crate) mod options;
    pub(crate) mod records;
    pub(crate) mod script;
    pub(crate) mod stage;
    pub(crate) mod transcript;
}

fn main() -> ExitCode {
    let locale = Locale::from_env();
    match options::parse(std::env::args_os().skip(1), locale) {
        Err(wrong) => {
            eprintln!("{wrong}\n\n{}", options::usage(locale));
            ExitCode::from(2)
        }
        Ok(Options::Help) => {
            println!("{}", options::help());
            ExitCode::SUCCESS
        }
        Ok(Options::Live(live)) => moderation::live::run(live),
        Ok(Options::Play { audit }) => {
            loopback::run(move |platform| moderation::evening::play(platform, audit, locale))
        }
    }
}
