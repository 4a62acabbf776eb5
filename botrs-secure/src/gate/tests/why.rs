//! `/why`: the gate's own answer about somebody else, and where it comes from.

use super::grants::{bot, head, rules, say};
use super::{Bot, MEMBER, MODERATOR, member, owner};
use crate::Store;
use crate::gate::explain::{Verdict, explain};
use crate::gate::permission::{self, Permitted, Standing};
use crate::place::Place;
use crate::prelude::*;
use crate::testing::{Caller, Harness};
use crate::{Denial, GroupRole, Roles};

fn asked() -> Bot {
    let (store, _) = Store::failing();
    bot(store)
}

async fn why(bot: &Bot, text: &str) -> String {
    let report = say(bot, &owner(), text).await;
    assert_eq!(report.rule, "allowed", "{text}: {:?}", report.denial);
    report.replies[0].clone()
}

#[tokio::test]
async fn it_says_the_verdict_and_every_source() {
    let bot = asked();
    assert_eq!(
        why(&bot, "/why 5 mute").await,
        "mute: refused (stage permission, rule permission.missing)\nneeds: MuteMembers\nnothing gives them \
         a permission"
    );
    assert_eq!(
        why(&bot, "/为什么 <@!4> /禁言").await,
        "mute: 允许\n需要：MuteMembers\n· 身份组 11: SendMessages, DeleteMessages, MuteMembers, KickMembers"
    );
    say(&bot, &owner(), "/perm grant 5 MuteMembers").await;
    assert_eq!(
        why(&bot, "/why 5 mute").await,
        "mute: allowed\nneeds: MuteMembers\n· granted at run time: MuteMembers"
    );
    assert_eq!(why(&bot, "/why 5 ping").await.lines().next(), Some("ping: allowed"));
    assert_eq!(
        why(&bot, "/why 2 reload").await.lines().take(2).collect::<Vec<_>>(),
        ["reload: refused (stage permission, rule permission.owner)", "needs: an owner of the bot"]
    );
    assert_eq!(
        why(&bot, "/why 5 either").await.lines().nth(1),
        Some("needs: one of KickMembers, ManageRoles")
    );
    assert_eq!(
        why(&bot, "/why 5 perm grant").await.lines().next(),
        Some("perm grant: refused (stage permission, rule permission.missing)")
    );
}

#[tokio::test]
async fn role_5_is_said_to_hang_on_the_platforms_word() {
    let bot = asked();
    bot.platform().set_member(Harness::GUILD, UserId::new(60), &[5]);
    let moderators = super::policy().channel_admin(Harness::GUILD, Role::moderator());
    bot.handle().replace_policy(moderators).unwrap();
    assert_eq!(
        why(&bot, "/why 60 mute").await,
        "mute: allowed if the platform confirms that they administrate this channel (stage \
         authority)\nneeds: MuteMembers\n· role 5: —\n· channel administrator: SendMessages, \
         DeleteMessages, MuteMembers, KickMembers"
    );
}

#[tokio::test]
async fn restrictions_and_blocks_are_said() {
    let bot = asked();
    let restricted = rules()
        .restrict(Restriction::everywhere().command("mute").require::<BanMembers>())
        .restrict(
            Restriction::in_guild(Harness::GUILD).command("mute").cooldown(Duration::from_secs(60)),
        )
        .restrict(Restriction::in_channel(Harness::CHANNEL).command("kick").disabled());
    bot.handle().replace_policy(restricted).unwrap();
    assert_eq!(
        why(&bot, "/why 4 mute").await.lines().take(3).collect::<Vec<_>>(),
        [
            "mute: refused (stage permission, rule permission.missing)",
            "needs: MuteMembers; and by a restriction BanMembers",
            "restriction: a cooldown of 1m",
        ]
    );
    assert_eq!(
        why(&bot, "/why 4 kick").await.lines().next(),
        Some("kick: refused (stage permission, rule permission.disabled)")
    );
    say(&bot, &owner(), "/block 4 2h").await;
    let blocked = why(&bot, "/why 4 ping").await;
    assert_eq!(
        blocked.lines().next(),
        Some("blocked for 1h59m: every command is refused (stage block)")
    );
    assert_eq!(blocked.lines().nth(1), Some("ping: allowed"));
}

