//! After all other tests: no secret of theirs was logged, recorded or shown.

use botrs_secure::prelude::*;
use botrs_secure::testing::loopback::Platform;

use crate::commands::mute;
use crate::leaks;
use crate::runner::{Test, tests};
use crate::site::{PATIENCE, Running, admin};

pub(crate) const TESTS: &[Test] = tests![no_secret_was_logged_recorded_or_shown];

/// The threads of the platform, which reads and logs every secret.
const PLATFORM: &str = "tokio-rt-worker";

async fn no_secret_was_logged_recorded_or_shown(platform: Platform) {
    // Whatever tests ran before: a bot that logs in, acts, resumes and replaces its token.
    let bot = Running::start(&platform, commands![mute]).await;
    assert_eq!(bot.say(admin(0), "/mute <@!300> 1m").await.rule, "allowed");
    bot.bot.close(4009);
    assert!(bot.bot.wait_until(PATIENCE, |traffic| traffic.resumes == 1).await);
    bot.bot.revoke_tokens();
    bot.bot.close(4004);
    assert!(bot.bot.wait_until(PATIENCE, |traffic| traffic.identifies == 2).await);
    assert!(bot.bot.wait_until(PATIENCE, |traffic| traffic.heartbeats > 2).await);
    bot.stop().await;

    let (platforms, ours): (Vec<_>, Vec<_>) =
        leaks::found().into_iter().partition(|leak| leak.at == PLATFORM);
    assert!(ours.is_empty(), "{ours:#?}");

    // Silence is no proof: the subscriber hears secrets where there are some, and it heard whoever
    // could have told them.
    for heard in [("QQBot ", "text"), ("loopback-token-", "hex"), ("loopback-session-", "text")] {
        assert!(platforms.iter().any(|leak| leak.found.contains(&heard)), "{heard:?}");
    }
    for target in ["botrs::http", "botrs_secure", "reqwest", "hyper_util"] {
        assert!(leaks::heard("bots", target), "{target}");
    }
    assert!(leaks::heard("qq-gateway", "botrs"));
    // On the feed's threads only botrs and this library are heard.
    for target in ["tungstenite", "tokio_tungstenite", "reqwest", "hyper_util", "rustls"] {
        assert!(!leaks::heard("qq-gateway", target), "{target}");
    }
    leaks::look("this test", "loopback-secret-1");
    assert!(leaks::found().iter().any(|leak| leak.at == "this test"));
}
