//! Mentions and ids that are not what they seem.

use botrs_secure::prelude::*;
use botrs_secure::testing::loopback::{Platform, Post};
use serde_json::{Value, json};

use super::{asked_about, hit};
use crate::commands::{announce, ping};
use crate::runner::{Test, tests};
use crate::site::{OWNER, Running, Site, admin, member};

pub(crate) const TESTS: &[Test] = tests![
    whoever_names_themselves_gains_nothing_by_it,
    no_form_of_a_mention_hides_the_caller_the_bot_or_an_equal,
    an_openid_that_reads_like_a_guild_id_has_nothing_of_it,
    a_guild_id_that_reads_like_an_openid_has_nothing_of_it,
];

/// Ways to name somebody, and the rule that refuses what names nobody; empty where it names them.
fn forms(id: u64) -> Vec<(String, &'static str)> {
    let digits: Vec<_> = id.to_string().chars().collect();
    let full_width: String = digits
        .iter()
        .filter_map(|digit| char::from_u32(u32::from(*digit) - u32::from('0') + u32::from('０')))
        .collect();
    vec![
        (format!("<@!{id}>"), ""),
        (format!("<@{id}>"), ""),
        (id.to_string(), ""),
        (format!("{id:020}"), ""),
        (format!("<@!{full_width}>"), ""),
        (format!("&lt;@!{id}&gt;"), ""),
        (format!("\u{3000}\"<@!{id}>\""), ""),
        (format!("＜@！{id}＞"), "arguments.invalid"),
        (format!("<qqbot-at-user id=\"{id}\" />"), ""),
        (format!("<qqbot-at-user id=\"\" /><@!{id}>"), "arguments.invalid"),
        (format!("<@!300\u{200b}> <@!{id}>"), "arguments.invalid"),
        (format!("<@!300><@!{id}>"), "arguments.surplus"),
    ]
}

/// The platform's list of who is mentioned, which says something else than the text.
fn mentions(id: u64) -> Value {
    json!([{"id": id.to_string(), "username": "x", "bot": false, "is_you": true}])
}

async fn whoever_names_themselves_gains_nothing_by_it(platform: Platform) {
    let bot = Running::start(&platform, commands![hit]).await;
    for (n, _) in forms(0).iter().enumerate() {
        let own = member(n as u64);
        let (text, _) = forms(own).swap_remove(n);
        let claims = json!({"roles": ["1"], "nick": "owner", "user": {"id": OWNER.to_string()}});
        let post = bot.by(own).set("member", claims).set("mentions", mentions(OWNER));
        let told = bot.ask(post.text(&format!("/hit {text}"))).await;
        assert_eq!(told.rule, "permission.missing", "{text}");
    }
    assert!(asked_about(&bot).is_empty() && bot.effects().is_empty());
    bot.stop().await;
}

async fn no_form_of_a_mention_hides_the_caller_the_bot_or_an_equal(platform: Platform) {
    let bot = Running::start(&platform, commands![hit, ping]).await;
    let (me, equal) = (bot.bot.user_id(), admin(49));
    let refused = |caller: u64, whom: u64, n: usize, rule| {
        let (text, other) = forms(whom).swap_remove(n);
        let post = bot.by(caller).set("mentions", mentions(300)).text(&format!("/hit {text}"));
        let (bot, rule) = (&bot, if other.is_empty() { rule } else { other });
        async move { assert_eq!(bot.ask(post).await.rule, rule, "{text}") }
    };
    for n in 0..forms(0).len() {
        let caller = admin(n as u64);
        refused(caller, caller, n, "authority.self").await;
        refused(caller, me, n, "authority.bot").await;
    }
    assert!(asked_about(&bot).is_empty(), "nothing has to be asked for that");
    for n in 0..forms(0).len() {
        refused(admin(n as u64), equal, n, "authority.rank").await;
    }
    // A mention that names nobody makes what follows it no command.
    let text = format!("<qqbot-at-user id=\"\" /> /hit <@!{equal}>");
    let unread = bot.post(bot.by(admin(20)).text(&text));
    assert_eq!(bot.say(admin(21), "/ping").await.text(), "pong");
    assert_eq!(bot.decisions(&unread), [""; 0]);
    assert!(bot.effects().is_empty(), "{:?}", bot.effects());
    // What the text says is done, and not what the list of mentions says.
    let post = bot.by(admin(22)).set("mentions", mentions(OWNER)).text("/hit <@!300>");
    assert_eq!(bot.ask(post).await.rule, "allowed");
    let done = bot.effects();
    assert!(done[0].is("PATCH", &format!("/guilds/{}/members/300/mute", bot.guild)), "{done:?}");
    bot.stop().await;
}

