//! The bot's token: kept fresh, whatever the endpoint answers, and fetched once for all who wait.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::Duration;

use botrs_secure::prelude::*;
use botrs_secure::testing::Clock;
use botrs_secure::testing::loopback::{Bot, Failure, Matcher, Platform, Recorded};
use botrs_secure::{AlertKind, CommandSpec};
use serde_json::Value;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::JoinSet;

use crate::alone::{self, Directory};
use crate::commands::{Gate, linger, mute, ping};
use crate::gateway::ASKED;
use crate::runner::{Test, tests};
use crate::site::{PATIENCE, Running, Site, admin, member, parsed};

pub(crate) const TESTS: &[Test] = tests![
    a_token_is_replaced_before_it_expires,
    a_thousand_commands_at_once_cause_one_refresh,
    a_bot_outlives_each_fault_of_the_endpoint,
    an_endpoint_that_hangs_holds_nothing_up_for_long,
    a_token_that_expires_in_the_middle_of_a_command_is_replaced,
    nothing_privileged_is_done_without_a_token,
    a_refused_token_and_a_broken_endpoint_are_outlived_together,
    a_certificate_that_is_not_trusted_has_a_kind_of_its_own,
    a_changed_secret_is_taken_from_its_file,
    what_is_no_new_secret_is_refused_and_told_once,
    a_secret_that_could_not_be_tried_is_tried_again,
    what_the_platform_refuses_is_told_once,
];

/// Longer than a token lasts.
const HOURS: Duration = Duration::from_secs(7200);

