//! After a body that failed: what the author's `on_error` says, and that it can do no harm.

use std::sync::atomic::{AtomicBool, Ordering};

use super::{Bot, admin, eventually, member};
use crate::command::BoxFuture;
use crate::prelude::*;
use crate::testing::Failing;
use crate::{Error, PlatformErrorKind};

async fn explain(ctx: Context<'_>, error: &Error) -> Result<Reply> {
    let (place, error) = (ctx.scene().as_str(), error.to_string());
    Ok(reply!("sorry ({place}): {error}"))
}

#[command(public, on_error = explain)]
async fn fails(_ctx: Context<'_, fails>, why: String) -> Result<()> {
    match why.as_str() {
        "panic" => panic!("meant to"),
        "not" => Ok(()),
        why => Err(Error::msg(why)),
    }
}

#[command(perm = MuteMembers, scene = guild, cooldown = none, on_error = explain)]
async fn gag(ctx: Context<'_, gag>, target: Target) -> Result<()> {
    ctx.members().mute(&target, Duration::from_secs(60)).await
}

async fn silent(_ctx: Context<'_>, _error: &Error) -> Result<()> {
    Ok(())
}

#[command(public, on_error = silent)]
async fn quiet(_ctx: Context<'_, quiet>) -> Result<()> {
    Err(Error::msg("a secret"))
}

struct PanicsOnDrop;

impl Drop for PanicsOnDrop {
    fn drop(&mut self) {
        panic!("meant to");
    }
}

/// An error whose destructor panics.
#[derive(Debug, thiserror::Error)]
#[error("a secret")]
struct Sharp(#[allow(dead_code)] Fuse);

#[derive(Debug)]
struct Fuse;

impl Drop for Fuse {
    fn drop(&mut self) {
        panic!("meant to");
    }
}

static DROPPED: AtomicBool = AtomicBool::new(false);

struct Tells;

impl Drop for Tells {
    fn drop(&mut self) {
        DROPPED.store(true, Ordering::SeqCst);
    }
}

/// Goes wrong as the error says.
async fn worse(_ctx: Context<'_>, error: &Error) -> Result<Reply> {
    match error.to_string().as_str() {
        "fails" => Err(Error::msg("a secret")),
        "sharp" => Err(Sharp(Fuse).into()),
        "panics" => panic!("meant to"),
        "panics later" => {
            tokio::task::yield_now().await;
            panic!("meant to")
        }
        "waits" => {
            let _tells = Tells;
            std::future::pending().await
        }
        _ => {
            let _panics = PanicsOnDrop;
            std::future::pending().await
        }
    }
}

#[command(public, on_error = worse)]
async fn bad(_ctx: Context<'_, bad>, #[rest] why: String) -> Result<()> {
    Err(Error::msg(why))
}

/// A plain function, which goes wrong before there is anything to poll.
fn early<'a>(_ctx: Context<'a>, _error: &'a Error) -> BoxFuture<'a, Result<()>> {
    panic!("meant to")
}

#[command(public, on_error = early)]
async fn worst(_ctx: Context<'_, worst>, #[rest] why: String) -> Result<()> {
    Err(Error::msg(why))
}

#[command(public, timeout = "1s", on_error = explain)]
async fn late(_ctx: Context<'_, late>) -> Result<()> {
    std::future::pending().await
}

fn bot() -> Bot {
    Bot::with(|bot| bot.commands(commands![fails, gag, quiet, bad, worst, late]))
}

#[tokio::test]
async fn its_reply_stands_for_the_default_one_and_the_record_says_failed() {
    let bot = bot();
    let report = bot.send(&member(), "/fails <@1>").await.unwrap();
    // What it shows is escaped like any text.
    let [reply] = &*report.replies else { panic!("{:?}", report.replies) };
    assert!(reply.starts_with("sorry (guild): &lt;@") && !reply.contains('<'), "{reply}");
    assert_eq!(report.rule, "failed");
    let decisions = bot.records("decision");
    assert_eq!(decisions.len(), 1);
    assert_eq!(
        (&decisions[0]["rule"], &decisions[0]["success"]),
        (&"failed".into(), &false.into())
    );
}

#[tokio::test]
async fn it_may_say_nothing() {
    let bot = bot();
    let report = bot.send(&member(), "/quiet").await.unwrap();
    assert_eq!((report.rule, report.replies.len()), ("failed", 0));
}

#[tokio::test]
async fn it_is_asked_of_errors_alone() {
    let bot = bot();
    let report = bot.send(&member(), "/fails not").await.unwrap();
    assert_eq!((report.rule, report.replies.len()), ("allowed", 0));
    for (text, rule) in [
        ("/fails panic", "panicked"),
        ("/fails", "arguments.missing"),
        ("/gag 6", "permission.missing"),
    ] {
        let report = bot.send(&member(), text).await.unwrap();
        assert_eq!(report.rule, rule);
        assert!(!report.replies[0].contains("sorry"), "{:?}", report.replies);
    }
    bot.platform().fail_effects(Some(Failing::With(PlatformErrorKind::Refused)));
    let report = bot.send(&admin(), "/gag 6").await.unwrap();
    assert_eq!(report.rule, "failed");
    assert!(report.replies[0].starts_with("sorry (guild): refused"), "{:?}", report.replies);
}

#[tokio::test(start_paused = true)]
async fn a_late_body_has_the_default_answer() {
    let report = bot().send(&member(), "/late").await.unwrap();
    assert_eq!(report.rule, "timed_out");
    assert!(!report.replies[0].contains("sorry"), "{:?}", report.replies);
}

#[tokio::test(start_paused = true)]
async fn where_it_goes_wrong_itself_the_default_answer_stands() {
    let bot = bot();
    let texts = [
        "/bad fails",
        "/bad sharp",
        "/bad panics",
        "/bad panics later",
        "/bad waits",
        "/bad drop panics",
        "/worst case",
    ];
    for (n, why) in texts.into_iter().enumerate() {
        let caller = member();
        let sent = bot.send(&caller, why);
        let report = tokio::time::timeout(Duration::from_secs(60), sent).await;
        let report = report.expect("it ends").unwrap();
        assert_eq!(report.rule, "failed", "{why}");
        let [reply] = &*report.replies else { panic!("{why}: {:?}", report.replies) };
        assert!(reply.contains("命令出错了"), "{why}: {reply}");
        assert_eq!(bot.records("decision").len(), n + 1, "{why}");
    }
    assert!(DROPPED.load(Ordering::SeqCst), "what waits too long is stopped");
    eventually(|| bot.engine().tasks.available_permits() == 1_024).await;
}
