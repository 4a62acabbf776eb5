//! What others send in its name.

use std::net::IpAddr;

use botrs_secure::testing::loopback::Platform;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use super::{Listening, acknowledged, no_signature};
use crate::runner::{Test, tests};
use crate::site::{OWNER, Site, member};

pub(crate) const TESTS: &[Test] = tests![
    nothing_that_is_not_the_platforms_reaches_the_gate,
    forged_events_that_name_the_owner_do_not_hurt_them,
    whoever_forges_has_to_wait_and_others_do_not,
    nobody_says_of_themselves_where_they_come_from,
];

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
        (owns().header("x-signature-ed25519", &no_signature()), 401, "webhook.signature"),
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
        (owns().once_more("X-Signature-Ed25519", &no_signature()), 401, "webhook.header"),
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

async fn forged_events_that_name_the_owner_do_not_hurt_them(platform: Platform) {
    let site = Listening::start(&platform).await;
    for _ in 0..30 {
        let (callback, _) = site.says(OWNER, "/mute <@!300> 1m");
        let forged = callback.header("x-signature-ed25519", &no_signature());
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
    let forges = |address: &str| from(address).header("x-signature-ed25519", &no_signature());
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
        let forged = callback.header("x-signature-ed25519", &no_signature());
        site.send(&forged.header("x-forwarded-for", forwarded)).await;
        let records = site.refused("webhook.signature", before as u64 + 1).await;
        assert_eq!(records[before]["ip_address"], expected, "{forwarded}");
    }
    direct.bot.stop().await;
    behind.bot.stop().await;
}
