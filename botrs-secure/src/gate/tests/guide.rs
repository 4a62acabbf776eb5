//! Tests that botrs' security guide has, under its names.

use super::{Bot, VICTIM, admin, member};
use crate::gate::permission::{self, Permitted, Standing};
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
