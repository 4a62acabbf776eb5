//! Rules in a bot: on arguments, on a struct that a body makes of them, on a function that it calls.
#![deny(warnings)]

use botrs_secure::prelude::*;
use botrs_secure::testing::{Caller, Harness};
use botrs_secure::{Denial, Error};

/// What is stored.
#[derive(Validate)]
struct Event {
    #[validate(length(min = 1, max = 10), safe_text, no_mentions)]
    title: String,
    #[validate(range(min = "1m", max = "30d"))]
    start: Duration,
    #[validate(custom = is_after, with(start))]
    end: Duration,
    #[validate(each(pattern = "#[a-z]+"))]
    tags: Vec<String>,
}

fn is_after(end: &Duration, start: &Duration) -> Result<(), &'static str> {
    if end > start { Ok(()) } else { Err("应晚于 start / must be later than start") }
}

#[validate]
async fn store(
    #[validate(nested)] event: Event,
    #[validate(url(allow("qq.com")))] link: &str,
) -> Result<usize> {
    Ok(event.tags.len() + link.len())
}

#[command(public, on_error = explain)]
async fn plan(
    #[validate(length(max = 10))] title: String,
    start: Duration,
    end: Duration,
    #[validate(url)] link: String,
    tags: Vec<String>,
) -> Result<Reply> {
    let stored = store(Event { title, start, end, tags }, &link).await?;
    Ok(reply!("{stored}"))
}

/// An error of rules is for the caller to read, any other is not.
async fn explain(_ctx: Context<'_>, error: &Error) -> Result<Reply> {
    match error.downcast_ref::<ValidationError>() {
        Some(broken) => Ok(Reply::text(broken.text(Locale::En))),
        None => Ok(reply!("?")),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let bot = Harness::new(|bot| bot.commands(commands![plan]));
    let caller = Caller::guild(1, &[]);
    let call = async |text: &str| bot.call::<plan>(&caller, text).await;
    assert_eq!(call("party 1h 2h https://qq.com/1 #a #b").await.replies, ["18"]);
    // Of arguments, all are told, before anything runs.
    let report = call("a-very-long-title 1h 2h http://qq.com").await;
    let Some(Denial::Invalid(error)) = report.denial else { panic!("{report:?}") };
    let paths: Vec<&str> = error.violations().iter().map(|broken| broken.path()).collect();
    assert_eq!(paths, ["title", "link"]);
    // Of what the body calls, too.
    let report = call("party 2h 1h https://example.com #a B").await;
    assert_eq!(report.rule, "failed");
    for path in ["event.end", "event.tags[1]", "link"] {
        assert!(report.replies[0].contains(path), "{path}: {:?}", report.replies);
    }
}