/// A bot whose clock is turned by hand.
async fn start(platform: &Platform, commands: &[&'static CommandSpec]) -> (Running, Clock) {
    let (site, clock) = (Site::new(platform), Clock::manual());
    let builder = site.builder().commands(commands).clock(clock.clone());
    (site.run(builder.state(Gate::default())).await, clock)
}

fn endpoint(bot: &Running) -> Matcher {
    Matcher::path("/app/").app_id(bot.bot.app_id())
}

/// The records about the token.
fn records(site: &Site) -> Vec<(String, Value)> {
    let records = site.recorded_all(|record| record["action"] == "token");
    let rule = |record: &Value| record["rule"].as_str().expect("a rule").to_owned();
    records.iter().map(|record| (rule(record), record["details"].clone())).collect()
}

fn rules(site: &Site) -> Vec<String> {
    records(site).into_iter().map(|(rule, _)| rule).collect()
}

/// Asks again and again until there is an answer.
async fn answers_again(bot: &Running) {
    for n in 0..50 {
        if !bot.say(member(n), "/ping").await.replies.is_empty() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    panic!("no answer any more: {:#?}", bot.audit());
}

async fn a_token_is_replaced_before_it_expires(platform: Platform) {
    let site = Site::new(&platform);
    site.bot.tokens_last(Duration::from_secs(6));
    let builder = site.builder().commands(commands![ping]);
    let bot = site.run(builder).await;
    assert!(bot.bot.wait_until(PATIENCE, |traffic| traffic.tokens == 3 * ASKED).await);
    assert_eq!(bot.say(member(0), "/ping").await.text(), "pong");
    let site = bot.stop().await;
    assert!(records(&site).is_empty());
}

async fn a_thousand_commands_at_once_cause_one_refresh(platform: Platform) {
    let (bot, clock) = start(&platform, commands![ping]).await;
    for user in 0..1000 {
        let _ = platform.guild(bot.guild).member(700_000 + user, "member", &[1]);
    }
    platform.fail(endpoint(&bot), Failure::delay(Duration::from_secs(1)));
    clock.advance(HOURS);
    let ids: Vec<_> =
        (0..1000).map(|user| bot.post(bot.by(700_000 + user).text("/ping"))).collect();
    assert!(bot.all_decided(ids.iter()).await.iter().all(|rule| *rule == "allowed"));
    for id in &ids {
        bot.reply(id).await;
    }
    assert_eq!(bot.bot.traffic().tokens, 2 * ASKED, "one more than at the start");
    bot.stop().await;
}

async fn a_bot_outlives_each_fault_of_the_endpoint(platform: Platform) {
    let token = |told: &str| format!(r#"{{"access_token":"loopback","expires_in":{told}}}"#);
    let faults = [
        (Failure::answer(500, 1, "no"), "platform"),
        (Failure::garbage(502), "platform"),
        (Failure::garbage(200), "platform"),
        (Failure::body(200, ""), "platform"),
        (Failure::answer(429, 1, "no"), "platform"),
        (Failure::answer(401, 11_298, "no"), "address"),
        (Failure::answer(200, 100_016, "no"), "credentials"),
        (Failure::body(200, token("0")), "platform"),
        (Failure::body(200, token("-1")), "platform"),
        (Failure::body(200, token("\"soon\"")), "platform"),
        (Failure::body(200, token("18446744073709551615")), "platform"),
        (Failure::body(200, " ".repeat(100_000)), "platform"),
    ];
    let mut each = JoinSet::new();
    for (fault, kind) in faults {
        each.spawn(outlives(platform.clone(), fault, kind));
    }
    each.join_all().await;
}

async fn outlives(platform: Platform, fault: Failure, kind: &'static str) {
    let (bot, clock) = start(&platform, commands![ping]).await;
    platform.fail(endpoint(&bot), fault.clone().times(1));
    clock.advance(HOURS);
    assert!(bot.say(member(49), "/ping").await.replies.is_empty(), "{fault:?}");
    answers_again(&bot).await;
    assert_eq!(bot.bot.traffic().identifies, 1);
    let records = records(&bot.stop().await);
    let expected = [("unrenewed".to_owned(), kind.into()), ("renewed".into(), "failures=1".into())];
    assert_eq!(records, expected, "{fault:?}");
}

async fn an_endpoint_that_hangs_holds_nothing_up_for_long(platform: Platform) {
    let (bot, clock) = start(&platform, commands![ping]).await;
    platform.fail(endpoint(&bot), Failure::delay(Duration::from_secs(600)).times(1));
    clock.advance(HOURS);
    let first = bot.post(bot.by(member(0)).text("/ping"));
    bot.recorded("the failure", |record| record["rule"] == "unrenewed").await;
    assert!(bot.replies(&first).is_empty());
    answers_again(&bot).await;
    assert_eq!(rules(&bot.stop().await), ["unrenewed", "renewed"]);
}

async fn a_token_that_expires_in_the_middle_of_a_command_is_replaced(platform: Platform) {
    let (site, clock, gate) = (Site::new(&platform), Clock::manual(), Gate::default());
    // Shorter than replies are taken for.
    site.bot.tokens_last(Duration::from_secs(100));
    let builder = site.builder().commands(commands![linger]).clock(clock.clone());
    let bot = site.run(builder.state(gate.clone())).await;
    let id = bot.post(bot.by(member(0)).text("/linger"));
    bot.reply(&id).await;
    clock.advance(Duration::from_secs(99));
    gate.open();
    assert_eq!(bot.decided(&id).await, "allowed");
    let ended = |record: &Recorded| record.body.contains("ended");
    let reply = platform.wait_for(PATIENCE, |it| ended(it) && it.body.contains(&id)).await;
    assert!(reply.is_some(), "{:#?}", bot.audit());
    assert_eq!(bot.bot.traffic().tokens, 2 * ASKED);
    bot.stop().await;
}

async fn nothing_privileged_is_done_without_a_token(platform: Platform) {
    let (bot, clock) = start(&platform, commands![mute, ping]).await;
    platform.fail(endpoint(&bot), Failure::answer(500, 1, "no"));
    clock.advance(HOURS);
    bot.say(member(0), "/ping").await;
    let told = bot.say(admin(0), &format!("/mute <@!{}> 1m", member(0))).await;
    assert_ne!(told.rule, "allowed");
    assert!(bot.effects().is_empty() && told.replies.is_empty());
    bot.stop().await;
}

async fn a_refused_token_and_a_broken_endpoint_are_outlived_together(platform: Platform) {
    let bot = Running::start(&platform, commands![ping]).await;
    platform.fail(endpoint(&bot), Failure::answer(500, 1, "no").times(2));
    bot.bot.revoke_tokens();
    bot.bot.close(4004);
    assert!(bot.bot.wait_until(PATIENCE, |traffic| traffic.identifies == 2).await);
    bot.bot.connected().await;
    answers_again(&bot).await;
    let records = records(&bot.stop().await);
    let expected =
        [("unrenewed".to_owned(), "platform".into()), ("renewed".into(), "failures=2".into())];
    assert_eq!(records, expected);
}

async fn a_certificate_that_is_not_trusted_has_a_kind_of_its_own(platform: Platform) {
    let (site, folder) = (Site::new(&platform), Directory::new("tls"));
    let (audit, trusted) = (folder.0.join("audit.jsonl"), folder.0.join("none.pem"));
    fs::write(&trusted, "").expect("a file");
    let mut command = alone::command(site.bot.app_id(), &site.bot.secret(), &audit);
    command.env("SSL_CERT_FILE", &trusted);
    let ended = tokio::task::spawn_blocking(move || command.output()).await;
    let ended = ended.expect("no panic").expect("a process");
    assert!(!ended.status.success());
    let said = String::from_utf8(ended.stderr).expect("UTF-8");
    assert!(said.contains("kind: Tls") && said.contains("核对系统时间"), "{said}");
    assert!(said.contains("compare the system's clock"), "{said}");
    let records = parsed(&fs::read_to_string(&audit).expect("the audit"));
    let starts = records.iter().filter(|record| record["action"] == "start");
    let details: Vec<_> = starts.map(|record| record["details"].clone()).collect();
    assert_eq!(details, ["tls"]);
    assert_eq!(site.bot.traffic().tokens, 0);
}

/// A file of credentials, which another one takes the place of as a whole.
pub(crate) struct File {
    folder: Directory,
    bot: Bot,
}

impl File {
    pub(crate) fn new(bot: &Bot, name: &str) -> Self {
        let file = Self { folder: Directory::new(name), bot: bot.clone() };
        file.write(&file.said(&bot.secret()), 0o600);
        file
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.0.join("credentials.toml")
    }

    pub(crate) fn said(&self, secret: &str) -> String {
        format!("app_id = {}\nsecret = \"{secret}\"\n", self.bot.app_id())
    }

    pub(crate) fn write(&self, text: &str, mode: u32) {
        let next = self.folder.0.join("next");
        fs::write(&next, text).expect("a file");
        fs::set_permissions(&next, fs::Permissions::from_mode(mode)).expect("its mode");
        fs::rename(&next, self.path()).expect("in its place");
    }

    /// A bot with these credentials, and the alerts that it raises.
    async fn run(&self, site: Site) -> (Running, UnboundedReceiver<AlertKind>) {
        let (told, alerts) = unbounded_channel();
        let builder = site.builder_with(Credentials::from_file(self.path()).expect("credentials"));
        let builder = builder.commands(commands![ping]).on_alert(move |alert| {
            assert!(alert.principal().is_none() && alert.place().is_none());
            let _ = told.send(alert.kind());
        });
        (site.run(builder).await, alerts)
    }
}

fn secrets(site: &Site) -> Vec<(String, Value)> {
    let records = site.recorded_all(|record| record["action"] == "secrets");
    let rule = |record: &Value| record["rule"].as_str().expect("a rule").to_owned();
    records.iter().map(|record| (rule(record), record["details"].clone())).collect()
}

/// Waits until there are so many records about the secret; the last of them.
async fn nth_record(bot: &Running, count: usize) -> (String, Value) {
    let is_it = |record: &Value| record["action"] == "secrets";
    bot.recorded(&format!("{count}"), |it| is_it(it) && secrets(bot).len() >= count).await;
    secrets(bot).pop().expect("some")
}

async fn a_changed_secret_is_taken_from_its_file(platform: Platform) {
    let site = Site::new(&platform);
    let file = File::new(&site.bot, "rotated");
    let (bot, mut alerts) = file.run(site).await;
    bot.bot.change_secret("loopback-secret-rotated");
    file.write(&file.said("loopback-secret-rotated"), 0o600);
    assert_eq!(nth_record(&bot, 1).await, ("secrets.rotated".into(), Value::Null));
    // The next token is fetched with it.
    bot.bot.revoke_tokens();
    bot.bot.close(4004);
    assert!(bot.bot.wait_until(PATIENCE, |traffic| traffic.identifies == 2).await);
    bot.bot.connected().await;
    assert_eq!(bot.say(member(0), "/ping").await.text(), "pong");
    // The same again is no news.
    file.write(&file.said("loopback-secret-rotated"), 0o600);
    tokio::time::sleep(Duration::from_millis(500)).await;
    let site = bot.stop().await;
    assert_eq!(secrets(&site).len(), 1);
    assert_eq!(rules(&site), ["renewed"]);
    assert!(alerts.recv().await.is_none());
}

async fn what_is_no_new_secret_is_refused_and_told_once(platform: Platform) {
    let site = Site::new(&platform);
    let file = File::new(&site.bot, "refused");
    let (bot, mut alerts) = file.run(site).await;
    let wrong = file.said("loopback-secret-wrong");
    let other = "app_id = 102999999\nsecret = \"loopback-secret-other\"\n";
    let tokens = bot.bot.traffic().tokens;
    for (n, (text, mode, words)) in [
        (wrong.as_str(), 0o644, "0644"),
        (wrong.as_str(), 0o600, "credentials"),
        (other, 0o600, "another AppID: 102999999"),
        (&wrong[..wrong.len() - 4], 0o600, "credentials.toml:2:"),
    ]
    .into_iter()
    .enumerate()
    {
        file.write(text, mode);
        let (rule, details) = nth_record(&bot, n + 1).await;
        let details = details.as_str().expect("a reason").to_owned();
        assert!(rule == "secrets.refused" && details.contains(words), "{words}: {rule} {details}");
        assert_eq!(bot.say(member(n as u64), "/ping").await.text(), "pong");
    }
    assert_eq!(bot.bot.traffic().tokens, tokens);
    bot.bot.change_secret("loopback-secret-good");
    file.write(&file.said("loopback-secret-good"), 0o600);
    assert_eq!(nth_record(&bot, 5).await.0, "secrets.rotated");
    let site = bot.stop().await;
    assert_eq!(secrets(&site).len(), 5);
    assert_eq!(alerts.recv().await, Some(AlertKind::Secret));
    assert!(alerts.recv().await.is_none(), "one in ten minutes");
}

async fn a_secret_that_could_not_be_tried_is_tried_again(platform: Platform) {
    let site = Site::new(&platform);
    let file = File::new(&site.bot, "tried");
    let (bot, _alerts) = file.run(site).await;
    platform.fail(endpoint(&bot), Failure::answer(503, 1, "no").times(1));
    bot.bot.change_secret("loopback-secret-tried");
    file.write(&file.said("loopback-secret-tried"), 0o600);
    assert_eq!(nth_record(&bot, 2).await.0, "secrets.rotated");
    let site = bot.stop().await;
    let refused = ("secrets.refused".to_owned(), Value::from("platform"));
    assert_eq!(secrets(&site), [refused, ("secrets.rotated".into(), Value::Null)]);
}

async fn what_the_platform_refuses_is_told_once(platform: Platform) {
    for (status, code, said, kind, rule) in [
        (401, 11_298, "接口访问源IP不在白名单", AlertKind::Address, "platform.address"),
        (
            401,
            11_244,
            "token not exist or expire",
            AlertKind::Unauthorized,
            "platform.unauthorized",
        ),
        (403, 11_253, "检查应用权限不通过", AlertKind::Forbidden, "platform.forbidden"),
    ] {
        let (site, (told, mut alerts)) = (Site::new(&platform), unbounded_channel());
        let builder = site.builder().commands(commands![ping]);
        let builder = builder.on_alert(move |alert| {
            let _ = told.send(alert.kind());
        });
        let bot = site.run(builder).await;
        let which = Matcher::path("/channels/").app_id(bot.bot.app_id());
        platform.fail(which, Failure::answer(status, code, said));
        for n in 0..12 {
            bot.say(member(n), "/ping").await;
        }
        bot.recorded(rule, |record| record["rule"] == rule).await;
        let site = bot.stop().await;
        let records = site.recorded_all(|record| record["action"] == "platform");
        assert_eq!(records.len(), 1, "{rule}: {records:?}");
        assert_eq!(alerts.recv().await, Some(kind));
        assert!(alerts.recv().await.is_none(), "{rule}");
    }
}