/// The openids that read like an id: its digits in decimal and in hexadecimal, at the end and at the
/// beginning.
fn openids(id: u64) -> [String; 3] {
    [format!("{id:032}"), format!("{id:032X}"), format!("{id:0<32}")]
}

async fn an_openid_that_reads_like_a_guild_id_has_nothing_of_it(platform: Platform) {
    let site = Site::new(&platform);
    let (owner_of_bot, named) = (member(9), member(8));
    let realm = Realm::Guild(GuildId::new(site.guild));
    let policy = site.policy().owner(PersonId::User(UserId::new(owner_of_bot)));
    let policy = policy.grant(realm, PersonId::User(UserId::new(named)), Role::admin());
    let builder = site.builder().commands(commands![announce]).policy(policy);
    let bot = site.run(builder).await;
    let roles = json!({"roles": ["4", "2"]});
    for id in [OWNER, admin(0), owner_of_bot, named] {
        assert_eq!(bot.say(id, "/announce x").await.rule, "allowed", "{id} in the guild");
        for openid in openids(id) {
            platform.group(&bot.group).member(&openid, "owner", "member");
            for post in [Post::group(&bot.group, &openid), Post::c2c(&openid)] {
                let post = post.set("author.id", json!(id.to_string()));
                let post = post.set("member", roles.clone()).set("guild_id", json!(bot.guild));
                let told = bot.ask(post.text("/announce x")).await;
                assert_eq!(told.rule, "permission.missing", "{openid}");
            }
        }
    }
    // In a direct message the id is that of the same person, and the guild's authority is not theirs.
    for id in [OWNER, admin(0), named] {
        for session in [bot.guild, bot.guild + 900] {
            let post = Post::direct(session, bot.guild, id).set("member", roles.clone());
            let told = bot.ask(post.text("/announce x")).await;
            assert_eq!(told.rule, "permission.missing", "{id} in session {session}");
        }
    }
    bot.stop().await;
}

async fn a_guild_id_that_reads_like_an_openid_has_nothing_of_it(platform: Platform) {
    let site = Site::new(&platform);
    let (of_bot, in_group, in_c2c, in_direct, of_group) = (305, 306, 307, 308, 309);
    let text = |id: u64| format!("{id:032}");
    let parsed = |text: &str| text.parse::<OpenId>().expect("an openid");
    let open = |id: u64| PersonId::Open(parsed(&text(id)));
    let (group, other) = (site.group.clone(), text(site.guild));
    let policy = site
        .policy()
        .trust_group(parsed(&other))
        .owner(open(of_bot))
        .grant(Realm::Group(parsed(&group)), open(in_group), Role::owner())
        .grant(Realm::C2c, open(in_c2c), Role::owner())
        .grant(Realm::Direct, PersonId::User(UserId::new(in_direct)), Role::owner());
    let builder = site.builder().commands(commands![announce]).policy(policy);
    let bot = site.run(builder).await;
    let (yes, no) = ("allowed", "permission.missing");
    for (id, rules) in [
        // In the guild, a direct message, the group, another group and C2C.
        (of_bot, [no, no, yes, yes, yes]),
        (in_group, [no, no, yes, no, no]),
        (in_c2c, [no, no, no, no, yes]),
        (in_direct, [no, yes, no, no, no]),
        (of_group, [no, no, yes, no, no]),
    ] {
        let openid = text(id);
        let role = if id == of_group { "owner" } else { "member" };
        platform.group(&group).member(&openid, "somebody", role);
        platform.group(&other).member(&openid, "somebody", "member");
        let places = [
            bot.by(id),
            Post::direct(bot.guild + 900, bot.guild, id),
            Post::group(&group, &openid),
            Post::group(&other, &openid),
            Post::c2c(&openid),
        ];
        for (post, rule) in places.into_iter().zip(rules) {
            let told = bot.ask(post.clone().text("/announce x")).await;
            assert_eq!(told.rule, rule, "{post:?}");
        }
    }
    bot.stop().await;
}
