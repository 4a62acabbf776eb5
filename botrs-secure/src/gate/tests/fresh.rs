//! Stage 9: `fresh` asks for the caller's roles of this moment, though nobody is acted upon.

use super::{ADMIN, BOT_OWNER, Bot, MODERATORS, Runs, admin, bot_owner, guild, moderator};
use crate::prelude::*;
use crate::testing::{Caller, Failing, Harness, Request};
use crate::{Denial, PlatformErrorKind, Roles};

#[command(perm = ManageGuild, scene = guild, fresh)]
async fn purge(_ctx: Context<'_, purge>, runs: State<Runs>) -> Result<()> {
    runs.add();
    Ok(())
}

#[command(perm = MuteMembers, scene = guild, fresh, cooldown = none)]
async fn hush(ctx: Context<'_, hush>, target: Target) -> Result<()> {
    ctx.members().mute(&target, Duration::from_secs(60)).await
}

fn bot() -> Bot {
    Bot::with(|bot| bot.commands(commands![purge, hush]))
}

fn set(bot: &Bot, user: u64, roles: &[u64]) {
    bot.platform().set_member(Harness::GUILD, UserId::new(user), roles);
}

#[tokio::test]
async fn roles_that_were_taken_away_since_the_event_do_not_count() {
    let bot = bot();
    set(&bot, ADMIN, &[]);
    assert_eq!(bot.rule(&admin(), "/purge").await, "permission.missing");
    set(&bot, ADMIN, &[MODERATORS]);
    assert_eq!(bot.rule(&admin(), "/purge").await, "permission.missing");
    assert_eq!(bot.runs.count(), 0);
    // And nothing is remembered.
    set(&bot, ADMIN, &[2]);
    assert_eq!(bot.rule(&admin(), "/purge").await, "allowed");
    set(&bot, ADMIN, &[]);
    assert_eq!(bot.rule(&admin(), "/purge").await, "permission.missing");
}

#[tokio::test]
async fn roles_that_came_since_the_event_do_not_count_either() {
    let bot = bot();
    set(&bot, 40, &[2]);
    assert_eq!(bot.rule(&Caller::guild(40, &[]), "/purge").await, "permission.missing");
    assert_eq!(bot.asked(), 0);
}

#[tokio::test]
async fn only_the_caller_is_asked_about() {
    let bot = bot();
    // The bot is no administrator, which it need not be to do nothing to anybody.
    bot.platform().set_member(Harness::GUILD, Harness::BOT, &[]);
    assert_eq!(bot.rule(&admin(), "/purge").await, "allowed");
    let asked = Request::Member { guild: Harness::GUILD, user: UserId::new(ADMIN) };
    assert_eq!(bot.platform().requests(), [asked]);
    // The bot's owner may, whatever their roles, once the platform has told them.
    set(&bot, BOT_OWNER, &[]);
    assert_eq!(bot.rule(&bot_owner(), "/purge").await, "allowed");
}

#[tokio::test(start_paused = true)]
async fn no_answer_is_a_refusal() {
    let bot = bot();
    for failing in [
        Failing::With(PlatformErrorKind::NotFound),
        Failing::With(PlatformErrorKind::Unreachable),
        Failing::With(PlatformErrorKind::Unknown),
        Failing::Never,
    ] {
        bot.platform().fail_lookups(Some(failing));
        for caller in [admin(), bot_owner()] {
            assert_eq!(bot.rule(&caller, "/purge").await, "authority.unknown", "{failing:?}");
        }
    }
    assert_eq!(bot.runs.count(), 0);
    bot.platform().fail_lookups(None);
    assert_eq!(bot.rule(&admin(), "/purge").await, "allowed");
    // Unknown to this guild.
    let stranger = Caller::guild(77, &[2]);
    assert_eq!(bot.rule(&stranger, "/purge").await, "authority.unknown");
}

#[tokio::test]
async fn it_spends_the_same_look_ups() {
    let bot = bot();
    let admins = || (100..).map(|user| Caller::guild(user, &[2]));
    let mut rules = Vec::new();
    for caller in admins().take(13) {
        for _ in 0..10 {
            rules.push(bot.rule(&caller, "/purge").await);
        }
    }
    let limited = rules.iter().filter(|&&rule| rule == "authority.limit").count();
    assert_eq!((rules.len() - limited, limited), (120, 10));
    assert_eq!(bot.rule(&admin(), "/mute 6 1m").await, "authority.limit");
}

#[tokio::test]
async fn beside_a_proof_the_caller_is_asked_about_once() {
    let bot = bot();
    assert_eq!(bot.rule(&moderator(), "/hush 6").await, "allowed");
    let caller = Request::Member { guild: Harness::GUILD, user: UserId::new(super::MODERATOR) };
    let requests = bot.platform().requests();
    assert_eq!(requests.iter().filter(|request| **request == caller).count(), 1);
    set(&bot, super::MODERATOR, &[]);
    assert_eq!(bot.rule(&moderator(), "/hush 6").await, "permission.missing");
    assert_eq!(bot.effects(), 1);
}

#[tokio::test]
async fn the_told_roles_count_from_there_on() {
    let bot = bot();
    let live = super::live(&bot, &admin(), "purge", crate::gate::Stage::Arguments, "");
    crate::gate::admission::admit(&live, crate::command::Claims::default()).await.unwrap();
    let asked = live.asked.lock().clone().unwrap();
    assert_eq!(asked.roles, Roles::Guild(vec![RoleId::new(2)]));
    assert!(!asked.is_channel_admin);
}

#[tokio::test]
async fn a_caller_without_a_guild_is_refused() {
    let bot = bot();
    let live = |caller: &Caller| super::live(&bot, caller, "purge", crate::gate::Stage::Check, "");
    for caller in [Caller::direct(ADMIN), Caller::c2c(1)] {
        let live = live(&caller);
        let admitted =
            crate::gate::admission::admit(&live, crate::command::Claims::default()).await;
        assert_eq!(admitted.err(), Some(Denial::WrongScene));
    }
    assert_eq!(bot.rule(&admin().at(guild(8_100, 1)), "/purge").await, "authority.unknown");
}
