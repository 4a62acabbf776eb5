//! Starting, failing to start, and ending.

use std::io::{self, Write};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::{fs, thread};

use botrs_secure::prelude::*;
use botrs_secure::testing::loopback::{Failure, Matcher, Platform};
use botrs_secure::{Locale, StartErrorKind};

use crate::alone::{self, Directory, Process};
use crate::commands::{Gate, linger, mute, ping};
use crate::runner::{Test, tests};
use crate::site::{PATIENCE, Running, Site, admin, member, parsed};

pub(crate) const TESTS: &[Test] = tests![
    a_stopped_bot_drains_flushes_and_is_silent,
    the_end_waits_for_the_audit,
    a_run_that_is_dropped_closes_its_connection,
    a_bot_stops_while_it_is_disconnected,
    of_two_bots_in_a_process_one_stops,
    an_interrupt_ends_the_process_cleanly,
    a_wrong_secret_is_explained,
    an_address_that_is_not_allowed_is_explained,
    an_unsafe_gateway_is_refused,
    used_up_session_starts_are_explained,
    a_platform_that_answers_nonsense_is_not_believed,
    a_network_that_is_down_is_explained,
];

async fn a_stopped_bot_drains_flushes_and_is_silent(platform: Platform) {
    let (site, gate) = (Site::new(&platform), Gate::default());
    let builder = site.builder().commands(commands![linger, ping]).state(gate.clone());
    let bot = site.run(builder).await;
    assert!(bot.bot.wait_until(PATIENCE, |traffic| traffic.heartbeats > 0).await);
    let slow = bot.post(bot.by(member(0)).text("/linger"));
    bot.reply(&slow).await;
    let connection = bot.bot.clone();
    let stopped = tokio::spawn(bot.stop());
    // The connection is closed first; the call goes on, and the end waits for it.
    assert!(connection.wait_until(PATIENCE, |traffic| traffic.open == 0).await);
    assert!(!stopped.is_finished());
    gate.open();
    let site = stopped.await.expect("no panic");
    assert_eq!(site.decisions(&slow), ["allowed"]);
    assert_eq!(site.replies(&slow), ["began", "ended"]);
    let audit = site.audit();
    let actions: Vec<_> = audit.iter().map(|record| record["action"].as_str()).collect();
    assert_eq!(actions, [Some("start"), Some("linger"), Some("stop")], "{audit:#?}");
    assert_eq!(audit[1]["rule"], "allowed");
    stays_silent(&site).await;
}

/// A log that is slow to write.
#[derive(Clone, Default)]
struct Slow(Arc<Mutex<Vec<u8>>>);

impl Write for Slow {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        thread::sleep(Duration::from_millis(500));
        self.0.lock().expect("no panic").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

async fn the_end_waits_for_the_audit(platform: Platform) {
    let (site, log) = (Site::new(&platform), Slow::default());
    let audit = AuditLog::to_writer(log.clone());
    let builder = site.builder().commands(commands![ping]).audit(audit.clone());
    let bot = site.run(builder).await;
    assert_eq!(bot.say(member(0), "/ping").await.text(), "pong");
    bot.stop().await;
    // The log is still held here, so its end has not written it out.
    let written = String::from_utf8(log.0.lock().expect("no panic").clone()).expect("UTF-8");
    let actions: Vec<_> = parsed(&written).into_iter().map(|mut r| r["action"].take()).collect();
    assert_eq!(actions, ["start", "ping", "stop"]);
    drop(audit);
}

/// Asserts that a bot has no connection and does nothing at the gateway any more.
async fn stays_silent(site: &Site) {
    assert!(site.bot.wait_until(PATIENCE, |traffic| traffic.open == 0).await);
    let before = site.bot.traffic();
    // Longer than the heartbeat interval of the platform.
    tokio::time::sleep(Duration::from_millis(2_500)).await;
    assert_eq!(site.bot.traffic(), before, "nothing after the end");
}

async fn a_run_that_is_dropped_closes_its_connection(platform: Platform) {
    let bot = Running::start(&platform, commands![ping]).await;
    let site = bot.abort();
    stays_silent(&site).await;
}

async fn a_bot_stops_while_it_is_disconnected(platform: Platform) {
    let bot = Running::start(&platform, commands![ping]).await;
    bot.bot.close(4009);
    assert!(bot.bot.wait_until(PATIENCE, |traffic| traffic.open == 0).await);
    let site = bot.stop().await;
    assert!(site.audit().iter().any(|record| record["action"] == "stop"));
    stays_silent(&site).await;
}

async fn of_two_bots_in_a_process_one_stops(platform: Platform) {
    let one = Running::start(&platform, commands![ping, mute]).await;
    let other = Running::start(&platform, commands![ping, mute]).await;
    assert_eq!(one.say(member(0), "/ping").await.text(), "pong");
    assert_eq!(other.say(member(0), "/ping").await.text(), "pong");
    assert_eq!(one.say(admin(0), "/mute <@!300> 1m").await.rule, "allowed");
    // The cooldown of one is not the other's.
    assert_eq!(other.say(admin(0), "/mute <@!300> 1m").await.rule, "allowed");
    let one = one.stop().await;
    assert!(one.bot.wait_until(PATIENCE, |traffic| traffic.open == 0).await);
    let beats = other.bot.traffic().heartbeats;
    assert!(other.bot.wait_until(PATIENCE, |traffic| traffic.heartbeats > beats + 1).await);
    assert_eq!(other.say(member(1), "/ping").await.text(), "pong");
    other.bot.close(4009);
    assert!(other.bot.wait_until(PATIENCE, |traffic| traffic.resumes == 1).await);
    assert_eq!(other.say(member(1), "/ping").await.text(), "pong");
    assert_eq!(other.bot.traffic().identifies, 1);
    other.stop().await;
}

async fn an_interrupt_ends_the_process_cleanly(platform: Platform) {
    for signal in ["-INT", "-TERM"] {
        let (site, directory) = (Site::new(&platform), Directory::new(signal));
        let audit = directory.0.join("audit.jsonl");
        let mut command = alone::command(site.bot.app_id(), &site.bot.secret(), &audit);
        let mut process = Process(command.stderr(Stdio::null()).spawn().expect("a process"));
        site.bot.connected().await;
        let slow = site.post(site.by(member(0)).text("/snooze"));
        site.reply(&slow).await;
        let id = process.0.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().expect("kill").success());
        let status = tokio::task::spawn_blocking(move || process.0.wait());
        let status = tokio::time::timeout(PATIENCE, status).await.expect("it ends");
        assert_eq!(status.expect("no panic").expect("a status").code(), Some(0), "{signal}");
        assert_eq!(site.replies(&slow), ["began", "ended"], "{signal}");
        let log = fs::read_to_string(&audit).expect("the audit");
        crate::leaks::look("audit", &log);
        let actions: Vec<_> = parsed(&log).into_iter().map(|mut r| r["action"].take()).collect();
        assert_eq!(actions, ["audit.open", "start", "snooze", "stop"], "{signal}");
        assert!(site.bot.wait_until(PATIENCE, |traffic| traffic.open == 0).await);
    }
}

