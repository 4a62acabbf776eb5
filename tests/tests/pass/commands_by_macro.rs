//! Commands that `macro_rules!` emits: names, keys, types, bodies and docs from its arguments.
#![deny(warnings)]

use botrs_secure::prelude::*;
use botrs_secure::testing::{Caller, Harness};
use botrs_secure::{Command, Denial};

macro_rules! power {
    (
        $(#[$meta:meta])*
        $vis:vis $name:ident by $perm:path, once in $period:literal:
        |$ctx:ident, $target:ident $(, $arg:ident: $ty:ty)*| $body:expr
    ) => {
        $(#[$meta])*
        #[command(perm = $perm, cooldown = $period, scene = guild)]
        $vis async fn $name(
            $ctx: Context<'_, $name>,
            $target: Target,
            $($arg: $ty),*
        ) -> Result<()> {
            $body.await
        }
    };
}

power! {
    /// Mutes.
    mute by MuteMembers, once in "5s":
    |ctx, target, period: Duration| ctx.members().mute(&target, period)
}

power! {
    /// Kicks.
    #[allow(dead_code)]
    pub(crate) kick by KickMembers, once in "10s": |ctx, target| ctx.members().kick(&target)
}

/// A macro that is told the list, too.
macro_rules! greetings {
    ($list:ident: $($name:ident = $text:literal, aliases $aliases:tt;)+) => {
        $(
            #[command(public, aliases $aliases)]
            async fn $name() -> Result<Reply> {
                Ok(reply!($text))
            }
        )+
        const $list: &[&botrs_secure::CommandSpec] = commands![$($name),+];
    };
}

greetings! { GREETINGS:
    hello = "hello", aliases("hi", "你好");
    goodbye = "goodbye", aliases("再见");
}

/// Hygiene: what the body calls `p0`, `call` or `answer` is its own.
macro_rules! hygienic {
    ($name:ident, $argument:ident) => {
        #[command(public, check = even($argument))]
        async fn $name($argument: u32, p0: Option<u32>) -> Result<Reply> {
            let (call, answer) = (1_u32, 2_u32);
            let p0 = p0.unwrap_or(call);
            Ok(reply!("{} {p0} {answer}", $argument))
        }
    };
}

hygienic!(sum, p1);

async fn even(_ctx: Context<'_>, number: &u32) -> bool {
    number.is_multiple_of(2)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!((mute::SPEC.help(), kick::SPEC.help()), ("Mutes.", "Kicks."));
    let bot = Harness::new(|bot| {
        bot.commands(commands![mute, kick]).commands(GREETINGS).commands(commands![sum])
    });
    for user in [1, 6] {
        bot.platform().set_member(
            Harness::GUILD,
            UserId::new(user),
            if user == 1 { &[4] } else { &[] },
        );
    }
    let owner = Caller::guild(1, &[4]);
    assert_eq!(bot.call::<mute>(&owner, "6 1m").await.effects.len(), 1);
    let again = bot.call::<mute>(&owner, "6 1m").await;
    assert_eq!(again.denial, Some(Denial::Cooldown { wait: Duration::from_secs(5) }));
    assert_eq!(bot.send(&owner, "/你好").await.unwrap().replies, ["hello"]);
    assert_eq!(bot.call::<goodbye>(&owner, "").await.replies, ["goodbye"]);
    assert_eq!(bot.call::<sum>(&owner, "2").await.replies, ["2 1 2"]);
    assert_eq!(bot.call::<sum>(&owner, "p0=5 4").await.replies, ["4 5 2"]);
    assert_eq!(bot.call::<sum>(&owner, "1").await.rule, "check");
}
