//! What people write does not fill the log, and is no line of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Metadata, Subscriber};

use super::{Bot, guild, member};
use crate::Error;
use crate::adapter::{Known, Malformed};
use crate::content::ContentPolicy;
use crate::prelude::*;
use crate::testing::{Caller, Harness};

#[tokio::test]
async fn malformed_events_do_not_fill_the_log() {
    let bot = Bot::new();
    let why = |field| Malformed { field, what: "missing" };
    let known = |channel| Known {
        kind: "MESSAGE_CREATE".into(),
        place: Some(guild(1, channel)),
        ..Known::default()
    };
    let lines = Lines::default();
    tracing::subscriber::with_default(lines.clone(), || {
        for _ in 0..100 {
            bot.engine().malformed(why("content"), &known(1));
            bot.engine().malformed(why("content"), &known(2));
            bot.engine().malformed(why("author.id"), &Known::default());
        }
    });
    assert_eq!(bot.records("decision").len(), 3);
    assert_eq!(lines.count(), 3);
    bot.minutes(1);
    bot.engine().malformed(why("content"), &known(1));
    assert_eq!(bot.records("decision").len(), 4);
}

#[tokio::test]
async fn chatter_that_is_refused_does_not_fill_the_log() {
    let bot = Bot::new();
    let lines = Lines::default();
    tracing::subscriber::with_default(lines.clone(), || {
        for n in 0..100 {
            let chatter = Caller::guild(50, &[]).as_bot();
            bot.post(bot.incoming(&chatter, format!("c{n}").parse().unwrap(), "hello"));
        }
    });
    assert_eq!(lines.count(), 1);
}

/// Counts log lines, and keeps what their fields say.
#[derive(Clone, Default)]
struct Lines(Arc<AtomicUsize>, Arc<parking_lot::Mutex<String>>);

impl Lines {
    fn count(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

impl Visit for &Lines {
    fn record_debug(&mut self, _: &Field, value: &dyn std::fmt::Debug) {
        self.1.lock().push_str(&format!("{value:?} "));
    }
}

impl Subscriber for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("botrs_secure")
    }

    fn event(&self, event: &tracing::Event<'_>) {
        self.0.fetch_add(1, Ordering::SeqCst);
        event.record(&mut &*self);
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// Puts what the caller typed into its error, as anybody would.
#[command(public)]
async fn find(_ctx: Context<'_, find>, #[rest] what: Text) -> Result<()> {
    Err(Error::msg(format!("nobody is called {}", what.as_str())))
}

#[tokio::test]
async fn what_a_caller_types_makes_no_line_of_the_log() {
    let lines = Lines::default();
    let _log = tracing::subscriber::set_default(lines.clone());
    let policy = Harness::policy().content(ContentPolicy::off());
    let bot = Bot::with(|bot| bot.policy(policy).commands(commands![find]));
    let forged = "x\nERROR botrs_secure: forged\u{202e}";
    assert_eq!(bot.rule(&member(), &format!("/find {forged}")).await, "failed");
    let text = lines.1.lock().clone();
    assert!(text.contains("nobody is called x"), "{text}");
    assert!(!text.contains(['\n', '\u{202e}']), "{text:?}");
}

#[tokio::test]
async fn untrusted_users_do_not_use_up_the_hints() {
    let bot = Bot::with(|bot| bot.policy(Policy::new().trust_guild(Harness::GUILD)));
    let lines = Lines::default();
    tracing::subscriber::with_default(lines.clone(), || {
        for user in 0..1_100_u32 {
            let caller = Caller::c2c(user.into());
            bot.post(bot.incoming(&caller, format!("u{user}").parse().unwrap(), "hello"));
        }
        for channel in 1..3 {
            let caller = member().at(guild(9, channel));
            bot.post(bot.incoming(&caller, format!("g{channel}").parse().unwrap(), "hello"));
        }
    });
    let text = lines.1.lock();
    assert_eq!(text.matches(".trust_c2c()").count(), 1);
    assert_eq!(text.matches(".trust_guild(GuildId::new(9))").count(), 1);
}
