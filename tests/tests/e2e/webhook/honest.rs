//! What the platform sends.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use botrs_secure::prelude::*;
use botrs_secure::testing::loopback::Platform;
use botrs_secure::{StartErrorKind, Webhook};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::{Listening, acknowledged, free, no_signature};
use crate::commands::{Gate, linger, ping};
use crate::runner::{Test, tests};
use crate::scraped;
use crate::site::{OWNER, Site, admin, member};
use crate::tokens::File;

pub(crate) const TESTS: &[Test] = tests![
    a_command_that_comes_by_a_callback_runs,
    the_platform_is_answered_that_the_bot_has_the_secret,
    an_event_runs_once_however_often_it_comes,
    a_bot_with_a_webhook_is_well,
    an_address_that_is_taken_is_explained,
    what_was_acknowledged_runs_although_the_bot_stops,
    a_changed_secret_is_followed,
];

async fn a_command_that_comes_by_a_callback_runs(platform: Platform) {
    let site = Listening::start(&platform).await;
    assert_eq!(site.hears(admin(0), "/mute <@!300> 1m").await, "allowed");
    assert_eq!(site.hears(member(0), "/mute <@!301> 1m").await, "permission.missing");
    let (callback, message) = site.says(member(1), "/ping");
    assert_eq!(site.send(&callback.reversed()).await, acknowledged());
    site.bot.reply(&message).await;
    assert_eq!(site.bot.replies(&message), ["pong"]);
    assert_eq!(site.bot.effects().len(), 1);
    // There is no connection to the gateway.
    assert_eq!(site.bot.bot.traffic().identifies, 0);
    let ended = site.bot.stop().await;
    assert_eq!(ended.recorded_all(|record| record["event_type"] == "webhook"), [Value::Null; 0]);
    assert!(TcpStream::connect(site.at).await.is_err(), "it ends with the bot");
}

async fn the_platform_is_answered_that_the_bot_has_the_secret(platform: Platform) {
    let site = Listening::start(&platform).await;
    let bot = &site.bot.bot;
    let question = |token: &str| {
        let data = json!({"plain_token": token, "event_ts": "1725442341"});
        bot.callback(&json!({"op": 13, "d": data}).to_string())
    };
    let (status, answer) = site.send(&question("Arq0D5A61EgUu4OxUvOp")).await;
    let answer: Value = serde_json::from_str(&answer).expect("JSON");
    assert_eq!((status, &answer["plain_token"]), (200, &json!("Arq0D5A61EgUu4OxUvOp")));
    assert_eq!(answer["signature"], bot.sign("1725442341", "Arq0D5A61EgUu4OxUvOp"));
    // It signs nothing that could pass for an event, not even for the platform.
    let event = bot.event(&site.bot.post(site.bot.by(OWNER).text("/mute <@!300> 1m")));
    let long = "a".repeat(65);
    for token in [&event, "{", "\"", "令牌", "", &long] {
        assert_eq!(site.send(&question(token)).await, (400, "refused\n".to_owned()), "{token}");
    }
    let unsigned = question("abc").header("x-signature-ed25519", &no_signature());
    assert_eq!(site.send(&unsigned).await.0, 401);
    assert_eq!(site.bot.decisions_told(), 0);
    site.bot.stop().await;
}

async fn an_event_runs_once_however_often_it_comes(platform: Platform) {
    let site = Listening::start(&platform).await;
    let (callback, message) = site.says(admin(0), "/mute <@!300> 1m");
    for _ in 0..4 {
        assert_eq!(site.send(&callback).await, acknowledged());
    }
    // The platform signs its own retries anew.
    let again = site.bot.bot.callback_at(5, &site.bot.bot.event(&message));
    assert_eq!(site.send(&again).await, acknowledged());
    let at_once = (0..16).map(|_| {
        let (again, at) = (again.clone(), site.at);
        tokio::spawn(async move { again.send(at).await.expect("an answer").0 })
    });
    for answer in at_once.collect::<Vec<_>>() {
        assert_eq!(answer.await.expect("no panic"), 200);
    }
    assert_eq!(site.bot.decided(&message).await, "allowed");
    // Nothing is in between any more, once what comes after is decided.
    assert_eq!(site.hears(member(0), "/ping").await, "allowed");
    assert_eq!(site.bot.decisions(&message), ["allowed"]);
    assert_eq!(site.bot.effects().len(), 1);
    site.refused("webhook.replay", 20).await;
    site.bot.stop().await;
}

