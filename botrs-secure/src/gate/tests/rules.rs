//! Rules of arguments: all that are broken are told together, and nothing runs.

use super::{Bot, Runs, member};
use crate::prelude::*;
use crate::testing::Harness;
use crate::validate::Rule;
use crate::{ArgError, ContentPolicy, Denial};

/// Every rule once.
#[expect(clippy::too_many_arguments, reason = "one for each rule")]
#[command(public)]
async fn every(
    _ctx: Context<'_, every>,
    runs: State<Runs>,
    #[arg(one_of("a", "b"))] word: String,
    #[arg(one_of(1, 2), default = 1)] number: u8,
    #[validate(range(min = 0.5, max = 1.5))] factor: Option<f64>,
    #[validate(pattern = "[a-z]+")] slug: Option<String>,
    #[validate(url(allow("github.com")))] link: Option<Text>,
    #[rest]
    #[validate(length(bytes, max = 30), safe_text, no_mentions)]
    text: Option<Text>,
) -> Result<()> {
    let _ = (word, number, factor, slug, link, text);
    runs.add();
    Ok(())
}

/// With a rule of the author's, that sees another argument.
#[command(public)]
async fn between(
    _ctx: Context<'_, between>,
    runs: State<Runs>,
    #[validate(range(max = 9))] start: u8,
    #[validate(range(max = 9), custom = is_after, with(start, step))] end: Option<u8>,
    #[validate(custom = is_odd)] step: Option<u8>,
) -> Result<()> {
    let _ = (start, end, step);
    runs.add();
    Ok(())
}

fn is_after(end: &u8, start: &u8, _step: Option<&u8>) -> std::result::Result<(), ArgError> {
    assert!(*end <= 9, "a rule of the author's sees what obeys the others");
    if end > start {
        Ok(())
    } else {
        Err(ArgError::new("要大于开始", "must be above the start"))
    }
}

fn is_odd(step: &u8) -> bool {
    assert!(*step != 66, "a rule that panics");
    !step.is_multiple_of(2)
}

/// Obeys no rule, since it does not say how.
struct Stubborn;

impl FromArg for Stubborn {
    fn from_arg(_: &str) -> Result<Self, ArgError> {
        Ok(Self)
    }
}

impl crate::validate::Textual for Stubborn {
    fn text(&self) -> Option<&str> {
        Some("")
    }
}

#[command(public)]
async fn stubborn(runs: State<Runs>, #[validate(safe_text)] _word: Stubborn) -> Result<()> {
    runs.add();
    Ok(())
}

fn bot() -> Bot {
    Bot::with(|bot| bot.commands(commands![every, between, stubborn]))
}

/// The path and the rule of all that is broken.
async fn broken(bot: &Bot, text: &str) -> Vec<String> {
    bot.minutes(1);
    let report = bot.send(&member(), text).await.unwrap();
    let Some(Denial::Invalid(error)) = report.denial else { panic!("{text}: {}", report.rule) };
    assert_eq!(report.rule, "arguments.invalid");
    error.violations().iter().map(|broken| format!("{} {}", broken.path(), broken.rule())).collect()
}

#[tokio::test]
async fn each_rule_refuses() {
    let bot = bot();
    for (text, rule) in [
        ("/every c", "word one_of"),
        ("/every A", "word one_of"),
        ("/every a 3", "number one_of"),
        ("/every a 1 0.4", "factor range"),
        ("/every a 1 1.6", "factor range"),
        ("/every a 1 1 x1", "slug pattern"),
        ("/every a 1 1 x https://evilgithub.com", "link url"),
        ("/every a 1 1 x https://github.com 字字字字字字字字字字字", "text length"),
        ("/every a 1 1 x https://github.com a\u{2060}b", "text safe_text"),
        ("/every a 1 1 x https://github.com <@!1>", "text no_mentions"),
        ("/every a 1 1 x https://github.com &lt;@!1&gt;", "text no_mentions"),
        ("/between 10", "start range"),
        ("/between 1 1", "end is_after"),
        ("/between 1 2 2", "step is_odd"),
        ("/stubborn x", "_word safe_text"),
    ] {
        let rule = rule.trim_start_matches('_');
        assert_eq!(broken(&bot, text).await, [rule], "{text}");
    }
    assert_eq!(bot.runs.count(), 0);
    for text in [
        "/every a",
        "/every b 2 0.5 x https://gist.github.com/x 好的",
        "/between 1",
        "/between 1 9",
        "/between 1 2 3",
    ] {
        bot.minutes(1);
        assert_eq!(bot.rule(&member(), text).await, "allowed", "{text}");
    }
    assert_eq!(bot.runs.count(), 5);
}

