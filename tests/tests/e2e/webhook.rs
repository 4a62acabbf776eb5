//! QQ's callback over real sockets, honest and under attack: what is not the platform's never reaches the gate.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use botrs_secure::prelude::*;
use botrs_secure::testing::loopback::{Callback, Platform};
use botrs_secure::{StartErrorKind, Webhook};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::commands::{Gate, linger, mute, ping};
use crate::runner::{Test, tests};
use crate::scraped;
use crate::site::{OWNER, PATIENCE, Running, Site, admin, member};

pub(crate) const TESTS: &[Test] = tests![
    a_command_that_comes_by_a_callback_runs,
    the_platform_is_answered_that_the_bot_has_the_secret,
    nothing_that_is_not_the_platforms_reaches_the_gate,
    an_event_runs_once_however_often_it_comes,
    forged_events_that_name_the_owner_do_not_hurt_them,
    whoever_forges_has_to_wait_and_others_do_not,
    nobody_says_of_themselves_where_they_come_from,
    who_sends_a_byte_a_second_is_cut_off,
    honest_events_pass_while_every_connection_is_held,
    what_was_acknowledged_runs_although_the_bot_stops,
    a_bot_with_a_webhook_is_well,
    an_address_that_is_taken_is_explained,
];

/// A bot that listens, and where.
struct Listening {
    bot: Running,
    at: SocketAddr,
}

impl Listening {
    async fn start(platform: &Platform) -> Self {
        Self::of(Site::new(platform), |builder| builder, |webhook| webhook).await
    }

    async fn of(
        site: Site,
        build: impl FnOnce(Builder) -> Builder,
        serve: impl FnOnce(Webhook) -> Webhook,
    ) -> Self {
        let at = free().await;
        let builder = site.builder().commands(commands![mute, ping]);
        let webhook = serve(Webhook::new().listen(at));
        let bot = site.begin(build(builder.webhook(webhook)));
        bot.recorded("the start", |record| record["action"] == "start").await;
        Self { bot, at }
    }

    /// The callback that brings what somebody says, and the message.
    fn says(&self, user: u64, text: &str) -> (Callback, String) {
        let bot = &self.bot;
        let message = bot.post(bot.by(user).text(text));
        (bot.bot.callback(&bot.bot.event(&message)), message)
    }

    async fn send(&self, callback: &Callback) -> (u16, String) {
        callback.send(self.at).await.expect("an answer")
    }

    /// Lets somebody say something, and waits for what becomes of it.
    async fn hears(&self, user: u64, text: &str) -> &'static str {
        let (callback, message) = self.says(user, text);
        assert_eq!(self.send(&callback).await, acknowledged());
        self.bot.decided(&message).await
    }

    /// Waits for the refusals by a rule, until there are so many.
    async fn refused(&self, rule: &str, times: u64) -> Vec<Value> {
        let fits = |record: &Value| record["rule"] == rule;
        let sum = |records: &[Value]| -> u64 {
            records.iter().map(|record| record["count"].as_u64().unwrap_or(1)).sum()
        };
        for _ in 0..PATIENCE.as_millis() / 10 {
            let records = self.bot.recorded_all(fits);
            if sum(&records) >= times {
                return records;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("{times} times {rule}: {:#?}", self.bot.audit());
    }
}

/// An address that nobody has; not taken until the bot takes it.
async fn free() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    listener.local_addr().expect("an address")
}

fn acknowledged() -> (u16, String) {
    (200, r#"{"op":12,"d":0}"#.to_owned())
}

/// Digits of the form of a signature, which sign nothing.
fn forged() -> String {
    "0".repeat(128)
}

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
    let unsigned = question("abc").header("x-signature-ed25519", &forged());
    assert_eq!(site.send(&unsigned).await.0, 401);
    assert_eq!(site.bot.decisions_told(), 0);
    site.bot.stop().await;
}

