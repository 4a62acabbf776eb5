//! Which events the bot subscribes to: those that its commands need and no others.

use botrs::Intents;

use crate::place::{Scene, Scenes};

/// What the bot wants to be told.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    /// Where its commands and its inner handler are used.
    pub(crate) scenes: Scenes,
    /// Every message of a channel, not only those that mention the bot: private bots only.
    pub(crate) all_messages: bool,
    /// Events that are no messages, for an inner handler.
    pub(crate) other_events: bool,
    /// Events that tell when roles, members and channels of guilds change.
    pub(crate) changes: bool,
}

/// The fewest intents that deliver what is wanted, each message by one of them.
pub(crate) fn intents(wanted: Wanted) -> Intents {
    let mut bits = 0;
    if wanted.scenes.contains(Scene::Guild) {
        // Either of them: with both, a mention would come twice.
        bits |= if wanted.all_messages {
            Intents::GUILD_MESSAGES
        } else {
            Intents::PUBLIC_GUILD_MESSAGES
        };
        if wanted.changes {
            bits |= CHANGES;
        }
        if wanted.other_events {
            bits |= OTHER_IN_GUILDS;
        }
    }
    if wanted.scenes.contains(Scene::Direct) {
        bits |= Intents::DIRECT_MESSAGE;
    }
    // The owner of a group opts in to all messages; the intent is the same.
    if wanted.scenes.contains(Scene::Group) || wanted.scenes.contains(Scene::C2c) {
        bits |= Intents::PUBLIC_MESSAGES;
    }
    // A button may call any command.
    if !wanted.scenes.is_empty() || wanted.other_events {
        bits |= Intents::INTERACTION;
    }
    Intents::from_bits(bits)
}

/// What tells that kept answers are old and that permissions were taken away; any bot may have it.
const CHANGES: u32 = Intents::GUILDS | Intents::GUILD_MEMBERS;

/// Events of guilds that any bot may have.
const OTHER_IN_GUILDS: u32 = CHANGES
    | Intents::GUILD_MESSAGE_REACTIONS
    | Intents::MESSAGE_AUDIT
    | Intents::OPEN_FORUM_EVENT
    | Intents::AUDIO_OR_LIVE_CHANNEL_MEMBER
    | Intents::AUDIO_ACTION;

const NAMES: [(u32, &str); 14] = [
    (Intents::GUILDS, "GUILDS"),
    (Intents::GUILD_MEMBERS, "GUILD_MEMBERS"),
    (Intents::GUILD_MESSAGES, "GUILD_MESSAGES"),
    (Intents::GUILD_MESSAGE_REACTIONS, "GUILD_MESSAGE_REACTIONS"),
    (Intents::DIRECT_MESSAGE, "DIRECT_MESSAGE"),
    (Intents::OPEN_FORUM_EVENT, "OPEN_FORUM_EVENT"),
    (Intents::AUDIO_OR_LIVE_CHANNEL_MEMBER, "AUDIO_OR_LIVE_CHANNEL_MEMBER"),
    (Intents::ENTER_AIO, "ENTER_AIO"),
    (Intents::PUBLIC_MESSAGES, "PUBLIC_MESSAGES"),
    (Intents::INTERACTION, "INTERACTION"),
    (Intents::MESSAGE_AUDIT, "MESSAGE_AUDIT"),
    (Intents::FORUMS, "FORUMS"),
    (Intents::AUDIO_ACTION, "AUDIO_ACTION"),
    (Intents::PUBLIC_GUILD_MESSAGES, "PUBLIC_GUILD_MESSAGES"),
];

/// The platform's names of them, from the lowest bit up.
pub(crate) fn names(intents: Intents) -> impl Iterator<Item = &'static str> {
    NAMES.into_iter().filter(move |&(bit, _)| intents.contains(bit)).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRESSES: u32 = 1 << 26;

    /// The messages of all scenes.
    const MESSAGES: Wanted =
        Wanted { scenes: Scenes::ALL, all_messages: false, other_events: false, changes: false };

    fn bits(scenes: Scenes, all_messages: bool, other_events: bool) -> u32 {
        intents(Wanted { scenes, all_messages, other_events, changes: false }).bits()
    }

    #[test]
    fn each_scene_has_its_own() {
        assert_eq!(bits(Scenes::only(Scene::Guild), false, false), 1 << 30 | PRESSES);
        assert_eq!(bits(Scenes::only(Scene::Direct), false, false), 1 << 12 | PRESSES);
        assert_eq!(bits(Scenes::only(Scene::Group), false, false), 1 << 25 | PRESSES);
        assert_eq!(bits(Scenes::only(Scene::C2c), true, false), 1 << 25 | PRESSES);
        assert_eq!(bits(Scenes::ALL, false, false), 1 << 30 | 1 << 12 | 1 << 25 | PRESSES);
        assert_eq!(bits(Scenes::NONE, false, false), 0);
    }

    #[test]
    fn all_messages_come_instead_of_mentions() {
        assert_eq!(bits(Scenes::only(Scene::Guild), true, false), 1 << 9 | PRESSES);
        assert_eq!(bits(Scenes::only(Scene::Direct), true, false), 1 << 12 | PRESSES);
    }

    #[test]
    fn other_events_add_none_that_need_a_private_bot() {
        let all = intents(Wanted { other_events: true, ..MESSAGES });
        assert!(!all.has_privileged());
        assert_eq!(all, Intents::default());
        assert_eq!(bits(Scenes::only(Scene::C2c), false, true), 1 << 25 | 1 << 26);
    }

    #[test]
    fn changes_are_told_of_guilds_alone() {
        let changes = |scene| {
            let scenes = Scenes::only(scene);
            intents(Wanted { changes: true, scenes, ..MESSAGES }).bits()
        };
        assert_eq!(changes(Scene::Guild), 1 << 30 | PRESSES | 1 << 1 | 1);
        for scene in [Scene::Direct, Scene::Group, Scene::C2c] {
            assert_eq!(changes(scene), bits(Scenes::only(scene), false, false));
        }
        assert!(!intents(Wanted { changes: true, ..MESSAGES }).has_privileged());
    }

    #[test]
    fn every_bit_has_a_name() {
        let all = Intents::all().with_enter_aio();
        assert_eq!(names(all).count(), all.bits().count_ones() as usize);
        let public = intents(MESSAGES);
        let named: Vec<_> = names(public).collect();
        assert_eq!(
            named,
            ["DIRECT_MESSAGE", "PUBLIC_MESSAGES", "INTERACTION", "PUBLIC_GUILD_MESSAGES"]
        );
    }
}
