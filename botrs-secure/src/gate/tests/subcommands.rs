//! Subcommands: how they are found, and that they are never looser than their parent.

use super::{Bot, MODERATOR, Runs, admin, bot_owner, member, moderator, owner};
use crate::command::{Registry, Unfit};
use crate::prelude::*;
use crate::testing::{Caller, Harness};
use crate::{Access, Command, CommandSpec, GroupRole};

async fn by_even(ctx: Context<'_>) -> bool {
    matches!(ctx.author().id(), PersonId::User(user) if user.get() % 2 == 0)
}

/// 标签 / Tags.
#[command(
    aliases("标签"), perm = MuteMembers, scene(guild, group), cooldown = none, check = by_even,
    timeout = "2s", subcommands(add, drop_all, deep)
)]
async fn tag(_ctx: Context<'_, tag>, #[rest] about: Option<Text>) -> Result<Reply> {
    Ok(reply!("tag {about}"))
}

#[command(aliases("加"), perm = MuteMembers, cooldown = none)]
async fn add(_ctx: Context<'_, add>, runs: State<Runs>, word: String) -> Result<Reply> {
    runs.add();
    Ok(reply!("added {word}"))
}

#[command(name = "drop", owners_only, cooldown = none, confirm)]
async fn drop_all(_ctx: Context<'_, drop_all>, runs: State<Runs>) -> Result<()> {
    runs.add();
    Ok(())
}

#[command(perm = all(MuteMembers, BanMembers), scene = guild, confirm, cooldown = none, subcommands(deeper))]
async fn deep(_ctx: Context<'_, deep>) -> Result<()> {
    Ok(())
}

#[command(perm = all(BanMembers, MuteMembers), cooldown = none, timeout = "1h")]
async fn deeper(_ctx: Context<'_, deeper>, runs: State<Runs>) -> Result<()> {
    runs.add();
    std::future::pending().await
}

fn bot() -> Bot {
    Bot::with(|bot| bot.commands(commands![tag]))
}

#[tokio::test]
async fn a_subcommand_is_named_after_its_parent_and_nowhere_else() {
    let bot = bot();
    for text in ["/tag add x", "/标签 加 x", "/tag  add   x", "/tag\nadd x", "/tag 加 x"] {
        let report = bot.send(&moderator(), text).await.unwrap();
        assert_eq!(
            (report.rule, &*report.replies),
            ("allowed", &["added x".to_owned()][..]),
            "{text}"
        );
    }
    // A mention ends the name, as it ends that of a command.
    let report = bot.send(&moderator(), "/tag add<@!6>").await.unwrap();
    assert_eq!((report.rule, bot.runs.count()), ("allowed", 6), "{:?}", report.replies);
    for (text, reply) in [
        ("/tag", "tag 无"),
        ("/tag adds x", "tag adds x"),
        ("/tag Add x", "tag Add x"),
        ("/tag x add y", "tag x add y"),
    ] {
        let report = bot.send(&moderator(), text).await.unwrap();
        assert_eq!((report.rule, &*report.replies), ("allowed", &[reply.to_owned()][..]), "{text}");
    }
    assert!(bot.send(&moderator(), "/add x").await.is_none());
    assert_eq!(bot.runs.count(), 6);
}

#[tokio::test]
async fn the_record_and_the_decision_say_the_whole_name() {
    let bot = bot();
    bot.rule(&moderator(), "/tag add x").await;
    bot.rule(&member(), "/标签 加 x").await;
    let actions: Vec<_> = bot.audit().iter().map(|record| record["action"].clone()).collect();
    assert_eq!(actions, ["tag add", "tag add"]);
}

#[tokio::test]
async fn each_has_its_own_rule_beside_that_of_its_parent() {
    let bot = bot();
    let even_member = Caller::guild(8, &[]);
    for (caller, text, rule) in [
        (even_member, "/tag add x", "permission.missing"),
        (admin(), "/tag drop", "permission.owner"),
        (owner(), "/tag drop", "permission.owner"),
        (moderator(), "/tag deep", "permission.missing"),
        (moderator(), "/tag deep deeper", "permission.missing"),
    ] {
        assert_eq!(bot.rule(&caller, text).await, rule, "{text}");
    }
    assert_eq!(bot.runs.count(), 0);
}

#[tokio::test]
async fn a_parents_check_holds_for_all_below() {
    let bot = bot();
    // Both lack nothing but an even id.
    for (caller, text) in
        [(owner(), "/tag add x"), (bot_owner(), "/tag drop"), (owner(), "/tag deep deeper")]
    {
        assert_eq!(bot.rule(&caller, text).await, "check", "{text}");
    }
    assert_eq!(bot.runs.count(), 0);
}

#[tokio::test(start_paused = true)]
async fn confirmation_and_time_limit_are_inherited() {
    let bot = bot();
    // The parent's code is not the subcommand's.
    let other = super::confirm::code(&bot, &admin(), "/tag deep").await;
    let text = format!("/tag deep deeper confirm {other:06}");
    assert_eq!(bot.rule(&admin(), &text).await, "confirm.wrong");
    let code = super::confirm::code(&bot, &admin(), "/tag deep deeper").await;
    let begun = tokio::time::Instant::now();
    let text = format!("/tag deep deeper confirm {code:06}");
    assert_eq!(bot.rule(&admin(), &text).await, "timed_out");
    assert_eq!((begun.elapsed(), bot.runs.count()), (Duration::from_secs(2), 1));
}

#[tokio::test]
async fn the_scenes_are_those_of_both() {
    let bot = bot();
    let admin_of_group = Caller::group(1, 2, GroupRole::Admin);
    // In the parent's scenes only, then in the subcommand's only, then in both.
    assert_eq!(bot.rule(&admin_of_group, "/tag deep").await, "permission.scene");
    assert_eq!(bot.rule(&Caller::direct(2), "/tag add x").await, "permission.scene");
    assert_eq!(bot.rule(&admin(), "/tag add x").await, "allowed");
}

