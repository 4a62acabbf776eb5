//! Six denials in somebody else's name: only whoever makes them is blocked.

use botrs_secure::prelude::*;
use botrs_secure::testing::Clock;
use botrs_secure::testing::loopback::{Platform, Post};
use serde_json::{Value, json};

use crate::commands::{announce, ping};
use crate::runner::{Test, tests};
use crate::site::{OWNER, Running, Site, member};

pub(crate) const TESTS: &[Test] = tests![
    denials_that_name_a_victim_block_whoever_made_them,
    replays_of_a_victims_message_block_nobody,
    denials_under_a_victims_id_elsewhere_block_it_there_alone,
    what_is_nobodys_message_blocks_no_victim,
];

/// As many denials as earn a block.
const SIX: usize = 6;
const ATTACKER: u64 = member(0);
const VICTIM: u64 = member(1);

/// The clock stands still, so that no attempt is forgotten meanwhile.
async fn start(platform: &Platform) -> Running {
    let site = Site::new(platform);
    let policy = site.policy().trust_guild(GuildId::new(site.guild + 500));
    let builder = site.builder().commands(commands![announce, ping]).policy(policy);
    site.run(builder.clock(Clock::manual())).await
}

/// Makes six attempts, and expects of each this rule.
async fn six(bot: &Running, post: &Post, rule: &str) {
    for _ in 0..SIX {
        assert_eq!(bot.ask(post.clone().text("/announce x")).await.rule, rule, "{post:?}");
    }
}

async fn is_blocked(bot: &Running, post: &Post) -> bool {
    bot.ask(post.clone().text("/ping")).await.rule == "block"
}

/// How many blocks there were.
fn blocks(bot: &Running) -> usize {
    let is_block =
        |record: &&Value| record["event_type"] == "alert" && record["rule"] == "intrusion.blocked";
    bot.audit().iter().filter(is_block).count()
}

async fn denials_that_name_a_victim_block_whoever_made_them(platform: Platform) {
    let bot = start(&platform).await;
    let victim = json!({"id": VICTIM.to_string(), "username": "victim", "bot": false});
    let quoted = bot.post(bot.by(VICTIM).set("mentions", json!([])).text("hello"));
    let forged = bot
        .by(ATTACKER)
        .quote(&quoted)
        .set("mentions", json!([victim]))
        .set("member", json!({"user": victim, "nick": "victim", "roles": ["1"]}))
        .set("author.username", json!("victim"))
        .set("author.user_openid", json!(VICTIM.to_string()))
        .set("author.member_openid", json!(format!("{VICTIM:032}")))
        .set("message_reference.author", victim.clone())
        .set("src_guild_id", json!(bot.guild.to_string()))
        .set("op_user_id", json!(VICTIM.to_string()));
    let text = format!("/announce <@!{VICTIM}>");
    for _ in 0..SIX {
        assert_eq!(bot.ask(forged.clone().text(&text)).await.rule, "permission.missing");
    }
    assert!(is_blocked(&bot, &bot.by(ATTACKER)).await, "whoever made them");
    assert!(!is_blocked(&bot, &bot.by(VICTIM)).await, "whom they named");
    bot.recorded("the block", |record| record["event_type"] == "alert").await;
    assert_eq!(blocks(&bot), 1);
    bot.stop().await;
}

async fn replays_of_a_victims_message_block_nobody(platform: Platform) {
    let bot = start(&platform).await;
    let denied = bot.say(VICTIM, "/announce x").await;
    assert_eq!(denied.rule, "permission.missing");
    // More than earn a block, and more than are a flood.
    let times = 12;
    for _ in 0..times {
        platform.deliver_again(&denied.id);
    }
    let rules = bot.decided_times(&denied.id, 1 + times).await;
    assert!(rules[1..].iter().all(|rule| *rule == "replay"), "{rules:?}");
    assert_eq!(bot.say(VICTIM, "/ping").await.text(), "pong");
    bot.stop().await;
}

async fn denials_under_a_victims_id_elsewhere_block_it_there_alone(platform: Platform) {
    let bot = start(&platform).await;
    let abroad = bot.guild + 500;
    platform.guild(abroad).channel(abroad + 1).member(VICTIM, "x", &[1]).bot(&bot.bot, &[2]);
    let openid = format!("{VICTIM:032}");
    platform.group(&bot.group).member(&openid, "x", "member");
    let places = [
        Post::guild(abroad, abroad + 1, VICTIM),
        Post::direct(bot.guild + 900, bot.guild, VICTIM),
        Post::group(&bot.group, &openid),
        Post::c2c(&openid),
    ];
    for (n, place) in places.iter().enumerate() {
        six(&bot, place, "permission.missing").await;
        for (other, there) in places.iter().enumerate() {
            assert_eq!(is_blocked(&bot, there).await, other <= n, "{there:?} after {place:?}");
        }
        assert!(!is_blocked(&bot, &bot.by(VICTIM)).await, "after {place:?}");
    }
    bot.stop().await;
}

async fn what_is_nobodys_message_blocks_no_victim(platform: Platform) {
    let bot = start(&platform).await;
    let victims = || bot.by(VICTIM);
    six(&bot, &victims().set("author.bot", json!(true)), "source.bot").await;
    six(&bot, &bot.by(bot.bot.user_id()).set("member", json!({"roles": ["1"]})), "source.bot")
        .await;
    six(&bot, &Post::guild(bot.guild + 501, 1, VICTIM), "source.place").await;
    let of_victim = json!({"user": {"id": VICTIM.to_string()}, "roles": ["1"]});
    for malformed in [
        victims().set("member", Value::Null),
        victims().set("direct_message", json!(true)),
        victims().set("channel_id", json!("x")),
        bot.by(OWNER).set("author", Value::Null).set("member", of_victim),
    ] {
        for _ in 0..SIX {
            bot.post(malformed.clone().text("/announce x"));
        }
    }
    assert!(!is_blocked(&bot, &victims()).await);
    assert_eq!(blocks(&bot), 0);
    bot.stop().await;
}