async fn a_bot_with_a_webhook_is_well(platform: Platform) {
    let watch = |builder: Builder| builder.watch_at(([127, 0, 0, 1], 0).into());
    let site = Listening::of(Site::new(&platform), watch, |webhook| webhook.path("/qq")).await;
    let address = site.bot.watched.expect("it can be watched");
    let (callback, message) = site.says(member(0), "/ping");
    assert_eq!(site.send(&callback.clone().path("/")).await.0, 404);
    assert_eq!(site.send(&callback.path("/qq?from=somewhere")).await, acknowledged());
    assert_eq!(site.bot.decided(&message).await, "allowed");
    let well = scraped::get(address, "/healthz").await.expect("an answer");
    assert_eq!(well, ("200".to_owned(), "ok\n".to_owned()));
    let (_, counts) = scraped::get(address, "/metrics").await.expect("an answer");
    let refused = format!(
        "botrs_secure_webhook_refusals_total{{bot=\"{}\",rule=\"webhook.path\"}} 1",
        site.bot.bot.app_id()
    );
    assert!(counts.contains(&refused), "{counts}");
    site.bot.stop().await;
}

async fn an_address_that_is_taken_is_explained(platform: Platform) {
    let site = Site::new(&platform);
    let taken = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let at = taken.local_addr().expect("an address");
    let builder = site.builder().commands(commands![ping]);
    let error = site.fails(builder.webhook(Webhook::new().listen(at))).await;
    assert_eq!(error.kind(), StartErrorKind::Listen);
    let text = error.to_string();
    for needed in [&at.to_string(), "无法监听", "another program"] {
        assert!(text.contains(needed), "{text}");
    }
    // Nothing was asked of the platform.
    assert_eq!(site.bot.traffic().tokens, 0);
    let start = site.recorded("the failed start", |record| record["action"] == "start").await;
    assert_eq!((&start["success"], &start["details"]), (&json!(false), &json!("listen")));
}
async fn what_was_acknowledged_runs_although_the_bot_stops(platform: Platform) {
    let (site, gate) = (Site::new(&platform), Gate::default());
    let shared = gate.clone();
    let site = Listening::of(
        site,
        |builder| builder.commands(commands![linger]).state(shared),
        |webhook| webhook,
    );
    let site = site.await;
    gate.open();
    let (acknowledged, at) = (Arc::new(AtomicU64::new(0)), site.at);
    // Some are in the middle of being sent when the bot is asked to stop.
    let (half, message) = site.says(member(49), "/ping");
    let half = half.bytes();
    let mut late = TcpStream::connect(at).await.expect("a connection");
    late.write_all(&half[..half.len() / 2]).await.expect("room");
    // The one after it is answered, so that it is accepted itself.
    assert_eq!(site.hears(member(48), "/ping").await, "allowed");
    let calls: Vec<_> = (0..40).map(|user| site.says(member(user), "/linger")).collect();
    let senders: Vec<_> = calls
        .into_iter()
        .map(|(callback, message)| {
            let acknowledged = Arc::clone(&acknowledged);
            tokio::spawn(async move {
                let answer = callback.send(at).await.map_or(0, |(status, _)| status);
                acknowledged.fetch_add(u64::from(answer == 200), Ordering::SeqCst);
                (message, answer == 200)
            })
        })
        .collect();
    while acknowledged.load(Ordering::SeqCst) < 5 {
        tokio::task::yield_now().await;
    }
    let stopped = tokio::spawn(site.bot.stop());
    late.write_all(&half[half.len() / 2..]).await.expect("room");
    let mut answer = String::new();
    late.read_to_string(&mut answer).await.expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains(r#""op":12"#), "{answer}");
    let ended = stopped.await.expect("no panic");
    assert_eq!(ended.decisions(&message), ["allowed"]);
    for sender in senders {
        let (message, acknowledged) = sender.await.expect("no panic");
        let expected: &[&str] = if acknowledged { &["allowed"] } else { &[] };
        assert_eq!(ended.decisions(&message), expected, "{message}");
    }
}

async fn a_changed_secret_is_followed(platform: Platform) {
    let site = Site::new(&platform);
    let file = File::new(&site.bot, "followed");
    let credentials = Credentials::from_file(file.path()).expect("credentials");
    let at = free().await;
    let builder = site.builder_with(credentials).commands(commands![ping]);
    let webhook = Webhook::new().listen(at).proxies([[127, 0, 0, 1].into()]);
    let bot = site.begin(builder.webhook(webhook));
    bot.recorded("the start", |record| record["action"] == "start").await;
    let listening = Listening { bot, at };
    let (before, _) = listening.says(member(0), "/ping");
    listening.bot.bot.change_secret("loopback-secret-followed");
    let (after, message) = listening.says(member(1), "/ping");
    let after = after.header("x-forwarded-for", "203.0.113.7");
    for _ in 0..20 {
        assert_eq!(listening.send(&after).await.0, 401, "it is nobody's yet");
    }
    assert_eq!(listening.send(&after).await.0, 429);
    file.write(&file.said("loopback-secret-followed"), 0o600);
    // Sooner than whoever forges may come again.
    let mut tries = 0..800;
    while listening.send(&after).await != acknowledged() {
        tries.next().expect("the secret is followed, and what was refused meanwhile is forgiven");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(listening.bot.decided(&message).await, "allowed");
    // What was signed before may still be on its way.
    assert_eq!(listening.send(&before).await, acknowledged());
}
