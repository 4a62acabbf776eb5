//! What is changed while the bot runs, and its start and end.

use std::fs;

use botrs_secure::prelude::*;
use botrs_secure::testing::loopback::{Failure, Matcher, Platform};
use botrs_secure::{Principal, Store};
use serde_json::{Value, json};

use super::{decisions, effects};
use crate::commands::{mute, ping};
use crate::runner::{Test, tests};
use crate::site::{OWNER, PATIENCE, Running, Site, admin, member};
use crate::store::{Folder, with_store};

pub(crate) const TESTS: &[Test] = tests![
    a_start_and_a_stop_have_one_record_each,
    a_start_that_fails_and_an_end_by_an_error_have_one_record_each,
    a_token_that_is_refused_has_one_record,
    a_policy_has_one_record_when_it_is_put_in_force_or_refused,
    grants_and_blocks_have_a_pair_each,
    an_unblocking_from_outside_has_one_record,
    an_alert_that_is_not_sent_has_a_record_of_its_own,
    a_time_without_records_has_one_record,
];

/// What was recorded beside decisions and effects, but for the start and the stop.
fn changes(site: &Site) -> Vec<Value> {
    let all =
        site.recorded_all(|it| it["event_type"] != "decision" && it["event_type"] != "effect");
    let [start, changes @ .., stop] = &all[..] else { panic!("a start and a stop: {all:?}") };
    assert_eq!((&start["action"], &stop["action"]), (&json!("start"), &json!("stop")));
    changes.to_vec()
}

fn words(record: &Value) -> [&str; 3] {
    ["event_type", "action", "rule"].map(|member| record[member].as_str().expect("a text"))
}

async fn a_start_and_a_stop_have_one_record_each(platform: Platform) {
    let site = Running::start(&platform, commands![ping]).await.stop().await;
    let records = site.audit();
    let words: Vec<_> = records.iter().map(words).collect();
    assert_eq!(words, [["lifecycle", "start", "bot"], ["lifecycle", "stop", "bot"]]);
    assert!(records.iter().all(|it| it["success"] == true && it["bot"] == site.bot.app_id()));
}

async fn a_start_that_fails_and_an_end_by_an_error_have_one_record_each(platform: Platform) {
    let site = Site::new(&platform);
    let which = Matcher::path("/users/@me").app_id(site.bot.app_id());
    platform.fail(which, Failure::answer(401, 11_298, "接口访问源IP不在白名单").times(1));
    site.fails(site.builder().commands(commands![ping])).await;
    let builder = site.builder().commands(commands![ping]);
    let bot = site.run(builder).await;
    bot.bot.close(4014);
    let (site, ended) = bot.ended().await;
    ended.expect_err("an end with its cause");
    let records = site.audit();
    let told: Vec<_> = records.iter().map(|it| (words(it), &it["details"])).collect();
    assert_eq!(
        told,
        [
            (["lifecycle", "start", "bot"], &json!("address")),
            (["lifecycle", "start", "bot"], &Value::Null),
            (["lifecycle", "stop", "bot"], &json!("intents")),
        ]
    );
    assert!(records.iter().all(|it| it["success"] == it["details"].is_null()));
}

async fn a_token_that_is_refused_has_one_record(platform: Platform) {
    let bot = Running::start(&platform, commands![ping]).await;
    bot.bot.revoke_tokens();
    bot.bot.close(4004);
    assert!(bot.bot.wait_until(PATIENCE, |traffic| traffic.identifies == 2).await);
    let records = changes(&bot.stop().await);
    let [renewed] = &records[..] else { panic!("one record: {records:?}") };
    assert_eq!(words(renewed), ["lifecycle", "token", "renewed"]);
    // Nor is there another one.
    let bot = Running::start(&platform, commands![ping]).await;
    let which = Matcher::path("/app/").app_id(bot.bot.app_id());
    platform.fail(which, Failure::answer(400, 100_016, "no").times(1));
    bot.bot.revoke_tokens();
    bot.bot.close(4004);
    bot.recorded("the failure", |it| it["rule"] == "unrenewed").await;
    assert!(bot.bot.wait_until(PATIENCE, |traffic| traffic.identifies == 2).await);
    let records = changes(&bot.stop().await);
    assert_eq!(words(&records[0]), ["alert", "token", "unrenewed"]);
    assert_eq!(records[0]["details"], "credentials");
}

async fn a_policy_has_one_record_when_it_is_put_in_force_or_refused(platform: Platform) {
    let (site, folder) = (Site::new(&platform), Folder::new("policies"));
    let path = folder.store().with_extension("toml");
    let good = format!("[trust]\nguilds = [\"{}\"]\n", site.guild);
    fs::write(&path, &good).expect("a file");
    let from_file = || Policy::load(&path).expect("a policy");
    let builder = site.builder().commands(commands![ping]).policy(from_file());
    let bot = site.run(builder).await;
    bot.handle.replace_policy(from_file()).expect("a policy");
    let unknown = Restriction::everywhere().command("no-such-command").disabled();
    bot.handle.replace_policy(bot.policy().restrict(unknown)).expect_err("no such command");
    fs::write(&path, "[trust]\nguilds = [1]\n").expect("a file");
    let in_details =
        |it: &Value, text: &str| it["details"].as_str().is_some_and(|d| d.contains(text));
    bot.recorded("the bad file", |it| in_details(it, ":2:11: ")).await;
    fs::write(&path, good + "\n# Mended.\n").expect("a file");
    let replaced = |it: &Value| it["action"] == "policy" && it["rule"] == "replaced";
    bot.recorded("the good file", |it| replaced(it) && bot.recorded_all(replaced).len() == 2).await;
    let changes = changes(&bot.stop().await);
    let words: Vec<_> = changes.iter().map(words).collect();
    assert_eq!(
        words,
        [
            ["lifecycle", "policy", "replaced"],
            ["lifecycle", "policy", "refused"],
            ["alert", "policy", "refused"],
            ["lifecycle", "policy", "replaced"],
        ]
    );
    for record in changes {
        assert_eq!(record["success"], record["rule"] == "replaced");
    }
}

