//! Presses of buttons: judged on this side by who the platform says pressed, and each answered once.

use botrs_secure::prelude::*;
use botrs_secure::testing::loopback::{Platform, Press, Recorded};
use serde_json::{Value, json};

use crate::commands::{announce, ban, kick, mute, ping, purge};
use crate::runner::{Test, tests};
use crate::site::{OWNER, PATIENCE, Running, SOMEBODY, Site, admin, member};

pub(crate) const TESTS: &[Test] = tests![
    whoever_may_is_done_for_and_nobody_else,
    roles_taken_away_without_an_event_count,
    a_group_button_that_anybody_presses,
    delivered_twice_it_runs_and_is_answered_once,
    a_flood_of_presses_is_told_so,
    places_that_are_not_trusted_and_events_that_are_malformed,
    the_confirming_button_is_its_callers,
    roles_taken_away_before_the_confirming_press_count,
    without_the_right_to_buttons_the_code_is_as_good,
];

/// What became of a press.
struct Pressed {
    id: String,
    code: u64,
}

/// Presses, and waits for the answer.
async fn press(bot: &Running, press: Press) -> Pressed {
    let id = bot.platform.press(&bot.bot, press);
    let code = bot.platform.answered(PATIENCE, &id).await;
    let code = code.unwrap_or_else(|| panic!("{id} is not answered: {:?}", bot.decisions(&id)));
    Pressed { id, code }
}

/// A press in the bot's channel, its code and the rule that decided.
async fn here(bot: &Running, user: u64, data: &str) -> (u64, &'static str) {
    let pressed = press(bot, Press::guild(bot.guild, bot.channel, user).data(data)).await;
    (pressed.code, bot.decided(&pressed.id).await)
}

/// What was done to members.
fn acts(site: &Site) -> usize {
    site.effects().iter().filter(|request| request.path.starts_with("/guilds/")).count()
}

/// The answers to presses, each of which names one: all of them once the bot has stopped.
fn answers(site: &Site) -> usize {
    site.requests().iter().filter(|request| request.path.starts_with("/interactions/")).count()
}

/// The records of decisions: all of them once the bot has stopped.
fn decisions(site: &Site) -> usize {
    site.recorded_all(|record| record["event_type"] == "decision").len()
}

async fn whoever_may_is_done_for_and_nobody_else(platform: Platform) {
    let bot = Running::start(&platform, commands![ban, mute, announce, ping]).await;
    let data = format!("/ban <@!{}>", member(1));
    for (user, data, expected) in [
        (member(2), data.as_str(), (4, "permission.missing")),
        (member(2), "/announce hello", (4, "permission.missing")),
        (member(2), "/ping", (0, "allowed")),
        (admin(1), &format!("/ban <@!{OWNER}>"), (4, "authority.rank")),
        (admin(1), &data, (0, "allowed")),
        (OWNER, "/ban nobody", (1, "arguments.invalid")),
        (777_777, "/announce hello", (4, "authority.unknown")),
    ] {
        assert_eq!(here(&bot, user, data).await, expected, "{user} {data}");
    }
    assert!(!platform.guild(bot.guild).has(member(1)));
    let site = bot.stop().await;
    assert_eq!(decisions(&site), 7);
    // To the event: what answers no message would be counted apart.
    let told = site.requests().into_iter().filter(|request| request.method == "POST");
    let told: Vec<_> = told.map(|request| request.json()).collect();
    assert_eq!(told.len(), 3, "{told:?}");
    for reply in told {
        let event = reply["event_id"].as_str().unwrap();
        assert!(event.starts_with("INTERACTION_CREATE:"), "{reply}");
        assert_eq!((&reply["msg_id"], &reply["msg_seq"]), (&Value::Null, &Value::Null));
    }
}

async fn roles_taken_away_without_an_event_count(platform: Platform) {
    let bot = Running::start(&platform, commands![mute]).await;
    let data = format!("/mute <@!{}> 10m", member(1));
    assert_eq!(bot.say(admin(1), &data).await.rule, "allowed");
    let _ = platform.guild(bot.guild).member(admin(1), "demoted", &[1]);
    assert_eq!(here(&bot, admin(1), &data).await, (4, "permission.missing"));
    // Nor does it help to say so in the event.
    let forged = Press::guild(bot.guild, bot.channel, admin(1)).data(&data);
    let forged = forged.set("member", json!({"roles": ["4"]})).set("roles", json!(["4"]));
    assert_eq!(press(&bot, forged).await.code, 4);
    assert_eq!(acts(&bot), 1);
    bot.stop().await;
}

async fn a_group_button_that_anybody_presses(platform: Platform) {
    let bot = Running::start(&platform, commands![announce, ping]).await;
    let _ = platform.group(&bot.group).member(SOMEBODY, "chief", "owner");
    let by = |data: &str| Press::group(&bot.group, SOMEBODY).data(data);
    for (data, expected) in
        [("/announce @all", (4, "permission.unknown")), ("/ping", (0, "allowed"))]
    {
        let pressed = press(&bot, by(data)).await;
        assert_eq!((pressed.code, bot.decided(&pressed.id).await), expected);
    }
    let alone = press(&bot, Press::c2c(SOMEBODY).data("/announce hello")).await;
    assert_eq!(alone.code, 4);
    assert_eq!(decisions(&bot.stop().await), 3);
}