async fn nothing_that_is_not_the_platforms_reaches_the_gate(platform: Platform) {
    let site = Listening::start(&platform).await;
    let other = Site::new(&platform).bot;
    let owns = || site.says(OWNER, "/mute <@!300> 1m").0;
    let bot = &site.bot.bot;
    let body = bot.event(&site.bot.post(site.bot.by(OWNER).text("/mute <@!301> 1m")));
    let chunked = {
        let head = "POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n";
        let (signature, time) = (bot.sign("1725442341", &body), "1725442341");
        format!(
            "{head}x-bot-appid: {}\r\nx-signature-ed25519: {signature}\r\nx-signature-timestamp: {time}\r\n\r\n",
            bot.app_id()
        )
    };
    for (callback, status, rule) in [
        (owns().header("x-signature-ed25519", &forged()), 401, "webhook.signature"),
        (other.callback(&body), 401, "webhook.app"),
        (other.callback(&body).header("x-bot-appid", bot.app_id()), 401, "webhook.signature"),
        (bot.callback_at(-330, &body), 401, "webhook.stale"),
        (bot.callback_at(330, &body), 401, "webhook.stale"),
        (bot.callback(&body).body(&body[..body.len() - 1]), 401, "webhook.signature"),
        (bot.callback(&body).body(body.replace("301", "302")), 401, "webhook.signature"),
        (bot.callback(&body).body(format!("{body} ")), 401, "webhook.signature"),
        (owns().header("x-bot-appid", "1"), 401, "webhook.app"),
        (owns().without("x-bot-appid"), 401, "webhook.header"),
        (owns().once_more("X-Bot-Appid", bot.app_id()), 401, "webhook.header"),
        (owns().once_more("X-Signature-Timestamp", "1"), 401, "webhook.header"),
        (owns().once_more("X-Signature-Ed25519", &forged()), 401, "webhook.header"),
        (owns().without("x-signature-ed25519"), 401, "webhook.header"),
        (owns().header("x-signature-timestamp", "17254423410000"), 401, "webhook.header"),
        (owns().method("GET"), 405, "webhook.method"),
        (owns().path("/other"), 404, "webhook.path"),
        (bot.callback("{"), 400, "webhook.body"),
    ] {
        assert_eq!(site.send(&callback).await, (status, "refused\n".to_owned()), "{rule}");
        let record = site.refused(rule, 1).await.remove(0);
        assert_eq!(record["event_type"], "webhook");
        assert_eq!(
            (&record["ip_address"], &record["user_id"]),
            (&json!("127.0.0.1"), &json!(null))
        );
    }
    // Whoever goes on sending may be cut off before it reads the answer.
    let large = bot.callback("").body(vec![b' '; 10 << 20]).send(site.at).await;
    assert!(large.map_or(true, |(status, _)| status == 413));
    site.refused("webhook.size", 1).await;
    let mut endless = TcpStream::connect(site.at).await.expect("a connection");
    endless.write_all(chunked.as_bytes()).await.expect("room");
    let chunk = [&b"4000\r\n"[..], &[b' '; 0x4000], b"\r\n"].concat();
    for _ in 0..640 {
        if endless.write_all(&chunk).await.is_err() {
            break;
        }
    }
    site.refused("webhook.size", 2).await;
    // A body that ends before its end, and bytes that are no request at all.
    let mut cut = TcpStream::connect(site.at).await.expect("a connection");
    let whole = bot.callback(&body).bytes();
    cut.write_all(&whole[..whole.len() - 9]).await.expect("room");
    drop(cut);
    site.refused("webhook.cut", 1).await;
    for noise in [&b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..], b"\r\n\r\n\r\n", b"GET"] {
        let mut stream = TcpStream::connect(site.at).await.expect("a connection");
        stream.write_all(noise).await.expect("room");
    }
    // None of it was decided on, and an honest event still is.
    assert_eq!(site.bot.decisions_told(), 0);
    assert_eq!(site.hears(OWNER, "/mute <@!303> 1m").await, "allowed");
    assert_eq!((site.bot.decisions_told(), site.bot.effects().len()), (1, 1));
    let ended = site.bot.stop().await;
    let kinds = ["webhook", "lifecycle", "decision", "effect"];
    assert!(
        ended.audit().iter().all(|record| kinds.contains(&record["event_type"].as_str().unwrap()))
    );
    let decisions = ended.recorded_all(|record| record["event_type"] == "decision");
    assert_eq!(decisions.len(), 1, "{decisions:#?}");
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

async fn forged_events_that_name_the_owner_do_not_hurt_them(platform: Platform) {
    let site = Listening::start(&platform).await;
    for _ in 0..30 {
        let (callback, _) = site.says(OWNER, "/mute <@!300> 1m");
        let forged = callback.header("x-signature-ed25519", &forged());
        assert_eq!(site.send(&forged).await.0, 401);
    }
    assert_eq!(site.bot.decisions_told(), 0);
    assert_eq!(site.hears(OWNER, "/mute <@!300> 1m").await, "allowed");
    let records = site.refused("webhook.signature", 30).await;
    assert!(records.len() <= 6, "{records:#?}");
    assert!(records.iter().all(|record| record["user_id"] == Value::Null));
    site.bot.stop().await;
}