async fn a_wrong_secret_is_explained(platform: Platform) {
    let site = Site::new(&platform);
    let wrong = Credentials::new(site.bot.app_id(), "loopback-secret-wrong").expect("well formed");
    let builder = SecureBot::builder(wrong).sandbox(false).log_secrets_too();
    let builder = builder.commands(commands![ping]);
    let builder = builder.policy(site.policy()).audit(AuditLog::to_writer(std::io::sink()));
    let error = site.fails(builder).await;
    assert_eq!(error.kind(), StartErrorKind::Credentials);
    assert!(error.explain(Locale::Zh).contains("不是旧的机器人令牌"), "{error}");
    assert!(error.explain(Locale::En).contains("not the old robot token"), "{error}");
    assert_eq!(site.bot.traffic().tokens, 0);
}

async fn an_address_that_is_not_allowed_is_explained(platform: Platform) {
    for path in ["/users/@me", "/gateway/bot"] {
        let site = Site::new(&platform);
        let which = Matcher::path(path).app_id(site.bot.app_id());
        platform.fail(which, Failure::answer(401, 11_298, "接口访问源IP不在白名单"));
        let error = site.fails(site.builder().commands(commands![ping])).await;
        assert_eq!(error.kind(), StartErrorKind::Address, "{path}: {error}");
        assert!(error.explain(Locale::En).contains("IP allow list"), "{error}");
    }
}

async fn an_unsafe_gateway_is_refused(platform: Platform) {
    for url in ["ws://gateway.example/", "http://127.0.0.1/", "ws://127.0.0.1.example/", "wss://"] {
        let site = Site::new(&platform);
        site.bot.gateway(url);
        let error = site.fails(site.builder().commands(commands![ping])).await;
        assert_eq!(error.kind(), StartErrorKind::GatewayUrl, "{url}");
        assert!(error.to_string().contains(url), "{error}");
    }
}

async fn used_up_session_starts_are_explained(platform: Platform) {
    let site = Site::new(&platform);
    site.bot.session_limit(0, Duration::from_secs(90));
    let error = site.fails(site.builder().commands(commands![ping])).await;
    assert_eq!(error.kind(), StartErrorKind::SessionLimit);
    assert!(error.explain(Locale::En).contains("90 s"), "{error}");
    assert_eq!(site.bot.traffic().identifies, 0);
}

async fn a_platform_that_answers_nonsense_is_not_believed(platform: Platform) {
    for (path, failure) in [
        ("/users/@me", Failure::garbage(200)),
        ("/users/@me", Failure::answer(200, 0, "no id")),
        ("/users/@me", Failure::answer(500, 1, "oops")),
        ("/gateway/bot", Failure::garbage(502)),
        ("/gateway/bot", Failure::answer(200, 0, "no url")),
    ] {
        let site = Site::new(&platform);
        platform.fail(Matcher::path(path).app_id(site.bot.app_id()), failure.clone());
        let error = site.fails(site.builder().commands(commands![ping])).await;
        assert_eq!(error.kind(), StartErrorKind::Platform, "{path} {failure:?}: {error}");
    }
}

async fn a_network_that_is_down_is_explained(platform: Platform) {
    let (site, directory) = (Site::new(&platform), Directory::new("offline"));
    let audit = directory.0.join("audit.jsonl");
    let mut command = alone::command(site.bot.app_id(), &site.bot.secret(), &audit);
    // Nobody listens there.
    command.env("HTTPS_PROXY", "http://127.0.0.1:9").env("https_proxy", "http://127.0.0.1:9");
    let output = tokio::task::spawn_blocking(move || command.output());
    let output = tokio::time::timeout(PATIENCE, output).await.expect("it ends");
    let output = output.expect("no panic").expect("a process");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("Unreachable") && said.contains("无法连接 QQ 平台"), "{said}");
    crate::leaks::look("standard error", &said);
    let log = fs::read_to_string(&audit).expect("the audit");
    let start = parsed(&log).pop().expect("a record");
    assert_eq!((&start["action"], &start["success"]), (&"start".into(), &false.into()), "{log}");
    assert_eq!(start["details"], "unreachable");
}