async fn delivered_twice_it_runs_and_is_answered_once(platform: Platform) {
    let bot = Running::start(&platform, commands![kick, ping]).await;
    let data = format!("/kick <@!{}>", member(1));
    let id = platform.press(&bot.bot, Press::guild(bot.guild, bot.channel, admin(1)).data(&data));
    platform.press_again(&id);
    let mut rules = bot.decided_times(&id, 2).await;
    rules.sort_unstable();
    assert_eq!(rules, ["allowed", "replay"]);
    assert_eq!(platform.answered(PATIENCE, &id).await, Some(0));
    assert_eq!(here(&bot, member(2), "/ping").await.0, 0);
    let site = bot.stop().await;
    assert_eq!((acts(&site), answers(&site)), (1, 2));
}

async fn a_flood_of_presses_is_told_so(platform: Platform) {
    let bot = Running::start(&platform, commands![ping]).await;
    let by = || Press::guild(bot.guild, bot.channel, member(2)).data("/ping");
    let ids: Vec<_> = (0..30).map(|_| platform.press(&bot.bot, by())).collect();
    let rules = bot.all_decided(ids.iter()).await;
    let mut codes = Vec::new();
    for id in &ids {
        codes.push(platform.answered(PATIENCE, id).await.expect("an answer"));
    }
    assert_eq!(codes.iter().filter(|&&code| code == 0).count(), 10, "{codes:?}");
    assert!(codes.iter().zip(rules).all(|(&code, rule)| code == 2 || rule == "allowed"));
    assert_eq!(here(&bot, member(3), "/ping").await.0, 0);
    bot.stop().await;
}

async fn places_that_are_not_trusted_and_events_that_are_malformed(platform: Platform) {
    let bot = Running::start(&platform, commands![ping]).await;
    let _ = platform.guild(bot.guild + 500).channel(bot.guild + 501);
    let elsewhere = Press::guild(bot.guild + 500, bot.guild + 501, OWNER).data("/ping");
    assert_eq!(press(&bot, elsewhere).await.code, 4);
    let by = || Press::guild(bot.guild, bot.channel, OWNER).data("/ping");
    for (field, value) in [
        ("guild_id", json!("../../users/@me")),
        ("channel_id", Value::Null),
        ("data.resolved.user_id", json!("1?a=b")),
        ("chat_type", json!(2)),
        ("data", Value::Null),
    ] {
        assert_eq!(press(&bot, by().set(field, value)).await.code, 1, "{field}");
    }
    // One that cannot be answered is not.
    platform.press(&bot.bot, by().set("id", json!("../../guilds/1/members/2")));
    assert_eq!(here(&bot, OWNER, "/ping").await, (0, "allowed"));
    let site = bot.stop().await;
    assert_eq!(answers(&site), 7);
    let malformed = site.recorded_all(|record| record["rule"] == "source.malformed");
    assert_eq!(malformed.len(), 6, "{malformed:#?}");
}

/// Asks for a member to be purged, until the button is sent: its data, once it can be pressed.
async fn asked(bot: &Running, by: u64, target: u64) -> String {
    let asked = bot.say(by, &format!("/purge <@!{target}>")).await;
    assert_eq!(asked.rule, "confirm");
    let own = |request: &Recorded| request.json()["msg_id"] == asked.id.as_str();
    let is_button = |request: &Recorded| own(request) && !request.json()["keyboard"].is_null();
    let button = bot.platform.wait_for(PATIENCE, is_button).await.expect("a button").json();
    assert!(!button.to_string().contains(&target.to_string()), "{button}");
    let button = &button["keyboard"]["content"]["rows"][0]["buttons"][0]["action"];
    assert_eq!(button["permission"]["specify_user_ids"], json!([by.to_string()]), "{button}");
    // Whoever answers sooner has not read what they are asked.
    tokio::time::sleep(Duration::from_millis(2_100)).await;
    button["data"].as_str().expect("data").to_owned()
}

async fn the_confirming_button_is_its_callers(platform: Platform) {
    let bot = Running::start(&platform, commands![purge]).await;
    bot.bot.allow_keyboards(true);
    let data = asked(&bot, admin(1), member(1)).await;
    for thief in [member(2), admin(2), OWNER] {
        assert_eq!(here(&bot, thief, &data).await, (4, "confirm.others"));
    }
    assert!(platform.guild(bot.guild).has(member(1)));
    assert_eq!(here(&bot, admin(1), &data).await, (0, "allowed"));
    assert_eq!(here(&bot, admin(1), &data).await, (3, "confirm.closed"));
    assert!(!platform.guild(bot.guild).has(member(1)));
    assert_eq!(decisions(&bot.stop().await), 6);
}

async fn roles_taken_away_before_the_confirming_press_count(platform: Platform) {
    let bot = Running::start(&platform, commands![purge]).await;
    bot.bot.allow_keyboards(true);
    let data = asked(&bot, admin(1), member(1)).await;
    let _ = platform.guild(bot.guild).member(admin(1), "demoted", &[1]);
    assert_eq!(here(&bot, admin(1), &data).await, (4, "permission.missing"));
    assert!(platform.guild(bot.guild).has(member(1)));
    bot.stop().await;
}

async fn without_the_right_to_buttons_the_code_is_as_good(platform: Platform) {
    let bot = Running::start(&platform, commands![purge]).await;
    let mut buttons = Vec::new();
    for target in [member(1), member(2)] {
        let asked = bot.say(admin(1), &format!("/purge {target}")).await;
        let code = asked.text().rsplit(' ').next().expect("a code").to_owned();
        tokio::time::sleep(Duration::from_millis(2_100)).await;
        let told = bot.say(admin(1), &format!("/purge {target} confirm {code}")).await;
        assert_eq!(told.rule, "allowed");
        let is_button = |request: &Recorded| !request.json()["keyboard"].is_null();
        buttons.push(bot.requests().iter().filter(|request| is_button(request)).count());
    }
    // The refusal is remembered.
    assert_eq!(buttons, [1, 1]);
    bot.stop().await;
}
