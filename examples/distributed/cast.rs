//! The people, and the two guilds in which they are.

use botrs_secure::testing::loopback::{Bot, Platform, Post};

/// A guild of each shard: the platform spreads guilds by the upper bits of their ids.
pub(crate) const GUILDS: [u64; 2] = [520_001, (1 << 22) + 520_001];
/// What people call them.
pub(crate) const NAMES: [&str; 2] = ["星野社", "望远社"];

/// Somebody who is in both guilds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Person {
    pub(crate) name: &'static str,
    user: u64,
}

pub(crate) const ZHOU_ZHOU: Person = Person { name: "周舟", user: 61_002 };
pub(crate) const XIAO_BEI: Person = Person { name: "小北", user: 61_004 };
pub(crate) const EVE: Person = Person { name: "Eve", user: 61_006 };
/// How many administrators there are beside.
pub(crate) const HELPERS: u64 = 80;

/// An administrator of whom there are many.
pub(crate) const fn helper(n: u64) -> Person {
    Person { name: "值班", user: 62_000 + n }
}

/// Puts everybody in place.
pub(crate) fn enter(platform: &Platform, bot: &Bot) {
    for guild in GUILDS {
        let mut people = platform
            .guild(guild)
            .channel(channel(guild))
            .bot(bot, &[2])
            .member(ZHOU_ZHOU.user, ZHOU_ZHOU.name, &[2])
            .member(XIAO_BEI.user, XIAO_BEI.name, &[1])
            .member(EVE.user, EVE.name, &[1]);
        for n in 0..HELPERS {
            people = people.member(helper(n).user, helper(n).name, &[2]);
        }
    }
}

/// A message of this person in this guild; `@小北` is a mention.
pub(crate) fn post(who: &Person, guild: u64, typed: &str) -> Post {
    let mention = format!("<@!{}>", XIAO_BEI.user);
    Post::guild(guild, channel(guild), who.user).text(&typed.replace("@小北", &mention))
}

const fn channel(guild: u64) -> u64 {
    guild + 100
}
