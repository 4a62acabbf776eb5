//! What users typed, on its way out: in every scene and through whatever takes a text it arrives without
//! live markup and can still be read; and no text, however hostile, costs more than its refusal.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use botrs_secure::prelude::*;
use botrs_secure::testing::Shown;
use botrs_secure::testing::loopback::{Failure, Matcher, Platform, Post, Recorded};
use botrs_secure::{ContentPolicy, Error, Incoming, Mention, Scene};
use serde_json::Value;

use crate::commands::ping;
use crate::corpora;
use crate::runner::{Test, tests};
use crate::site::{Running, Site, member, parsed};

pub(crate) const TESTS: &[Test] = tests![
    markup_arrives_dead_and_readable_in_every_scene,
    markup_is_dead_in_every_other_answer,
    markup_in_a_name_is_dead_or_refused,
    naughty_and_attacking_texts_change_nothing_and_leave_a_log_of_json,
    a_long_reply_is_split_and_arrives,
    a_refused_address_says_what_helps_and_costs_one_reply,
];

/// What bodies and the handler got.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<HashMap<String, String>>>);

impl Heard {
    /// By somebody, each of whom writes once.
    fn put(&self, who: PersonId, text: &str) {
        let before = self.0.lock().expect("no panic").insert(who.to_string(), text.to_owned());
        assert_eq!(before, None, "{who} wrote twice");
    }

    fn get(&self, who: &str) -> Option<String> {
        self.0.lock().expect("no panic").get(who).cloned()
    }

    fn all(&self) -> Vec<String> {
        self.0.lock().expect("no panic").values().cloned().collect()
    }
}

/// Repeats what it was told to whoever said it.
#[command(public, audit)]
async fn say(ctx: Context<'_, say>, heard: State<Heard>, #[rest] text: Text) -> Result<Reply> {
    heard.put(ctx.author().id(), &text);
    ctx.audit().event("said", "say", text.as_str(), true);
    match ctx.author().id() {
        PersonId::User(id) => Ok(reply!("{}：{text}。", Mention(id))),
        PersonId::Open(_) => Ok(reply!("{text}。")),
    }
}

/// The mention before what [`say`] repeats.
fn own_markup(scene: Scene, who: &str) -> Vec<String> {
    match scene {
        Scene::Guild | Scene::Direct => vec![format!("<@!{who}>")],
        Scene::Group | Scene::C2c => Vec::new(),
    }
}

async fn picky(_ctx: Context<'_>, text: &Text) -> Result<(), String> {
    Err(format!("not that: {}", text.as_str()))
}

#[command(public, check = picky(text))]
async fn choose(_ctx: Context<'_, choose>, #[rest] text: Text) -> Result<()> {
    unreachable!("{}", text.as_str())
}

async fn explain(_ctx: Context<'_>, error: &Error) -> Result<Reply> {
    Ok(error.to_string().into())
}

#[command(public, on_error = explain)]
async fn stumble(_ctx: Context<'_, stumble>, #[rest] text: Text) -> Result<()> {
    Err(Error::msg(format!("broken: {}", text.as_str())))
}

#[command(public, confirm)]
async fn sure(_ctx: Context<'_, sure>, #[rest] text: Text) -> Result<()> {
    unreachable!("{}", text.as_str())
}

/// Keeps ordinary messages, and says nothing.
#[derive(Clone, Default)]
struct Listener(Heard);

#[async_trait]
impl Handler for Listener {
    async fn message(&self, ctx: Context<'_>, message: &Incoming) {
        self.0.put(ctx.author().id(), message.content());
    }
}

/// Repeats ordinary messages as they came.
#[derive(Clone, Default)]
struct Parrot(Heard);

#[async_trait]
impl Handler for Parrot {
    async fn message(&self, ctx: Context<'_>, message: &Incoming) {
        self.0.put(ctx.author().id(), message.content());
        ctx.reply(message.content()).await.expect("a first reply");
    }
}

/// Who writes the message of this number in a scene: each writes once, since attempts are counted.
fn writer(number: usize, scene: Scene) -> String {
    match scene {
        Scene::Guild | Scene::Direct => (50_000 + number).to_string(),
        Scene::Group | Scene::C2c => format!("{:032X}", 50_000 + number),
    }
}

