//! What is served to whoever watches a bot.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use botrs_secure::prelude::*;
use botrs_secure::testing::loopback::Platform;

use crate::commands::{mute, ping};
use crate::runner::{Test, tests};
use crate::site::{PATIENCE, Running, Site, admin, member};

pub(crate) const TESTS: &[Test] = tests![
    what_a_bot_decided_is_scraped,
    a_bot_is_ill_while_its_audit_cannot_be_written,
    a_bot_is_ill_while_it_is_disconnected,
];

/// A disk that can be filled up.
#[derive(Clone, Default)]
struct Disk(Arc<AtomicBool>);

impl Disk {
    fn is_full(&self, is_full: bool) {
        self.0.store(is_full, Ordering::SeqCst);
    }
}

impl Write for Disk {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.load(Ordering::SeqCst) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

async fn watched(site: Site, builder: Builder) -> (Running, SocketAddr) {
    let bot = site.run(builder.watch_at(([127, 0, 0, 1], 0).into())).await;
    let address = bot.watched.expect("it can be watched");
    (bot, address)
}

/// The status and the text at a path.
pub(crate) async fn get(address: SocketAddr, path: &'static str) -> io::Result<(String, String)> {
    let ask = move || {
        let mut stream = TcpStream::connect(address)?;
        write!(stream, "GET {path} HTTP/1.1\r\nhost: {address}\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let (head, text) = answer.split_once("\r\n\r\n").expect("a head");
        Ok((head.split(' ').nth(1).expect("a status").to_owned(), text.to_owned()))
    };
    tokio::task::spawn_blocking(ask).await.expect("no panic")
}

/// Waits until the bot says that of its health.
async fn says(address: SocketAddr, status: &str, text: &str) {
    let mut said = Default::default();
    for _ in 0..PATIENCE.as_millis() / 10 {
        said = get(address, "/healthz").await.expect("an answer");
        if said == (status.to_owned(), text.to_owned()) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{status} {text}: {said:?}");
}

async fn what_a_bot_decided_is_scraped(platform: Platform) {
    let site = Site::new(&platform);
    let builder = site.builder().commands(commands![mute, ping]);
    let (bot, address) = watched(site, builder).await;
    for _ in 0..2 {
        assert_eq!(bot.say(member(0), "/mute <@!301> 1m").await.rule, "permission.missing");
    }
    assert_eq!(bot.say(admin(0), "/mute <@!301> 1m").await.rule, "allowed");
    bot.post(bot.by(member(0)).text("hello"));
    assert_eq!(bot.say(member(0), "/ping").await.rule, "allowed");
    says(address, "200", "ok\n").await;
    let (status, page) = get(address, "/metrics").await.expect("an answer");
    assert_eq!(status, "200");
    let bot_label = format!("bot=\"{}\"", bot.bot.app_id());
    for (metric, labels, value) in [
        (
            "botrs_secure_decisions_total",
            &["command=\"mute\"", "rule=\"permission.missing\"", "outcome=\"refused\""][..],
            "2",
        ),
        ("botrs_secure_decisions_total", &["command=\"mute\"", "rule=\"allowed\""], "1"),
        ("botrs_secure_messages_total", &["scene=\"guild\""], "5"),
        ("botrs_secure_body_duration_seconds_count", &["command=\"mute\""], "1"),
    ] {
        let fits = |line: &&str| {
            line.starts_with(&format!("{metric}{{"))
                && line.contains(&bot_label)
                && labels.iter().all(|label| line.contains(label))
        };
        let found: Vec<_> = page.lines().filter(fits).collect();
        assert!(matches!(&found[..], [line] if line.ends_with(&format!(" {value}"))), "{found:?}");
    }
    assert!(page.contains("# TYPE botrs_secure_body_duration_seconds histogram"), "{page}");
    assert_eq!(get(address, "/").await.expect("an answer").0, "404");
    bot.stop().await;
    assert!(get(address, "/healthz").await.is_err(), "it ends with the bot");
}

async fn a_bot_is_ill_while_its_audit_cannot_be_written(platform: Platform) {
    let (site, disk) = (Site::new(&platform), Disk::default());
    let audit = AuditLog::to_writer(disk.clone());
    let builder = site.builder().commands(commands![mute, ping]).audit(audit);
    let (bot, address) = watched(site, builder).await;
    says(address, "200", "ok\n").await;
    disk.is_full(true);
    assert_eq!(bot.say(member(0), "/ping").await.rule, "allowed");
    says(address, "503", "audit: not written\n").await;
    assert_eq!(bot.say(admin(0), "/mute <@!301> 1m").await.rule, "run.audit");
    disk.is_full(false);
    says(address, "200", "ok\n").await;
    assert_eq!(bot.say(admin(1), "/mute <@!301> 1m").await.rule, "allowed");
    bot.stop().await;
}

async fn a_bot_is_ill_while_it_is_disconnected(platform: Platform) {
    let site = Site::new(&platform);
    let builder = site.builder().commands(commands![ping]);
    let (bot, address) = watched(site, builder).await;
    says(address, "200", "ok\n").await;
    // It waits for half a second at least before it connects again.
    bot.bot.close(4009);
    says(address, "503", "gateway: not connected\n").await;
    says(address, "200", "ok\n").await;
    bot.stop().await;
}
