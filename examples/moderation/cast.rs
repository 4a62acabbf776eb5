//! The people, where they are, and how their text travels.

use botrs_secure::prelude::*;
use botrs_secure::testing::loopback::{Bot, Platform, Post};

/// Somebody in a place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Person {
    pub(crate) name: &'static str,
    pub(crate) place: &'static str,
    seat: Seat,
}

#[derive(Debug, Clone, Copy)]
enum Seat {
    Channel { guild: u64, channel: u64, user: u64 },
    Group { member: &'static str },
}

/// The guild 星野天文社 and its channel #流星雨.
pub(crate) const GUILD: u64 = 520_001;
pub(crate) const CHANNEL: u64 = 520_101;
/// A guild that the policy does not name.
pub(crate) const ELSEWHERE: u64 = 777_001;
/// The group 观星小队.
pub(crate) const GROUP: &str = "57A2B0C49D1E46F3A0577E1BC2D90A31";
/// A role of the guild that its owner made: 值星员.
const DUTY: u64 = 11;

const fn in_guild(name: &'static str, user: u64) -> Person {
    let seat = Seat::Channel { guild: GUILD, channel: CHANNEL, user };
    Person { name, place: "#流星雨", seat }
}

const fn in_group(name: &'static str, member: &'static str) -> Person {
    Person { name, place: "观星小队", seat: Seat::Group { member } }
}

pub(crate) const LIN_QIU: Person = in_guild("林秋", 144_115_218_677_061_001);
pub(crate) const ZHOU_ZHOU: Person = in_guild("周舟", 144_115_218_677_061_002);
pub(crate) const XIAO_MAN: Person = in_guild("小满", 144_115_218_677_061_003);
pub(crate) const XIAO_BEI: Person = in_guild("小北", 144_115_218_677_061_004);
pub(crate) const SELLER: Person = in_guild("镜多多", 144_115_218_677_061_005);
pub(crate) const EVE: Person = in_guild("Eve", 144_115_218_677_061_006);
pub(crate) const SU_SU: Person = in_group("苏苏", "1F00C0DE1F00C0DE1F00C0DE1F00C0DE");
pub(crate) const A_YAN: Person = in_group("阿岩", "2B0B2B0B2B0B2B0B2B0B2B0B2B0B2B0B");
pub(crate) const STRANGER: Person = Person {
    name: "路人",
    place: "别的频道",
    seat: Seat::Channel { guild: ELSEWHERE, channel: 777_101, user: 144_115_218_677_061_099 },
};

/// Who has an id that a mention can carry.
const MEMBERS: [Person; 6] = [LIN_QIU, ZHOU_ZHOU, XIAO_MAN, XIAO_BEI, SELLER, EVE];

/// A bot as the author of messages.
pub(crate) fn as_person(name: &'static str, bot: &Bot) -> Person {
    in_guild(name, bot.user_id())
}

/// Puts everybody in place.
pub(crate) fn enter(platform: &Platform, bot: &Bot, other_bot: &Bot) {
    platform
        .guild(GUILD)
        .channel(CHANNEL)
        .bot(bot, &[2])
        .bot(other_bot, &[1])
        .member(LIN_QIU.user(), LIN_QIU.name, &[4])
        .member(ZHOU_ZHOU.user(), ZHOU_ZHOU.name, &[2])
        .member(XIAO_MAN.user(), XIAO_MAN.name, &[1, DUTY])
        .member(XIAO_BEI.user(), XIAO_BEI.name, &[1])
        .member(SELLER.user(), SELLER.name, &[1])
        .member(EVE.user(), EVE.name, &[1]);
    platform.guild(ELSEWHERE).channel(777_101).bot(bot, &[1]).member(
        STRANGER.user(),
        STRANGER.name,
        &[4],
    );
    platform.group(GROUP).member(SU_SU.openid(), SU_SU.name, "admin").member(
        A_YAN.openid(),
        A_YAN.name,
        "member",
    );
}

/// The ids of all people.
pub(crate) fn everyone() -> impl Iterator<Item = String> {
    let members = MEMBERS.iter().chain([&STRANGER]).map(|person| person.user().to_string());
    members.chain([SU_SU, A_YAN].map(|person| person.openid().to_owned()))
}

/// Listens in the guild and the group, and says what the role 值星员 means.
pub(crate) fn policy() -> Result<Policy> {
    let guild = GuildId::new(GUILD);
    Ok(Policy::new().trust_guild(guild).trust_group(GROUP.parse()?).guild_role(
        guild,
        RoleId::new(DUTY),
        Role::moderator(),
    ))
}

impl Person {
    /// The id in guilds; 0 for people of groups.
    pub(crate) fn user(&self) -> u64 {
        match self.seat {
            Seat::Channel { user, .. } => user,
            Seat::Group { .. } => 0,
        }
    }

    fn openid(&self) -> &'static str {
        match self.seat {
            Seat::Group { member } => member,
            Seat::Channel { .. } => "",
        }
    }

    /// A message of this person that says what they typed.
    pub(crate) fn post(&self, typed: &str) -> Post {
        match self.seat {
            Seat::Channel { guild, channel, user } => {
                Post::guild(guild, channel, user).text(&delivered(typed))
            }
            // Groups deliver text as it was typed.
            Seat::Group { member } => Post::group(GROUP, member).text(typed),
        }
    }

    /// What people see of a text that the bot sent here.
    pub(crate) fn sees(&self, sent: &str) -> String {
        let seen = sent.replace('\u{200b}', "");
        match self.seat {
            Seat::Channel { .. } => displayed(&seen),
            Seat::Group { .. } => seen,
        }
    }
}

/// How a guild delivers what somebody typed: escaped, and with the id of whoever was picked by `@`.
fn delivered(typed: &str) -> String {
    let escaped = typed.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    MEMBERS.iter().fold(escaped, |text, person| {
        text.replace(&format!("@{}", person.name), &format!("<@!{}>", person.user()))
    })
}

/// How a guild displays a text: a mention as a name, everything else unescaped once.
fn displayed(sent: &str) -> String {
    let named = MEMBERS.iter().fold(sent.to_owned(), |text, person| {
        text.replace(&format!("<@!{}>", person.user()), &format!("@{}", person.name))
    });
    named.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}
