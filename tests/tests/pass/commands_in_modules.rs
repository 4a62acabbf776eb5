//! Commands in modules: by path, imported, renamed, re-exported, listed where they are.
#![deny(warnings)]

use botrs_secure::prelude::*;
use botrs_secure::testing::{Caller, Harness};
use botrs_secure::{Command, CommandSpec};

mod moderation {
    pub(crate) mod ban {
        use botrs_secure::prelude::*;

        /// One command a file, of the file's name.
        #[command(perm = BanMembers, scene = guild, cooldown = none)]
        pub(crate) async fn ban(ctx: Context<'_, ban>, target: Target) -> Result<()> {
            ctx.members().ban(&target, History::Keep).await
        }
    }

    pub(crate) mod mute {
        use botrs_secure::prelude::*;

        #[command(perm = MuteMembers, scene = guild, cooldown = none)]
        pub(crate) async fn mute(ctx: Context<'_, mute>, target: Target) -> Result<()> {
            ctx.members().mute(&target, super::PERIOD).await
        }

        #[command(perm = MuteMembers, scene = guild, cooldown = none)]
        pub(in crate::moderation) async fn unmute(
            ctx: Context<'_, self::unmute>,
            target: Target,
        ) -> Result<()> {
            ctx.members().unmute(&target).await
        }
    }

    const PERIOD: std::time::Duration = std::time::Duration::from_secs(60);

    /// A module says what it has.
    pub(crate) fn commands() -> &'static [&'static botrs_secure::CommandSpec] {
        botrs_secure::commands![mute::mute, mute::unmute, self::ban::ban,]
    }
}

mod fun {
    use botrs_secure::prelude::*;

    #[command(public)]
    pub(crate) async fn roll(dice: super::Dice) -> Result<Reply> {
        Ok(reply!("{}", dice.0))
    }
}

use botrs_secure::ArgError;
use fun::roll as dice;
use moderation::mute::mute;

struct Dice(u8);

impl FromArg for Dice {
    fn from_arg(word: &str) -> std::result::Result<Self, ArgError> {
        let sides = word.strip_prefix('d').and_then(|sides| sides.parse().ok());
        sides.map(Self).ok_or_else(|| ArgError::new("应为 d6", "must be like d6"))
    }
}

static DICE: &[&CommandSpec] = commands![crate::dice];

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let names: Vec<&str> = moderation::commands().iter().map(|spec| spec.name()).collect();
    assert_eq!(names, ["mute", "unmute", "ban"]);
    let bot = Harness::new(|bot| bot.commands(moderation::commands()).commands(DICE));
    bot.platform().set_member(Harness::GUILD, UserId::new(1), &[4]);
    bot.platform().set_member(Harness::GUILD, UserId::new(6), &[]);
    let owner = Caller::guild(1, &[4]);
    for effects in [
        bot.call::<mute>(&owner, "6").await.effects,
        bot.send(&owner, "/unmute 6").await.expect("a command").effects,
        bot.call::<moderation::ban::ban>(&owner, "6").await.effects,
    ] {
        assert_eq!(effects.len(), 1);
    }
    // The name is that of the function, whatever it is imported as.
    assert_eq!(dice::SPEC.name(), "roll");
    assert_eq!(bot.call::<dice>(&owner, "d20").await.replies, ["20"]);
}
