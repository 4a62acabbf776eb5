//! The bot's token: kept fresh, whatever the endpoint answers, and fetched once for all who wait.

use std::fs;
use std::time::Duration;

use botrs_secure::CommandSpec;
use botrs_secure::prelude::*;
use botrs_secure::testing::Clock;
use botrs_secure::testing::loopback::{Failure, Matcher, Platform, Recorded};
use serde_json::Value;
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