#[test]
fn a_looser_subcommand_is_refused_though_no_macro_looked() {
    static LOOSE: CommandSpec = CommandSpec::new::<add>("loose", "m::loose", Access::Public);
    static ELSEWHERE: CommandSpec = add::SPEC.with_scenes(crate::Scenes::only(Scene::C2c));
    static TWICE: CommandSpec = tag::SPEC.with_subcommands(&[&add::SPEC, &add::SPEC]);
    static PARENT: CommandSpec = tag::SPEC.with_subcommands(&[&LOOSE]);
    static APART: CommandSpec = tag::SPEC.with_subcommands(&[&ELSEWHERE]);
    let parent = tag::SPEC.path;
    for (spec, unfit) in [
        (&PARENT, Unfit::Looser { parent, child: "m::loose" }),
        (&APART, Unfit::NoScene { parent, child: add::SPEC.path }),
        (&TWICE, Unfit::Clash { name: "add", first: add::SPEC.path, second: add::SPEC.path }),
    ] {
        assert_eq!(Registry::default().add(spec), Err(unfit));
    }
}

#[command(
    perm = MuteMembers, scene = guild, cooldown(guild = "10s"), limit = "3/h", fresh, audit,
    category = "管理", hide_in_help, subcommands(one, two)
)]
async fn strict(_ctx: Context<'_, strict>) -> Result<()> {
    Ok(())
}

#[command(perm = MuteMembers, cooldown = none)]
async fn one(_ctx: Context<'_, one>, _words: Option<String>) -> Result<()> {
    Ok(())
}

#[command(perm = MuteMembers, cooldown = "1m", category = "别的")]
async fn two(_ctx: Context<'_, two>) -> Result<()> {
    Ok(())
}

#[tokio::test]
async fn the_parents_limits_are_charged_beside_ones_own() {
    let bot = Bot::with(|bot| bot.commands(commands![strict]));
    let after = |seconds| bot.clock().advance(Duration::from_secs(seconds));
    assert_eq!(bot.rule(&moderator(), "/strict one").await, "allowed");
    // The guild's cooldown is the parent's, whoever is next and whatever they call.
    assert_eq!(bot.rule(&admin(), "/strict two").await, "limit");
    assert_eq!(bot.rule(&admin(), "/strict").await, "limit");
    after(10);
    assert_eq!(bot.rule(&moderator(), "/strict two").await, "allowed");
    after(10);
    assert_eq!(bot.rule(&moderator(), "/strict two").await, "limit", "its own minute");
    assert_eq!(bot.rule(&moderator(), "/strict").await, "allowed");
    after(10);
    assert_eq!(bot.rule(&moderator(), "/strict one").await, "limit", "three in an hour, all told");
}

#[tokio::test]
async fn fresh_roles_and_what_was_typed_are_asked_for_and_recorded_below() {
    let bot = Bot::with(|bot| bot.commands(commands![strict]));
    bot.platform().set_member(Harness::GUILD, UserId::new(MODERATOR), &[]);
    let report = bot.send(&moderator(), "/strict one word").await.unwrap();
    assert_eq!(report.rule, "permission.missing");
    assert_eq!(bot.records("decision")[0]["details"], "word");
}

#[test]
fn category_and_hiding_come_from_the_parent_unless_said() {
    let mut registry = Registry::default();
    static STRICT: CommandSpec = strict::SPEC;
    registry.add(&STRICT).unwrap();
    let all: Vec<_> = registry
        .iter()
        .map(|command| (command.name, command.category, command.is_hidden))
        .collect();
    assert_eq!(
        all,
        [("strict", "管理", true), ("strict one", "管理", true), ("strict two", "别的", true)]
    );
}

#[test]
fn more_limits_than_are_charged_in_one_step_are_refused() {
    #[command(
        public,
        cooldown(user = "1s", member = "1s", channel = "1s", guild = "1s", global = "1s"),
        subcommands(below)
    )]
    async fn above() -> Result<()> {
        Ok(())
    }
    #[command(public, limit(user = "9/s", member = "9/s", channel = "9/s", guild = "9/s"))]
    async fn below() -> Result<()> {
        Ok(())
    }
    static ABOVE: CommandSpec = above::SPEC;
    let unfit = Unfit::TooManyLimits { child: below::SPEC.path };
    assert_eq!(Registry::default().add(&ABOVE), Err(unfit));
}

#[test]
fn one_that_costs_more_than_its_bucket_ever_has_is_refused() {
    #[command(public, bucket = "b", limit = "3/min", cost = 2, subcommands(below))]
    async fn above() -> Result<()> {
        Ok(())
    }
    #[command(public, bucket = "b", limit = "3/min", cost = 3)]
    async fn below() -> Result<()> {
        Ok(())
    }
    static ABOVE: CommandSpec = above::SPEC;
    let unfit = Unfit::NeverRuns { child: below::SPEC.path };
    assert_eq!(Registry::default().add(&ABOVE), Err(unfit));
}

#[test]
fn what_both_count_in_one_bucket_is_charged_once() {
    #[command(public, bucket = "b", limit = "3/min", subcommands(below))]
    async fn above() -> Result<()> {
        Ok(())
    }
    #[command(public, bucket = "b", limit = "3/min")]
    async fn below() -> Result<()> {
        Ok(())
    }
    static ABOVE: CommandSpec = above::SPEC;
    let mut registry = Registry::default();
    registry.add(&ABOVE).unwrap();
    assert!(registry.iter().all(|command| command.charges.len() == 1));
    assert_eq!(registry.iter().count(), 2);
}
