//! What messages hold: of commands and of ordinary messages, and what is done about it.

use std::sync::Arc;

use parking_lot::Mutex;

use super::{Bot, member};
use crate::gate::intrusion::weight;
use crate::prelude::*;
use crate::testing::Harness;
use crate::{ContentAction, ContentPolicy, Denial, Incoming, Reason};

/// Turns the direction of what follows.
const TURNED: &str = "a\u{202e}b";

/// Keeps what it gets.
#[derive(Clone, Default)]
struct Got(Arc<Mutex<Vec<String>>>);

#[async_trait]
impl Handler for Got {
    async fn message(&self, _ctx: Context<'_>, message: &Incoming) {
        self.0.lock().push(message.content().to_owned());
    }
}

impl Got {
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock())
    }
}

/// A bot that does this about text that turns, and its handler.
fn bot(action: ContentAction) -> (Bot, Got) {
    let got = Got::default();
    let policy = Harness::policy().content(ContentPolicy::new().on(Reason::Bidi, action));
    let bot = Bot::with(|bot| bot.policy(policy).handler(got.clone()));
    (bot, got)
}

/// The rules of the records about content, and whether the text passed.
fn records(bot: &Bot) -> Vec<(String, bool)> {
    let of = |record: serde_json::Value| {
        let rule = record["rule"].as_str()?.to_owned();
        rule.starts_with("content.").then_some((rule, record["success"] == true))
    };
    bot.records("decision").into_iter().filter_map(of).collect()
}

async fn drained(bot: &Bot) {
    assert!(bot.engine().drain(Duration::from_secs(60)).await);
}

#[tokio::test]
async fn a_command_with_refused_content_does_not_run_and_is_told_where() {
    for action in [ContentAction::Refuse, ContentAction::Mask] {
        let (bot, got) = bot(action);
        let report = bot.send(&member(), &format!("/echo {TURNED}")).await.unwrap();
        assert_eq!(report.denial, Some(Denial::Content { reason: Reason::Bidi, at: 8 }));
        assert_eq!(report.replies, ["第 8 个字起是改变文字方向的字符，已拒绝"]);
        drained(&bot).await;
        assert_eq!(got.take(), [""; 0], "a refused command never falls through");
    }
}

#[tokio::test]
async fn a_command_with_content_that_is_let_pass_runs_and_is_recorded() {
    for (action, replies) in
        [(ContentAction::Off, 1), (ContentAction::Record, 1), (ContentAction::Warn, 2)]
    {
        let (bot, _) = bot(action);
        let report = bot.send(&member(), &format!("/echo {TURNED}")).await.unwrap();
        assert_eq!((report.rule, report.replies.len()), ("allowed", replies), "{action:?}");
        let expected = (action != ContentAction::Off).then(|| ("content.bidi".to_owned(), true));
        assert_eq!(records(&bot), Vec::from_iter(expected));
    }
}

#[tokio::test]
async fn an_ordinary_message_is_refused_masked_or_passes() {
    let refused = ("content.bidi".to_owned(), false);
    let passed = ("content.bidi".to_owned(), true);
    for (action, heard, record) in [
        (ContentAction::Off, Some(TURNED), None),
        (ContentAction::Record, Some(TURNED), Some(&passed)),
        (ContentAction::Warn, Some(TURNED), Some(&passed)),
        (ContentAction::Mask, Some("a*b"), Some(&passed)),
        (ContentAction::Refuse, None, Some(&refused)),
    ] {
        let (bot, got) = bot(action);
        let told = bot.send(&member(), TURNED).await;
        assert_eq!(told.map(|report| report.rule), heard.is_none().then_some("content.bidi"));
        bot.send(&member(), "clean").await;
        drained(&bot).await;
        let mut heard: Vec<_> = heard.into_iter().chain(["clean"]).collect();
        heard.sort_unstable();
        let mut got = got.take();
        got.sort_unstable();
        assert_eq!(got, heard, "{action:?}");
        assert_eq!(records(&bot).iter().collect::<Vec<_>>(), Vec::from_iter(record), "{action:?}");
    }
}

#[tokio::test]
async fn every_refused_message_has_its_record_and_a_second_delivery_none() {
    let (bot, _) = bot(ContentAction::Refuse);
    for id in ["1", "2", "2", "3"] {
        bot.send(&member().with_id(id), TURNED).await;
    }
    assert_eq!(records(&bot).len(), 3);
}

#[tokio::test]
async fn the_blocked_are_moderated_and_not_answered() {
    let (bot, got) = bot(ContentAction::Mask);
    for _ in 0..6 {
        bot.rule(&member(), "/both").await;
    }
    assert_eq!(bot.rule(&member(), "/echo x").await, "block");
    bot.send(&member(), TURNED).await;
    drained(&bot).await;
    assert_eq!(got.take(), ["a*b"]);
}

#[tokio::test]
async fn content_of_messages_counts_as_no_failure() {
    let (bot, _) = bot(ContentAction::Refuse);
    for _ in 0..20 {
        bot.send(&member(), TURNED).await;
    }
    assert_eq!(bot.rule(&member(), "/echo fine").await, "allowed");
}

#[test]
fn an_injection_in_a_command_is_a_failure_and_other_content_none() {
    let rule = crate::Intrusion::default().permission(5).injection(3);
    for reason in Reason::ALL {
        let weight = weight(&rule, &Denial::Content { reason, at: 1 });
        assert_eq!(weight, if reason.is_injection() { 3 } else { 0 }, "{reason:?}");
    }
}

#[tokio::test]
async fn the_policy_in_force_judges() {
    let (bot, _) = bot(ContentAction::Refuse);
    let text = format!("/echo {TURNED}");
    assert_eq!(bot.rule(&member(), &text).await, "content.bidi");
    bot.handle().replace_policy(Harness::policy().content(ContentPolicy::off())).unwrap();
    assert_eq!(bot.rule(&member(), &text).await, "allowed");
    let short = ContentPolicy::off().max_length(10);
    bot.handle().replace_policy(Harness::policy().content(short)).unwrap();
    let report = bot.send(&member(), "/echo 12345").await.unwrap();
    assert_eq!(report.denial, Some(Denial::TooLong { length: 11, max: 10 }));
}