/// Whoever writes `safe_text` has it, with a policy that looks for nothing.
#[tokio::test]
async fn injections_are_refused_whatever_the_policy_does() {
    let bot = bot();
    bot.handle().replace_policy(Harness::policy().content(ContentPolicy::off())).unwrap();
    let injection = "/every a 1 1 x https://github.com 1' OR '1'='1";
    assert_eq!(broken(&bot, injection).await, ["text safe_text"]);
    assert_eq!(bot.runs.count(), 0);
}

#[tokio::test]
async fn all_that_are_broken_are_told_together() {
    let bot = bot();
    assert_eq!(
        broken(&bot, "/every c 3 9 x1 http://github.com @everyone\u{200b} and a lot more of text")
            .await,
        [
            "word one_of",
            "number one_of",
            "factor range",
            "slug pattern",
            "link url",
            "text length",
            "text safe_text",
            "text no_mentions",
        ]
    );
    assert_eq!(
        broken(&bot, "/between 10 1 2").await,
        ["start range", "end is_after", "step is_odd"]
    );
    let report = bot.send(&member(), "/between 10 11 2").await.unwrap();
    let Some(Denial::Invalid(error)) = report.denial else { panic!("{}", report.rule) };
    assert_eq!(
        error.text(Locale::En),
        "Argument start (from character 10): must be at most 9; Argument end (from character 13): \
         must be at most 9; step: is not accepted"
    );
    assert_eq!(bot.runs.count(), 0);
}

#[tokio::test]
async fn what_does_not_parse_stops_at_once() {
    let bot = bot();
    for text in ["/between 10 x", "/every c 3 nan", "/every c 3 inf", "/every c 3 1e999"] {
        bot.minutes(1);
        let denial = bot.send(&member(), text).await.unwrap().denial.unwrap();
        assert!(matches!(denial, Denial::Argument { .. }), "{text}: {denial:?}");
    }
    bot.minutes(1);
    assert_eq!(bot.rule(&member(), "/between 10 10 2 3").await, "arguments.surplus");
}

#[tokio::test]
async fn a_rule_that_panics_is_no_rule_that_passes() {
    let bot = bot();
    assert_eq!(bot.rule(&member(), "/between 1 2 66").await, "panicked");
    assert_eq!(bot.runs.count(), 0);
    bot.minutes(1);
    assert_eq!(bot.rule(&member(), "/between 1 2 3").await, "allowed");
}

#[command(public)]
async fn wrong_default(#[arg(one_of("a", "b"), default = "c")] _word: String) -> Result<()> {
    Ok(())
}

#[command(public)]
async fn too_long(#[arg(default = "31d")] _period: Duration) -> Result<()> {
    Ok(())
}

#[test]
fn a_default_obeys_its_rules() {
    use crate::Command;
    let objection = |spec: crate::CommandSpec| spec.params[0].wrong_default();
    assert_eq!(
        objection(wrong_default::SPEC),
        Some(("word", ArgError::new("应为其中之一：a、b", "must be one of: a, b")))
    );
    assert!(objection(too_long::SPEC).is_some());
}

#[test]
fn the_rules_of_a_command_are_data() {
    use crate::Command;
    let names =
        |n: usize| -> Vec<&str> { every::SPEC.params[n].rules.iter().map(Rule::name).collect() };
    assert_eq!(names(2), ["one_of"]);
    assert_eq!(names(7), ["length", "safe_text", "no_mentions"]);
}