/// A bot behind a proxy on this machine, which is the test itself.
async fn behind_proxy(platform: &Platform) -> Listening {
    let proxy = IpAddr::from([127, 0, 0, 1]);
    Listening::of(Site::new(platform), |builder| builder, |hook| hook.proxies([proxy])).await
}

async fn whoever_forges_has_to_wait_and_others_do_not(platform: Platform) {
    let site = behind_proxy(&platform).await;
    let from = |address: &str| site.says(member(0), "/ping").0.header("x-forwarded-for", address);
    let forges = |address: &str| from(address).header("x-signature-ed25519", &forged());
    for n in 0..20 {
        // One host has many addresses of a network.
        assert_eq!(site.send(&forges(&format!("2001:db8:0:1::{n}"))).await.0, 401);
    }
    assert_eq!(site.send(&forges("2001:db8:0:1::99")).await, (429, "refused\n".to_owned()));
    assert_eq!(site.send(&from("2001:db8:0:1::99")).await.0, 429);
    assert_eq!(site.send(&from("2001:db8:0:2::1")).await, acknowledged());
    let records = site.refused("webhook.peer", 2).await;
    assert!(records.iter().all(|record| record["ip_address"] == "2001:db8:0:1::/64"));
    site.bot.stop().await;
}

async fn nobody_says_of_themselves_where_they_come_from(platform: Platform) {
    let direct = Listening::start(&platform).await;
    let behind = behind_proxy(&platform).await;
    for (site, forwarded, expected) in [
        (&direct, "203.0.113.7", "127.0.0.1"),
        (&behind, "203.0.113.7", "203.0.113.7"),
        (&behind, "8.8.8.8, 203.0.113.8", "203.0.113.8"),
        (&behind, "203.0.113.9, 127.0.0.1", "203.0.113.9"),
        (&behind, "203.0.113.9, nobody", "127.0.0.1"),
    ] {
        let before = site.bot.recorded_all(|record| record["rule"] == "webhook.signature").len();
        let (callback, _) = site.says(OWNER, "/ping");
        let forged = callback.header("x-signature-ed25519", &forged());
        site.send(&forged.header("x-forwarded-for", forwarded)).await;
        let records = site.refused("webhook.signature", before as u64 + 1).await;
        assert_eq!(records[before]["ip_address"], expected, "{forwarded}");
    }
    direct.bot.stop().await;
    behind.bot.stop().await;
}

async fn who_sends_a_byte_a_second_is_cut_off(platform: Platform) {
    let site = Listening::start(&platform).await;
    let request = site.says(OWNER, "/mute <@!300> 1m").0.bytes();
    let head = request.windows(4).position(|bytes| bytes == b"\r\n\r\n").expect("a head") + 4;
    // One in the middle of its head, another in that of its body.
    let slow = [3, head + 3].map(|sent| {
        let (request, at) = (request.clone(), site.at);
        tokio::spawn(async move {
            let mut stream = TcpStream::connect(at).await.expect("a connection");
            stream.write_all(&request[..sent]).await.expect("room");
            let (mut reads, mut writes) = stream.split();
            let trickle = async {
                for byte in &request[sent..] {
                    tokio::time::sleep(Duration::from_secs(1)).await;
                    if writes.write_all(&[*byte]).await.is_err() {
                        break;
                    }
                }
            };
            let mut answer = Vec::new();
            tokio::select! {
                () = trickle => {}
                _ = reads.read_to_end(&mut answer) => {}
            }
            answer
        })
    });
    assert_eq!(site.hears(OWNER, "/mute <@!301> 1m").await, "allowed");
    for slow in slow {
        let ended = tokio::time::timeout(PATIENCE, slow).await.expect("it is cut off");
        assert_eq!(ended.expect("no panic"), [0; 0], "no answer");
    }
    site.refused("webhook.slow", 2).await;
    assert_eq!(site.bot.decisions_told(), 1);
    site.bot.stop().await;
}

async fn honest_events_pass_while_every_connection_is_held(platform: Platform) {
    let site = Listening::start(&platform).await;
    let mut held = Vec::new();
    // More than there may be at once, unless this process may not have as many files.
    while held.len() < 1_100 {
        match TcpStream::connect(site.at).await {
            Ok(mut stream) => {
                stream.write_all(b"POST / HTTP/1.1\r\nhost: x\r\n").await.expect("room");
                held.push(stream);
            }
            Err(_) => break,
        }
    }
    // Leaves a few for what the bot itself has to open.
    held.truncate(held.len().saturating_sub(50).max(1_040).min(held.len()));
    for user in 0..3 {
        assert_eq!(site.hears(member(user), "/ping").await, "allowed", "{} held", held.len());
    }
    drop(held);
    site.bot.stop().await;
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
