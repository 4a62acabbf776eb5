//! Every source of authority × every command, and some of both × restrictions.

use super::case::Case;
use super::commands;
use super::event::Event;
use super::said::{Narrow, Within};
use super::sources::{
    self, CHANNEL, CUSTOM, GROUP, GUILD, MODERATOR, OTHER_GROUP, OTHER_GUILD, USER, in_c2c,
    in_direct, in_group, in_guild, own,
};

pub(super) fn cases() -> Vec<Case> {
    let mut rows = Vec::new();
    for source in sources::all() {
        rows.extend(commands::typed().into_iter().map(|command| source.calls(command)));
    }
    rows.extend(restricted());
    rows.extend(cooled_down());
    rows
}

/// Callers of all scenes, from nothing to everything.
fn callers() -> Vec<Case> {
    let five = in_guild("role 5", Event::roles(&[5])).channel_admin(GUILD, own(&["BanMembers"]));
    vec![
        in_guild("everybody", Event::roles(&[1])),
        in_guild("moderator", Event::roles(&[CUSTOM])).guild_role(GUILD, CUSTOM, MODERATOR),
        in_guild("administrator", Event::roles(&[2])),
        in_guild("unknown roles", Event::silent()),
        five,
        in_guild("owner of the bot", Event::roles(&[])).owner(USER),
        in_group("group admin", "admin"),
        in_direct("direct message", Event::roles(&[2])),
        in_c2c("c2c", Event::default()),
    ]
}

pub(super) fn disabled(within: Within, command: Option<&'static str>) -> Narrow {
    Narrow { disabled: true, ..Narrow::of(within, command) }
}

pub(super) fn requiring(
    within: Within,
    command: Option<&'static str>,
    require: &[&'static str],
) -> Narrow {
    Narrow { require: require.to_vec(), ..Narrow::of(within, command) }
}

pub(super) fn slowed(within: Within, command: Option<&'static str>, cooldown: u64) -> Narrow {
    Narrow { cooldown, ..Narrow::of(within, command) }
}

fn restricted() -> Vec<Case> {
    let places = [
        ("everywhere", Within::Everywhere),
        ("in this guild", Within::Guild(GUILD)),
        ("in another guild", Within::Guild(OTHER_GUILD)),
        ("in this channel", Within::Channel(CHANNEL)),
        ("in another channel", Within::Channel(CHANNEL + 1)),
        ("in this group", Within::Group(GROUP)),
        ("in another group", Within::Group(OTHER_GROUP)),
    ];
    let mut rows = Vec::new();
    for caller in callers() {
        for (place, within) in places {
            for (what, restriction, call) in [
                ("all disabled", disabled(within, None), "open"),
                ("/hush disabled", disabled(within, Some("hush")), "hush"),
                ("/hush disabled", disabled(within, Some("hush")), "open"),
                ("more for all", requiring(within, None, &["BanMembers"]), "open"),
                ("more for /hush", requiring(within, Some("hush"), &["BanMembers"]), "hush"),
                ("more for owners", requiring(within, Some("mine"), &["Auction"]), "mine"),
            ] {
                let name = format!("{} {place}, {what}", caller.name);
                let row = Case { name, ..caller.clone() };
                rows.push(row.restrict(restriction).calls(call));
            }
        }
    }
    rows
}

fn cooled_down() -> Vec<Case> {
    let mut rows = Vec::new();
    for caller in callers() {
        for (what, restrictions, call) in [
            ("own cooldown", vec![], "timed"),
            ("longer cooldown", vec![slowed(Within::Everywhere, Some("timed"), 60)], "timed"),
            ("shorter cooldown of all", vec![slowed(Within::Everywhere, None, 5)], "timed"),
            ("cooldown of all", vec![slowed(Within::Everywhere, None, 5)], "open"),
            (
                "the longest counts",
                vec![
                    slowed(Within::Everywhere, Some("open"), 20),
                    slowed(Within::Guild(GUILD), None, 60),
                    slowed(Within::Channel(CHANNEL), None, 30),
                ],
                "open",
            ),
        ] {
            for after in [4, 5, 9, 10, 19, 20, 59, 60] {
                let name = format!("{}, {what}", caller.name);
                let row = Case { name, ..caller.clone() };
                let row = row.and(|said| said.restrictions.clone_from(&restrictions));
                rows.push(row.calls(call).again_after(after));
            }
        }
    }
    rows
}