#[tokio::test]
async fn it_goes_by_what_the_platform_tells_now_and_names_the_nearest_command() {
    let bot = asked();
    bot.platform().set_member(Harness::GUILD, UserId::new(MODERATOR), &[]);
    assert!(why(&bot, "/why 4 mute").await.contains("nothing gives them a permission"));
    assert_eq!(why(&bot, "/why 4 mutt").await, "There is no such command; did you mean mute?");
    assert_eq!(why(&bot, "/why 4 zzzzzz").await, "There is no such command");
}

#[tokio::test]
async fn it_is_not_for_everybody_and_not_about_superiors() {
    let bot = asked();
    assert_eq!(say(&bot, &member(), "/why 6 ban").await.rule, "permission.missing");
    assert_eq!(say(&bot, &head(), "/why 2 ban").await.rule, "authority.rank");
    assert_eq!(say(&bot, &head(), "/why 999 ban").await.rule, "authority.member");
}

#[test]
fn it_agrees_with_the_gate_wherever_somebody_stands() {
    let bot = asked();
    let in_force = bot.engine().current.load_full();
    let open = "0123456789abcdef0123456789abcdef".parse().unwrap();
    let places = [
        super::guild(Harness::GUILD.get(), 1),
        super::guild(1, 1),
        Place::Direct { session: GuildId::new(3), source: None },
        Place::Group { group: open },
        Place::C2c { user: open },
    ];
    let known = |ids: &[u64]| Roles::Guild(ids.iter().copied().map(RoleId::new).collect());
    let roles = [
        known(&[]),
        known(&[4]),
        known(&[11]),
        known(&[5]),
        Roles::Group(GroupRole::Owner),
        Roles::None,
        Roles::Unknown,
    ];
    let (mut seen, users) = (std::collections::BTreeSet::new(), [MEMBER, super::BOT_OWNER]);
    for command in bot.engine().registry.iter() {
        for (place, roles) in
            places.iter().flat_map(|place| roles.iter().map(move |roles| (place, roles)))
        {
            for user in users {
                for is_channel_admin in [false, true] {
                    let person = PersonId::User(UserId::new(user));
                    let who = Standing { place, person: &person, roles, is_channel_admin };
                    let told = explain(&in_force, command.requirement(), who);
                    let trusted = in_force.rules.tables.trusts(place);
                    let gate = permission::check(&in_force, command.requirement(), who);
                    let expected = match gate {
                        _ if !trusted => Verdict::Refused(Denial::UntrustedPlace),
                        Ok(Permitted::Yes) => Verdict::Allowed,
                        Ok(Permitted::IfChannelAdmin) => Verdict::IfChannelAdmin,
                        Err(denial) => Verdict::Refused(denial),
                    };
                    assert_eq!(told.verdict, expected);
                    seen.insert(format!("{:?}", told.verdict.stage()));
                    for locale in [Locale::Zh, Locale::En] {
                        assert!(told.text(command.name, locale).starts_with(command.name));
                    }
                }
            }
        }
    }
    let stages = ["None", "Some(\"authority\")", "Some(\"permission\")", "Some(\"source\")"];
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), stages);
}

#[test]
fn who_is_unknown_is_said_to_be() {
    let bot = asked();
    let in_force = bot.engine().current.load_full();
    let caller = Caller::guild(MEMBER, &[]).with_roles(Roles::Unknown);
    let incoming = bot.incoming(&caller, "m".parse().unwrap(), "");
    let command = bot.engine().registry.find("mute").unwrap().requirement();
    let told = explain(&in_force, command, Standing::of(&incoming));
    assert_eq!(told.verdict, Verdict::Refused(Denial::UnknownPermission));
    assert!(told.text("mute", Locale::En).contains("the platform does not say their roles"));
    assert!(told.text("mute", Locale::Zh).contains("平台没有说明其身份"));
}