/// A message, as the platform delivers what somebody typed.
fn typed(site: &Site, scene: Scene, who: &str, text: &str) -> Post {
    let user = || who.parse().expect("a number");
    match scene {
        Scene::Guild => site.by(user()).text(&escaped(text)),
        Scene::Direct => Post::direct(site.guild + 900, site.guild, user()).text(&escaped(text)),
        Scene::Group => Post::group(&site.group, who).text(text),
        Scene::C2c => Post::c2c(who).text(text),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The first of those whom only the handler hears.
const LISTENED_TO: usize = 100_000;

const SCENES: [Scene; 4] = [Scene::Guild, Scene::Direct, Scene::Group, Scene::C2c];

/// What a reader sees of a text: no zero-width space and no turn of direction, `\u{fffd}` for a control
/// character, and in groups one sign for `<` and `＜`.
fn seen(text: &str, scene: Scene) -> String {
    let is_turn = |c: &char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let shown = text.replace("\r\n", "\n");
    let shown = shown.chars().filter(|c| *c != '\u{200b}' && !is_turn(c)).map(|c| match c {
        '\n' | '\t' => c,
        '＜' if matches!(scene, Scene::Group | Scene::C2c) => '<',
        _ if c.is_control() => '\u{fffd}',
        _ => c,
    });
    shown.collect()
}

/// Whether the way in leaves a text as it is: nothing in it is another form of something.
fn is_plain(text: &str) -> bool {
    let is_other = |c: char| {
        matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '\r')
            || (c.is_whitespace() && !matches!(c, ' ' | '\n' | '\t'))
    };
    text.trim() == text && !text.contains(is_other)
}

/// A message that was posted.
struct Posted {
    id: String,
    scene: Scene,
    who: String,
    text: String,
}

/// A bot whose content policy lets everything pass, so that it is the way out that is tested.
async fn start(site: Site, builder: Builder) -> Running {
    let policy = site.policy().content(ContentPolicy::off());
    let builder = builder.policy(policy).commands(commands![say, choose, stumble, sure, ping]);
    site.run(builder.help()).await
}

/// What is to be posted: where, by whom, how, and what was typed.
type ToPost = (Scene, String, Post, String);

/// A bot runs so many commands at once.
const AT_ONCE: usize = 100;

fn post_all(bot: &Running, posts: impl IntoIterator<Item = ToPost>) -> Vec<Posted> {
    let post = |(scene, who, post, text)| Posted { id: bot.post(post), scene, who, text };
    posts.into_iter().map(post).collect()
}

/// Posts commands, and waits until all of them are decided, which is told after they are answered.
async fn decided(bot: &Running, posts: Vec<ToPost>) -> Vec<Posted> {
    let (mut posted, told) = (Vec::new(), bot.decisions_told());
    let mut posts = posts.into_iter().peekable();
    while posts.peek().is_some() {
        posted.extend(post_all(bot, posts.by_ref().take(AT_ONCE)));
        bot.decisions_reach(told + posted.len()).await;
    }
    posted
}

/// Posts ordinary messages, and waits for a reply to each.
async fn replied(bot: &Running, posts: Vec<ToPost>) -> Vec<Posted> {
    let mut posted = Vec::new();
    let mut posts = posts.into_iter().peekable();
    while posts.peek().is_some() {
        let some = post_all(bot, posts.by_ref().take(AT_ONCE));
        for post in &some {
            bot.reply(&post.id).await;
        }
        posted.extend(some);
    }
    posted
}

fn content(request: &Recorded) -> String {
    assert_eq!(request.status, 200, "{request:?}");
    let body = request.json();
    // Nothing but text is ever sent.
    for other in ["markdown", "keyboard", "ark", "embed", "media"] {
        assert!(body[other].is_null(), "{request:?}");
    }
    body["content"].as_str().expect("a text").to_owned()
}

async fn markup_arrives_dead_and_readable_in_every_scene(platform: Platform) {
    let (heard, parrot) = (Heard::default(), Parrot::default());
    let site = Site::new(&platform);
    let builder = site.builder().state(heard.clone()).handler(parrot.clone());
    let bot = start(site, builder).await;
    let texts = corpora::texts("markup_injection");
    let (mut said, mut plain, mut number) = (Vec::new(), Vec::new(), 0);
    for text in &texts {
        for scene in SCENES {
            for command in [true, false] {
                number += 1;
                let who = writer(number, scene);
                let line = if command { format!("/say {text}") } else { format!("so {text}") };
                let post = typed(&bot, scene, &who, &line);
                let all = if command { &mut said } else { &mut plain };
                all.push((scene, who, post, text.clone()));
            }
        }
        // And as if the platform delivered it live.
        number += 1;
        let who = writer(number, Scene::Guild);
        let post = bot.by(who.parse().expect("a number")).text(&format!("/say {text}"));
        said.push((Scene::Guild, who, post, String::new()));
    }
    let (said, sent) = (decided(&bot, said).await, bot.sent());
    for Posted { id, scene, who, text } in said {
        let shown = Shown::of(&content(&sent[&id][0]), scene);
        let own = own_markup(scene, &who);
        assert_eq!(shown.markup(), own, "{text:?} ({scene}): {shown:?}");
        let got = heard.get(&who).expect("it ran");
        if is_plain(&text) && !text.is_empty() {
            assert_eq!(got, text, "{scene}");
        }
        let before = own.first().map_or(String::new(), |mention| format!("{mention}："));
        assert_eq!(
            seen(shown.text(), scene),
            format!("{before}{}。", seen(&got, scene)),
            "{scene}"
        );
    }
    let (plain, sent) = (replied(&bot, plain).await, bot.sent());
    for Posted { id, scene, who, text } in plain {
        let shown = Shown::of(&content(&sent[&id][0]), scene);
        assert_eq!(shown.markup(), [""; 0], "{text:?} ({scene}): {shown:?}");
        let got = parrot.0.get(&who).expect("the handler got it");
        let arrived =
            if matches!(scene, Scene::Guild | Scene::Direct) { escaped(&text) } else { text };
        assert!(got.ends_with(&format!("so {arrived}")), "{got:?}");
        assert_eq!(seen(shown.text(), scene), seen(&got, scene), "{scene}");
    }
    bot.stop().await;
}

async fn markup_is_dead_in_every_other_answer(platform: Platform) {
    let site = Site::new(&platform);
    let builder = site.builder().state(Heard::default());
    let bot = start(site, builder).await;
    let texts = corpora::texts("markup_injection");
    let ways = [
        ("/ping", "arguments.surplus"),
        ("/choose", "check"),
        ("/stumble", "failed"),
        ("/sure", "confirm"),
        ("/help", "allowed"),
    ];
    let mut posts = Vec::new();
    for (line, text) in texts.iter().enumerate() {
        for (way, (command, _)) in ways.iter().enumerate() {
            let scene = SCENES[(line + way) % SCENES.len()];
            let who = writer(line * ways.len() + way, scene);
            let post = typed(&bot, scene, &who, &format!("{command} {text}"));
            posts.push((scene, who, post, format!("{command} {text}")));
        }
    }
    let (posted, sent) = (decided(&bot, posts).await, bot.sent());
    let rules = bot.all_decided(posted.iter().map(|post| &post.id)).await;
    let expected = ways.iter().map(|(_, rule)| *rule).cycle();
    for ((Posted { id, scene, text, .. }, rule), expected) in posted.iter().zip(rules).zip(expected)
    {
        let shown = Shown::of(&content(&sent[id][0]), *scene);
        assert_eq!(shown.markup(), [""; 0], "{text:?} ({scene}): {shown:?}");
        assert_eq!(rule, expected, "{text:?} ({scene}): {shown:?}");
    }
    bot.stop().await;
}

#[command(perm = ManageChannels, scene = guild, fresh, cooldown = none)]
async fn build(ctx: Context<'_, build>, names: State<Heard>, #[rest] name: Text) -> Result<Reply> {
    let settings = ChannelSettings::new().name(name.as_str());
    let channel = ctx.channels().create(settings).await?;
    ctx.channels().edit(&channel, ChannelSettings::new().name(name.as_str())).await?;
    names.put(ctx.author().id(), &name);
    Ok(reply!("built"))
}

#[command(perm = ManageRoles, scene = guild, fresh, cooldown = none)]
async fn honour(
    ctx: Context<'_, honour>,
    names: State<Heard>,
    #[rest] name: Text,
) -> Result<Reply> {
    let role = ctx.roles().create(RoleSettings::new().name(name.as_str())).await?;
    ctx.roles().edit(&role, RoleSettings::new().hoist(true)).await?;
    names.put(ctx.author().id(), &name);
    Ok(reply!("{role}"))
}

/// The names in the requests of a bot.
fn names(bot: &Site) -> Vec<String> {
    let name = |request: Recorded| {
        let body = request.json();
        let name = if body["info"].is_object() { &body["info"]["name"] } else { &body["name"] };
        name.as_str().map(str::to_owned)
    };
    bot.requests().into_iter().filter_map(name).collect()
}

async fn markup_in_a_name_is_dead_or_refused(platform: Platform) {
    let heard = Heard::default();
    let site = Site::new(&platform);
    let policy = site.policy().content(ContentPolicy::off()).trust_all_guilds();
    let builder = site.builder().policy(policy).state(heard.clone());
    let bot = site.run(builder.commands(commands![build, honour])).await;
    let texts = corpora::texts("markup_injection");
    let mut posts = Vec::new();
    for (n, text) in texts.iter().enumerate() {
        for (way, command) in ["/build", "/honour"].into_iter().enumerate() {
            // A guild is looked at so many times a minute, and so is it for a caller.
            let guild = bot.guild + 100 + (n as u64 / 10);
            let who = 60_000 + (n * 2 + way) as u64;
            let people =
                platform.guild(guild).channel(bot.channel + 100 + guild).bot(&bot.bot, &[2]);
            people.member(who, "owner", &[4]);
            let post = Post::guild(guild, bot.channel + 100 + guild, who);
            let post = post.text(&escaped(&format!("{command} {text}")));
            posts.push((Scene::Guild, who.to_string(), post, text.clone()));
        }
    }
    let mut posted = Vec::new();
    // Each looks at the platform several times, in a limited time.
    for posts in posts.chunks(8) {
        posted.extend(decided(&bot, posts.to_vec()).await);
    }
    let sent = bot.sent();
    let rules = bot.all_decided(posted.iter().map(|post| &post.id)).await;
    let mut allowed = 0;
    for (Posted { id, who, text, .. }, rule) in posted.into_iter().zip(rules) {
        let shown = Shown::of(&content(&sent[&id][0]), Scene::Guild);
        assert_eq!(shown.markup(), [""; 0], "{text:?}: {shown:?}");
        let is_kept = heard.get(&who).is_some();
        let expected = if is_kept { "allowed" } else { "arguments.invalid" };
        assert_eq!(rule, expected, "{text:?}: {shown:?}");
        allowed += usize::from(is_kept);
    }
    // Each is said twice: when something is made and when it is changed.
    let mut given: Vec<_> = names(&bot)
        .iter()
        .map(|name| {
            let shown = Shown::of(name, Scene::Guild);
            assert_eq!(shown.markup(), [""; 0], "{name:?}");
            seen(shown.text(), Scene::Guild)
        })
        .collect();
    let mut kept: Vec<_> = heard.all().iter().map(|name| seen(name, Scene::Guild)).collect();
    kept.extend(kept.clone());
    given.sort_unstable();
    kept.sort_unstable();
    assert_eq!(given, kept);
    assert!(allowed > texts.len(), "most are names: {allowed}");
    bot.stop().await;
}

async fn naughty_and_attacking_texts_change_nothing_and_leave_a_log_of_json(platform: Platform) {
    let (heard, listener) = (Heard::default(), Listener::default());
    let site = Site::new(&platform);
    let name = format!("botrs-secure-e2e-{}-outgoing.jsonl", std::process::id());
    let path = std::env::temp_dir().join(name);
    let builder = site.builder().state(heard.clone()).handler(listener.clone());
    let bot = start(site, builder.audit(AuditLog::open(&path).expect("a log"))).await;
    let files = ["naughty_strings", "attack_misc", "attack_sqli", "attack_xss"];
    let texts: Vec<_> = files.into_iter().flat_map(corpora::texts).collect();
    let mut said = Vec::new();
    for texts in texts.chunks(AT_ONCE) {
        let mut posts = Vec::new();
        for text in texts {
            let n = said.len() + posts.len();
            let scene = SCENES[n % SCENES.len()];
            let who = writer(n, scene);
            let post = typed(&bot, scene, &who, &format!("/say {text}"));
            posts.push((scene, who, post, text.clone()));
            // Not the same person again, and as an ordinary message whatever it begins with.
            let other = writer(LISTENED_TO + n, Scene::C2c);
            bot.post(typed(&bot, Scene::C2c, &other, &format!("so {text}")));
        }
        said.extend(decided(&bot, posts).await);
    }
    let sent = bot.sent();
    let rules = bot.all_decided(said.iter().map(|post| &post.id)).await;
    let mut ran = 0;
    for (Posted { id, scene, who, text }, rule) in said.into_iter().zip(rules) {
        assert!(rule == "allowed" || rule.starts_with("arguments."), "{rule}: {text:?}");
        let shown = Shown::of(&content(&sent[&id][0]), scene);
        let Some(got) = heard.get(&who) else {
            assert_ne!(rule, "allowed", "{text:?}");
            assert_eq!(shown.markup(), [""; 0], "{text:?}");
            continue;
        };
        ran += 1;
        assert_eq!(shown.markup(), own_markup(scene, &who), "{text:?} ({scene})");
        assert!(!is_plain(&text) || got == text, "{got:?} {text:?}");
        let said = format!("{}。", seen(&got, scene));
        assert!(seen(shown.text(), scene).ends_with(&said), "{shown:?} {got:?}");
    }
    for (n, text) in texts.iter().enumerate() {
        let who = writer(LISTENED_TO + n, Scene::C2c);
        assert_eq!(listener.0.get(&who), Some(format!("so {text}")));
    }
    bot.stop().await;
    let log = std::fs::read_to_string(&path).expect("a log in UTF-8");
    std::fs::remove_file(&path).expect("removed");
    let records = parsed(&log);
    assert!(records.iter().all(Value::is_object));
    let said = records.iter().filter(|record| record["event_type"] == "author.said").count();
    assert_eq!(said, ran);
    assert!(ran * 10 > texts.len() * 9, "most of {} run: {ran}", texts.len());
}

/// Says three paragraphs that need a message each.
#[command(public)]
async fn lecture(_ctx: Context<'_, lecture>) -> Result<Reply> {
    let [a, b, c] = ["甲", "乙", "丙"].map(|c| c.repeat(1_500));
    Ok(reply!("{a}\n\n{b}\n\n{c}"))
}

async fn a_long_reply_is_split_and_arrives(platform: Platform) {
    let bot = Running::start(&platform, commands![lecture]).await;
    for scene in SCENES {
        let told = bot.ask(typed(&bot, scene, &writer(0, scene), "/lecture")).await;
        assert_eq!(told.rule, "allowed");
        assert_eq!(told.replies, ["甲", "乙", "丙"].map(|c| c.repeat(1_500)), "{scene}");
    }
    bot.stop().await;
}

/// Tells a long text, and what became of it.
#[command(public)]
async fn link(ctx: Context<'_, link>) -> Result<()> {
    let error = ctx.reply("看 main.rs。".repeat(1_000)).await.expect_err("refused");
    ctx.audit().event("link", "link", error.to_string(), false);
    for n in 2..=5 {
        ctx.reply(reply!("{n}")).await?;
    }
    Ok(())
}

async fn a_refused_address_says_what_helps_and_costs_one_reply(platform: Platform) {
    let bot = Running::start(&platform, commands![link]).await;
    for (scene, path, failure) in [
        (Scene::Guild, "/channels/", Failure::answer(403, 304_003, "url not allowed")),
        (
            Scene::C2c,
            "/v2/users/",
            Failure::answer(400, 40_054_010, "消息发送失败, 不允许发送url "),
        ),
    ] {
        let which = Matcher::path(path).method("POST").app_id(bot.bot.app_id());
        platform.fail(which, failure.times(1));
        let who = if scene == Scene::Guild { member(0).to_string() } else { writer(0, scene) };
        let told = bot.ask(typed(&bot, scene, &who, "/link")).await;
        assert_eq!((told.rule, told.replies.len()), ("allowed", 5), "{:?}", told.replies);
        // The message that was refused, and no other of that text.
        assert_eq!(told.replies[1..], ["2", "3", "4", "5"]);
    }
    let records = bot.recorded_all(|record| record["event_type"] == "author.link");
    assert_eq!(records.len(), 2);
    for record in records {
        let details = record["details"].as_str().expect("details");
        for says in ["url not allowed: ", "message 1 of ", "q.qq.com", "网址"] {
            assert!(details.contains(says), "{says}: {details}");
        }
    }
    bot.stop().await;
}