async fn grants_and_blocks_have_a_pair_each(platform: Platform) {
    let (site, folder) = (Site::new(&platform), Folder::new("pairs"));
    let builder = with_store(site.builder().commands(commands![mute, ping]), &folder.store());
    let bot = site.run(builder).await;
    let rows = [
        (OWNER, "/perm grant <@!300> MuteMembers", "perm.grant", "done"),
        (admin(0), "/block <@!301>", "block", "done"),
        (admin(1), "/unblock 301", "unblock", "done"),
        (admin(2), "/unblock 301", "unblock", "unchanged"),
    ];
    for (who, text, ..) in rows {
        assert_eq!(bot.say(who, text).await.rule, "allowed", "{text}");
    }
    let site = bot.stop().await;
    let records = decisions(&site);
    assert_eq!(records.len(), rows.len());
    for (record, (_, text, action, result)) in records.iter().zip(rows) {
        assert_eq!(effects(&site, record), [(action.to_owned(), result.to_owned())], "{text}");
    }
    assert_eq!(changes(&site), [Value::Null; 0]);
}

async fn an_unblocking_from_outside_has_one_record(platform: Platform) {
    let (site, folder) = (Site::new(&platform), Folder::new("outside"));
    let builder = with_store(site.builder().commands(commands![ping]), &folder.store());
    let bot = site.run(builder).await;
    let place = Place::Guild { guild: GuildId::new(bot.guild), channel: ChannelId::new(1) };
    let app = bot.bot.app_id().parse().expect("a number");
    let who = Principal::new(app, &place, PersonId::User(UserId::new(member(0))));
    bot.handle.unblock(&who).await.expect("a store that can be written");
    let path = folder.store();
    let lifted = tokio::task::spawn_blocking(move || Store::unblock_at(path, &who)).await;
    lifted.expect("no panic").expect("the bot answers");
    let changes = changes(&bot.stop().await);
    let words: Vec<_> = changes.iter().map(words).collect();
    assert_eq!(words, [["lifecycle", "unblock", "handle"], ["lifecycle", "unblock", "socket"]]);
    assert!(changes.iter().all(|it| it["user_id"] == changes[0]["user_id"]));
}

async fn an_alert_that_is_not_sent_has_a_record_of_its_own(platform: Platform) {
    use botrs_secure::Intrusion;
    let site = Site::new(&platform);
    let builder = site.builder().commands(commands![mute, ping]);
    let builder = builder.intrusion(Intrusion::default().threshold(0));
    // No channel of the platform's.
    let bot = site.run(builder.alert_channel(ChannelId::new(7))).await;
    assert_eq!(bot.say(member(0), "/mute <@!300> 1m").await.rule, "permission.missing");
    bot.recorded("what is not sent", |it| it["rule"] == "unsent").await;
    let changes = changes(&bot.stop().await);
    let words: Vec<_> = changes.iter().map(words).collect();
    assert_eq!(words, [["alert", "intrusion", "intrusion.blocked"], ["alert", "alert", "unsent"]]);
    assert_eq!(changes[0]["correlation"], changes[1]["correlation"]);
}

async fn a_time_without_records_has_one_record(platform: Platform) {
    let bot = Running::start(&platform, commands![mute, ping]).await;
    bot.fill_disk(true);
    // The log finds out with the first record that it cannot write.
    let mut moderators = (0..50).map(admin);
    let refused = loop {
        let who = moderators.next().expect("the log finds out");
        let answer = bot.say(who, "/mute <@!300> 1m").await;
        if answer.rule != "allowed" {
            break answer;
        }
    };
    assert_eq!(refused.rule, "run.audit");
    let done = bot.effects();
    assert_eq!(bot.say(member(0), "/ping").await.rule, "allowed");
    bot.fill_disk(false);
    bot.recorded("the pause", |it| it["rule"] == "paused").await;
    assert_eq!(bot.effects().len(), done.len(), "nothing is done that cannot be recorded");
    assert_eq!(bot.say(OWNER, "/mute <@!300> 1m").await.rule, "allowed");
    let site = bot.stop().await;
    let records = decisions(&site);
    assert_eq!(records.len(), site.decisions_told(), "nothing is lost");
    let pairs: usize = records.iter().map(|record| effects(&site, record).len()).sum();
    assert_eq!(pairs, done.len() + 1);
    let changes = changes(&site);
    let [pause] = &changes[..] else { panic!("one record: {changes:?}") };
    assert_eq!(words(pause), ["alert", "audit.write", "paused"]);
}
