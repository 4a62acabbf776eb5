//! Tests that botrs' security guide has, under its names.

use super::{Bot, VICTIM, admin, member};
use crate::gate::permission::{self, Permitted, Standing};
use crate::prelude::*;
use crate::testing::Caller;
use crate::{GroupRole, Roles};

/// The guide: whoever has no permission may not ban, neither asked for the permission nor for the command.
#[tokio::test]
async fn test_permission_bypass() {
    let bot = Bot::new();
    let engine = bot.engine();
    let in_force = engine.current.load_full();
    let may_ban = |caller: &Caller| {
        let incoming = bot.incoming(caller, "m".parse().unwrap(), "");
        let requirement = engine.registry.find("ban").unwrap().requirement();
        permission::check(&in_force, requirement, Standing::of(&incoming))
    };
    let regular_user = member();
    assert_eq!(may_ban(&regular_user).unwrap_err().rule(), "permission.missing");
    assert_eq!(may_ban(&admin()), Ok(Permitted::Yes));

    let in_other_words = [
        format!("/ban {VICTIM}"),
        format!("／ban <@!{VICTIM}>"),
        format!("/ban {VICTIM} confirm 000000"),
        format!("<@!9000> /ban {VICTIM} 广告"),
        format!("/ban\u{3000}{VICTIM}"),
    ];
    for text in &in_other_words {
        assert_eq!(bot.rule(&regular_user, text).await, "permission.missing", "{text}");
        bot.minutes(25 * 60);
    }
    // Neither is there a way over what the event says, or over another scene.
    let text = &in_other_words[0];
    for (caller, rule) in [
        (member().with_roles(Roles::Unknown), "permission.unknown"),
        (member().with_roles(Roles::Group(GroupRole::Owner)), "permission.unknown"),
        (Caller::direct(super::MEMBER), "permission.scene"),
        (Caller::group(1, 1, GroupRole::Owner), "permission.scene"),
        (Caller::c2c(1), "permission.scene"),
    ] {
        assert_eq!(bot.rule(&caller, text).await, rule, "{caller:?}");
    }
    assert_eq!((bot.effects(), bot.asked()), (0, 0));
    // It is the permission that is missing: with it the same words go on.
    assert_eq!(bot.rule(&admin(), text).await, "confirm");
}

/// The guide: of 15 commands in a minute ten pass, and the eleventh is the first that is refused.
#[tokio::test]
async fn test_rate_limiting() {
    let bot = Bot::new();
    let user = member();
    for n in 1..=15 {
        let expected = if n <= 10 { "allowed" } else { "flood" };
        assert_eq!(bot.rule(&user, "/ping").await, expected, "call {n}");
    }
    assert_eq!(bot.runs.count(), 10);
    // A cooldown besides, as the guide has it for dangerous commands.
    for (command, seconds) in [("kick", 10), ("ban", 30)] {
        let command = bot.engine().registry.find(command).unwrap();
        let longest = command.charges.iter().map(|charge| charge.limit.quota.interval()).max();
        assert_eq!(longest, Some(Duration::from_secs(seconds)), "{}", command.name);
    }
}

/// The guide's detector: more than five failures in an hour block for 24 hours.
#[tokio::test]
async fn test_intrusion_detection() {
    let bot = Bot::new();
    let user = member();
    for _ in 0..6 {
        assert_eq!(bot.rule(&user, "/ping").await, "allowed");
        assert_eq!(bot.rule(&user, &format!("/ban {VICTIM}")).await, "permission.missing");
        bot.minutes(9);
    }
    // The sixth failure was nine minutes ago.
    bot.minutes(24 * 60 - 9 - 1);
    assert_eq!(bot.rule(&user, "/ping").await, "block", "after 23 h 59 min");
    bot.minutes(1);
    assert_eq!(bot.rule(&user, "/ping").await, "allowed", "after 24 h");
    assert_eq!(bot.rule(&admin(), "/ping").await, "allowed");
    assert_eq!((bot.effects(), bot.records("alert").len()), (0, 1));
}
