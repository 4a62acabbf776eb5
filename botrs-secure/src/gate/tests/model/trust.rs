//! Where the bot listens: places that are trusted, that are not, and that look as if they were.

use super::case::{At, Case};
use super::event::Event;
use super::said::Said;
use super::sources::{
    CHANNEL, GROUP, GUILD, OTHER_GROUP, OTHER_GUILD, SESSION, USER, in_c2c, in_direct, in_group,
    in_guild, source,
};

pub(super) fn cases() -> Vec<Case> {
    let only = |row: Case, say: fn(&mut Said)| Case { said: Said::default(), ..row }.and(say);
    let guild = |name: &str| in_guild(name, Event::roles(&[4]));
    let direct = |name: &str| in_direct(name, Event::default());
    let nowhere = At::Direct { session: SESSION, source: None };
    let lost = |name: &str| source(name, nowhere, USER, Event::default());
    let group = |name: &str| in_group(name, "owner");
    let c2c = |name: &str| in_c2c(name, Event::default());
    vec![
        only(guild("no policy"), |_| {}),
        only(guild("trusted guild"), |said| said.guilds.push(GUILD)),
        only(guild("other guild is trusted"), |said| said.guilds.push(OTHER_GUILD)),
        only(guild("channel id is trusted as a guild"), |said| said.guilds.push(CHANNEL)),
        guild("denied guild among all").and(|said| said.denied_guilds.push(GUILD)),
        only(guild("denied guild that is trusted by name"), |said| {
            said.guilds.push(GUILD);
            said.denied_guilds.push(GUILD);
        }),
        guild("owner of the bot in a denied guild")
            .owner(USER)
            .and(|said| said.denied_guilds.push(GUILD)),
        guild("another guild is denied").and(|said| said.denied_guilds.push(OTHER_GUILD)),
        only(guild("private scenes and groups are trusted"), |said| {
            (said.direct, said.c2c, said.all_groups) = (true, true, true);
        }),
        only(direct("direct message, nothing trusted"), |_| {}),
        only(direct("direct message from a trusted guild"), |said| said.guilds.push(GUILD)),
        only(direct("direct message from another guild"), |said| said.guilds.push(OTHER_GUILD)),
        only(direct("direct message, its session is trusted as a guild"), |said| {
            said.guilds.push(SESSION);
        }),
        only(direct("direct message from any guild"), |said| said.all_guilds = true),
        direct("direct message from a denied guild").and(|said| said.denied_guilds.push(GUILD)),
        direct("direct message, its session is denied as a guild")
            .and(|said| said.denied_guilds.push(SESSION)),
        only(lost("direct message from nowhere"), |said| said.all_guilds = true),
        only(lost("direct message from nowhere, trusted"), |said| said.direct = true),
        only(group("group, nothing trusted"), |_| {}),
        only(group("trusted group"), |said| said.groups.push(GROUP)),
        only(group("other group is trusted"), |said| said.groups.push(OTHER_GROUP)),
        only(group("guild of the group's number is trusted"), |said| {
            said.guilds.push(u64::try_from(GROUP).unwrap());
        }),
        only(group("guilds, direct messages and c2c are trusted"), |said| {
            (said.all_guilds, said.direct, said.c2c) = (true, true, true);
        }),
        group("denied group among all").and(|said| said.denied_groups.push(GROUP)),
        only(group("denied group that is trusted by name"), |said| {
            said.groups.push(GROUP);
            said.denied_groups.push(GROUP);
        }),
        group("another group is denied").and(|said| said.denied_groups.push(OTHER_GROUP)),
        only(c2c("c2c, nothing trusted"), |_| {}),
        only(c2c("c2c, everything else trusted"), |said| {
            (said.all_guilds, said.all_groups, said.direct) = (true, true, true);
        }),
        only(c2c("trusted c2c"), |said| said.c2c = true),
    ]
}
