//! A bot that keeps what its commands get.

use std::cell::RefCell;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use botrs_secure::expansion::Shown;
use botrs_secure::prelude::*;
use botrs_secure::testing::{Caller, Harness, Report};
use botrs_secure::{AuditLog, ContentPolicy, GroupRole, Scene, State, Text, UserId};
use tokio::runtime::{self, Runtime};

/// What a body got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Heard {
    Say(String),
    List(Vec<String>),
    Pick { loud: bool, first: String, second: Option<String>, rest: Option<String> },
    Typed { user: UserId, period: Duration, count: u8 },
}

#[derive(Clone, Default)]
struct Ear(Arc<Mutex<Option<Heard>>>);

impl Ear {
    fn hear(&self, heard: Heard) -> Result<()> {
        let before = self.0.lock().expect("no panic").replace(heard);
        assert_eq!(before, None, "a body ran twice");
        Ok(())
    }
}

#[command(public, cooldown = none)]
async fn say(_ctx: Context<'_, say>, ear: State<Ear>, #[rest] text: Text) -> Result<()> {
    ear.hear(Heard::Say(text.as_str().to_owned()))
}

#[command(public, cooldown = none)]
async fn list(_ctx: Context<'_, list>, ear: State<Ear>, words: Vec<String>) -> Result<()> {
    ear.hear(Heard::List(words))
}

#[command(public, cooldown = none)]
async fn pick(
    _ctx: Context<'_, pick>,
    ear: State<Ear>,
    #[flag] loud: bool,
    first: String,
    second: Option<String>,
    #[rest] rest: Option<String>,
) -> Result<()> {
    ear.hear(Heard::Pick { loud, first, second, rest })
}

#[command(public, cooldown = none)]
async fn typed(
    _ctx: Context<'_, typed>,
    ear: State<Ear>,
    user: UserId,
    period: Duration,
    count: u8,
) -> Result<()> {
    ear.hear(Heard::Typed { user, period, count })
}

impl Heard {
    /// Messages of which a body gets the same.
    pub(super) fn spelt(&self) -> Vec<String> {
        match self {
            Self::Say(text) => vec![format!("/say {text}")],
            Self::List(words) => {
                let words: Vec<_> = words.iter().map(|word| quoted(word)).collect();
                vec![format!("/list {}", words.join(" ")), format!("/list {}", words.concat())]
            }
            Self::Pick { loud, first, second, rest } => {
                let named = |name: &str, text: &str| format!(" {name}={}", quoted(text));
                let rest = rest.as_ref().map_or(String::new(), |rest| named("rest", rest));
                let second =
                    second.as_ref().map_or(String::new(), |second| named("second", second));
                let loud = if *loud { " --loud" } else { "" };
                let first = named("first", first);
                vec![
                    format!("/pick{rest}{second}{loud}{first}"),
                    format!("/pick{loud}{rest}{first}{second}"),
                ]
            }
            Self::Typed { user, period, count } => {
                let (zh, en) = (format!("{}", Shown(period)), format!("{:#}", Shown(period)));
                vec![
                    format!("/typed <@!{user}>{zh} {count}"),
                    format!("/typed count={count} period={en} user={user}"),
                ]
            }
        }
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A bot, and how many messages it got.
struct Bot {
    runtime: Runtime,
    harness: Harness,
    ear: Ear,
    messages: u64,
}

/// A bot keeps all that it was asked: after so many messages there is another.
const MOST: u64 = 300;

impl Bot {
    fn new() -> Self {
        let runtime =
            runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let ear = Ear::default();
        let policy = Harness::policy().content(ContentPolicy::off());
        let _inside = runtime.enter();
        let harness = Harness::new(|bot| {
            let bot =
                bot.policy(policy).state(ear.clone()).audit(AuditLog::to_writer(std::io::sink()));
            bot.commands(commands![say, list, pick, typed])
        });
        drop(_inside);
        Self { runtime, harness, ear, messages: 0 }
    }

    /// Each is by somebody else: refusals are counted.
    fn send(&mut self, text: &str, scene: Scene) -> (Option<Report>, Option<Heard>) {
        self.messages += 1;
        let number = self.messages;
        let caller = match scene {
            Scene::Guild => Caller::guild(number, &[]),
            Scene::Direct => Caller::direct(number),
            Scene::Group => Caller::group(1, number.into(), GroupRole::Member),
            Scene::C2c => Caller::c2c(number.into()),
        };
        let report = self.runtime.block_on(self.harness.send(&caller, text));
        (report, self.ear.0.lock().expect("no panic").take())
    }
}

/// Sends a message to a bot: what became of it, and what a body got.
pub(super) fn send(text: &str, scene: Scene) -> (Option<Report>, Option<Heard>) {
    thread_local!(static BOT: RefCell<Option<Bot>> = const { RefCell::new(None) });
    BOT.with_borrow_mut(|bot| {
        let kept = bot.take().filter(|bot| bot.messages < MOST);
        bot.insert(kept.unwrap_or_else(Bot::new)).send(text, scene)
    })
}
