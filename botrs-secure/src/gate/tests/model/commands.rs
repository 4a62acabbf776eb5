//! The commands of the rows, and what they say of themselves as text, which is what the model reads.

use crate::CommandSpec;
use crate::prelude::*;

/// A permission of the author's own.
#[derive(Permission)]
pub(super) struct Auction;

/// What the model knows of a command.
pub(super) struct Known {
    /// What is typed.
    pub(super) typed: &'static [&'static str],
    /// The keys that say who may run it, its own and those of its parents.
    pub(super) access: &'static [&'static str],
    /// The scenes it is for; none for all.
    pub(super) scenes: &'static [&'static str],
    /// What its subcommands and itself are restricted by: every name that means it or a parent.
    pub(super) restricted_by: &'static [&'static str],
    /// Its own cooldown of a member, in seconds.
    pub(super) cooldown: u64,
}

macro_rules! plain {
    ($($name:ident [$($access:tt)+];)+) => {
        $(
            #[command($($access)+, cooldown = none)]
            async fn $name(_ctx: Context<'_, $name>) -> Result<()> {
                Ok(())
            }
        )+
        const PLAIN: &[&CommandSpec] = commands![$($name),+];
        const KNOWN_PLAIN: &[Known] = &[$(Known {
            typed: &[stringify!($name)],
            access: &[stringify!($($access)+)],
            scenes: &[],
            restricted_by: &[stringify!($name)],
            cooldown: 0,
        }),+];
    };
}

plain! {
    open [public];
    mine [owners_only];
    send [perm = SendMessages];
    delete [perm = DeleteMessages];
    hush [perm = MuteMembers];
    eject [perm = KickMembers];
    expel [perm = BanMembers];
    room [perm = ManageChannels];
    rank [perm = ManageRoles];
    guild [perm = ManageGuild];
    root [perm = Administrator];
    auction [perm = Auction];
    all_mute_ban [perm = all(MuteMembers, BanMembers)];
    all_send_auction [perm = all(SendMessages, Auction)];
    all_three [perm = all(DeleteMessages, ManageChannels, ManageGuild)];
    any_roles_kick [perm = any(ManageRoles, KickMembers)];
    any_ban_auction [perm = any(BanMembers, Auction)];
    any_root_send [perm = any(Administrator, SendMessages)];
}

/// Of guilds only.
#[command(aliases("仅频道"), perm = MuteMembers, scene = guild, cooldown = none)]
async fn local(_ctx: Context<'_, local>) -> Result<()> {
    Ok(())
}

/// Of groups and C2C only.
#[command(public, scene(group, c2c), cooldown = none)]
async fn remote(_ctx: Context<'_, remote>) -> Result<()> {
    Ok(())
}

#[command(public, cooldown = "10s")]
async fn timed(_ctx: Context<'_, timed>) -> Result<()> {
    Ok(())
}

#[command(aliases("设置"), perm = ManageGuild, cooldown = none, subcommands(set))]
async fn config(_ctx: Context<'_, config>) -> Result<()> {
    Ok(())
}

#[command(aliases("改"), perm = all(ManageGuild, BanMembers), cooldown = none)]
async fn set(_ctx: Context<'_, set>) -> Result<()> {
    Ok(())
}

const STRUCTURED: &[&CommandSpec] = commands![local, remote, timed, config];

const KNOWN_STRUCTURED: &[Known] = &[
    Known {
        typed: &["local", "仅频道"],
        access: &["perm = MuteMembers"],
        scenes: &["guild"],
        restricted_by: &["local", "仅频道"],
        cooldown: 0,
    },
    Known {
        typed: &["remote"],
        access: &["public"],
        scenes: &["group", "c2c"],
        restricted_by: &["remote"],
        cooldown: 0,
    },
    Known {
        typed: &["timed"],
        access: &["public"],
        scenes: &[],
        restricted_by: &["timed"],
        cooldown: 10,
    },
    Known {
        typed: &["config", "设置"],
        access: &["perm = ManageGuild"],
        scenes: &[],
        restricted_by: &["config", "设置"],
        cooldown: 0,
    },
    Known {
        typed: &["config set", "设置 改", "config 改", "设置 set"],
        access: &["perm = ManageGuild", "perm = all(ManageGuild, BanMembers)"],
        scenes: &[],
        restricted_by: &["config", "设置", "config set", "设置 改", "config 改", "设置 set"],
        cooldown: 0,
    },
];

/// The real commands.
pub(super) const ALL: [&[&CommandSpec]; 2] = [PLAIN, STRUCTURED];

/// All of them, as the model knows them.
pub(super) fn known() -> impl Iterator<Item = &'static Known> {
    KNOWN_PLAIN.iter().chain(KNOWN_STRUCTURED)
}

/// What is typed to call one of them in each way.
pub(super) fn typed() -> Vec<&'static str> {
    known().flat_map(|known| known.typed).copied().collect()
}

/// The one that is called by this text.
pub(super) fn find(typed: &str) -> &'static Known {
    known().find(|known| known.typed.contains(&typed)).expect("a command of the model")
}
