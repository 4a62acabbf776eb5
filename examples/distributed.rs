//! One bot on two machines: what one of them counts, blocks and runs, the other knows, by Redis.
//!
//! `cargo run --example distributed` needs the program `redis-server` and nothing else. It starts a QQ
//! platform, a Redis server of its own, and the bot twice, each in a process that serves one of two shards.
//! Each scene is checked: one that did not go as scripted makes the exit code 1.
//!
//! | file | holds |
//! |---|---|
//! | `machine` | the bot, as it runs on each machine |
//! | `keeper` | the process that starts and stops Redis |
//! | `process` | starting this program once more, and talking with it |
//! | `cast` | the people and where they are |
//! | `stage` | posting a message and waiting for what each machine makes of it |
//! | `scenes` | what happens, and what is asserted of it |
//!
//! The processes end when the pipe that they read ends, however this one does, and Redis with its folder goes
//! with the process that keeps it.

use std::process::ExitCode;

use botrs_secure::Locale;
use botrs_secure::testing::{RedisServer, loopback};

mod distributed {
    pub(crate) mod cast;
    pub(crate) mod keeper;
    pub(crate) mod machine;
    pub(crate) mod process;
    pub(crate) mod scenes;
    pub(crate) mod stage;
}
use distributed::{keeper, machine, scenes};

const NO_REDIS: &str = "找不到 redis-server，请先安装：apt install redis-server（macOS：brew install redis）\n\
     There is no redis-server: apt install redis-server (macOS: brew install redis)";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match *arguments {
        [] if !RedisServer::is_installed() => {
            eprintln!("{NO_REDIS}");
            ExitCode::from(2)
        }
        [] => loopback::run(|platform| scenes::play(platform, Locale::from_env())),
        [keeper::ROLE] => code(keeper::run()),
        [machine::ROLE, number, url, key_file] => code(machine::run(number, url, key_file)),
        _ => {
            eprintln!("cargo run --example distributed");
            ExitCode::from(2)
        }
    }
}

fn code<E: std::fmt::Display>(ended: Result<(), E>) -> ExitCode {
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
